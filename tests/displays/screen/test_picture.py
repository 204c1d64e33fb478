"""The picture at every size, in every situation, with and without colour."""

from dataclasses import replace

import pytest
from rich.cells import cell_len

from coach.clocks import SESSION_START, SessionTime
from coach.core.session.view import Situation, View
from coach.displays.screen.picture import COLOURS, Seen, picture

SET = View(
    "Deadlift day", "Romanian deadlift, set 1 of 2", "four reps at sixty kilos", "Good morning, eight reps",
    ends=SessionTime(24.0), rep=2, reps=4, done_steps=3, all_steps=12, last_said="Hips back first.",
    situation=Situation.SET, load="62.5 kg", plates="20 + 1.25 a side",
)  # fmt: skip
REST = replace(SET, now="Rest", detail="", ends=SessionTime(94.0), rep=0, reps=0, situation=Situation.REST)
QUESTION = replace(
    REST, now="Question", detail="How does your back feel now?", ends=None, answers=("better", "same", "worse"),
    situation=Situation.QUESTION, load="",
)  # fmt: skip
DANGER = replace(QUESTION, now="Stopped for your safety", detail="", answers=(), situation=Situation.DANGER)
DONE = replace(
    DANGER, now="Done", situation=Situation.DONE, summary=("Romanian deadlift: 2 sets", "Moved in all: 480 kg")
)
ALL = {each: replace(REST, now="x", situation=each) for each in Situation} | {
    view.situation: view for view in (SET, REST, QUESTION, DANGER, DONE)
}
SIZES = [(40, 12), (40, 24), (80, 24), (100, 30), (160, 45), (240, 67)]


def seen(view: View, width: int = 100, height: int = 30, *, ascii_only: bool = False, **more: object) -> str:
    rows = picture(replace(Seen(view, 0.0, "heard: next"), **more), width, height, ascii_only=ascii_only)  # type: ignore[arg-type]
    return "\n".join(row.plain.rstrip() for row in rows)


@pytest.mark.parametrize("situation", list(Situation))
@pytest.mark.parametrize(("width", "height"), [*SIZES, (12, 5), (8, 3), (300, 10)])
def test_the_picture_fills_the_terminal_and_never_overflows_it(situation: Situation, width: int, height: int) -> None:
    rows = picture(Seen(ALL[situation], SESSION_START, "heard: 안녕하세요", ("A notice.",), "typed"), width, height)
    assert len(rows) == height
    assert {cell_len(row.plain) for row in rows[:-1]} == {width}
    assert cell_len(rows[-1].plain) <= width


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_timer_and_reps_are_in_blocks_from_forty_columns_on(width: int, height: int) -> None:
    assert "█" in seen(REST, width, height)
    assert "█" in seen(SET, width, height)
    assert "0:24" not in seen(SET, width, height)


def test_a_place_too_small_for_blocks_has_the_same_in_words() -> None:
    assert "2/4  0:24" in seen(SET, 40, 9)


def test_load_plates_next_and_what_was_heard_are_shown() -> None:
    text = seen(SET, 40, 16)
    assert all(part in text for part in ("62.5 kg  20 + 1.25 a side", "next: Good morning", "heard: next"))
    assert "step 3 of 12" in text


def test_the_load_is_in_blocks_where_there_is_room() -> None:
    text = seen(SET, 100, 30)
    assert "62.5" not in text
    assert "20 + 1.25 a side" in text


def test_reps_go_on_by_the_clock() -> None:
    counting = replace(SET, rep=0, rep_ends=tuple(map(SessionTime, (5.0, 10.0, 15.0, 20.0))))
    assert "● ● ○ ○" in seen(counting, now=11.0)


def test_a_question_shows_its_answers() -> None:
    text = seen(QUESTION, 40, 14)
    assert "How does your back feel now?" in text
    assert "say: better, same, worse" in text


def test_a_question_for_something_of_ones_own_says_what() -> None:
    own = replace(QUESTION, answers=("later",), takes="a weight")
    assert "say: a weight, later" in seen(own)


def test_a_pause_has_the_word_that_ends_it_in_blocks() -> None:
    held = replace(REST, now="Paused: Rest", detail="say resume", ends=None, load="", situation=Situation.PAUSE)
    waiting = replace(held, detail="waiting for the loudspeaker")
    assert seen(held, 90, 24).count("█") > seen(waiting, 90, 24).count("█")


def test_the_end_says_how_to_go_on_also_after_nothing() -> None:
    assert all("coach plan next" in seen(each, 90, 24) for each in (DONE, replace(DONE, summary=())))


def test_a_question_for_many_answers_is_a_question_mark() -> None:
    many = replace(QUESTION, answers=("one", "two", "three", "four"))
    assert "say: one, two, three, four" in seen(many)


def test_danger_says_stop_in_blocks_at_any_size() -> None:
    for width, height in SIZES:
        assert seen(DANGER, width, height).count("█") > 2 * (width + height) - 8


def test_the_end_shows_what_the_day_came_to() -> None:
    assert "Moved in all: 480 kg" in seen(DONE, 40, 14)


@pytest.mark.parametrize(
    "situation", [Situation.SET, Situation.QUESTION, Situation.PAUSE, Situation.DANGER, Situation.DONE]
)
@pytest.mark.parametrize(("width", "height"), [(80, 24), (90, 24), (100, 30)])
def test_a_usual_terminal_has_the_situation_in_blocks(situation: Situation, width: int, height: int) -> None:
    rows = picture(Seen(ALL[situation], SESSION_START, typed=""), width, height)
    assert situation.upper() not in "".join(row.plain for row in rows)
    assert all("█" in row.plain for row in rows[1:3])


def test_no_two_situations_that_matter_look_alike_without_colour() -> None:
    frames = {situation: seen(ALL[situation], 60, 20).splitlines()[1] for situation in Situation}
    words = {line.strip("│┃║╎█ ") for line in frames.values()}
    assert words == {situation.upper() for situation in Situation}
    corners = [seen(ALL[each])[0] for each in (Situation.SET, Situation.REST, Situation.QUESTION, Situation.DANGER)]
    assert len(set(corners)) == 4


def test_no_two_situations_that_matter_have_the_same_colour() -> None:
    told_apart = [each for each in Situation if each not in (Situation.TALK, Situation.DONE)]
    assert len({COLOURS[each] for each in told_apart}) == len(told_apart)


@pytest.mark.parametrize("situation", list(Situation))
def test_a_terminal_without_unicode_gets_ascii_only(situation: Situation) -> None:
    text = seen(ALL[situation], 80, 24, ascii_only=True, typed="hello", notices=("It’s “so” …",))
    assert text.isascii()


def test_the_end_of_a_long_typed_line_stays_in_sight() -> None:
    last = seen(SET, 20, 14, typed="give me thirty more seconds please").splitlines()[-1]
    assert last == "> < seconds please"


def test_an_empty_line_says_what_it_is_for_and_there_is_none_where_nobody_can_type() -> None:
    assert seen(SET, typed="").splitlines()[-1] == ">   type what you would say, or: help"
    assert "type what" not in seen(SET)


def test_on_a_small_screen_a_notice_goes_before_what_was_heard() -> None:
    text = seen(SET, 40, 12, notices=("The journal is full.",))
    assert "The journal is full." in text
    assert "heard: next" not in text
