#!/bin/sh
# Run the coach on an emulated 64-bit ARM Debian: the core's and the scripts' tests, a session rendered to a file, the
# ear on a recording, and a session on sound files. `deploy/arm-emulated.sh [FOLDER]`, as root.
#
# FOLDER (/var/tmp/coach-arm64) keeps the emulated system, so that the second time only the project is copied in. What is
# tried is the last commit. Needed from Debian: qemu-user-static and debootstrap. Mounts are private to this script, and
# the kernel's entry for ARM programs is taken away again when it was not there before.
#
# Emulation says that it works and that the sound is the same; it says nothing about speed on a Pi.
set -eu

root=${1:-/var/tmp/coach-arm64}
cd "$(dirname "$0")/.."
project=$PWD
mirror=${MIRROR:-http://deb.debian.org/debian}
binfmt=/proc/sys/fs/binfmt_misc
entry=/usr/lib/binfmt.d/qemu-aarch64.conf
packages=python3,python3-venv,espeak-ng,libportaudio2

say() { printf '%s\n' "arm: $*"; }
die() { printf '%s\n' "arm: $*" >&2; exit 2; }
needs() { command -v "$1" >/dev/null 2>&1 || die "$1 is missing; sudo apt-get install $2"; }

# Mounts made from here on are this script's own and go with it.
private() {
    [ -n "${ARM_PRIVATE:-}" ] && return 0
    [ "$(id -u)" = 0 ] || die "a system of its own needs root: sudo deploy/arm-emulated.sh"
    needs qemu-aarch64-static qemu-user-static
    needs debootstrap debootstrap
    [ -x .venv/bin/coach ] || die "there is no .venv to compare with; make setup-test first"
    ARM_PRIVATE=yes exec unshare --mount nice -n 15 sh "$project/deploy/arm-emulated.sh" "$root"
}

# The kernel starts ARM programs through qemu once this entry stands.
emulation() {
    [ -e $binfmt/register ] || mount -t binfmt_misc binfmt_misc $binfmt 2>/dev/null ||
        die "this kernel has no binfmt_misc, so ARM programs cannot start each other here"
    [ -e $binfmt/qemu-aarch64 ] && return 0
    cat $entry >$binfmt/register
    trap 'echo -1 >$binfmt/qemu-aarch64' EXIT
}

inside() { chroot "$root" /usr/bin/env -i HOME=/root PATH=/opt/coach/bin:/usr/bin:/bin LANG=C.UTF-8 TERM=dumb "$@"; }

system() {
    [ -e "$root/.ready" ] && return 0
    say "making a Debian bookworm for arm64 in $root (some minutes, 500 MB)"
    mkdir -p "$root"
    [ -e "$root/debootstrap/debootstrap" ] ||
        debootstrap --arch=arm64 --foreign --variant=minbase --include=$packages bookworm "$root" "$mirror" >"$root.log" 2>&1 ||
        die "debootstrap could not get Debian from $mirror; see $root.log"
    inside /debootstrap/debootstrap --second-stage >>"$root.log" 2>&1 ||
        die "the second stage failed under emulation; see $root.log"
    inside python3 -m venv /opt/coach
    touch "$root/.ready"
}

# The wheels are fetched outside, for the Pi, and installed inside without a network. srt, which Vosk asks for, is
# a single Python file that comes as source only.
wheels() {
    mkdir -p "$root/opt/wheels"
    pip=".venv/bin/python -m pip --quiet --disable-pip-version-check"
    rm -f "$root"/opt/wheels/coach-*.whl
    $pip wheel --no-deps --wheel-dir "$root/opt/wheels" srt "$root/opt/project"
    $pip download --dest "$root/opt/wheels" --find-links "$root/opt/wheels" --only-binary=:all: --python-version 3.11 \
        --implementation cp --abi cp311 --abi abi3 --abi none --platform manylinux_2_36_aarch64 \
        --platform manylinux_2_34_aarch64 --platform manylinux_2_31_aarch64 --platform manylinux_2_28_aarch64 \
        --platform manylinux_2_27_aarch64 --platform manylinux_2_26_aarch64 --platform manylinux_2_24_aarch64 \
        --platform manylinux_2_17_aarch64 --platform manylinux2014_aarch64 --platform linux_aarch64 --platform any \
        "$root"/opt/wheels/coach-*.whl pytest hypothesis jsonschema
    inside python3 -m pip --quiet --disable-pip-version-check install --no-index --find-links /opt/wheels \
        --force-reinstall --no-deps coach
    inside python3 -m pip --quiet --disable-pip-version-check install --no-index --find-links /opt/wheels \
        coach pytest hypothesis jsonschema
}

# Prints how long a step took.
timed() {
    what=$1
    shift
    begun=$(date +%s)
    "$@" || die "$what failed; the lines above say how"
    say "$what: $(($(date +%s) - begun)) s"
}

copied() {
    rm -rf "$root/opt/project"
    mkdir -p "$root/opt/project"
    git archive HEAD | tar -x -C "$root/opt/project"
    inside espeak-ng -v en-us -s 150 -w /root/said.wav "My lower back feels tight."
    cat >"$root/root/small-day.yaml" <<'YAML'
title: Small day
minutes: 2
for: showing that it works
equipment: [barbell]
steps:
  - {do: romanian-deadlift, load: 40, sets: 2, reps: 2, tempo: 2-0-1-0, rest: 20, get_ready: 4}
YAML
}

# Without deadlines: how long a test takes under emulation says nothing. The random stories, a few thousand sessions,
# come last.
tested() {
    inside sh -c "cd /opt/project && python -m pytest $1 -q -p no:cacheprovider --hypothesis-profile=ci"
}

# The same three on both machines: WHERE FOLDER, where WHERE runs a command and FOLDER is what it sees.
rendered() { "$1" coach render first-hinge --seed 0 -o "$2/rendered.wav" >/dev/null; }
heard() { "$1" coach hear "$2/said.wav" --ear pocketsphinx; }
coached() {
    "$1" coach run "$2/small-day.yaml" --seed 0 --fresh --plain --ear pocketsphinx --mic "wav:$2/said.wav" \
        --speaker "wav:$2/coached.wav" >/dev/null 2>&1
}

here() { env -i HOME="$outside" PATH="$root/outside/bin:/usr/bin:/bin" LANG=C.UTF-8 "$@"; }

# The same commit on this machine, from the same copy of the sources.
outside() {
    outside=$root/outside/root
    rm -rf "$root/outside"
    mkdir -p "$outside" "$root/outside/bin"
    cp "$root/root/said.wav" "$root/root/small-day.yaml" "$outside"
    printf '#!/bin/sh\nPYTHONPATH=%s exec %s -m coach "$@"\n' "$root/opt/project" "$project/.venv/bin/python" >"$root/outside/bin/coach"
    chmod +x "$root/outside/bin/coach"
    rendered here "$outside"
    coached here "$outside"
}

# Floating point rounds differently on the two machines, so "the same" is counted in steps of 16 bits.
compared() {
    .venv/bin/python - "$outside/$1" "$root/root/$1" <<'PYTHON'
import sys

import numpy as np
import soundfile

here, there = (soundfile.read(path, dtype="int16")[0].astype(np.int32) for path in sys.argv[1:])
name = sys.argv[1].rsplit("/", 1)[1]
if len(here) != len(there):
    sys.exit(f"arm: {name}: {len(there)} samples, here {len(here)}")
apart = np.abs(here - there)
print(f"arm: {name}: {len(here)} samples on both, {np.count_nonzero(apart)} differ, by {apart.max()} step(s) of 16 bits")
PYTHON
}

private
emulation
system
say "$(inside uname -m), $(inside python3 --version), emulated by $(qemu-aarch64-static --version | head -1)"
copied
timed "the aarch64 wheels, fetched and installed offline" wheels
timed "a recording understood" heard inside /root
timed "first-hinge rendered" rendered inside /root
timed "a session on sound files" coached inside /root
outside
compared rendered.wav
compared coached.wav
timed "the tests of the core and of the scripts" tested "tests/core tests/script --ignore tests/core/session/test_invariants.py"
timed "the random stories of the core" tested tests/core/session/test_invariants.py
