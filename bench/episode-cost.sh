#!/usr/bin/env bash
# Processor time and allocated bytes of a training episode, NIW-Meta beside first-order MAML with 5 inner steps: the network of Omniglot at
# 5 ways, 1 shot and 5 queries on random images, and waves of 5 points. One thread, no Spark, in turn, three times.
# Usage: bench/episode-cost.sh [OUT]; adds lines to OUT (default bench/results/episode-cost.jsonl).
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results/episode-cost.jsonl}

cost() {
    "$home/bench/java" -Xmx1g -XX:+UseSerialGC Episodic.java cost "$@" | tee -a "$out"
}

for _ in 1 2 3; do
    for model in niw-meta maml; do
        cost "$home/conf/omniglot-niw-meta.conf" 40 model.name="$model" episodes.split=[] episodes.rotations=false \
            episodes.trainingWays=5 episodes.trainingQueries=5 meta.innerSteps=5
        cost "$home/conf/sinusoid-niw-meta.conf" 1500 model.name="$model" meta.innerSteps=5
    done
done
