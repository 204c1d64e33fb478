"""The beats of a set: computed for each rep, in the order the movement does them."""

import pytest

from coach.core.commands import Tone
from coach.core.plan import Start, Tempo
from coach.core.tempo import LEAD_IN, CountMode, Words, beats, count_seconds, rep_seconds, reps_done

WORDS = Words("ready", "and", "down", "up", "hold", ("one", "two", "three", "four"), "two more", "last one")
RDL = Tempo(3, 1, 0, 1)


def sounds(reps: int, tempo: Tempo, start: Start, mode: CountMode = CountMode.FULL) -> list[tuple[float, str]]:
    return [(beat.offset - LEAD_IN, str(beat.sound)) for beat in beats(reps, tempo, start, WORDS, mode)][2:]


def test_a_romanian_deadlift_rep_is_counted_down_two_three_hold_up() -> None:
    assert sounds(1, RDL, Start.ECCENTRIC) == [(0, "down"), (1, "two"), (2, "three"), (3, "hold"), (4, "up")]


def test_a_pull_from_the_floor_starts_with_up_and_pauses_on_the_floor() -> None:
    assert sounds(1, Tempo(2, 1, 0, 1), Start.CONCENTRIC) == [(0, "up"), (2, "down"), (3, "two"), (4, "hold")]


def test_a_counted_concentric_has_its_seconds_counted() -> None:
    assert [word for _, word in sounds(1, Tempo(1, 0, 2, 0), Start.ECCENTRIC)] == ["down", "up", "two"]


def test_the_lead_in_is_ready_and_then_the_first_beat() -> None:
    found = beats(1, RDL, Start.ECCENTRIC, WORDS)
    assert [(beat.offset, beat.sound) for beat in found[:3]] == [(0.0, "ready"), (2.0, "and"), (3.0, "down")]


def test_the_hundredth_rep_stands_exactly_where_its_number_puts_it() -> None:
    downs = [offset for offset, word in sounds(100, RDL, Start.ECCENTRIC) if word == "down"]
    assert downs == [6.0 * rep for rep in range(100)]


def test_the_last_two_reps_are_announced_in_the_pause_before_them() -> None:
    spoken = dict(sounds(3, RDL, Start.ECCENTRIC))
    assert spoken[5] == "two more"
    assert spoken[11] == "last one"


def test_a_tempo_without_a_last_pause_announces_nothing() -> None:
    words = [word for _, word in sounds(3, Tempo(2, 0, 1, 0), Start.ECCENTRIC)]
    assert "two more" not in words


def test_lowering_mode_counts_only_the_way_down() -> None:
    assert [w for _, w in sounds(1, RDL, Start.ECCENTRIC, CountMode.LOWERING)] == ["down", "two", "three"]


def test_beep_mode_accents_the_start_of_each_phase_and_ticks_the_rest() -> None:
    found = [word for _, word in sounds(1, RDL, Start.ECCENTRIC, CountMode.BEEPS)]
    assert found == [Tone.ACCENT, Tone.TICK, Tone.TICK, Tone.ACCENT, Tone.ACCENT]


def test_reps_mode_says_the_number_of_each_rep_where_its_lift_begins_and_beeps_the_seconds() -> None:
    found = [sound for _, sound in sounds(3, RDL, Start.ECCENTRIC, CountMode.REPS)]
    assert found[:5] == [Tone.ACCENT, Tone.TICK, Tone.TICK, Tone.ACCENT, "one"]
    assert [sound for sound in found if sound not in set(Tone)] == ["one", "two", "last one", "three"]


def test_a_set_that_is_taken_up_again_goes_on_with_the_number_of_its_next_rep() -> None:
    left = beats(2, RDL, Start.ECCENTRIC, WORDS, CountMode.REPS, before=1)
    assert [beat.sound for beat in left if not isinstance(beat.sound, Tone)][2:] == ["two", "last one", "three"]


def test_a_rep_beyond_the_numbers_there_are_words_for_has_a_tone() -> None:
    *_, last = beats(1, RDL, Start.ECCENTRIC, WORDS, CountMode.REPS, before=len(WORDS.numbers))
    assert last.sound is Tone.ACCENT


def test_silent_mode_sounds_only_at_the_start_and_the_end() -> None:
    assert sounds(2, RDL, Start.ECCENTRIC, CountMode.SILENT) == [(0, Tone.GO), (12, Tone.GO)]


def test_the_length_of_a_set_is_lead_in_plus_reps() -> None:
    assert count_seconds(5, RDL) == LEAD_IN + 5 * rep_seconds(RDL) == 33.0


@pytest.mark.parametrize(
    ("elapsed", "expected"), [(0.0, 0), (LEAD_IN + 4.9, 0), (LEAD_IN + 5.0, 1), (LEAD_IN + 11.0, 2), (999.0, 4)]
)
def test_a_rep_is_done_when_its_moving_phases_are_over(elapsed: float, expected: int) -> None:
    assert reps_done(elapsed, 4, RDL, Start.ECCENTRIC) == expected


def test_a_pull_is_done_when_the_bar_is_back_on_the_floor() -> None:
    assert reps_done(LEAD_IN + 4.0, 4, Tempo(2, 1, 0, 1), Start.CONCENTRIC) == 1
