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
if [ ! -f "$work/letters-labels-idx1-ubyte.gz" ]; then
    mkdir -p "$work"
    "${PYTHON:-python3}" "$home/bench/strangers.py" "${FASHION_MNIST:-/usr/share/datasets/fashion-mnist}" "$ELBO4J_DATA/omniglot" "$work"
fi
images=-images-idx3-ubyte.gz

# figure NAME FILE: that metric, to four digits.
figure() {
    printf '%.4f' "$(sed -n "s/.*\"$1\" *: *\([-0-9.eE+]*\).*/\1/p" "$2")"
}

# A few rows are held out for the line of progress.
sets=(--set seed="$seed" --set data.train="$work/train$images" --set 'data.test=""' --set data.heldOut=0.0001)
for set in "$@"; do sets+=(--set "$set"); done
"$home/bin/elbo4j" train "$conf" "${sets[@]}" --set evaluate.outOfDistribution= --out "$run/model" >"$run/log" || { cat "$run/log" >&2; exit 1; }
for kind in omniglot digits letters; do
    "$home/bin/elbo4j" evaluate "$run/model" --data "$work/known$images" --set evaluate.outOfDistribution="$work/$kind$images" --out "$run/$kind.json" >/dev/null
done
printf '{"accuracy": %s, "nll": %s, "ece15": %s, "omniglot": %s, "digits": %s, "letters": %s, "note": "%s"}\n' \
    "$(figure accuracy "$run/letters.json")" "$(figure nll "$run/letters.json")" "$(figure ece15 "$run/letters.json")" \
    "$(figure oodAuroc "$run/omniglot.json")" "$(figure oodAuroc "$run/digits.json")" "$(figure oodAuroc "$run/letters.json")" \
    "$(basename "$conf" .conf) seed=$seed${*:+ $*}" | tee -a "$out"
