#!/bin/sh
# Ask whether a known vulnerability touches what set-up installs: pip-audit over the list, in an environment of its own.
# Where its data cannot be reached, this says so and prints the versions with the days of their release, to be looked up
# by hand.
set -eu
cd "$(dirname "$0")/.."
list=deploy/requirements-run.lock
tools=build/audit
[ -x "$tools/bin/pip-audit" ] || {
    .venv/bin/python -m venv "$tools"
    "$tools/bin/python" -m pip install --quiet --disable-pip-version-check 'pip-audit>=2.7,<3'
}
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# It ends with 0 also when it could look up nothing, and tells so package by package: that is no answer either.
status=0
"$tools/bin/pip-audit" --requirement "$list" --require-hashes --disable-pip --progress-spinner off >"$log" 2>&1 || status=$?
if grep -q 'could not be audited' "$log" || { [ "$status" != 0 ] && ! grep -q '^Name .*Version' "$log"; }; then
    tail -n 1 "$log"
    echo "audit: no answer for every package; these are the versions to look up, with the day each was released:"
    cat deploy/release-dates.txt
    exit 3
fi
cat "$log"
exit "$status"
