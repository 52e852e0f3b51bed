#!/usr/bin/env bash
# A gradient of a VAE as a program against the same SameDiff graph by hand, batches of 64 and 1024, one thread, in turn. One line of JSON each.
# Usage: bench/program-overhead.sh [OUT [ROUNDS]] (default bench/results/program-overhead.jsonl, 15).
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results/program-overhead.jsonl}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
class_path=${CLASS_PATH:-$home/spark-jobs/target/elbo4j.jar:$(cat "$home/spark-jobs/target/provided-class-path.txt")}

OMP_NUM_THREADS=1 "$java" -Xmx2g --add-modules=jdk.incubator.vector -cp "$class_path" "$home/bench/ProgramOverhead.java" \
    "${2:-15}" "$out" 2>/dev/null
