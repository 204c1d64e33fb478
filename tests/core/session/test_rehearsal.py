"""A rehearsal is the session itself, in virtual time."""

from itertools import pairwise

import pytest

from coach.clocks import SessionTime
from coach.core.session.rehearsal import LONGEST, Remark, rehearse, turns
from coach.core.session.transcript import Line
from coach.core.state import Resting, Session
from tests.core.plans import plan


def transcript(*remarks: Remark) -> list[Line]:
    return list(rehearse(plan(), remarks))


def test_a_rehearsal_is_the_same_every_time() -> None:
    assert transcript() == transcript()


def test_speech_never_overlaps_speech_or_a_count() -> None:
    sounding = [(line.at, float(str(line.fields["end"]))) for line in transcript() if line.kind in ("say", "count")]
    assert all(end <= begin for (_, end), (begin, _) in pairwise(sounding))


def test_a_remark_is_heard_at_its_time_and_acted_on() -> None:
    lines = transcript(
        Remark(SessionTime(200.0), "complaint", {"region": "low_back", "sensation": "tight"}, "my back feels tight")
    )
    heard = next(line for line in lines if line.kind == "heard" and line.text != "ready")
    assert (heard.at, heard.text) == (200.0, "my back feels tight")
    assert any(line.kind == "branch" and line.at == 200.0 for line in lines)


def test_a_remark_that_is_half_understood_is_asked_about() -> None:
    remark = Remark(SessionTime(200.0), "complaint", {"region": "knee", "sensation": "pain"}, "knee, hm", unclear=True)
    lines = transcript(remark, Remark(SessionTime(202.0), "no"))
    heard = next(line for line in lines if line.kind == "heard" and line.text != "ready")
    assert (heard.text, heard.fields["unclear"]) == ("knee, hm", "complaint")
    assert any(line.kind == "say" and line.text.endswith("?") and 200.0 <= line.at < 202.0 for line in lines)


def test_what_makes_no_sense_now_is_told_as_such() -> None:
    lines = transcript(Remark(SessionTime(5.0), "resume", {}, "go on"), Remark(SessionTime(6.0), "louder", {}, "up"))
    heard = {line.text: line.fields.get("ignored") for line in lines if line.kind == "heard"}
    assert heard["go on"]
    assert not heard["up"]


def test_hushed_speech_does_not_report_back() -> None:
    lines = transcript(Remark(SessionTime(0.5), "next"))
    assert next(line for line in lines if line.kind == "say" and line.at > 0.5).text.startswith("Psoas")


def said_in_the_rest(*remarks: Remark) -> list[Line]:
    """What sounds after the first rest began; with these remarks in it."""
    return [line for line in transcript(*remarks) if line.at > REST_AT and line.kind in ("say", "count", "countdown")]


def rest_at() -> SessionTime:
    """When the first long rest of the small workout begins."""
    rests = (each.state for each in turns(plan()) if isinstance(each.state.phase, Resting))
    return next(state.at for state in rests if isinstance(state.phase, Resting) and state.phase.step.seconds > 60)


REST_AT = rest_at()


def at(seconds: float, intent: str, **slots: str) -> Remark:
    return Remark(SessionTime(REST_AT + seconds), intent, slots, intent)


def test_each_part_of_a_countdown_is_told_when_it_sounds_and_all_lines_are_in_order_of_time() -> None:
    lines = said_in_the_rest()
    parts = [(round(line.at - REST_AT), line.text) for line in lines if line.kind == "countdown"][:3]
    assert [text for _, text in parts] == ["Half way.", "Ten seconds.", "three, two, one"]
    assert [seconds for seconds, _ in parts] == [45, 80, 87]
    assert all(one.at <= other.at for one, other in pairwise(transcript()))


