"""A rehearsal is the session itself, in virtual time."""

from itertools import pairwise

import pytest

from coach.clocks import SessionTime
from coach.core.session.rehearsal import LONGEST, Line, Remark, rehearse
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


def test_hushed_speech_does_not_report_back() -> None:
    lines = transcript(Remark(SessionTime(0.5), "next"))
    assert next(line for line in lines if line.kind == "say" and line.at > 0.5).text.startswith("Psoas")


def test_a_paused_session_nobody_resumes_ends_the_rehearsal() -> None:
    lines = transcript(Remark(SessionTime(100.0), "pause"))
    assert lines[-1].kind == "state"
    assert lines[-1].fields["state"] == "paused"


def test_a_remark_after_the_end_of_time_is_not_waited_for() -> None:
    assert (
        transcript(Remark(SessionTime(20.0), "pause"), Remark(SessionTime(LONGEST + 1), "resume"))[-1].fields["state"]
        == "paused"
    )


@pytest.mark.parametrize("kind", ["say", "count", "countdown", "set", "load", "state", "end"])
def test_the_transcript_shows_everything_that_happens(kind: str) -> None:
    assert any(line.kind == kind for line in transcript())


def test_a_remark_that_means_nothing_is_shown_with_the_nearest_and_changes_nothing() -> None:
    lines = list(rehearse(plan(), [Remark(SessionTime(1.0), "", {"nearest": "next"}, "banana")]))
    heard = next(line for line in lines if line.kind == "heard")
    assert (heard.text, heard.fields) == ("banana", {"unclear": "nothing", "nearest": "next"})
