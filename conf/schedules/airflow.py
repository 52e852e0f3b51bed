"""Retrains every night on the day's rows. Needs Airflow 2.4 or newer with apache-airflow-providers-apache-spark.

A job that failed is repeated: what it had decided stands, what it had not is done again. The same day again changes nothing.
"""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator

with DAG(
    dag_id="elbo4j_shop",
    schedule="30 2 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": timedelta(minutes=10)},
) as dag:
    retrain = SparkSubmitOperator(
        task_id="retrain",
        application="hdfs:///jars/elbo4j.jar",
        java_class="io.elbo4j.spark.cli.Main",
        conf={
            "spark.executor.extraJavaOptions": "-XX:+UseParallelGC -XX:ObjectAlignmentInBytes=64",
        },
        application_args=[
            "retrain",
            "hdfs:///conf/shop.conf",
            "--registry",
            "hdfs:///models/shop",
            "--data",
            "hdfs:///inbox/shop/{{ ds }}",
            "--set",
            "retrain.data=hdfs:///judges/shop.parquet",
        ],
    )
