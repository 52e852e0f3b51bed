#!/usr/bin/env bash
# Merge rules on shards that see some of the classes only: 784-400-400-10 with one weight in twenty on Fashion-MNIST, ten
# shards, the same rounds and local steps for every rule. Settings were chosen on rows held out of the training set.
# Usage: bench/non-iid.sh [OUT [SPLIT ...]]; adds lines to OUT (default bench/results/non-iid.jsonl). RULES="pvi pooled" makes only
# those, and SEED=2 another seed of dealing and training. About two minutes a run on one core.
# Splits: iid (a tenth of the training rows is held out, for bytes to 87 %), 5, 2, 1 (classes a shard), dirichlet-0.3.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results/non-iid.jsonl}
[ $# -gt 0 ] && shift
splits=("$@")
[ ${#splits[@]} -gt 0 ] || splits=(iid 5 2 1 dirichlet-0.3)
elbo4j=${ELBO4J:-$home/bin/elbo4j}
source=${FASHION_MNIST:-/usr/share/datasets/fashion-mnist}
seed=${SEED:-1}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# train SPLIT RULE SETTING ...: trains and adds a line.
train() {
    local split=$1 rule=$2 settings=()
    shift 2
    [[ " ${RULES:-$rule} " == *" $rule "* ]] || return 0
    if [ "$split" = iid ]; then
        settings+=(--set data.heldOut=0.1)
    else
        settings+=(--set data.heldOut=0 --set data.train="$work/$split/train-images-idx3-ubyte.gz"
            --set data.test="$work/$split/t10k-images-idx3-ubyte.gz")
    fi
    for setting in cluster.shards=10 cluster.localSteps=20 train.epochs=42 train.beta2=0.9996 \
        evaluate.outOfDistribution= seed="$seed" "$@"; do
        settings+=(--set "$setting")
    done
    "$elbo4j" train "$home/conf/fashion-mnist-mlp.conf" "${settings[@]}" --out "$work/run" --force >"$work/run.log"
    "$home/bench/java" NonIid.java line "$split" "$rule" "$work/run" | tee -a "$out"
}

for split in "${splits[@]}"; do
    [ "$split" = iid ] || "$home/bench/java" NonIid.java deal "$source" 10 "$split" "$seed" "$work/$split" test >&2
    train "$split" pvi merge=pvi train.initialHessian=0.03
    train "$split" pvi-stale merge=pvi merge.schedule=bounded-stale train.initialHessian=0.03
    train "$split" weighted-mean merge=weighted-mean
    train "$split" natural-average merge=natural-average
    if [ "$split" = iid ]; then
        train "$split" gradient-sum merge=gradient-sum
        train "$split" weighted-mean-16-bits merge=weighted-mean cluster.messageBits=16
        # As many steps more as there are shards fewer, and a Hessian's memory as long as the run.
        train "$split" pooled merge=weighted-mean cluster.shards=1 train.beta2=0.99996
    fi
done
