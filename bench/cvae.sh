#!/usr/bin/env bash
# Pictures of MNIST's digits for a class, a slant and a thickness: a conditional autoencoder with a learned prior against a decoder of the
# attributes alone. Attributes read back, Fréchet distance in the features of a classifier of our own, diversity. One line of JSON a seed.
# Needs MNIST in $ELBO4J_DATA/mnist. Usage: bench/cvae.sh [OUT [SEED ...]] (default bench/results/cvae.jsonl, seeds 1 2 3).
# JUDGE=held-out judges by the last 10,000 training images, which the classifier does not learn from: settings were chosen so.
# SET="KEY=VALUE ..." changes the configuration of both. RUNS keeps the runs (default: a folder that is deleted).
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results/cvae.jsonl}
[ $# -gt 0 ] && shift
seeds=("$@")
[ ${#seeds[@]} -gt 0 ] || seeds=(1 2 3)
more=()
for setting in ${SET:-}; do more+=(--set "$setting"); done
if [ -z "${RUNS:-}" ]; then
    RUNS=$(mktemp -d)
    trap 'rm -rf "$RUNS"' EXIT
fi

for seed in "${seeds[@]}"; do
    for latents in 16 0; do
        "$home/bin/elbo4j" train "$home/conf/cvae.conf" --out "$RUNS/$latents-$seed" --force --set seed="$seed" \
            --set evaluate.samples=8 ${more[@]+"${more[@]}"} --set autoencoder.latents=$latents
    done
    "$home/bench/java" -Xmx3g Cvae.java "$RUNS/16-$seed" "$RUNS/0-$seed" "$ELBO4J_DATA/mnist" "${JUDGE:-test}" "$seed" | tee -a "$out"
done
