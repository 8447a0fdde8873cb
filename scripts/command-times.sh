#!/bin/bash
# How long the command takes: the start, as user time of validating one small file, and how much
# faster a folder is validated on two cores than on one. Figures depend on the machine and on what
# else it does; only on an idle one do they mean anything.
#
# Usage: command-times.sh XOEV [FOLDER]. Without a folder, samples are made.
set -euo pipefail
xoev=$(realpath "$1")
folder=${2:+$(realpath "$2")}
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Runs a command and prints its times in milliseconds: wall clock, user, system.
times() {
    local TIMEFORMAT='%3R %3U %3S'
    { time "$@" >"$scratch/output" 2>&1 || true; } 2>&1 | awk '{ print $1 * 1000, $2 * 1000, $3 * 1000 }'
}

small=examples/nachrichten/azr/090010-folgemeldung-duldung-gueltig.xml
for _ in $(seq 21); do times "$xoev" validate "$small"; done | sort -n -k 2 |
    awk '{ all[NR] = $2 } END { print "one small file: " all[11] " ms of user time, at best " all[1] }'

if [ -z "$folder" ]; then
    folder=$scratch/samples
    mkdir "$folder"
    for number in $("$xoev" messages | grep -oE '\b[0-9]{6}\b' | sort -u); do
        "$xoev" sample "$number" --full >"$folder/$number.xml" || true
    done
fi
# Often enough that the start is a small part.
paths=()
for _ in 1 2 3 4 5 6 7 8; do paths+=("$folder"); done
if [ "$(nproc)" -lt 2 ] || ! command -v taskset >/dev/null; then
    echo "SKIPPED: two cores and taskset are needed"
    exit
fi
# In turns, so that both see the same of what else the machine does.
for _ in 1 2 3 4 5; do
    echo "one $(times taskset -c 0 "$xoev" validate "${paths[@]}")"
    echo "two $(times taskset -c 0,1 "$xoev" validate "${paths[@]}")"
done | awk '
    { work = $3 + $4 }
    !($1 in wall) || $2 < wall[$1] { wall[$1] = $2 }
    !($1 in least) || work < least[$1] { least[$1] = work }
    END {
        printf "folder: %d ms on one core, %d ms on two, ratio %.2f\n", wall["one"], wall["two"], wall["one"] / wall["two"]
        # What is not lost in waiting for each other; the ratio cannot be above twice that.
        printf "work: %d ms on one core, %d ms on two\n", least["one"], least["two"]
    }'
