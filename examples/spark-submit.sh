#!/usr/bin/env bash
# Runs a command of Elbo4j through spark-submit, with all options set that a cluster needs.
#   examples/spark-submit.sh train hdfs://host:8020/conf/quickstart.conf --out hdfs://host:8020/runs/first
# Variables, all optional: SPARK_HOME, SPARK_MASTER (else as spark-defaults.conf says), DRIVER_MEMORY,
# EXECUTOR_MEMORY, EXECUTOR_OVERHEAD (memory outside the heap), EXECUTOR_CORES, ELBO4J_JAR, ELBO4J_NATIVES.
set -euo pipefail

home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
jar=${ELBO4J_JAR:-$home/spark-jobs/target/elbo4j.jar}
spark_submit=${SPARK_HOME:+$SPARK_HOME/bin/}spark-submit

if [ ! -s "$jar" ]; then
    echo "spark-submit: no jar: file=$jar; build it with mvn -DskipTests package, or set ELBO4J_JAR" >&2
    exit 2
fi

master=()
[ -n "${SPARK_MASTER:-}" ] && master=(--master "$SPARK_MASTER")

# A BLAS core by this machine's processor; right for executors of the same kind. See docs/operations.md.
. "$home/bin/blas-core"
core=()
[ -n "${OPENBLAS_CORETYPE:-}" ] && core=(--conf "spark.executorEnv.OPENBLAS_CORETYPE=$OPENBLAS_CORETYPE")
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}
export ELBO4J_HOME=${ELBO4J_HOME:-$home}

# Spark itself adds --add-opens and --add-modules=jdk.incubator.vector to drivers and executors.
# Vectors of the kernels lie within cache lines where objects lie at multiples of 64 bytes.
java="-XX:ObjectAlignmentInBytes=64 -Dorg.bytedeco.javacpp.cachedir=${ELBO4J_NATIVES:-/tmp/elbo4j-natives}"

exec "$spark_submit" \
    --class io.elbo4j.spark.cli.Main \
    --name elbo4j \
    "${master[@]}" \
    --driver-memory "${DRIVER_MEMORY:-2g}" \
    --executor-memory "${EXECUTOR_MEMORY:-2g}" \
    --executor-cores "${EXECUTOR_CORES:-1}" \
    --conf "spark.executor.memoryOverhead=${EXECUTOR_OVERHEAD:-2g}" \
    --conf "spark.driver.extraJavaOptions=$java -Dlog4j2.configurationFile=file:$home/conf/log4j2.properties" \
    --conf "spark.executor.extraJavaOptions=$java" \
    --conf "spark.executorEnv.OMP_NUM_THREADS=$OMP_NUM_THREADS" \
    "${core[@]}" \
    "$jar" "$@"
