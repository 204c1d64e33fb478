"""The door's parts by themselves: what a change is, how often is too often, and that sending waits for nobody."""

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from coach.clocks import SESSION_START, MachineTime, SessionTime, WallTime
from coach.core.commands import Sound
from coach.core.events import Event, Heard, NotUnderstood, Woke
from coach.core.session.machine import begin
from coach.core.session.view import view
from coach.link.attendant import Attendant, spelled
from coach.link.changes import Changes
from coach.link.display import Link
from coach.link.outlet import Outlet
from coach.link.picture import blank
from coach.link.places import address_of, door_place, opened_door
from coach.link.visitors import Bucket
from coach.ports import Sounded, Speaker
from coach.understanding.reader import Reader
from tests import shipped
from tests.journal.book import workout
from tests.link.boxes import doors, kill, until


class Hands:
    """The hands of both clocks of this machine, put where the test wants them."""

    def __init__(self) -> None:
        self.since, self.wall = 0.0, 5000.0

    def monotonic(self) -> MachineTime:
        return MachineTime(self.since)

    def unix(self) -> WallTime:
        return WallTime(self.wall)


def rest(at: float, until: float = 100.0) -> dict[str, Any]:
    return blank("me") | {"situation": "rest", "at": at, "ends": until}


def test_a_change_holds_only_what_is_new() -> None:
    hands = Hands()
    changes = Changes(rest(10.0), hands.monotonic, hands.unix)
    change = changes.take(rest(10.0) | {"what": "Rest"})
    assert change is not None
    assert set(change) == {"is", "number", "at", "wall", "what"}


def test_nothing_is_told_while_only_time_passes() -> None:
    hands = Hands()
    changes = Changes(rest(10.0), hands.monotonic, hands.unix)
    hands.since, hands.wall = 2.0, 5002.1
    assert changes.take(rest(12.0)) is None
    assert changes.look_at_clock() is None


def test_a_wall_clock_that_steps_has_the_deadline_told_anew() -> None:
    hands = Hands()
    changes = Changes(rest(10.0), hands.monotonic, hands.unix)
    hands.since, hands.wall = 1.0, 9000.0
    change = changes.look_at_clock()
    assert change is not None
    assert change["ends"] == {"session": 100.0, "wall": 9089.0}


def test_who_comes_later_is_told_the_session_time_of_then() -> None:
    hands = Hands()
    changes = Changes(rest(10.0), hands.monotonic, hands.unix)
    hands.since = 30.0
    assert changes.picture()["at"] == 40.0


def test_so_many_at_once_and_then_so_many_a_second() -> None:
    hands = Hands()
    bucket = Bucket(3, 2.0, hands.monotonic)
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]
    hands.since = 1.0
    assert [bucket.take() for _ in range(3)] == [True, True, False]


def test_a_long_path_is_reached_all_the_same(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 30)
    folder.mkdir()
    with opened_door(folder / "link.sock"), address_of(folder / "link.sock") as address:
        assert len(address) < 100


def test_a_door_whose_runtime_folder_may_not_be_written_is_beside_the_data(tmp_path: Path) -> None:
    assert door_place(tmp_path, {"XDG_RUNTIME_DIR": str(tmp_path / "gone")}) == tmp_path / "link.sock"
    assert door_place(tmp_path, {}) == tmp_path / "link.sock"
    assert door_place(tmp_path, {"XDG_RUNTIME_DIR": str(tmp_path)}).parent == tmp_path


def test_to_send_takes_no_time_though_the_door_takes_nothing(tmp_path: Path) -> None:
    with Outlet(tmp_path / "link.sock", {}, lambda _: {}, lambda _: None) as outlet:
        until(lambda: (tmp_path / "link.sock").exists())
        (number,) = doors(os.getpid())
        os.kill(number, signal.SIGSTOP)
        began = time.process_time()
        for at in range(500):
            outlet.send(rest(float(at)))
        spent = time.process_time() - began
        kill(number)
    assert spent / 500 < 0.002


# ------------------------------------------------------------------------------------------------ wishes


@pytest.fixture(scope="module")
def reader() -> Reader:
    return shipped.reader()


