#!/bin/sh
# Make this folder ready to coach: `deploy/setup.sh run` to train, `deploy/setup.sh test` to run the tests as well.
#
# It installs what is missing and nothing else: system packages through apt (as root or through sudo), then a virtual
# environment in .venv with the project and its dependencies. A system package that cannot be installed is no reason to
# stop: it says what that costs and goes on. The second time it finds everything in place and takes no time.
set -eu

kind=${1:-run}
cd "$(dirname "$0")/.."
stamp=.venv/.ready-$kind
lock=deploy/requirements-$kind.lock

say() { printf '%s\n' "setup: $*"; }
die() { printf '%s\n' "setup: $*" >&2; exit 2; }

has_library() { PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null | grep -q "$1"; }
has_command() { command -v "$1" >/dev/null 2>&1; }
new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

# Each line: apt package | how to see that it is there | what is lost without it.
packages() {
    cat <<'END'
libportaudio2|has_library libportaudio.so.2|no live sound: sessions take typed commands and write their sound to a WAV
espeak-ng|has_library libespeak-ng.so.1|the speech library inside the Python packages speaks instead; nothing else changes
END
    [ "$kind" = test ] || return 0
    cat <<'END'
pulseaudio|has_command pulseaudio|the tests on the virtual sound card are skipped
pulseaudio-utils|has_command parec|the tests on the virtual sound card are skipped
libasound2-plugins|ls /usr/lib/*/alsa-lib/libasound_module_pcm_pulse.so|the tests on the virtual sound card are skipped
flite|has_command flite|the tests have no second voice, so the ones with a lifter who speaks are skipped
mosquitto|PATH="$PATH:/usr/sbin" has_command mosquitto|the tests of home automation have no broker and are skipped
nats-server|PATH="$PATH:/usr/sbin" has_command nats-server|the tests of gathering several boxes have no server and are skipped
avahi-daemon|PATH="$PATH:/usr/sbin" has_command avahi-daemon|the test of a name that somebody else in the house has is skipped
openssl|has_command openssl|the test of an encrypted broker is skipped
strace|has_command strace|the test that nothing asks for a network is skipped
faketime|has_command faketime|the tests with a stepped clock are skipped
chromium|has_command chromium|the history's report is not opened in a browser by the tests
END
}

missing() {
    packages | while IFS='|' read -r package check cost; do
        sh_check "$check" || printf '%s|%s\n' "$package" "$cost"
    done
}
sh_check() { eval "$1" >/dev/null 2>&1; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; return; fi
    has_command sudo || return 1
    if [ -t 0 ] || sudo -n true 2>/dev/null; then sudo "$@"; else return 1; fi
}

apt_install() {
    has_command apt-get || { say "no apt-get here, so these cannot be installed for you: $*"; return 1; }
    say "installing with apt: $*"
    DEBIAN_FRONTEND=noninteractive as_root apt-get install -y --no-install-recommends "$@" >/dev/null 2>&1 && return 0
    say "refreshing apt's lists first"
    as_root apt-get update -q >/dev/null 2>&1 || true
    DEBIAN_FRONTEND=noninteractive as_root apt-get install -y --no-install-recommends "$@" >/dev/null 2>&1
}

system_packages() {
    wanted=$(missing | cut -d'|' -f1)
    [ -n "$wanted" ] || return 0
    for package in $wanted; do apt_install "$package" || true; done
    missing | while IFS='|' read -r package cost; do
        say "could not install $package: $cost. To mend it: sudo apt-get install $package, then make setup AGAIN=1"
    done
}

find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if has_command "$candidate" && new_enough "$candidate"; then command -v "$candidate"; return 0; fi
    done
    return 1
}

virtual_environment() {
    if [ -x .venv/bin/python ] && new_enough .venv/bin/python; then return 0; fi
    python=$(find_python) || { apt_install python3.11 python3.11-venv || true; python=$(find_python) || true; }
    [ -n "$python" ] || die "Python 3.11 or newer is needed and was not found; install it, then: make setup PYTHON=/path/to/python3.11"
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        apt_install "python$version-venv" || apt_install python3-venv || true
    fi
    say "making the virtual environment .venv with $python"
    "$python" -m venv --clear .venv || die "could not make .venv; install the venv module (sudo apt-get install python3-venv), then run this again"
}

# Exactly the packages that were tested, each known by its hash; where those cannot be had, what pyproject allows.
python_packages() {
    say "installing the coach and its Python packages (a few minutes the first time)"
    if is_locked_for "$(machine)"; then
        pip_install --require-hashes --requirement "$lock" && pip_install --no-deps --no-build-isolation --editable . && return
        say "the packages listed in $lock could not all be installed (see above); taking what pyproject.toml allows instead"
    else
        say "$lock is not for $(machine); taking what pyproject.toml allows instead"
    fi
    wanted=.
    [ "$kind" = test ] && wanted='.[dev,korean,piper,buttons]' # every part that has tests, though none is needed to train
    pip_install --editable "$wanted" ||
        die "pip could not install the project's packages; the lines above say which one. With the network back: make setup"
}
# Without compiling: the packages bring ten times as many modules as are ever imported, and compiling all of them took
# longer than everything else.
pip_install() { .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-compile "$@"; }
machine() { .venv/bin/python -c 'import platform as p; print(p.system(), p.machine(), "Python", *p.python_version_tuple()[:2])'; }
is_locked_for() {
    [ -f "$lock" ] || return 1
    case $1 in "Linux x86_64 Python 3 "1[123] | "Linux aarch64 Python 3 "1[123]) ;; *) return 1 ;; esac
}

up_to_date() {
    [ -z "${AGAIN:-}" ] && [ -x .venv/bin/coach ] && [ -f "$stamp" ] &&
        [ -z "$(find pyproject.toml deploy/setup.sh "$lock" -newer "$stamp")" ]
}

case $kind in run | test) ;; *) die "say 'run' or 'test', not '$kind'" ;; esac
up_to_date && exit 0
system_packages
virtual_environment
python_packages
# Seconds less at every start where nothing may be written, as under the service, or Python was told not to.
.venv/bin/python -m compileall -q coach || true
.venv/bin/python -m tools.compile_used >/dev/null 2>&1 || true
touch "$stamp"
say "ready: .venv/bin/coach"
