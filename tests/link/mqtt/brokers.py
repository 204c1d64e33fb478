"""A real broker of the tests' own, and the box's face on it."""

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from coach.link.mqtt.entities import Topics
from tests.link.boxes import OpenBox, environment_of, until
from tests.speech_servers import free_port

MOSQUITTO = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin")

TOPICS = Topics("garage")
NAME, PASSWORD = "coach", "not a secret"


@dataclass
class Broker:
    """A mosquitto of our own that lets in who knows the password, on loopback."""

    folder: Path
    port: int
    secure: int
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        assert MOSQUITTO is not None
        command = [MOSQUITTO, "-c", str(self.folder / "mosquitto.conf")]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(self.listens)

    def listens(self) -> bool:
        with socket.socket() as line:
            return line.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(30)


@contextmanager
def broker_in(folder: Path) -> Iterator[Broker]:
    """A broker that keeps what it knows in this folder."""
    made = Broker(folder, free_port(), free_port())
    passwords = folder / "passwords"
    maker = shutil.which("mosquitto_passwd") or "/usr/bin/mosquitto_passwd"
    subprocess.run([maker, "-c", "-b", str(passwords), NAME, PASSWORD], check=True, capture_output=True)
    passwords.chmod(0o644)
    folder.chmod(0o755)
    (folder / "mosquitto.conf").write_text(
        f"listener {made.port} 127.0.0.1\nallow_anonymous false\npassword_file {passwords}\nuser root\n"
        f"{_encrypted(folder, made.secure)}persistence true\n"
        f"persistence_location {folder}/\nautosave_interval 1\nautosave_on_changes true\n"
    )
    made.start()
    yield made
    made.kill()


def _encrypted(folder: Path, port: int) -> str:
    """A second listener with a certificate of an authority of our own."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        [*("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"),
         *("-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate))],
        check=True, capture_output=True,
    )  # fmt: skip
    return f"listener {port} 127.0.0.1\ncertfile {certificate}\nkeyfile {key}\n"


@contextmanager
def face(box: OpenBox, broker: Broker, *words: str, password: str = PASSWORD) -> Iterator["subprocess.Popen[str]"]:
    """`coach link mqtt` for this box."""
    environment = {**environment_of(box), "COACH_MQTT_PASSWORD": password}
    command = [sys.executable, "-m", "coach", "link", "mqtt", "127.0.0.1", "--port", str(broker.port)]
    with (box.workshop.folder / "mqtt.out").open("w") as said:
        process = subprocess.Popen(
            [*command, "--user", NAME, "--name", "garage", *words], env=environment, stdout=said, stderr=said, text=True
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait(30)
