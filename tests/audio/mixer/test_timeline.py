"""The sample timeline, its callback called by hand."""

import numpy as np
import pytest

from coach.audio.mixer.gains import DUCKED_AT_MOST, DUCKING, FADE, limited
from coach.audio.mixer.messages import Cut, Duck, Placed, Score, Volume, Withdraw
from coach.audio.mixer.timeline import MEMORY, Timeline
from coach.clocks import SamplePosition
from coach.core.commands import Rank
from coach.ports import Samples

RATE = 48_000
ODD_BLOCKS = [1, 7, 480, 1023, 1200, 64, 4800, 3, 997, 1200]


def level(length: int, value: float = 0.5) -> Samples:
    return np.full(length, value, dtype=np.float32)


def score(begin: int, *clips: Placed, key: int = 1, cue: int | None = 1, rank: Rank = Rank.CUE, **more: bool) -> Score:
    end = max((clip.end for clip in clips), default=begin)
    return Score(key, cue, rank, SamplePosition(begin), SamplePosition(end), clips, **more)


def mixed(timeline: Timeline, frames: int, blocks: list[int] | None = None) -> Samples:
    """So many frames, in blocks of these sizes over and over."""
    sizes, done = blocks or [480], 0
    parts: list[Samples] = []
    while done < frames:
        size = min(sizes[len(parts) % len(sizes)], frames - done)
        parts.append(timeline.mix(size))
        done += size
    return np.concatenate(parts)


def edges(sound: Samples) -> tuple[int, int]:
    """First and last sample that is not silent."""
    heard = np.flatnonzero(sound)
    return int(heard[0]), int(heard[-1])


def test_a_clip_sounds_at_exactly_its_sample() -> None:
    timeline = Timeline(RATE)
    timeline.post(score(1234, Placed(SamplePosition(1234), level(100))))
    assert edges(mixed(timeline, 4800)) == (1234, 1333)


def test_the_size_of_the_blocks_changes_nothing() -> None:
    sounds = []
    for blocks in ([480], ODD_BLOCKS, [1], [9999]):
        timeline = Timeline(RATE)
        timeline.post(
            score(
                100,
                Placed(SamplePosition(100), level(2000)),
                Placed(SamplePosition(1500), level(999, 0.2)),
                Placed(SamplePosition(4321), level(50, 0.9)),
            )
        )
        sounds.append(mixed(timeline, 6000, blocks))
    assert all(np.array_equal(sounds[0], sound) for sound in sounds[1:])


def test_overlapping_clips_are_added() -> None:
    timeline = Timeline(RATE)
    timeline.post(score(0, Placed(SamplePosition(0), level(100, 0.25)), Placed(SamplePosition(50), level(100, 0.5))))
    sound = mixed(timeline, 200)
    assert sound[[25, 75, 125]] == pytest.approx([0.25, 0.75, 0.5])


def test_a_sum_that_would_crack_stays_within_one() -> None:
    timeline = Timeline(RATE)
    timeline.post(score(0, Placed(SamplePosition(0), level(100, 0.9)), Placed(SamplePosition(0), level(100, 0.9))))
    sound = mixed(timeline, 100)
    assert 0.9 < sound.max() <= 1.0


def test_what_is_soft_passes_the_limiter_untouched() -> None:
    sound = np.linspace(-0.9, 0.9, 1000, dtype=np.float32)
    assert np.array_equal(limited(sound), sound)


def test_beginning_and_end_are_reported_at_their_samples() -> None:
    timeline = Timeline(RATE)
    timeline.post(score(700, Placed(SamplePosition(700), level(300)), cue=9))
    mixed(timeline, 2000, ODD_BLOCKS)
    assert [(report.kind, report.cue, report.position) for report in timeline.reports()] == [
        ("began", 9, 700),
        ("ended", 9, 1000),
    ]


