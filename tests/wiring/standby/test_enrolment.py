"""What was taught the box by voice is judged and kept where `coach teach` keeps it."""

from pathlib import Path

from coach.clocks import SessionTime
from coach.core.standby.lesson import JudgeTakes, Outcome, TakesJudged
from coach.phrases.phones import read_sounds, sounds_path
from coach.understanding.reader import Reader
from coach.wiring.standby.enrolment import Teaching
from coach.wiring.vocabulary import Vocabulary
from tests import shipped

ENGLISH = shipped.phrases()
KNOWN = Vocabulary(Reader(ENGLISH, None, lambda _region, _sensation: False))
HOME = "F AA ER IY Z HH OW M"
HOME_AGAIN = "F AA R IY Z HH OW M"
UNLIKE = tuple(" ".join(letter * 2 for _ in range(6)) for letter in "ABCDEF")


def judged(folder: Path, *takes: str, told: list[str] | None = None) -> TakesJudged:
    tell = [] if told is None else told
    return Teaching(KNOWN, None, folder, tell.append).judge(JudgeTakes("done", takes), SessionTime(3.0))


def test_without_an_ear_nothing_can_be_taught(tmp_path: Path) -> None:
    assert not Teaching(KNOWN, None, tmp_path, print).possible


def test_three_takes_alike_are_kept_and_fewer_are_not(tmp_path: Path) -> None:
    place = sounds_path(tmp_path, "en")
    assert judged(tmp_path, HOME, HOME_AGAIN) == TakesJudged(SessionTime(3.0), Outcome.MORE)
    assert not place.exists()
    assert judged(tmp_path, HOME, HOME_AGAIN, HOME) == TakesJudged(SessionTime(3.0), Outcome.LEARNT)
    assert read_sounds(place, ENGLISH) == {"done": [(HOME, HOME_AGAIN, HOME)]}


def test_what_is_too_short_or_different_every_time_is_told_apart_and_not_kept(tmp_path: Path) -> None:
    assert judged(tmp_path, "HH AH M").outcome is Outcome.TOO_SHORT
    assert judged(tmp_path, *UNLIKE).outcome is Outcome.DIFFERENT
    assert not sounds_path(tmp_path, "en").exists()


def test_what_cannot_be_written_is_told_on_the_screen_and_not_learnt(tmp_path: Path) -> None:
    sounds_path(tmp_path, "en").write_text("[")
    told: list[str] = []
    assert judged(tmp_path, HOME, HOME, HOME, told=told).outcome is Outcome.FAILED
    assert "mend or delete it" in told[0]
