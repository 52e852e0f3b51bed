#!/usr/bin/env bash
# A training step of a sparse network here against one of the dense mean-field network in PyTorch: in turn, one thread each.
# Needs python3 with torch (Debian: python3-torch). Usage: bench/peers/steps.sh [OUT] [TURNS] [NETWORK ...]; OUT gets one JSON
# file a network.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
out=${1:-$home/bench/results}
turns=${2:-3}
shift $(($# < 2 ? $# : 2))
wanted=" $* "
python=${PYTHON:-python3}
elbo4j=${ELBO4J:-$home/bin/elbo4j}
mkdir -p "$out"
export OMP_NUM_THREADS=1
. "$home/bin/blas-core"
one_core=""
command -v taskset >/dev/null && one_core="taskset -c 0"

step_ms() {
    sed -n 's/.*"stepMs" *: *\([0-9.eE+-]*\).*/\1/p'
}

median() {
    sort -g | awk '{value[NR] = $1} END {print NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2}'
}

# compare NAME NETWORK BATCH SHAPE ROUNDS STEPS SETTING ...
compare() {
    local name=$1 network=$2 batch=$3 shape=$4 rounds=$5 steps=$6 settings=() ours=() weights=() activations=()
    shift 6
    [ "$wanted" = "  " ] || [[ "$wanted" == *" $name "* ]] || return 0
    for setting in train.batch="$batch" likelihood.classes=10 "$@"; do
        settings+=(--set "$setting")
    done
    for _ in $(seq "$turns"); do
        ours+=("$($one_core "$elbo4j" bench "$home/conf/fashion-mnist-mlp.conf" --shape "$shape" --rounds "$rounds" \
            "${settings[@]}" | step_ms)")
        weights+=("$($one_core "$python" "$home/bench/peers/mean_field_step.py" --network "$network" --batch "$batch" \
            --steps "$steps" --estimator weights | step_ms)")
        activations+=("$($one_core "$python" "$home/bench/peers/mean_field_step.py" --network "$network" --batch "$batch" \
            --steps "$steps" --estimator local | step_ms)")
    done
    local a b c
    a=$(printf '%s\n' "${ours[@]}" | median)
    b=$(printf '%s\n' "${weights[@]}" | median)
    c=$(printf '%s\n' "${activations[@]}" | median)
    awk -v name="$name" -v a="$a" -v b="$b" -v c="$c" 'BEGIN {
        printf "{\"network\": \"%s\", \"stepMs\": %.3f, \"torchWeightsMs\": %.3f, \"torchLocalMs\": %.3f, ", name, a, b, c
        printf "\"timesFasterThanWeights\": %.2f, \"timesFasterThanLocal\": %.2f}\n", b / a, c / a
    }' | tee "$out/steps-$name.json"
}

compare mlp-784-400-400-10 784-400-400-10 128 784 60 60
compare lenet5 lenet5 64 1,28,28 60 60 model.allocation=uniform \
    'network.layers=["conv2d 6 kernel=5", "relu", "max-pool 2", "conv2d 16 kernel=5", "relu", "max-pool 2", "dense 120", "relu", "dense 84", "relu"]'
compare mlp-4096-4096-4096-10 4096-4096-4096-10 128 4096 6 6 cluster.localSteps=3 \
    'network.layers=["dense 4096", "relu", "dense 4096", "relu"]'