@pytest.mark.parametrize("ends", ["start", "stop", "pause", "skip_exercise"])
def test_a_countdown_that_was_silenced_is_told_as_far_as_it_came(ends: str) -> None:
    lines = said_in_the_rest(at(50.0, ends))
    said = [line.text for line in lines if line.kind == "countdown" and line.at < REST_AT + 90.0]
    assert said == ["Half way."]


def test_a_rest_that_was_made_longer_has_one_countdown() -> None:
    lines = said_in_the_rest(at(20.0, "more_rest"))
    assert [line.text for line in lines if line.kind == "countdown"][:3] == [
        "Half way.", "Ten seconds.", "three, two, one",
    ]  # fmt: skip
    assert not [line for line in lines if line.kind == "countdown" and line.at < REST_AT + 60.0]


def test_lines_that_were_silenced_before_they_began_are_not_told_and_one_under_way_is_broken_off() -> None:
    whole = [line for line in transcript() if line.kind == "say"]
    hushed = whole[3].at + 0.2
    lines = transcript(Remark(SessionTime(hushed), "pause", {}, "pause"))
    told = [line for line in lines if line.kind == "say" and line.at < hushed]
    assert [line.text for line in told] == [line.text for line in whole[:4]]
    assert [bool(line.fields.get("broken_off")) for line in told] == [False, False, False, True]
    assert [line.text for line in lines if line.kind == "say" and line.at > hushed] == ["Paused. Say resume to go on."]


def test_a_count_that_was_silenced_is_told_as_far_as_it_came() -> None:
    count = next(line for line in transcript() if line.kind == "count" and "down" in line.text)
    words = count.text.split(", ")
    for seconds, least in ((0.0, 0), (count.beats[4].offset + 0.1, 1)):
        lines = transcript(Remark(SessionTime(count.at + seconds), "done", {}, "that's it"))
        cut = [line for line in lines if line.kind == "count" and line.at == count.at]
        assert len(cut) == least
        assert all(words[: len(each.text.split(", "))] == each.text.split(", ") for each in cut)
        assert all(len(each.text) < len(count.text) for each in cut)


def test_what_came_without_words_is_no_word() -> None:
    lines = transcript(Remark(SessionTime(20.0), "louder"))
    assert [line.text for line in lines if line.kind == "heard" and line.at == 20.0] == [""]


def test_a_paused_session_nobody_resumes_ends_the_rehearsal() -> None:
    lines = transcript(Remark(SessionTime(100.0), "pause"))
    assert [line.fields["state"] for line in lines if line.kind == "state"][-1] == "paused"


def test_a_remark_after_the_end_of_time_is_not_waited_for() -> None:
    lines = transcript(Remark(SessionTime(20.0), "pause"), Remark(SessionTime(LONGEST + 1), "resume"))
    assert [line.fields["state"] for line in lines if line.kind == "state"][-1] == "paused"


@pytest.mark.parametrize("kind", ["say", "count", "countdown", "set", "load", "state", "end"])
def test_the_transcript_shows_everything_that_happens(kind: str) -> None:
    assert any(line.kind == kind for line in transcript())


def test_a_remark_that_means_nothing_is_shown_with_the_nearest_and_changes_nothing() -> None:
    lines = list(rehearse(plan(), [Remark(SessionTime(1.0), "", {"nearest": "next"}, "banana")]))
    heard = next(line for line in lines if line.kind == "heard")
    assert (heard.text, heard.fields) == ("banana", {"unclear": "nothing", "nearest": "next"})


def test_what_the_lifter_replies_to_a_state_is_heard_at_its_time() -> None:
    told: list[SessionTime] = []

    def once(state: Session) -> Remark | None:
        if told or not isinstance(state.phase, Resting):
            return None
        told.append(SessionTime(state.at + 2.0))
        return Remark(told[0], "more_rest", {"seconds": 30}, "thirty more")

    seen = list(turns(plan(), replies=once))
    assert [line.at for turn in seen for line in turn.lines if line.text == "thirty more"] == told
