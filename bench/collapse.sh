#!/usr/bin/env bash
# Posterior collapse: learned singular values of linear VAEs against those of the optimum in closed form; with MNIST set to a folder of its IDX files, also
# the active latents of networks on halves of digits, for several β. One line of JSON each.
# Usage: bench/collapse.sh [OUT [SEED [STEPS [RATE [BATCH]]]]] (default bench/results/collapse.jsonl, 1, 10000, 0.05, 200).
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results/collapse.jsonl}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
class_path=${CLASS_PATH:-$home/spark-jobs/target/elbo4j.jar:$(cat "$home/spark-jobs/target/provided-class-path.txt")}

# run SOURCE ARGUMENT ...
run() {
    OMP_NUM_THREADS=1 "$java" -Xmx1g --add-modules=jdk.incubator.vector -cp "$class_path" "$home/bench/$1" "${@:2}" 2>/dev/null
}

run Collapse.java "${2:-1}" "$out" "${3:-10000}" "${4:-0.05}" "${5:-200}"
[ -z "${MNIST:-}" ] || run CollapseHalves.java "${2:-1}" "$out" "$MNIST"
