#!/usr/bin/env bash
# What figures of waves depend on: how many points are learned from (the exact fit), and, where episodes are fitted by Langevin dynamics in its place,
# how many draws are kept. Predictions are closed forms, and have no samples. In one thread, without Spark.
# Usage: bench/episode-sensitivity.sh [OUT [SEED ...]]; adds lines to OUT (default bench/results/episode-sensitivity.jsonl).
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results/episode-sensitivity.jsonl}
[ $# -gt 0 ] && shift
seeds=("$@")
[ ${#seeds[@]} -gt 0 ] || seeds=(1 2 3)

# FIT FIT_STEPS SHOTS SEED SETTING ...
figures() {
    local name="\"fit\": \"$1\", \"fitSteps\": $2, "
    "$home/bench/java" -Xmx1g Episodic.java figures "$home/conf/sinusoid-niw-meta.conf" "$3" - seed="$4" "${@:5}" |
        sed "s/^{/{$name/" | tee -a "$out"
}

langevin=(meta.covariance=diagonal meta.scaleDegrees=0 meta.fit=sgld episodes.rounds=5000)
for seed in "${seeds[@]}"; do
    figures exact 0 1,2,3,5,7,10,20 "$seed"
    for steps in 5 10 20 40 80; do
        figures sgld "$steps" 5 "$seed" "${langevin[@]}" meta.fitSteps="$steps"
    done
done
