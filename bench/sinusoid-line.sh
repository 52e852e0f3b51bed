#!/usr/bin/env bash
# Waves and lines: NIW-Meta and its rivals on one network and the same episodes of five points, judged by 2,000 others; NIW-Meta also from
# 1, 2 and 10 points. Settings were chosen with seed 11, whose episodes are others. In one thread, without Spark.
# Usage: bench/sinusoid-line.sh [OUT [SEED ...]]; adds lines to OUT (default bench/results/sinusoid-line.jsonl). MODELS="niw-meta maml"
# makes only those. PLOT=FILE also draws what NIW-Meta of the last seed predicts from 1, 2 and 5 points, as SVG.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results/sinusoid-line.jsonl}
[ $# -gt 0 ] && shift
seeds=("$@")
[ ${#seeds[@]} -gt 0 ] || seeds=(1 2 3)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Settings by which a model differs from the configuration.
settings() {
    case $1 in
        maml | reptile) echo meta.innerRate=0.01 ;;
        independent) echo meta.innerRate=0.001 meta.innerSteps=50 episodes.rounds=1 ;;
    esac
}

for seed in "${seeds[@]}"; do
    for model in ${MODELS:-niw-meta maml reptile shared independent}; do
        shots=5
        [ "$model" = niw-meta ] && shots=5,1,2,10
        read -ra own < <(settings "$model") || true
        "$home/bench/java" -Xmx1g Episodic.java figures "$home/conf/sinusoid-line-niw-meta.conf" "$shots" "$work/$model-$seed" \
            model.name="$model" seed="$seed" ${own[@]+"${own[@]}"} | tee -a "$out"
    done
done
if [ -n "${PLOT:-}" ]; then
    "$home/bench/java" WaveOrLine.java "$work/niw-meta-${seeds[-1]}" "$PLOT"
fi
