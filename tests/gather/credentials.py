"""NATS' own credentials, made here: an operator, two accounts, a user with a signed file, as `nsc` would make them."""

import base64
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nkeys

TRAFFIC = dict.fromkeys(("subs", "data", "payload", "imports", "exports", "conn", "leaf"), -1) | {"wildcards": True}
KEEPING = dict.fromkeys(("mem_storage", "disk_storage", "streams", "consumer"), -1)
"""Without a limit; the server's own account may keep nothing."""


class Signer:
    """A key pair of this kind (a prefix of nkeys), new each time."""

    def __init__(self, prefix: int) -> None:
        self.seed = nkeys.encode_seed(os.urandom(32), prefix)
        self._pair = nkeys.from_seed(self.seed)
        self.name = self._pair.public_key.decode()

    def signs(self, whom: "Signer", kind: str, **claims: Any) -> str:
        """A token that says who `whom` is."""
        told = {"type": kind, "version": 2, **claims}
        body = {"jti": os.urandom(8).hex(), "iat": int(time.time()), "iss": self.name, "name": kind, "sub": whom.name,
                "nats": told}  # fmt: skip
        text = f"{_packed({'typ': 'JWT', 'alg': 'ed25519-nkey'})}.{_packed(body)}"
        return f"{text}.{_plain(self._pair.sign(text.encode()))}"


def _packed(claims: dict[str, Any]) -> str:
    return _plain(json.dumps(claims).encode())


def _plain(body: bytes) -> str:
    return base64.urlsafe_b64encode(body).decode().rstrip("=")


@dataclass(frozen=True, slots=True)
class Accounts:
    """What the server has to know (lines of its configuration), and the account that lets users in."""

    configuration: str
    boxes: Signer

    def credentials(self, path: Path) -> Path:
        """The file of a new user of that account."""
        user = Signer(nkeys.PREFIX_BYTE_USER)
        token = self.boxes.signs(user, "user", subs=-1, data=-1, payload=-1)
        path.write_text(
            f"-----BEGIN NATS USER JWT-----\n{token}\n------END NATS USER JWT------\n\n"
            f"-----BEGIN USER NKEY SEED-----\n{user.seed.decode()}\n------END USER NKEY SEED------\n"
        )
        path.chmod(0o600)
        return path


def accounts() -> Accounts:
    """An operator with an account for the boxes, and the one that the server needs for itself."""
    operator, boxes, own = (Signer(each) for each in (nkeys.PREFIX_BYTE_OPERATOR, *2 * (nkeys.PREFIX_BYTE_ACCOUNT,)))
    tokens = {
        boxes.name: operator.signs(boxes, "account", limits=TRAFFIC | KEEPING),
        own.name: operator.signs(own, "account", limits=TRAFFIC),
    }
    known = ", ".join(f"{name}: {token}" for name, token in tokens.items())
    told = operator.signs(operator, "operator")
    return Accounts(
        f"operator: {told}\nsystem_account: {own.name}\nresolver: MEMORY\nresolver_preload: {{ {known} }}\n", boxes
    )
