#!/usr/bin/env bash
# Runs the commands shown in the READMEs and looks for each line shown below them in what they print.
# A line with nothing but an ellipsis stands for lines left out.
set -euo pipefail
cd "$(dirname "$0")/.."
xoev=${1:-target/release/xoev}

for readme in README.md README.de.md; do
    commands=0
    output=""
    while IFS= read -r line; do
        case $line in
            '$ xoev '*)
                read -ra words <<<"${line#\$ xoev }"
                output=$("$xoev" "${words[@]}") || [ $? -eq 1 ]
                commands=$((commands + 1))
                echo "$readme: ${line#\$ }"
                ;;
            '' | '…') ;;
            *)
                if ! grep -qxF -- "$line" <<<"$output"; then
                    echo "not printed: $line"
                    exit 1
                fi
                ;;
        esac
    done < <(awk '/^```console$/ { inside = 1; next } /^```/ { inside = 0 } inside' "$readme")
    [ "$commands" -gt 0 ] || { echo "$readme shows no command"; exit 1; }
done