def test_nothing_is_reported_before_it_is_mixed() -> None:
    timeline = Timeline(RATE)
    timeline.post(score(480, Placed(SamplePosition(480), level(480))))
    mixed(timeline, 480)
    assert list(timeline.reports()) == []


def test_a_score_that_comes_late_moves_as_a_whole() -> None:
    timeline = Timeline(RATE)
    mixed(timeline, 1000)
    timeline.post(score(400, Placed(SamplePosition(400), level(10)), Placed(SamplePosition(900), level(10))))
    sound = mixed(timeline, 2000)
    assert np.flatnonzero(np.diff(sound) > 0).tolist() == [499]
    assert sound[0] > 0
    assert next((report.kind, report.by) for report in timeline.reports()) == ("moved", 600)


def test_a_fixed_score_that_comes_late_loses_only_what_has_passed() -> None:
    timeline = Timeline(RATE)
    mixed(timeline, 1000)
    timeline.post(
        score(400, Placed(SamplePosition(400), level(10)), Placed(SamplePosition(1900), level(10)), fixed=True)
    )
    assert edges(mixed(timeline, 2000)) == (900, 909)


def test_a_cut_dies_away_within_its_fade_and_without_a_step() -> None:
    timeline = Timeline(RATE)
    timeline.post(score(0, Placed(SamplePosition(0), level(RATE))))
    mixed(timeline, 1000)
    timeline.post(Cut(Rank.SAFETY))
    sound = mixed(timeline, 1000, [7])
    assert edges(sound)[1] < FADE * RATE
    assert np.abs(np.diff(np.concatenate(([0.5], sound)))).max() < 0.01


def test_a_cut_takes_what_is_still_to_come_and_reports_no_end() -> None:
    timeline = Timeline(RATE)
    timeline.post(score(2000, Placed(SamplePosition(2000), level(100))))
    timeline.post(Cut(Rank.CUE))
    assert not mixed(timeline, 4000).any()
    assert list(timeline.reports()) == []


def test_a_cut_spares_what_is_more_important_and_what_is_immune() -> None:
    timeline = Timeline(RATE)
    timeline.post(score(100, Placed(SamplePosition(100), level(10)), key=1, rank=Rank.REPLY))
    timeline.post(score(300, Placed(SamplePosition(300), level(10)), key=2, cue=None, immune=True))
    timeline.post(score(500, Placed(SamplePosition(500), level(10)), key=3, rank=Rank.COUNT))
    timeline.post(Cut(Rank.COUNT))
    assert np.flatnonzero(mixed(timeline, 1000)).tolist() == [*range(100, 110), *range(300, 310)]


def test_chosen_clips_can_be_taken_back_before_they_sound() -> None:
    timeline = Timeline(RATE)
    timeline.post(
        score(
            100,
            Placed(SamplePosition(100), level(10)),
            Placed(SamplePosition(300), level(10)),
            Placed(SamplePosition(500), level(10)),
        )
    )
    timeline.post(Withdraw(1, frozenset({SamplePosition(300)})))
    sound = mixed(timeline, 1000)
    assert np.flatnonzero(sound).tolist() == [*range(100, 110), *range(500, 510)]
    assert [report.kind for report in timeline.reports()] == ["began", "ended"]


def test_a_score_taken_back_is_never_reported() -> None:
    timeline = Timeline(RATE)
    timeline.post(score(100, Placed(SamplePosition(100), level(10))))
    timeline.post(Withdraw(1))
    assert not mixed(timeline, 1000).any()
    assert list(timeline.reports()) == []


def test_the_volume_is_for_words_and_not_for_tones() -> None:
    timeline = Timeline(RATE)
    timeline.post(
        score(
            0, Placed(SamplePosition(0), level(3000, 0.4)), Placed(SamplePosition(5000), level(100, 0.4), spoken=False)
        )
    )
    timeline.post(Volume(0.5))
    sound = mixed(timeline, 6000)
    assert sound[2000] == pytest.approx(0.2)
    assert sound[5050] == pytest.approx(0.4)


