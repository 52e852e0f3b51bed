#!/usr/bin/env bash
# Two thousand rounds of a small network in one process (and as many of its support): resident memory after round 100 and at the end, and the
# median time of the first, the second and the last 200 rounds. A round has 250 steps a shard. A training of 1,000 rounds goes before, in the
# same process: else the compiler works through the first 200. The support moves to the end, so that the last rounds do what the first ones do,
# and train.clip holds a training that is far longer than its configuration's. About eight minutes.
# Usage: bench/soak.sh [OUT]; the figures go to OUT (default bench/results) as soak.json.
# The heap is touched whole at the start, so that what grows is not the heap itself but what lies beside it; that nothing
# piles up on the heap shows in the time of rounds, which collections of a full heap would stretch.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results}
mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$home"
SPARK_MASTER='local[2]' bench/java -Xms1g -Xmx1g -XX:+AlwaysPreTouch -XX:+UseParallelGC -Delbo4j.live=true Soak.java \
    train conf/quickstart.conf --out "$work/run" --set train.rounds=4200 --set train.epochs=100000 --set cluster.localSteps=250 \
    --set train.clip=1 --set model.support.endFraction=1 --set checkpoint.everyRounds=100 \
    2>"$work/log" | tail -1 | tee "$out/soak.json" || { cat "$work/log" >&2; exit 1; }
