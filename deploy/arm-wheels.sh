#!/bin/sh
# Resolve every dependency of the coach for a 64-bit Raspberry Pi, as pip would there, and print the wheels that fit.
#
# Nothing is installed but the resolver itself (uv, into .venv): bookworm has Python 3.11, trixie 3.13. A package without
# a wheel for aarch64 ends this with uv's own words. One package comes as source: srt, which Vosk asks for, is a single
# Python file and needs no compiler.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.7' 2>/dev/null

lock=$(mktemp)
trap 'rm -f "$lock"' EXIT

resolve() {
    echo "$1: Python $2, aarch64, glibc 2.$3"
    .venv/bin/uv pip compile pyproject.toml --quiet --no-python-downloads --format pylock.toml --no-header \
        --python-version "$2" --python-platform "aarch64-manylinux_2_$3" --only-binary :all: --no-binary srt >"$lock"
    grep -oE 'url = "[^"]+\.(whl|tar\.gz)"' "$lock" | sed 's#.*/##; s#"$##' |
        grep -E -- '-none-any|aarch64|^srt' | grep -E -- "-none-|cp${2%.*}${2#*.}-|abi3|^srt" | sort -u | sed 's/^/  /'
}

resolve bookworm 3.11 36
resolve trixie 3.13 40