class Post:
    """An attendant whose events are kept."""

    def __init__(self, reader: Reader) -> None:
        self.events: list[Event] = []
        self.attendant = Attendant(
            reader, now=lambda: SessionTime(7.0), post=self.events.append, words=lambda line, value: f"{line} {value}"
        )


def test_a_complaint_is_taken_in_every_situation(reader: Reader) -> None:
    post = Post(reader)
    post.attendant.armed = frozenset({"stop", "complaint"})
    answer = post.attendant({"say": "sharp pain in my back"})
    assert (answer["done"], answer["meant"]) == (True, "complaint")


def test_a_button_is_heard_as_its_intent(reader: Reader) -> None:
    post = Post(reader)
    assert post.attendant({"press": "ready"})["meant"] == "start"
    assert post.events == [Heard(SessionTime(7.0), "start", {}, "ready")]


def test_words_without_meaning_are_answered_as_at_the_keyboard(reader: Reader) -> None:
    post = Post(reader)
    assert post.attendant({"say": "the parcel comes on Tuesday"})["why"] == "not_understood"
    assert isinstance(post.events[0], NotUnderstood)


def test_a_number_is_left_for_the_loop_to_say_and_wakes_it(reader: Reader) -> None:
    post = Post(reader)
    assert post.attendant({"speak_pin": "4821"})["done"]
    assert post.attendant.to_say == ["link.pin 4 8 2 1"]
    assert post.events == [Woke(SessionTime(7.0))]


def test_a_number_is_in_no_picture_and_an_address_is(reader: Reader) -> None:
    post, sent = Post(reader), list[dict[str, Any]]()
    link = Link(post.attendant, lambda picture: sent.append(dict(picture)), Mute(), lambda: SessionTime(7.0), "me")
    link.waiting({}, (), "me")
    for wish in ({"speak_address": "garage"}, {"speak_pin": "4821"}):
        post.attendant(wish)
        link.said(post.attendant.to_say.pop())
    assert [picture["said"] for picture in sent] == ["", "link.address garage"]


@pytest.mark.parametrize(("lasts", "then"), [(False, None), (True, "The disk is full.")])
def test_a_trouble_is_over_when_the_next_session_begins_unless_it_lasts(
    reader: Reader, lasts: bool, then: str | None
) -> None:
    sent, state = list[dict[str, Any]](), begin(workout())
    link = Link(Post(reader).attendant, lambda told: sent.append(dict(told)), Mute(), lambda: SessionTime(7.0), "me")
    shown = view(workout(), state, SESSION_START)
    link.show(shown, state)
    link.trouble("The disk is full.", lasts=lasts)
    link.show(shown, state)
    link.waiting({}, (), "me")
    assert [picture["trouble"]["text"] for picture in sent[1:]] == ["The disk is full."] * 3
    link.show(shown, state)
    assert (sent[-1]["trouble"] or {}).get("text") == then


class Mute(Speaker):
    """A loudspeaker that nobody asks for anything."""

    def perform(self, sound: Sound, now: SessionTime) -> None: ...

    def drain_log(self) -> list[Sounded]:
        return []


def test_where_the_page_is_is_known_for_as_long_as_one_tells_it(reader: Reader) -> None:
    post = Post(reader)
    assert post.attendant({"page_at": "garage.local:8765"})["done"]
    assert post.attendant.page_at == "garage.local:8765"
    post.attendant({"page_at": ""})
    assert (post.attendant.page_at, post.events) == ("", [])


def test_a_look_at_what_today_brings_wakes_the_loop_and_says_nothing(reader: Reader) -> None:
    post = Post(reader)
    assert post.attendant({"look": True})["done"]
    assert (post.events, post.attendant.to_say) == ([Woke(SessionTime(7.0))], [])


@pytest.mark.parametrize("situation", ["set", "question", "stop"])
def test_no_number_is_said_into_a_set_a_question_or_a_danger(reader: Reader, situation: str) -> None:
    post = Post(reader)
    post.attendant.situation = situation
    assert post.attendant({"speak_pin": "4821"})["why"] == "silent"


def test_an_address_is_spelled() -> None:
    assert spelled("garage.local:8765") == "garage dot local colon 8 7 6 5"
    assert spelled("192.168.1.7") == "1 9 2 dot 1 6 8 dot 1 dot 7"
