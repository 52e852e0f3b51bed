#!/usr/bin/env bash
# One training on a part of Fashion-MNIST's training images, judged on the rest and on images of other kinds (characters, digits, letters; not
# MNIST), to choose settings by. Needs Omniglot in $ELBO4J_DATA/omniglot, what strangers.py names, and Fashion-MNIST in FASHION_MNIST (default:
# where its Debian package has it).
# Usage: bench/strangers.sh CONF SEED [KEY=VALUE ...]; adds a line to OUT (default bench/results/strangers.jsonl). WORK keeps the images.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${OUT:-$home/bench/results/strangers.jsonl}
conf=${1:?strangers: no configuration}
seed=${2:?strangers: no seed}
shift 2
run=$(mktemp -d)
trap 'rm -rf "$run"' EXIT
work=${WORK:-$run}
if [ ! -f "$work/judge-labels-idx1-ubyte.gz" ]; then
    mkdir -p "$work"
    "${PYTHON:-python3}" "$home/bench/strangers.py" make "${FASHION_MNIST:-/usr/share/datasets/fashion-mnist}" "$ELBO4J_DATA/omniglot" "$work"
fi
sets=(--set seed="$seed" --set data.train="$work/train-images-idx3-ubyte.gz" --set 'data.test=""' --set data.heldOut=0.0001)
for set in "$@"; do sets+=(--set "$set"); done
"$home/bin/elbo4j" train "$conf" "${sets[@]}" --set evaluate.outOfDistribution= --out "$run/model" >"$run/log" || { cat "$run/log" >&2; exit 1; }
"$home/bin/elbo4j" predict "$run/model" --data "$work/judge-images-idx3-ubyte.gz" --out "$run/predicted.csv" >/dev/null
"${PYTHON:-python3}" "$home/bench/strangers.py" judge "$run/predicted.csv" "$work" "$(basename "$conf" .conf) seed=$seed${*:+ $*}" | tee -a "$out"
