#!/usr/bin/env bash
# Makes the figures of docs/results.md again: every network of the table, three seeds each.
# Usage: bench/figures.sh [OUT] [NAME ...]; results go to OUT (default bench/results) as NAME-SEED.json.
# Takes about an hour and a quarter on two cores. ELBO4J_DATA names the folder that holds mnist/ for the out-of-distribution columns.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results}
shift || true
names=("$@")
[ ${#names[@]} -gt 0 ] || names=(fashion-mnist-mfvi fashion-mnist-ssvi fashion-mnist-ssvi-05 fashion-mnist-ssvi-mixture fashion-mnist-map fashion-mnist-mlp quickstart)
mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for seed in 1 2 3; do
    for name in "${names[@]}"; do
        [ -s "$out/$name-$seed.json" ] && continue
        echo "== $name seed $seed"
        "${ELBO4J:-$home/bin/elbo4j}" train "$home/conf/$name.conf" --set seed=$seed --out "$work/$name-$seed" | tail -n 40
        cp "$work/$name-$seed/metrics.json" "$out/$name-$seed.json"
    done
done
