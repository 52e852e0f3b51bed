#!/usr/bin/env bash
# Omniglot, 5 ways, 1 shot: NIW-Meta and its rivals on one network and split, judged on 2,000 episodes of the test classes.
# Needs Omniglot where conf/omniglot-niw-meta.conf finds it (ELBO4J_DATA). Choose settings with JUDGE=validation, never on test classes.
# Usage: bench/omniglot.sh [OUT [SEED ...]]; adds lines to OUT (default bench/results/omniglot.jsonl). MODELS="niw-meta maml" makes
# only those.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results/omniglot.jsonl}
[ $# -gt 0 ] && shift
seeds=("$@")
[ ${#seeds[@]} -gt 0 ] || seeds=(1 2 3)
elbo4j=${ELBO4J:-$home/bin/elbo4j}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Settings by which a model differs from the configuration: those of a last layer train on as many ways as they are judged by.
settings() {
    local last_layer=(--set episodes.trainingWays=5 --set episodes.trainingQueries=5)
    case $1 in
        niw-meta | prototypes) ;;
        independent) printf '%s\n' "${last_layer[@]}" --set episodes.rounds=1 --set meta.innerSteps=50 ;;
        *) printf '%s\n' "${last_layer[@]}" ;;
    esac
}

for seed in "${seeds[@]}"; do
    for model in ${MODELS:-niw-meta prototypes maml reptile shared independent}; do
        mapfile -t own < <(settings "$model")
        "$elbo4j" train "$home/conf/omniglot-niw-meta.conf" --out "$work/$model-$seed" --set model.name="$model" \
            --set seed="$seed" --set episodes.judge="${JUDGE:-test}" ${own[@]+"${own[@]}"}
        python3 - "$work/$model-$seed/metrics.json" "$model" >>"$out" <<'PYTHON'
import json, sys
print(json.dumps({"model": sys.argv[2], **json.load(open(sys.argv[1]))}))
PYTHON
    done
done
