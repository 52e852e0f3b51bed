#!/usr/bin/env bash
# The noisy cone of programmable variational inference: five bounds after 5,000 steps of 64 samples. One line of JSON each.
# Usage: bench/cone.sh [OUT [SEED [STEPS]]] (default bench/results/cone.jsonl, 1, 5000).
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results/cone.jsonl}

"$home/bench/java" -Xmx1g Cone.java "${2:-1}" "${3:-5000}" "$out"
