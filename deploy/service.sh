#!/bin/sh
# The coach as a systemd user service: `deploy/service.sh install` or `deploy/service.sh uninstall`; `unit` prints the unit.
#
# install: the unit, `coach` on the path (~/.local/bin), and lingering, so that it runs without anybody logged in.
# uninstall: takes all of that away again, with the virtual environment and the phrase cache. The training history and
# the calendar go only when asked for: make uninstall ALL=1
set -eu

project=$(cd "$(dirname "$0")/.." && pwd)
config=${XDG_CONFIG_HOME:-$HOME/.config}
data=${XDG_DATA_HOME:-$HOME/.local/share}/coach
cache=${XDG_CACHE_HOME:-$HOME/.cache}/coach
state=${XDG_STATE_HOME:-$HOME/.local/state}/coach
unit=$config/systemd/user/coach.service
link=$HOME/.local/bin/coach
lingering=$state/lingering-by-coach

say() { printf '%s\n' "service: $*"; }
user_systemctl() { command -v systemctl >/dev/null 2>&1 && systemctl --user "$@" 2>/dev/null; }
print_unit() { sed -e "s#@COACH@#$project/.venv/bin/coach#" -e "s#@PROJECT@#$project#" "$project/deploy/coach.service"; }

linger() {
    [ "$(loginctl show-user "$(id -un)" --property=Linger --value 2>/dev/null)" = yes ] && return 0
    if loginctl enable-linger 2>/dev/null || sudo -n loginctl enable-linger "$(id -un)" 2>/dev/null; then
        touch "$lingering"
    else
        say "could not let it run without a login; to mend it: sudo loginctl enable-linger $(id -un)"
    fi
}

install_service() {
    [ -x "$project/.venv/bin/coach" ] || { say "no $project/.venv/bin/coach; run: make setup" >&2; exit 2; }
    mkdir -p "$(dirname "$unit")" "$(dirname "$link")" "$data" "$cache" "$state" "$config/coach"
    print_unit >"$unit"
    ln -sf "$project/.venv/bin/coach" "$link"
    say "coach is on the path as $link"
    if user_systemctl daemon-reload; then
        linger
        user_systemctl enable --now coach.service && say "running; its words: journalctl --user -u coach -f" ||
            say "installed, but it did not start; see: systemctl --user status coach"
    else
        say "no systemd user session here; the unit lies ready in $unit"
    fi
}

uninstall_service() {
    user_systemctl disable --now coach.service || true
    rm -f "$unit"
    user_systemctl daemon-reload || true
    [ "$(readlink "$link" 2>/dev/null)" = "$project/.venv/bin/coach" ] && rm -f "$link"
    [ -f "$lingering" ] && { loginctl disable-linger 2>/dev/null || true; }
    rm -rf "$project/.venv" "$cache" "$lingering"
    if [ -n "${ALL:-}" ]; then
        rm -rf "$data" "$state" "$config/coach"
        say "gone, with the training history and the calendar"
        return
    fi
    rmdir "$state" 2>/dev/null || true
    say "gone. Your training history is still in $data, your settings in $config/coach; to remove them too: make uninstall ALL=1"
}

case ${1:-} in
    install) install_service ;;
    uninstall) uninstall_service ;;
    unit) print_unit ;;
    *) say "say 'install', 'uninstall' or 'unit'" >&2; exit 2 ;;
esac
