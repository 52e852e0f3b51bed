#!/usr/bin/env bash
# Seconds of training until 784-400-400-10 has 87.5 % on the test set of Fashion-MNIST: the sparse network here at density 0.05
# against the dense mean-field network in PyTorch, in turn, on all cores. Ours is a whole run of few epochs with its own end;
# PyTorch is stopped at the first judgement that reaches the target, and judging costs it nothing.
# Needs python3 with torch (Debian: python3-torch). Usage: bench/peers/accuracy.sh [OUT] [TURNS]
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
out=${1:-$home/bench/results}
turns=${2:-3}
python=${PYTHON:-python3}
elbo4j=${ELBO4J:-$home/bin/elbo4j}
epochs=${EPOCHS:-6}
mkdir -p "$out"
. "$home/bin/blas-core"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for turn in $(seq "$turns"); do
    "$elbo4j" train "$home/conf/fashion-mnist-mlp.conf" --set seed="$turn" --set train.epochs="$epochs" \
        --set train.learningRate=2 --set train.initialHessian=0.4 --set model.support.everySteps=400 --set cluster.localSteps=400 \
        --set evaluate.outOfDistribution= --out "$work/$turn" >/dev/null
    ours=$(grep -E '"(accuracy|trainSeconds)"' "$work/$turn/metrics.json" | tr -d ' \n')
    activations=$("$python" "$home/bench/peers/mean_field_accuracy.py" --seed "$turn" --estimator local)
    weights=$("$python" "$home/bench/peers/mean_field_accuracy.py" --seed "$turn" --estimator weights)
    echo "{\"ours\": {${ours%,}}, \"torchLocal\": $activations, \"torchWeights\": $weights}"
done | tee "$out/accuracy-mlp.jsonl"
