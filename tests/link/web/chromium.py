"""A headless Chromium that the tests look through: pages opened, pressed and photographed by its debugging port."""

import base64
import itertools
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 60.0


def browser() -> str | None:
    """The browser's program, where there is one."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Tab:
    """One page in a context of its own, so with cookies of its own."""

    def __init__(self, line: ClientConnection, context: str, session: str) -> None:
        self._line, self._session, self._numbers = line, session, itertools.count(1)
        self.context = context
        self.faults: list[str] = []
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One call of the debugging protocol."""
        number = next(self._numbers)
        wish = {"id": number, "method": method, "params": parameters, "sessionId": self._session}
        self._line.send(json.dumps(wish))
        while True:
            message = json.loads(self._line.recv(timeout=PATIENCE))
            if message.get("id") == number and message.get("sessionId") == self._session:
                assert "error" not in message, message
                result: dict[str, Any] = message["result"]
                return result
            self._note(message)

    def _note(self, message: dict[str, Any]) -> None:
        if message.get("method") == "Runtime.exceptionThrown":
            self.faults.append(json.dumps(message["params"])[:500])
        if message.get("method") == "Log.entryAdded" and message["params"]["entry"]["source"] == "security":
            self.faults.append(message["params"]["entry"]["text"])

    def open(self, address: str) -> None:
        """Go there."""
        self.call("Page.navigate", url=address)

    def ask(self, script: str) -> Any:
        """The value of an expression; a promise is waited for."""
        found = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def until(self, script: str, seconds: float = PATIENCE) -> Any:
        """Wait until the expression is true; returns its value."""
        end, pause = time.monotonic() + seconds, 0.02
        while True:
            with suppress(AssertionError):  # between two pages there is nothing to ask
                if found := self.ask(script):
                    return found
            assert time.monotonic() < end, f"never came about: {script}\n{self.ask('document.body.innerText')}"
            time.sleep(pause)  # to ask takes the processor too, on both sides
            pause = min(0.2, 1.2 * pause)

    def text(self, identity: str) -> str:
        """What stands in the element with this id."""
        return str(self.ask(f"document.getElementById({identity!r}).innerText"))

    def size(self, width: int, height: int, *, phone: bool = False) -> None:
        """Be a screen of this size."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=2 if phone else 1,
            mobile=phone,
        )  # fmt: skip

    def photograph(self, path: Path) -> None:
        """Write what is seen as a picture."""
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))


class Chromium:
    """The running browser."""

    def __init__(self, line: ClientConnection) -> None:
        self._line, self._numbers = line, itertools.count(1_000_000)
        self._tabs: list[Tab] = []

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self._numbers)
        self._line.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._line.recv(timeout=PATIENCE))
            if message.get("id") == number:
                result: dict[str, Any] = message["result"]
                return result

    def tab(self) -> Tab:
        """A new device: nothing of another's is known to it."""
        context = self._call("Target.createBrowserContext")["browserContextId"]
        target = self._call("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._tabs.append(Tab(self._line, context, session))
        return self._tabs[-1]

    @contextmanager
    def visited(self) -> Iterator[None]:
        """The devices that come within are gone after it, and what they show with them."""
        there = len(self._tabs)
        yield
        for tab in self._tabs[there:]:
            self._call("Target.disposeBrowserContext", browserContextId=tab.context)
        del self._tabs[there:]


@contextmanager
def chromium(folder: Path) -> Iterator[Chromium]:
    """A browser with its profile in this folder and no way out of this machine."""
    program = browser()
    assert program is not None
    profile = folder / "profile"
    command = [
        *(program, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage"),
        *("--hide-scrollbars", "--remote-debugging-port=0", f"--user-data-dir={profile}"),
        *("--disable-background-networking", "--proxy-server=127.0.0.1:9", "--proxy-bypass-list=127.0.0.1"),
        "about:blank",
    ]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    port = profile / "DevToolsActivePort"
    try:
        end = time.monotonic() + PATIENCE
        while not (port.exists() and len(port.read_text().splitlines()) == 2):
            assert time.monotonic() < end
            time.sleep(0.05)
        number, path = port.read_text().splitlines()
        with connect(f"ws://127.0.0.1:{number}{path}", max_size=None, proxy=None, ping_interval=None) as line:
            yield Chromium(line)
    finally:
        process.terminate()
        process.wait(PATIENCE)
