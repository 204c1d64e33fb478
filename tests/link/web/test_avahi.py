"""The name in the house by the real avahi-daemon, in networks that exist for this test only."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.needed import needs
from tools.marked import ROOT

TOOLS = ("avahi-daemon", "ip", "unshare")
SEARCHED = f"{os.environ['PATH']}:/usr/sbin:/sbin"
HERE = all(shutil.which(each, path=SEARCHED) for each in TOOLS) and os.geteuid() == 0

TWO_GARAGES = """
set -e
mount -t tmpfs none /run
mkdir /run/avahi-daemon
hostname garage
ip link set lo up
printf '[server]\\nenable-dbus=no\\nuse-ipv6=no\\n[publish]\\npublish-workstation=no\\n' > /run/avahi.conf
alone='--no-drop-root --no-chroot --no-rlimits -f /run/avahi.conf'
until_told() {
    for _ in $(seq 600); do grep -q 'Host name is' "$1" && return 0; sleep 0.1; done
    cat "$1" >&2
    exit 1
}
unshare -m -n sh -c "mount -t tmpfs none /run/avahi-daemon
    ip link set lo up
    until ip link show there >/dev/null 2>&1; do sleep 0.1; done
    ip addr add 10.9.0.2/24 dev there
    ip link set there up
    exec avahi-daemon $alone" > /run/there 2>&1 &
there=$!
ip link add name here type veth peer name there
until [ "$(readlink /proc/$there/ns/net)" != "$(readlink /proc/$$/ns/net)" ]; do sleep 0.1; done
ip link set there netns $there
ip addr add 10.9.0.1/24 dev here
ip link set here up
ip route add default via 10.9.0.2
until_told /run/there
avahi-daemon $alone > /run/here 2>&1 &
until_told /run/here
"$1" -c 'from coach.link.web import server; print(server.addresses(8765, local=False))'
kill $!
"$1" -c 'from coach.link.web import server; print(server.addresses(8765, local=False))'
kill $there
"""


@needs(there=HERE, reason="no avahi-daemon, or not root: apt-get install avahi-daemon")
def test_where_somebody_else_is_called_the_same_the_page_is_at_the_name_that_was_published(tmp_path: Path) -> None:
    script = tmp_path / "two"
    script.write_text(TWO_GARAGES)
    command = ["unshare", "--mount", "--net", "--uts", "bash", str(script), sys.executable]
    environment = {**os.environ, "PATH": SEARCHED, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr
    published, ended = done.stdout.splitlines()
    assert published == "['http://garage-2.local:8765/', 'http://10.9.0.1:8765/']"
    assert ended == "['http://10.9.0.1:8765/']"
