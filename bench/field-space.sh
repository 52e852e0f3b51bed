#!/usr/bin/env bash
# Binary field-space networks on Permuted MNIST, five tasks of 50,000 rows, five seeds, and EWC on the same networks. In one thread, without Spark.
# Usage: bench/field-space.sh [OUT [SEED ...]]; adds lines to OUT (default bench/results/field-space.jsonl). MNIST names the folder of its
# files; JUDGE=held-out judges by training images that no task learns from, which is where settings were chosen; RIVALS= leaves EWC out.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results/field-space.jsonl}
[ $# -gt 0 ] && shift
seeds=("$@")
[ ${#seeds[@]} -gt 0 ] || seeds=(1 2 3 4 5)

for seed in "${seeds[@]}"; do
    for rival in none ${RIVALS-ewc=100}; do
        "$home/bench/java" -Xmx2g FieldSpaceTasks.java "$home/conf/permuted-mnist-field-space.conf" \
            "${MNIST:-${ELBO4J_DATA:?}/mnist}" 5 50000 "${JUDGE:-test}" "$rival" seed="$seed" | tee -a "$out"
    done
done
