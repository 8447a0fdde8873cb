#!/bin/sh
# How long the generated types take to build in release, after their dependencies are built: all
# chapters, the AZR chapter alone, all chapters with serde; how long they take to check in debug; and
# how large libraries and the stripped command are. Figures depend on the machine and on what else it
# does; CONTRIBUTING.md says what they must stay below on two idle cores.
set -eu
cd "$(dirname "$0")/.."
release=${CARGO_TARGET_DIR:-target}/release

# The time that a command of cargo takes for the generated types alone.
measure() {
    name=$1
    shift
    # The first build makes the dependencies, the second is the one that counts.
    cargo "$@" --quiet -p xauslaender
    touch crates/xauslaender/src/lib.rs
    begin=$(date +%s)
    cargo "$@" --quiet -p xauslaender
    end=$(date +%s)
    echo "$name: $((end - begin)) s"
}

library() {
    echo "  rlib $(wc -c <"$release/libxauslaender.rlib") bytes"
}

measure "all chapters" build --release
library
measure "AZR alone" build --release --no-default-features --features azr
library
measure "all chapters with serde" build --release --features serde
library
measure "check in debug" check

cargo build --quiet --release -p xoev-cli
if command -v strip >/dev/null; then
    stripped=$(mktemp)
    strip -o "$stripped" "$release/xoev"
    echo "xoev: $(wc -c <"$release/xoev") bytes, stripped $(wc -c <"$stripped")"
    rm "$stripped"
else
    echo "SKIPPED: there is no strip"
fi
