#!/bin/sh
# Take a clone's coach away again: `deploy/uninstall.sh`, or `make uninstall`.
#
# It stops and removes the service that `coach service install` made, then the virtual environment and the rendered
# phrases. The training history, the calendar and the settings go only when asked for: make uninstall ALL=1
set -eu

project=$(cd "$(dirname "$0")/.." && pwd)
config=${XDG_CONFIG_HOME:-$HOME/.config}
data=${XDG_DATA_HOME:-$HOME/.local/share}/coach
cache=${XDG_CACHE_HOME:-$HOME/.cache}/coach
state=${XDG_STATE_HOME:-$HOME/.local/state}/coach
link=$HOME/.local/bin/coach

say() { printf '%s\n' "uninstall: $*"; }

"$project/.venv/bin/coach" service remove >/dev/null 2>&1 || true
[ "$(readlink "$link" 2>/dev/null)" = "$project/.venv/bin/coach" ] && rm -f "$link"
rm -rf "$project/.venv" "$cache" "$data/cache"
if [ -n "${ALL:-}" ]; then
    rm -rf "$data" "$state" "$config/coach"
    say "gone, with the training history and the calendar"
    exit 0
fi
rmdir "$state" 2>/dev/null || true
say "gone. Your training history is still in $data, your settings in $config/coach; to remove them too: make uninstall ALL=1"
