#!/usr/bin/env bash
# The noisy cone of programmable variational inference: five bounds after 5,000 steps of 64 samples. One line of JSON each.
# Usage: bench/cone.sh [OUT [SEED [STEPS]]] (default bench/results/cone.jsonl, 1, 5000).
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results/cone.jsonl}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
class_path=${CLASS_PATH:-$home/spark-jobs/target/elbo4j.jar:$(cat "$home/spark-jobs/target/provided-class-path.txt")}

OMP_NUM_THREADS=1 "$java" -Xmx1g --add-modules=jdk.incubator.vector -cp "$class_path" "$home/bench/Cone.java" "${2:-1}" \
    "${3:-5000}" "$out" 2>/dev/null
