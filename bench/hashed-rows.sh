#!/usr/bin/env bash
# Rows a second of training on 2^20 hashed features, 100 non-zeros a row, one million active weights: the sparse Bayesian
# logistic regression of examples/hashed-rows.conf and a network with one hidden layer of 64, in turn with MLlib's logistic
# regression, on one core. Usage: bench/hashed-rows.sh [OUT] [TURNS]; needs 0.5 GiB of temporary space.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results}
turns=${2:-3}
elbo4j=${ELBO4J:-$home/bin/elbo4j}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$elbo4j" --version >/dev/null
class_path="$home/spark-jobs/target/elbo4j.jar:$(cat "$home/spark-jobs/target/provided-class-path.txt")"
opens=()
for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util java.util.concurrent \
    java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar; do
    opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
done

rows() {
    "$java" -Xmx6g -XX:+UseParallelGC -Dspark.master='local[1]' -Dspark.app.name=hashed-rows -Dspark.ui.enabled=false \
        -Dspark.driver.bindAddress=127.0.0.1 -Dspark.driver.host=127.0.0.1 \
        -Dlog4j2.configurationFile="$home/conf/log4j2.properties" --add-modules=jdk.incubator.vector "${opens[@]}" \
        -cp "$class_path" "$home/bench/HashedRows.java" "$@" 2>/dev/null
}

# train NAME EPOCHS SETTING ...: trains.
train() {
    local name=$1 epochs=$2 settings=()
    shift 2
    for setting in train.epochs="$epochs" data.heldOut=0 "$@"; do
        settings+=(--set "$setting")
    done
    SPARK_MASTER='local[1]' "$elbo4j" train "$home/examples/hashed-rows.conf" --set data.train="$work/train.svm" \
        --set data.test="$work/test.svm" "${settings[@]}" --out "$work/$name" --force >"$work/$name.log"
}

metric() {
    sed -n "s/.*\"$2\" : \([^,]*\).*/\1/p" "$work/$1/metrics.json"
}

# ours NAME SETTING ...: rows a second of the epochs between a short run and a long one, as for MLlib, and what the long one is worth.
ours() {
    local name=$1
    shift
    train "$name-few" 8 "$@"
    train "$name" 20 "$@"
    awk -v few="$(metric "$name-few" trainSeconds)" -v more="$(metric "$name" trainSeconds)" \
        -v accuracy="$(metric "$name" accuracy)" -v nll="$(metric "$name" nll)" -v active="$(metric "$name" activeWeights)" \
        'BEGIN { printf "{\"rowsPerSecond\": %.0f, \"accuracy\": %.4f, \"nll\": %.4f, \"activeWeights\": %d}",
            200000 * 12 / (more - few), accuracy, nll, active }'
}

rows data "$work/train.svm" 200000 1
rows data "$work/test.svm" 20000 2
for turn in $(seq "$turns"); do
    mllib=$(rows mllib "$work/train.svm" "$work/test.svm" 1)
    linear=$(ours linear seed="$turn")
    hidden=$(ours hidden seed="$turn" 'network.layers=["dense 64","relu"]' model.density=0.0149 model.initialMeanScale=1)
    echo "{\"mllib\": $mllib, \"linear\": $linear, \"hidden64\": $hidden}"
done | tee "$out/hashed-rows.jsonl"
