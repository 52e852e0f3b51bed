#!/usr/bin/env bash
# SparseBayesianClassifier beside MLlib's LogisticRegression and MultilayerPerceptronClassifier on the same DataFrames (digits, breast
# cancer, Fashion-MNIST), and rows a second of their transforms. Usage: bench/spark-ml.sh [OUT] [STEP ...]; steps: choose fit crossed score.
# BREAST_CANCER names scikit-learn's breast_cancer.csv, FASHION_MNIST the folder with the IDX files. DATA="digits" makes only those, SEEDS="1"
# only that. choose and fit write their file in OUT anew, crossed and score add to it.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results}
shift || true
steps=("$@")
[ ${#steps[@]} -gt 0 ] || steps=(fit score)
cancer=${BREAST_CANCER:-/usr/lib/python3/dist-packages/sklearn/datasets/data/breast_cancer.csv}
fashion=${FASHION_MNIST:-/usr/share/datasets/fashion-mnist}
mkdir -p "$out"

# A session as any program has it: Spark's own defaults, Java's serializer.
spark_ml() {
    SPARK_MASTER='local[1]' "$home/bench/java" -Xmx6g -XX:+UseParallelGC -Dspark.app.name=spark-ml -Dspark.sql.shuffle.partitions=4 "$@"
}

# on STEP SEED: every data set that is wanted and there.
on() {
    local data
    for data in ${DATA:-digits breast-cancer fashion-mnist}; do
        case $data in
            digits) spark_ml SparkMl.java "$1" digits "$home/data/digits-train.csv.gz" "$home/data/digits-test.csv.gz" "$2" ;;
            breast-cancer) [ ! -f "$cancer" ] || spark_ml SparkMl.java "$1" breast-cancer "$cancer" - "$2" ;;
            fashion-mnist) [ ! -d "$fashion" ] || spark_ml SparkMl.java "$1" fashion-mnist "$fashion" - "$2" ;;
            *) echo "spark-ml: no such data: data=$data; use digits, breast-cancer, fashion-mnist" >&2; exit 2 ;;
        esac
    done
}

for step in "${steps[@]}"; do
    case $step in
        choose) on choose 1 | tee "$out/spark-ml-choice.jsonl" ;;
        fit) for seed in ${SEEDS:-1 2 3}; do on fit "$seed"; done | tee "$out/spark-ml.jsonl" ;;
        crossed) for seed in ${SEEDS:-1 2 3}; do DATA=${DATA:-breast-cancer} on crossed "$seed"; done | tee -a "$out/spark-ml.jsonl" ;;
        score) spark_ml SparkMlScoring.java 1000000 | tee -a "$out/spark-ml.jsonl" ;;
        *) echo "spark-ml: no such step: step=$step; use choose, fit, crossed, score" >&2; exit 2 ;;
    esac
done
