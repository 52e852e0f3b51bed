#!/usr/bin/env bash
# Omniglot, 1 shot: NIW-Meta and its rivals on one network and split, judged on 2,000 episodes of the test classes for each number of WAYS
# (default 5). Needs Omniglot where the configuration finds it (ELBO4J_DATA). Choose settings with JUDGE=validation, never on test classes.
# Usage: bench/omniglot.sh [OUT [SEED ...]]; adds lines to OUT (default bench/results/omniglot.jsonl). MODELS="niw-meta maml" makes
# only those; CONF names the network (default conf/omniglot-niw-meta.conf; conf/omniglot-convolutions.conf has convolutions);
# SET="key=value key=value" adds settings.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results/omniglot.jsonl}
[ $# -gt 0 ] && shift
seeds=("$@")
[ ${#seeds[@]} -gt 0 ] || seeds=(1 2 3)
elbo4j=${ELBO4J:-$home/bin/elbo4j}
conf=${CONF:-$home/conf/omniglot-niw-meta.conf}
read -r -a judged_ways <<<"${WAYS:-5}"
read -r -a more <<<"${SET:-}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Settings by which a model differs from the configuration. Models of class means judge any number of ways; a last layer has as many outputs as ways,
# and is trained on them.
settings() {
    local last_layer=(episodes.trainingWays="$2" episodes.trainingQueries=5)
    case $1 in
        niw-meta | prototypes) ;;
        independent) printf '%s\n' "${last_layer[@]}" episodes.rounds=1 meta.innerSteps=50 ;;
        *) printf '%s\n' "${last_layer[@]}" ;;
    esac
}

# MODEL SEED WAYS METRICS
line() {
    python3 - "$@" "$(basename "$conf" .conf)" >>"$out" <<'PYTHON'
import json, sys
model, seed, ways, metrics, conf = sys.argv[1:]
print(json.dumps({"conf": conf, "model": model, "ways": int(ways), "seed": int(seed), **json.load(open(metrics))}))
PYTHON
}

for seed in "${seeds[@]}"; do
    for model in ${MODELS:-niw-meta prototypes maml reptile shared independent}; do
        trained=
        for ways in "${judged_ways[@]}"; do
            run=$work/$model-$seed-$ways
            if [ -n "$trained" ]; then
                "$elbo4j" evaluate "$trained" --set episodes.ways="$ways" --out "$run.json"
                line "$model" "$seed" "$ways" "$run.json"
                continue
            fi
            mapfile -t own < <(settings "$model" "$ways")
            arguments=()
            for setting in model.name="$model" seed="$seed" episodes.ways="$ways" episodes.judge="${JUDGE:-test}" \
                ${own[@]+"${own[@]}"} ${more[@]+"${more[@]}"}; do
                arguments+=(--set "$setting")
            done
            "$elbo4j" train "$conf" --out "$run" "${arguments[@]}"
            line "$model" "$seed" "$ways" "$run/metrics.json"
            case $model in niw-meta | prototypes) trained=$run ;; esac
        done
    done
done
