#!/usr/bin/env bash
# Whether exact inference forgets: five toy tasks in turn by Hamiltonian Monte Carlo with a fitted mixture as the next prior, against all tasks at
# once. In one thread, without Spark.
# Usage: bench/posterior-stream.sh [OUT [PLOT [SEED ...]]]; adds lines to OUT (default bench/results/posterior-stream.jsonl) and draws
# PLOT (default docs/posterior-stream.svg).
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results/posterior-stream.jsonl}
plot=${2:-$home/docs/posterior-stream.svg}
[ $# -gt 1 ] && shift 2 || set --
seeds=("$@")
[ ${#seeds[@]} -gt 0 ] || seeds=(1 2 3 4 5)
"$home/bench/java" -Xmx1g PosteriorStream.java "$out" "$plot" "${seeds[@]}"
