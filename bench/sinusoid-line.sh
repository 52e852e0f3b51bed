#!/usr/bin/env bash
# Waves and lines from five points: NIW-Meta and its rivals on one network and the same episodes, 2,000 of them to judge by; and
# NIW-Meta from 1, 2 and 10 points. Settings were chosen with seed 11, whose episodes are others.
# Usage: bench/sinusoid-line.sh [OUT [SEED ...]]; adds lines to OUT (default bench/results/sinusoid-line.jsonl). MODELS="niw-meta maml"
# makes only those. PLOT=FILE also draws what NIW-Meta of the last seed predicts from 1, 2 and 5 points, as SVG.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results/sinusoid-line.jsonl}
[ $# -gt 0 ] && shift
seeds=("$@")
[ ${#seeds[@]} -gt 0 ] || seeds=(1 2 3)
elbo4j=${ELBO4J:-$home/bin/elbo4j}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Settings by which a model differs from the configuration.
settings() {
    case $1 in
        maml) printf '%s\n' meta.innerRate=0.01 train.learningRate=0.01 ;;
        reptile) printf '%s\n' meta.innerRate=0.01 train.learningRate=0.01 ;;
        shared) printf '%s\n' train.learningRate=0.01 ;;
        independent) printf '%s\n' meta.innerRate=0.001 meta.innerSteps=50 episodes.rounds=1 ;;
    esac
}

# line MODEL SHOTS FILE: the figures as a line of JSON.
line() {
    python3 -c 'import json, sys
print(json.dumps({"model": sys.argv[1], "shots": int(sys.argv[2]), "seed": int(sys.argv[3]), **json.load(open(sys.argv[4]))}))' \
        "$1" "$2" "$seed" "$3" | tee -a "$out"
}

for seed in "${seeds[@]}"; do
    for model in ${MODELS:-niw-meta maml reptile shared independent}; do
        own=()
        while read -r setting; do own+=(--set "$setting"); done < <(settings "$model")
        "$elbo4j" train "$home/conf/sinusoid-line-niw-meta.conf" --out "$work/$model-$seed" --set model.name="$model" \
            --set seed="$seed" ${own[@]+"${own[@]}"} >"$work/log"
        line "$model" 5 "$work/$model-$seed/metrics.json"
        [ "$model" = niw-meta ] || continue
        for shots in 1 2 10; do
            "$elbo4j" evaluate "$work/$model-$seed" --set episodes.shots="$shots" --out "$work/few.json" >"$work/log"
            line "$model" "$shots" "$work/few.json"
        done
    done
done
if [ -n "${PLOT:-}" ]; then
    "$java" --add-modules=jdk.incubator.vector -cp "$home/core/target/elbo4j-scorer.jar" "$home/bench/WaveOrLine.java" \
        "$work/niw-meta-${seeds[-1]}" "$PLOT" 2>/dev/null
fi
