#!/bin/sh
# How long the generated types take to build in release, after their dependencies are built: all
# chapters, the AZR chapter alone, all chapters with serde; and to check in debug. Figures depend on the machine and on what
# else it does; CONTRIBUTING.md says what they must stay below on two idle cores.
set -eu
cd "$(dirname "$0")/.."

measure() {
    name=$1
    shift
    # The first build makes the dependencies, the second is the one that counts.
    cargo build --quiet --release -p xauslaender "$@"
    touch crates/xauslaender/src/lib.rs
    begin=$(date +%s)
    cargo build --quiet --release -p xauslaender "$@"
    end=$(date +%s)
    size=$(wc -c <"${CARGO_TARGET_DIR:-target}/release/libxauslaender.rlib")
    echo "$name: $((end - begin)) s, rlib $size bytes"
}

measure "all chapters"
measure "AZR alone" --no-default-features --features azr
measure "all chapters with serde" --features serde

cargo check --quiet -p xauslaender
touch crates/xauslaender/src/lib.rs
begin=$(date +%s)
cargo check --quiet -p xauslaender
end=$(date +%s)
echo "check in debug: $((end - begin)) s"
