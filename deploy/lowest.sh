#!/bin/sh
# Whether the lower bounds in pyproject.toml are true: the lowest version of each that they allow, in build/lowest, and
# the tests named after this. PYTHON=/path/to/python3.12 for another Python.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.7' 2>/dev/null
uv=.venv/bin/uv
place=build/lowest
"$uv" venv --quiet --clear --no-python-downloads --python "${PYTHON:-.venv/bin/python}" "$place"
"$uv" pip install --quiet --python "$place/bin/python" --resolution lowest-direct --editable '.[dev]'
"$uv" pip list --quiet --python "$place/bin/python" --format freeze >"$place/versions.txt"
"$place/bin/python" -m pytest -q -n 2 -p no:cacheprovider "$@"
