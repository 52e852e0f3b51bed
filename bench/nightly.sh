#!/usr/bin/env bash
# Thirty nights of Fashion-MNIST with a failing camera from night 15, and one whose labels were dealt anew: once in peace, once one
# job a night of which ten are killed at a random moment and begun again, with five nights delivered twice. Both must end with
# the same champion, byte by byte, and the poisoned night must not be promoted. Adds a line to OUT.
# Usage: bench/nightly.sh [OUT] (default bench/results/nightly.jsonl). SEED (default 1) chooses nights and moments. Half an hour on two cores.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$home/bench/results/nightly.jsonl}
elbo4j=${ELBO4J:-$home/bin/elbo4j}
source=${FASHION_MNIST:-/usr/share/datasets/fashion-mnist}
RANDOM=${SEED:-1}
nights=30
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$home/bench/java" Nights.java "$source" "$work/all" $nights 1800
mv "$work/poisoned.csv" "$work/all/night-10-poisoned.csv"
cd "$work"

# retrain REGISTRY INBOX: a job.
retrain() {
    exec "$elbo4j" retrain "$home/examples/nightly.conf" --registry "$1" --inbox "$2" --set retrain.data="$work/judges.csv" \
        --set checkpoint.everyMinutes=0
}

(retrain peace all) >peace.log 2>&1
"$elbo4j" history peace

killed=() twice=()
mapfile -t killed < <(seq 2 $nights | shuf --random-source=<(yes "$RANDOM") | head -n 10)
mapfile -t twice < <(seq 2 $nights | shuf --random-source=<(yes "$RANDOM") | head -n 5)
mkdir inbox
ended=0
seconds=20
for batch in all/*.csv; do
    cp "$batch" inbox/
    name=$(basename "$batch" .csv)
    night=$((10#${name:6:2}))
    if [[ $name != *poisoned ]] && [[ " ${killed[*]} " == *" $night "* ]]; then
        moment=$((RANDOM % (10 * seconds) + 1))
        setsid bash -c "$(declare -f retrain); home='$home' work='$work' elbo4j='$elbo4j' retrain disturbed inbox" \
            >>disturbed.log 2>&1 &
        job=$!
        sleep "$(printf '%d.%d' $((moment / 10)) $((moment % 10)))"
        if kill -9 -- -$job 2>/dev/null; then
            ended=$((ended + 1))
            echo "night $night: killed after $((moment / 10)) s" >&2
        fi
        wait $job 2>/dev/null || true
    fi
    started=$SECONDS
    (retrain disturbed inbox) >>disturbed.log 2>&1
    seconds=$((SECONDS - started > 2 ? SECONDS - started : 2))
    if [[ $name != *poisoned ]] && [[ " ${twice[*]} " == *" $night "* ]]; then
        cp "$batch" "inbox/$name-again.csv"
        (retrain disturbed inbox) >>disturbed.log 2>&1
    fi
done
"$elbo4j" history disturbed

count() { "$elbo4j" history "$1" | awk -v what="$2" '$3 == what' | wc -l; }
champion() { "$elbo4j" history "$1" | sed -n 's/^champion: //p'; }
equal=true
for file in peace/versions/"$(champion peace)"/model/*.bin; do
    cmp -s "$file" "disturbed/versions/$(champion disturbed)/model/$(basename "$file")" || equal=false
done
poisoned=$("$elbo4j" history disturbed | awk '/poisoned/ {print $3}')
serving=$(champion disturbed)
nll=$("$elbo4j" history disturbed | awk -v id="$serving" '$4 == id {match($0, /nll=[0-9.]+/); print substr($0, RSTART + 4, RLENGTH - 4); exit}')
printf '{"nights":%d,"killed":%d,"deliveredTwice":%d,"promoted":%d,"refused":%d,"repeated":%d,"poisonedNight":"%s","championsEqual":%s,"championNll":%s}\n' \
    $nights $ended ${#twice[@]} "$(count disturbed promoted)" "$(count disturbed refused)" "$(count disturbed repeated)" \
    "$poisoned" $equal "$nll" | tee -a "$out"
