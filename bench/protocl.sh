#!/usr/bin/env bash
# Prototypes of classes on class-incremental streams: Split MNIST and Split Fashion-MNIST, five tasks of two classes in an order by the
# seed, 1,000 training images in memory, judged on the test images of all ten classes after the last task. In one thread, without Spark.
# Needs MNIST in $ELBO4J_DATA/mnist and Fashion-MNIST in FASHION_MNIST (default: where its Debian package has it).
# Usage: bench/protocl.sh [OUT [SEED ...]]; adds lines to OUT (default bench/results/protocl.jsonl). DATA="mnist" makes only those.
# JUDGE=held-out judges on the last 10,000 training images and does not learn from them, JUDGE=held-out-1 (2, ...) on others, drawn at
# random: settings were chosen so. SET="KEY=VALUE ..." changes the configuration.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results/protocl.jsonl}
[ $# -gt 0 ] && shift
seeds=("$@")
[ ${#seeds[@]} -gt 0 ] || seeds=(1 2 3 4 5)
read -ra more <<<"${SET:-}"

for data in ${DATA:-mnist fashion-mnist}; do
    folder=${FASHION_MNIST:-/usr/share/datasets/fashion-mnist}
    conf=protocl-fashion
    [ "$data" = mnist ] && folder=$ELBO4J_DATA/mnist && conf=protocl
    for seed in "${seeds[@]}"; do
        "$home/bench/java" -Xmx2g ClassStream.java "$home/conf/$conf.conf" "$folder" "${JUDGE:-test}" seed="$seed" \
            ${more[@]+"${more[@]}"} | tee -a "$out"
    done
done
