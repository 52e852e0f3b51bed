#!/usr/bin/env bash
# The perceptron of binary weights and its two teachers: generalisation error of both tasks against the patterns of the second, for overlaps
# -0.5, 0 and 0.5. Smaller than the paper's (N = 1000, 20 repeats, 20,000 steps): INPUTS, REPEATS and STEPS say what it is.
# Usage: bench/teacher-student.sh [OUT [SVG]] (default bench/results/teacher-student.jsonl and docs/teacher-student.svg).
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results/teacher-student.jsonl}
svg=${2:-$home/docs/teacher-student.svg}

"$home/bench/java" -Xmx1g TeacherStudent.java run "${INPUTS:-200}" "${REPEATS:-5}" "${STEPS:-2000}" "$out"
"$home/bench/java" TeacherStudent.java draw "$out" "$svg"
