#!/usr/bin/env bash
# Episodes a second of NIW-Meta on Omniglot, one core against two, in turn: the rounds between a short training and a longer one, so that
# neither start nor data count. One core is one processor (taskset), so that collections of garbage do not run on the other. Both must end
# with the same bits. Needs Omniglot (ELBO4J_DATA) and a quiet machine.
# Usage: bench/episode-scaling.sh [OUT [TURNS]]; adds lines to OUT (default bench/results/episode-scaling.jsonl). EPISODES="4 32" a round.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results/episode-scaling.jsonl}
turns=${2:-2}
elbo4j=${ELBO4J:-$home/bin/elbo4j}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# train CORES PER_ROUND ROUNDS: prints the seconds of the training.
train() {
    local run=$work/$1-$3 cores=()
    [ "$1" = 1 ] && cores=(taskset -c 0)
    SPARK_MASTER="local[$1]" ${cores[@]+"${cores[@]}"} "$elbo4j" train "$home/conf/omniglot-niw-meta.conf" --force --out "$run" --set episodes.perRound="$2" \
        --set episodes.rounds="$3" --set episodes.test=10 --set train.warmup=0 >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
    sed -n 's/.*"trainSeconds" : \([0-9.E-]*\).*/\1/p' "$run/metrics.json"
}

bits() {
    (cd "$work/$1/model" && find . -name '*.bin' -print0 | sort -z | xargs -0 cat | sha256sum)
}

for turn in $(seq "$turns"); do
    for episodes in ${EPISODES:-4 32}; do
        few=$((160 / episodes))
        many=$((800 / episodes))
        one=$(train 1 "$episodes" $few)
        one_more=$(train 1 "$episodes" $many)
        two=$(train 2 "$episodes" $few)
        two_more=$(train 2 "$episodes" $many)
        [ "$(bits 1-$many)" = "$(bits 2-$many)" ] || { echo "episode-scaling: other bits on two cores: episodes=$episodes" >&2; exit 1; }
        awk -v turn="$turn" -v episodes="$episodes" -v one="$one" -v one_more="$one_more" -v two="$two" -v two_more="$two_more" \
            'BEGIN { n = 640; printf "{\"turn\": %d, \"episodesPerRound\": %d, \"oneCorePerSecond\": %.1f, \"twoCoresPerSecond\": %.1f, \"ratio\": %.2f}\n",
                turn, episodes, n / (one_more - one), n / (two_more - two), (one_more - one) / (two_more - two) }'
    done
done | tee -a "$out"
