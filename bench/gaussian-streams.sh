#!/usr/bin/env bash
# Exact posteriors along streams of observations of one mean, where exact inference does not serve every task: a model that cannot be right, and
# tasks of unequal size. Takes a second. Usage: bench/gaussian-streams.sh [PLOT] (default docs/gaussian-streams.svg).
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
"$home/bench/java" GaussianStreams.java "${1:-$home/docs/gaussian-streams.svg}"
