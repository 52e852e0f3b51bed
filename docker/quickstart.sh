#!/usr/bin/env bash
# The quick start with everything on HDFS: puts configuration and data there, trains on the cluster, shows what is left.
set -euo pipefail

base=${HDFS_BASE:-hdfs://namenode:8020/elbo4j}
tries=${HDFS_TRIES:-30}

hdfs() {
    "$SPARK_HOME/bin/spark-class" org.apache.hadoop.fs.FsShell "$@"
}

upload() {
    hdfs -mkdir -p "$base/data" "$base/conf" \
        && hdfs -put -f "$ELBO4J_HOME/data/digits-train.csv.gz" "$base/data/" \
        && hdfs -put -f "$ELBO4J_HOME/data/digits-test.csv.gz" "$base/data/" \
        && hdfs -put -f "$ELBO4J_HOME/conf/quickstart.conf" "$base/conf/"
}

# A put succeeds once the name node has left its safe mode and a data node has reported to it.
log=$(mktemp)
echo "quickstart: putting data and configuration to $base"
until upload >"$log" 2>&1; do
    tries=$((tries - 1))
    if [ "$tries" -le 0 ]; then
        cat "$log" >&2
        echo "quickstart: HDFS did not answer: base=$base; look at the logs of namenode and datanode" >&2
        exit 3
    fi
    sleep 2
done

echo "quickstart: training on ${SPARK_MASTER:-the default master}"
"$ELBO4J_HOME/examples/spark-submit.sh" train "$base/conf/quickstart.conf" \
    --set "data.train=$base/data/digits-train.csv.gz" \
    --set "data.test=$base/data/digits-test.csv.gz" \
    --out "$base/runs/first" --force

echo "quickstart: $base/runs/first"
hdfs -ls -R "$base/runs/first"
hdfs -cat "$base/runs/first/metrics.json"
