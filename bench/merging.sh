#!/usr/bin/env bash
# Two sparse networks, each trained on its own half of the digits, merged and pruned; beside one that was trained on all rows. Pixels
# are scaled to -1 ... 1 beforehand, so that all parts have one scale. Once with the same seed for both halves, once with another.
# Usage: bench/merging.sh [OUT [SEED ...]]; adds lines to OUT (default bench/results/merging.jsonl).
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results/merging.jsonl}
[ $# -gt 0 ] && shift
seeds=("$@")
[ ${#seeds[@]} -gt 0 ] || seeds=(1 2 3)
elbo4j=${ELBO4J:-$home/bin/elbo4j}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# part PART OF REMAINDER NAME: every OF-th row of a part of the digits.
part() {
    zcat "$home/data/digits-$1.csv.gz" | awk -F, -v of="$2" -v from="$3" '
        NR == 1 { print; next }
        (NR - 2) % of == from { for (i = 1; i < NF; i++) printf "%s,", $i / 8 - 1; print $NF }' >"$work/$4.csv"
}

# train RUN ROWS SEED
train() {
    "$elbo4j" train "$home/conf/quickstart.conf" --out "$work/$1" --set "data.train=$work/$2.csv" \
        --set "data.test=$work/test.csv" --set data.heldOut=0 --set data.standardise=false --set likelihood.classes=10 \
        --set cluster.shards=2 --set train.learningRate=0.1 --set "seed=$3" >"$work/run.log"
    line "$1" "$3" "$work/$1"
}

line() {
    echo "{\"what\": \"$1\", \"seed\": $2, \"metrics\": $(tr -d '\n' <"$3/metrics.json")}" | tee -a "$out"
}

part train 2 0 first
part train 2 1 second
part train 1 0 all
part test 1 0 test
for seed in "${seeds[@]}"; do
    train "all-$seed" all "$seed"
    train "first-$seed" first "$seed"
    train "second-$seed" second "$seed"
    train "other-$seed" second "$((seed + 100))"
    for with in second other; do
        for data in all test; do
            "$elbo4j" merge "$work/first-$seed" "$work/$with-$seed" --out "$work/merged" --force \
                --data "$work/$data.csv" >"$work/run.log"
            line "first+$with on $data" "$seed" "$work/merged"
        done
    done
done
