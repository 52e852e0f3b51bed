#!/usr/bin/env bash
# Posterior collapse: learned singular values of linear VAEs against those of the optimum in closed form; with MNIST set to a folder of its IDX files, also
# the active latents of networks on halves of digits, for several β. One line of JSON each.
# Usage: bench/collapse.sh [OUT [SEED [STEPS [RATE [BATCH]]]]] (default bench/results/collapse.jsonl, 1, 10000, 0.05, 200).
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results/collapse.jsonl}

"$home/bench/java" -Xmx1g Collapse.java "${2:-1}" "$out" "${3:-10000}" "${4:-0.05}" "${5:-200}"
[ -z "${MNIST:-}" ] || "$home/bench/java" -Xmx1g CollapseHalves.java "${2:-1}" "$out" "$MNIST"
