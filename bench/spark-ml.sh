#!/usr/bin/env bash
# SparseBayesianClassifier beside MLlib's LogisticRegression and MultilayerPerceptronClassifier on the same DataFrames (digits, breast
# cancer, Fashion-MNIST), and rows a second of their transforms. Usage: bench/spark-ml.sh [OUT] [STEP ...]; steps: choose fit score.
# BREAST_CANCER names scikit-learn's breast_cancer.csv, FASHION_MNIST the folder with the IDX files.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results}
shift || true
steps=("$@")
[ ${#steps[@]} -gt 0 ] || steps=(fit score)
cancer=${BREAST_CANCER:-/usr/lib/python3/dist-packages/sklearn/datasets/data/breast_cancer.csv}
fashion=${FASHION_MNIST:-/usr/share/datasets/fashion-mnist}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
mkdir -p "$out"

"${ELBO4J:-$home/bin/elbo4j}" --version >/dev/null
class_path="$home/spark-jobs/target/elbo4j.jar:$(cat "$home/spark-jobs/target/provided-class-path.txt")"
opens=()
for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util java.util.concurrent \
    java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar; do
    opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
done

# A session as any program has it: Spark's own defaults, Java's serializer.
spark_ml() {
    OMP_NUM_THREADS=1 "$java" -Xmx6g -XX:+UseParallelGC -Dspark.master='local[1]' -Dspark.app.name=spark-ml \
        -Dspark.ui.enabled=false -Dspark.driver.bindAddress=127.0.0.1 -Dspark.driver.host=127.0.0.1 \
        -Dspark.sql.shuffle.partitions=4 -Dlog4j2.configurationFile="$home/conf/log4j2.properties" \
        --add-modules=jdk.incubator.vector "${opens[@]}" -cp "$class_path" "$home/bench/SparkMl.java" "$@" 2>/dev/null
}

both() {
    spark_ml "$1" digits "$home/data/digits-train.csv.gz" "$home/data/digits-test.csv.gz" "$2"
    [ ! -f "$cancer" ] || spark_ml "$1" breast-cancer "$cancer" - "$2"
    [ ! -d "$fashion" ] || spark_ml "$1" fashion-mnist "$fashion" - "$2"
}

for step in "${steps[@]}"; do
    case $step in
        choose) both choose 1 | tee "$out/spark-ml-choice.jsonl" ;;
        fit) for seed in 1 2 3; do both fit "$seed"; done | tee "$out/spark-ml.jsonl" ;;
        score) spark_ml score 1000000 | tee -a "$out/spark-ml.jsonl" ;;
        *) echo "spark-ml: no such step: step=$step; use choose, fit, score" >&2; exit 2 ;;
    esac
done
