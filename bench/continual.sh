#!/usr/bin/env bash
# Permuted and Split MNIST, task after task: variational continual learning with and without coresets, dense and sparse, and its rivals on the
# same network, rows and tasks; "wide" is the dense learner on the network of the sparse one. JUDGE=held-out judges on rows held out of the
# training set (to choose settings by), else the test set.
# Usage: bench/continual.sh [OUT [SEED ...]]; adds lines to OUT (default bench/results/continual.jsonl). STREAMS="permuted" and LEARNERS="vcl ewc"
# make only those; SET="key=value key=value" adds settings. Needs MNIST where data.root or ELBO4J_DATA says.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results/continual.jsonl}
[ $# -gt 0 ] && shift
seeds=("$@")
[ ${#seeds[@]} -gt 0 ] || seeds=(1 2 3 4 5)
elbo4j=${ELBO4J:-$home/bin/elbo4j}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Configuration and settings of a learner on a stream. A coreset's run also says how the model does without it.
learner() {
    case $1-$2 in
        permuted-vcl) echo "$home/conf/permuted-mnist-vcl.conf" ;;
        permuted-coreset) echo "$home/conf/permuted-mnist-vcl.conf" stream.coreset.rows=200 stream.coreset.epochs=60 \
            stream.coreset.temperature=0.1 ;;
        permuted-sparse) echo "$home/conf/permuted-mnist-sparse-vcl.conf" ;;
        permuted-wide) echo "$home/conf/permuted-mnist-sparse-vcl.conf" model.name=mfvi train.initialHessian=0.05 train.learningRate=0.2 ;;
        permuted-ewc) echo "$home/conf/permuted-mnist-ewc.conf" ;;
        permuted-laplace) echo "$home/conf/permuted-mnist-ewc.conf" model.name=laplace ;;
        permuted-si) echo "$home/conf/permuted-mnist-ewc.conf" model.name=si consolidation.strength=3 ;;
        permuted-blurred) echo "$home/conf/permuted-mnist-vcl.conf" stream.blur=0.2 ;;
        split-vcl) echo "$home/conf/split-mnist-vcl.conf" ;;
        split-coreset) echo "$home/conf/split-mnist-vcl.conf" stream.coreset.rows=40 stream.coreset.epochs=60 ;;
        split-ewc) echo "$home/conf/split-mnist-ewc.conf" ;;
        split-laplace) echo "$home/conf/split-mnist-ewc.conf" model.name=laplace ;;
        split-si) echo "$home/conf/split-mnist-ewc.conf" model.name=si consolidation.strength=300 ;;
        *) echo "no such learner: stream=$1 learner=$2" >&2; exit 2 ;;
    esac
}

for seed in "${seeds[@]}"; do
    for stream in ${STREAMS:-permuted split}; do
        for name in ${LEARNERS:-$([ "$stream" = permuted ] && echo vcl coreset sparse wide ewc laplace si || echo vcl coreset ewc laplace si)}; do
            read -r -a words < <(learner "$stream" "$name")
            read -r -a more <<<"${SET:-}"
            arguments=()
            for setting in seed="$seed" "${words[@]:1}" ${more[@]+"${more[@]}"}; do
                arguments+=(--set "$setting")
            done
            [ "${JUDGE:-test}" = test ] || arguments+=(--set data.heldOut=0.1 --set 'data.test=""')
            run=$work/$stream-$name-$seed
            "$elbo4j" continual "${words[0]}" --out "$run" "${arguments[@]}" | grep "after task" >&2
            python3 - "$run/metrics.json" "$stream" "$name" "$seed" >>"$out" <<'PYTHON'
import json, sys
print(json.dumps({"stream": sys.argv[2], "learner": sys.argv[3], "seed": int(sys.argv[4]), **json.load(open(sys.argv[1]))}))
PYTHON
            rm -rf "$run"
        done
    done
done
