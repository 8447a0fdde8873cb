#!/usr/bin/env bash
# Installs the validators that some tests compare with: xmllint (libxml2) and Xerces-J; PostgreSQL, for
# which tests start servers of their own; a browser (Chromium), in which some tests look at the HTML report; and what `cargo xtask compare` measures beside
# our own: libxml2's headers, JAXB, lxml, Python's environments.
# Where that is not possible, says which tests are skipped, and succeeds all the same.
set -euo pipefail

packages=()
command -v xmllint >/dev/null || packages+=(libxml2-utils)
[ -e /usr/share/java/xercesImpl.jar ] || packages+=(libxerces2-java)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || packages+=(postgresql)

# The browser is large and few tests need it: it stands apart, so that it keeps nothing else back.
browser() {
    command -v chromium || command -v chromium-browser || command -v google-chrome
}
browsers=()
browser >/dev/null || browsers+=(chromium)

# Peers are measured where they are there, and no test depends on them.
peers=()
[ -e /usr/include/libxml2/libxml/parser.h ] || peers+=(libxml2-dev)
[ -e /usr/share/java/jaxb-runtime.jar ] || peers+=(libjaxb-java)
command -v xjc >/dev/null || peers+=(jaxb)
/usr/bin/python3 -c "import lxml" 2>/dev/null || peers+=(python3-lxml)
python3 -c "import ensurepip" 2>/dev/null || peers+=(python3-venv)

if [ $((${#packages[@]} + ${#browsers[@]} + ${#peers[@]})) -gt 0 ]; then
    echo "installing ${packages[*]} ${browsers[*]} ${peers[*]}"
    sudo=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null && sudo -n true 2>/dev/null && sudo=(sudo -n)
    fi
    if ! command -v apt-get >/dev/null; then
        echo "there is no apt-get here"
    elif [ "$(id -u)" -ne 0 ] && [ ${#sudo[@]} -eq 0 ]; then
        echo "not root, and no sudo without password"
    else
        export DEBIAN_FRONTEND=noninteractive
        install=(apt-get install -y -qq --no-install-recommends)
        "${sudo[@]}" apt-get update -qq || echo "apt-get update failed"
        if [ ${#packages[@]} -gt 0 ]; then
            "${sudo[@]}" "${install[@]}" "${packages[@]}" >/dev/null || echo "apt-get install failed"
        fi
        for peer in "${peers[@]}"; do
            if "${sudo[@]}" timeout 120 "${install[@]}" --download-only "$peer" >/dev/null; then
                "${sudo[@]}" "${install[@]}" "$peer" >/dev/null || echo "apt-get install $peer failed"
            else
                echo "the download of $peer failed or took too long"
            fi
        done
        if [ ${#browsers[@]} -gt 0 ]; then
            # Only the download has a limit: an installation must not be cut off.
            if "${sudo[@]}" timeout 240 "${install[@]}" --download-only "${browsers[@]}" >/dev/null; then
                "${sudo[@]}" "${install[@]}" "${browsers[@]}" >/dev/null || echo "apt-get install failed"
            else
                echo "the download of ${browsers[*]} failed or took too long"
            fi
        fi
    fi
fi

if command -v xmllint >/dev/null; then
    xmllint --version 2>&1 | sed -n 1p
else
    echo "SKIPPED: without xmllint, no test compares with libxml2"
fi
if [ -e /usr/share/java/xercesImpl.jar ] && command -v java >/dev/null; then
    echo "Xerces-J: /usr/share/java/xercesImpl.jar"
else
    echo "SKIPPED: without Xerces-J and a Java runtime, no test compares with Xerces-J"
fi
if found=$(browser); then
    echo "browser: $found"
else
    echo "SKIPPED: without Chromium, no test looks at the HTML report in a browser"
fi
