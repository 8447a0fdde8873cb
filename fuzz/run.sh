#!/bin/sh
# run.sh SECONDS [TARGET...]: fuzzes every target (or those named) for so many seconds, starting
# from the example messages. Fails on the first crash; the input that crashed lies in
# fuzz/artifacts. Needs no nightly toolchain: coverage is an ordinary option of the compiler, and
# no sanitizer is used, as there is no unsafe code. Says so and succeeds where the C++ compiler
# that libFuzzer needs, or the crates, are not to be had.
set -eu
seconds=${1:?"usage: run.sh SECONDS [TARGET...]"}
shift
cd "$(dirname "$0")"
targets=${*:-"nachricht round_trip any_element simple_types code_lists validator"}

skip() {
    echo "SKIPPED: no fuzzing here: $1"
    exit 0
}

command -v cargo >/dev/null || skip "cargo is not installed"
if ! command -v c++ >/dev/null && ! command -v clang++ >/dev/null; then
    skip "no C++ compiler for libFuzzer"
fi
host=$(rustc -vV | sed -n 's/^host: //p')
cargo fetch --quiet || skip "the crates cannot be fetched"

# With --target, the flags do not reach build scripts and macros.
RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares" \
    cargo build --release --target "$host" --target-dir "${CARGO_TARGET_DIR:-target}/fuzz"
built="${CARGO_TARGET_DIR:-target}/fuzz/$host/release"

corpus=$(mktemp -d)
trap 'rm -rf "$corpus"' EXIT INT TERM
mkdir -p artifacts
for target in $targets; do
    mkdir "$corpus/$target"
    case $target in
    simple_types)
        number=0
        for text in "" "Ćorić" " a  b " "http://a/%41?b#c" "de-AT" "x:y" "AAAA AA==" "0aFF" \
            "true" "2026-11-01" "2024-02-29T24:00:00Z" "23:59:59.999+14:00" "P1Y2M3DT4H5M6.7S" \
            "---31" "--02-29" "2026-11" "-0.10" "1e-7" "INF" "-9223372036854775808" "007"; do
            # The first byte chooses the type: each text is tried as each type.
            for type in $(seq 0 59); do
                number=$((number + 1))
                printf "\\$(printf %03o "$type")%s" "$text" >"$corpus/$target/$number"
            done
        done
        ;;
    code_lists)
        cp ../crates/xoev-codelist/tests/lists/*.xml ../schemas/codelists/GEAS.*.tsv "$corpus/$target"
        ;;
    *)
        number=0
        find ../examples/nachrichten -name '*.xml' | LC_ALL=C sort | while read -r file; do
            number=$((number + 1))
            cp "$file" "$corpus/$target/$number.xml"
        done
        ;;
    esac
    echo "fuzzing $target for $seconds s"
    "$built/$target" "$corpus/$target" -max_total_time="$seconds" -seed=1 -max_len=65536 \
        -timeout=20 -rss_limit_mb=2048 -dict=xml.dict -artifact_prefix="artifacts/$target-" \
        -print_final_stats=1 -verbosity=0 || {
        echo "FAILED: $target; the input lies in fuzz/artifacts"
        exit 1
    }
done
echo "fuzzing found nothing"
