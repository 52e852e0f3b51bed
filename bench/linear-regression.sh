#!/usr/bin/env bash
# Mean-field linear regression by gradients against its closed form: makes the figures of docs/results.md, three seeds.
# Usage: bench/linear-regression.sh [OUT]; results go to OUT (default bench/results) as linear-regression-SEED.json.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results}
elbo4j=${ELBO4J:-$home/bin/elbo4j}
mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# train NAME SETTING ...: trains on the seed's data and exports.
train() {
    local name=$1 settings=()
    shift
    for setting in data.train="$work/data.csv" data.label=y data.standardise=false likelihood.noiseVariance=0.25 \
        prior.variance=1 cluster.shards=7 seed="$seed" "$@"; do
        settings+=(--set "$setting")
    done
    "$elbo4j" train "$home/conf/linear-regression.conf" "${settings[@]}" --out "$work/$name" --force >"$work/$name.log"
    "$elbo4j" export "$work/$name" --format json >"$work/$name.json"
}

for seed in 1 2 3; do
    "$home/bench/java" LinearRegressionFigures.java data "$work/data.csv" "$seed"
    train closed model.family=mean-field
    train exact model.family=mean-field model.solver=gradient
    train stochastic model.family=mean-field model.solver=gradient train.estimator=reparameterised
    {
        echo "{\"exact\": $("$home/bench/java" LinearRegressionFigures.java compare "$work/closed.json" "$work/exact.json"),"
        echo " \"stochastic\": $("$home/bench/java" LinearRegressionFigures.java compare "$work/closed.json" "$work/stochastic.json")}"
    } | tee "$out/linear-regression-$seed.json"
done
