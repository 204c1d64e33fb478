"""What the face tells of a door that goes on talking while it is asked for its history."""

import json
import socket
import threading
from pathlib import Path
from typing import Any

import pytest

from coach.link.mqtt.face import Broker, Face
from coach.link.picture import blank
from tests.link.mqtt.brokers import TOPICS

COMPLAINT = {"at": 2.0, "text": "my low back feels tight", "meant": "complaint", "sure": True}
READY = {"at": 3.0, "text": "ready", "meant": "ready", "sure": True}
FIRST = {"is": "picture", "coach": "1", "number": 0, "at": 0.0, "wall": 0.0, **blank("me")}


class Noting(Face):
    """A face that notes what it tells, in order, and follows its door once."""

    def __init__(self, door: Path) -> None:
        super().__init__(Broker("127.0.0.1"), TOPICS, (door,), lambda _line: None)
        self.told: list[tuple[str, Any]] = []

    def _publish(self, which: str, payload: str, *, retain: bool = True) -> None:
        _ = retain
        self.told.append((which, payload if which in ("available", "session") else json.loads(payload)))

    def follow(self) -> None:
        self._follow()

    def of(self, which: str) -> list[Any]:
        return [payload for name, payload in self.told if name == which]


def change(number: int, **new: Any) -> dict[str, Any]:
    return {"is": "change", "number": number, "at": float(number), "wall": float(number), **new}


def followed(folder: Path, *before_the_answer: dict[str, Any]) -> Noting:
    """A face after a door that said all this between the question for the history and its answer, and then closed."""
    face = Noting(folder / "door")
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(folder / "door"))
        door.listen()
        following = threading.Thread(target=face.follow)
        following.start()
        line = door.accept()[0]
        with line, line.makefile("rw") as both:
            print(json.dumps(FIRST), file=both, flush=True)
            wish = json.loads(both.readline())
            answer = {"is": "answer", "id": wish["id"], "done": True, "history": []}
            both.writelines(json.dumps(each) + "\n" for each in (*before_the_answer, answer))
            both.flush()
        following.join(30)
    return face


def test_a_complaint_that_comes_while_the_history_is_asked_for_is_an_event(tmp_path: Path) -> None:
    face = followed(tmp_path, change(1, said="Psoas release."), change(2, heard=COMPLAINT))
    assert [each["event_type"] for each in face.of("heard")] == ["complaint"]


@pytest.mark.parametrize("last", [READY, None])
def test_each_of_several_remarks_that_were_kept_is_told_once_and_in_order(tmp_path: Path, last: Any) -> None:
    face = followed(tmp_path, change(1, heard=COMPLAINT), change(2, said="Stop."), change(3, heard=last))
    assert [each["text"] for each in face.of("heard")] == [each["text"] for each in (COMPLAINT, last) if each]


def test_every_kept_change_is_told_as_the_state_it_was(tmp_path: Path) -> None:
    face = followed(tmp_path, change(1, situation="set"), change(2, situation="rest"))
    assert [each["situation"] for each in face.of("state")] == ["idle", "set", "rest"]
