"""Starts application.yaml from Airflow. Needs Airflow 2.4 or newer with apache-airflow-providers-cncf-kubernetes, and the Spark operator.

A task that is tried again goes on from the newest checkpoint: the application says --resume.
"""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.spark_kubernetes import SparkKubernetesOperator

with DAG(
    dag_id="elbo4j_train",
    schedule=None,
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": timedelta(minutes=10)},
) as dag:
    train = SparkKubernetesOperator(
        task_id="train",
        namespace="default",
        application_file="application.yaml",
    )
