#!/usr/bin/env bash
# Two thousand rounds of a small network in one process (and as many of its support): resident memory after round 100 and at the end, and the
# median time of the first, the second and the last 200 rounds. A round has 250 steps a shard. The compiler still works
# in the first 200. train.clip holds a training that is far longer than its configuration's. About six minutes.
# Usage: bench/soak.sh [OUT]; the figures go to OUT (default bench/results) as soak.json.
# The heap is touched whole at the start, so that what grows is not the heap itself but what lies beside it; that nothing
# piles up on the heap shows in the time of rounds, which collections of a full heap would stretch.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
[[ -f $home/spark-jobs/target/elbo4j.jar ]] || "$home/bin/elbo4j" --version >/dev/null
mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
opens=$(grep -o 'add-opens=java.base/[a-z.]*=ALL-UNNAMED' "$home/pom.xml" | sort -u | sed 's/^/--/')

cd "$home"
# shellcheck disable=SC2086
OMP_NUM_THREADS=1 "$java" -Xms1g -Xmx1g -XX:+AlwaysPreTouch -XX:+UseParallelGC -Delbo4j.live=true --add-modules=jdk.incubator.vector \
    $opens -Dspark.master='local[2]' -Dspark.ui.enabled=false -Dspark.driver.host=127.0.0.1 \
    -Dlog4j2.configurationFile=conf/log4j2.properties \
    -cp "${SOAK_CLASS_PATH:-spark-jobs/target/elbo4j.jar:$(cat spark-jobs/target/provided-class-path.txt)}" \
    "$home/bench/Soak.java" train conf/quickstart.conf --out "$work/run" \
    --set train.rounds=4200 --set train.epochs=100000 --set cluster.localSteps=250 --set train.clip=1 \
    --set checkpoint.everyRounds=100 \
    2>"$work/log" | tail -1 | tee "$out/soak.json" || { cat "$work/log" >&2; exit 1; }
