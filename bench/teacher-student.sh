#!/usr/bin/env bash
# The perceptron of binary weights and its two teachers: generalisation error of both tasks against the patterns of the second, for overlaps
# -0.5, 0 and 0.5. Smaller than the paper's (N = 1000, 20 repeats, 20,000 steps): INPUTS, REPEATS and STEPS say what it is.
# Usage: bench/teacher-student.sh [OUT [SVG]] (default bench/results/teacher-student.jsonl and docs/teacher-student.svg).
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results/teacher-student.jsonl}
svg=${2:-$home/docs/teacher-student.svg}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
class_path=${CLASS_PATH:-$home/core/target/elbo4j-scorer.jar}

"$java" -Xmx1g --add-modules=jdk.incubator.vector -cp "$class_path" "$home/bench/TeacherStudent.java" run "${INPUTS:-200}" \
    "${REPEATS:-5}" "${STEPS:-2000}" "$out" 2>/dev/null
"$java" --add-modules=jdk.incubator.vector -cp "$class_path" "$home/bench/TeacherStudent.java" draw "$out" "$svg" 2>/dev/null
