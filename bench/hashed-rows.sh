#!/usr/bin/env bash
# Rows a second of training on 2^20 hashed features, 100 non-zeros a row, one million active weights: the sparse Bayesian
# logistic regression of examples/hashed-rows.conf and a network with one hidden layer of 64, in turn with MLlib's logistic
# regression, on one core. Usage: bench/hashed-rows.sh [OUT] [TURNS]; needs 0.5 GiB of temporary space.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results}
turns=${2:-3}
elbo4j=${ELBO4J:-$home/bin/elbo4j}
mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

rows() {
    SPARK_MASTER='local[1]' "$home/bench/java" -Xmx6g -XX:+UseParallelGC -Dspark.app.name=hashed-rows HashedRows.java "$@"
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
