#!/usr/bin/env bash
# A gradient of a VAE as a program against the same SameDiff graph by hand and, where python3 has torch (Debian: python3-torch), against PyTorch: batches of 64
# and 1024, one thread each, in turn. One line of JSON each.
# Usage: bench/program-overhead.sh [OUT [ROUNDS]] (default bench/results/program-overhead.jsonl, 15).
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results/program-overhead.jsonl}

peer=()
python=${PYTHON:-python3}
"$python" -c 'import torch' 2>/dev/null && peer=("$python" "$home/bench/peers/vae_gradient.py")
export OMP_NUM_THREADS=1
one_core=""
command -v taskset >/dev/null && one_core="taskset -c 0"

$one_core "$home/bench/java" -Xmx2g ProgramOverhead.java "${2:-15}" "$out" ${peer[@]+"${peer[@]}"}