def test_the_volume_changes_without_a_step() -> None:
    timeline = Timeline(RATE)
    timeline.post(score(0, Placed(SamplePosition(0), level(RATE))))
    first = mixed(timeline, 4800)
    timeline.post(Volume(0.1))
    sound = np.concatenate((first[-1:], mixed(timeline, 4800)))
    assert np.abs(np.diff(sound)).max() < 0.01
    assert sound[-1] == pytest.approx(0.05)


def test_a_loudness_that_is_ordered_in_silence_is_reached_before_the_next_sound() -> None:
    timeline = Timeline(RATE)
    timeline.post(Volume(0.5))
    timeline.post(Duck(0.5))
    timeline.post(score(4800, Placed(SamplePosition(4800), level(480))))
    assert mixed(timeline, 4800 + 480)[4800:] == pytest.approx(0.125)


def test_what_was_lowered_rises_in_silence_by_itself() -> None:
    timeline = Timeline(RATE)
    timeline.post(Duck(0.5))
    after = round((DUCKED_AT_MOST + DUCKING) * RATE) + 960
    timeline.post(score(after, Placed(SamplePosition(after), level(480))))
    assert mixed(timeline, after + 480)[after:] == pytest.approx(0.5)


def test_what_was_played_over_the_end_of_the_memory_is_read_back_whole() -> None:
    timeline = Timeline(RATE)
    begin = SamplePosition(round(MEMORY * RATE) - 100)
    timeline.post(score(begin, Placed(begin, np.linspace(0.1, 0.8, 300, dtype=np.float32))))
    mixed(timeline, begin + 300, [997])
    assert timeline.played(begin, SamplePosition(begin + 300)) == pytest.approx(np.linspace(0.1, 0.8, 300))


def test_what_was_played_can_be_read_back() -> None:
    timeline = Timeline(RATE)
    timeline.post(score(0, Placed(SamplePosition(0), np.linspace(0, 0.5, 5000, dtype=np.float32))))
    sound = mixed(timeline, 6000, ODD_BLOCKS)
    assert np.array_equal(timeline.played(SamplePosition(1000), SamplePosition(4000)), sound[1000:4000])
    assert np.array_equal(
        timeline.played(SamplePosition(-10), SamplePosition(20)), np.concatenate((np.zeros(10, np.float32), sound[:20]))
    )
    assert not timeline.played(SamplePosition(6000), SamplePosition(6100)).any()


def test_what_was_played_is_forgotten_after_a_while() -> None:
    timeline = Timeline(8000)
    timeline.post(score(0, Placed(SamplePosition(0), level(8000))))
    mixed(timeline, round(MEMORY * 8000) + 4000, [8000])
    assert not timeline.played(SamplePosition(0), SamplePosition(4000)).any()
    assert timeline.played(SamplePosition(4000), SamplePosition(8000)).all()


def test_after_eight_hours_a_beat_still_stands_on_its_sample() -> None:
    timeline = Timeline(RATE)
    timeline.position = SamplePosition(8 * 3600 * RATE - 5000)  # as if the hours had passed
    beats = tuple(Placed(SamplePosition(8 * 3600 * RATE + second * RATE), level(5)) for second in range(3))
    timeline.post(score(8 * 3600 * RATE, *beats))
    sound = mixed(timeline, 4 * RATE, ODD_BLOCKS)
    assert np.flatnonzero(np.diff(sound) > 0).tolist() == [4999 + second * RATE for second in range(3)]


def test_a_long_session_leaves_nothing_behind_in_the_mixer() -> None:
    timeline = Timeline(8000)
    for number in range(500):
        timeline.post(score(timeline.position + 100, Placed(timeline.position + 100, level(200)), key=number))
        mixed(timeline, 800)
    assert not timeline._clips
    assert not timeline._begins
    assert not timeline._ends
