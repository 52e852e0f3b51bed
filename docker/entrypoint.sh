#!/usr/bin/env bash
# What a container of the image does: master, worker, quickstart, or any command of Elbo4j through spark-submit.
set -euo pipefail

role=${1:-help}
case "$role" in
    master)
        exec "$SPARK_HOME/bin/spark-class" org.apache.spark.deploy.master.Master \
            --host "$(hostname)" --port 7077 --webui-port 8080
        ;;
    worker)
        exec "$SPARK_HOME/bin/spark-class" org.apache.spark.deploy.worker.Worker \
            --cores "${WORKER_CORES:-1}" --memory "${WORKER_MEMORY:-2g}" \
            --work-dir /var/lib/elbo4j/work --webui-port 8081 "${SPARK_MASTER:?}"
        ;;
    quickstart)
        exec /opt/elbo4j/docker/quickstart.sh
        ;;
    *)
        exec /opt/elbo4j/examples/spark-submit.sh "$@"
        ;;
esac
