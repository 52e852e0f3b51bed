#!/usr/bin/env bash
# Which part of the machine's bound each kernel reaches: peak and bandwidths are measured in the same run, one thread.
# Usage: bench/roofline.sh [OUT]; writes OUT/roofline.json (default bench/results). About three minutes.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results}
mkdir -p "$out"
(cd "$home" && mvn -q -B -Pbench -pl bench/kernels -am -DskipTests -Dspotless.check.skip=true package)
module="$home/bench/kernels/target"
one_core=""
command -v taskset >/dev/null && one_core="taskset -c 0"
$one_core "${JAVA_HOME:+$JAVA_HOME/bin/}java" --add-modules=jdk.incubator.vector ${ELBO4J_JAVA_OPTS:-} \
    -cp "$module/classes:$(cat "$module/class-path.txt")" io.elbo4j.bench.Roofline |
    tee /dev/stderr | sed -n '/^{"peakGflops"/,$p' >"$out/roofline.json"
