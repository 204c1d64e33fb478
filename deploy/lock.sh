#!/bin/sh
# Choose every package anew, within pyproject's bounds, and write down version and hashes: one list to train with, one to
# test with. For Linux on x86-64 and aarch64, Python 3.11 to 3.13, wherever it runs; the diff is what is to be read.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.7' 2>/dev/null

# What builds the project itself is locked too: set-up lets pip fetch nothing beside the list.
lock() {
    list=$1
    shift
    printf '%s\n' 'hatchling>=1.26' 'editables>=0.5' |
        .venv/bin/uv pip compile pyproject.toml - "$@" --quiet --upgrade --universal --python-version 3.11 \
            --no-python-downloads --generate-hashes --no-annotate --custom-compile-command 'make lock' -o "$list"
    echo "lock: $list, $(grep -c '==' "$list") packages"
}

lock deploy/requirements-run.lock
.venv/bin/python deploy/release_dates.py .venv/bin/uv
lock deploy/requirements-test.lock --extra dev --extra korean --extra piper --extra buttons
