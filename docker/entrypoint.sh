#!/usr/bin/env bash
# What a container of the image does: master, worker, quickstart, or any command of Elbo4j through spark-submit. The pods of Spark on
# Kubernetes ask for driver and executor, which the base image's own entry point knows.
set -euo pipefail

role=${1:-help}
case "$role" in
    master)
        exec "$SPARK_HOME/bin/spark-class" org.apache.spark.deploy.master.Master \
            --host "${MASTER_HOST:-$(hostname)}" --port "${MASTER_PORT:-7077}" --webui-port "${WEB_PORT:-8080}"
        ;;
    worker)
        exec "$SPARK_HOME/bin/spark-class" org.apache.spark.deploy.worker.Worker \
            --cores "${WORKER_CORES:-1}" --memory "${WORKER_MEMORY:-2g}" \
            --work-dir "$ELBO4J_WORK" --webui-port "${WEB_PORT:-8081}" "${SPARK_MASTER:?}"
        ;;
    driver | executor)
        exec /opt/entrypoint.sh "$@"
        ;;
    quickstart)
        exec "$ELBO4J_HOME/docker/quickstart.sh"
        ;;
    *)
        exec "$ELBO4J_HOME/examples/spark-submit.sh" "$@"
        ;;
esac
