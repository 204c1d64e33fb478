"""The loudspeaker: what is placed where, who gives way, and what is told of it."""

import numpy as np
import pytest

from coach.audio.loudspeaker.clips import resampled
from coach.audio.loudspeaker.scheduler import BEFORE_COUNT, GAP, LEAD, TimelineSpeaker
from coach.audio.mixer.messages import Placed, Score
from coach.clocks import SESSION_START, SamplePosition, SessionTime
from coach.core.commands import Beat, Count, Countdown, Hush, Play, Rank, Say, SetVolume, Tone
from coach.core.events import CueFinished, CueStarted, FellSilent
from coach.ports import EAR_RATE, Samples, Sounded
from tests.audio.voices import BrokenVoice, PlainVoice

RATE = 48_000


def speaker(onset: float = 0.02, voice_rate: int = RATE, rate: int = RATE) -> TimelineSpeaker:
    return TimelineSpeaker(PlainVoice(voice_rate, onset), rate)


def heard(one: TimelineSpeaker, seconds: float, block: int = 960) -> Samples:
    """What sounds in the next seconds."""
    frames = round(seconds * one.timeline.rate)
    return np.concatenate([one.timeline.mix(min(block, frames - done)) for done in range(0, frames, block)])


def risen(sound: Samples, above: float = 0.3) -> list[int]:
    """The samples at which the sound rises above a level."""
    loud = np.concatenate(([False], sound > above))
    return [int(place) for place in np.flatnonzero(~loud[:-1] & loud[1:])]


def kinds(one: TimelineSpeaker) -> list[tuple[str, str]]:
    return [(sounded.kind, sounded.text) for sounded in one.drain_log()]


def logged(one: TimelineSpeaker, kind: str) -> list[Sounded]:
    return [sounded for sounded in one.drain_log() if sounded.kind == kind]


# ---------------------------------------------------------------------- saying


def test_a_sentence_begins_at_once() -> None:
    one = speaker(onset=0)
    one.perform(Say(1, "stand tall"), SESSION_START)
    assert risen(heard(one, 1)) == [round(LEAD * RATE)]


def test_sentences_follow_each_other_with_a_small_gap() -> None:
    one = speaker(onset=0)
    one.perform(Say(1, "one two"), SESSION_START)
    one.perform(Say(2, "three"), SESSION_START)
    first = round(LEAD * RATE)
    assert risen(heard(one, 2)) == [first, first + round((0.2 + GAP) * RATE)]


def test_start_and_end_are_told_when_the_samples_have_left() -> None:
    one = speaker()
    one.perform(Say(7, "two words"), SESSION_START)
    heard(one, 1)
    assert one.collect(SessionTime(0.1)) == [CueStarted(SessionTime(LEAD), 7)]
    (finished,) = one.collect(SessionTime(1.0))
    assert isinstance(finished, CueFinished)
    assert finished.at == pytest.approx(LEAD + 0.2)


def test_sound_that_stood_still_is_told_with_how_much_later_the_rest_of_it_comes() -> None:
    one = speaker()
    one.clock.anchor(SamplePosition(0), SessionTime(5.0))
    heard(one, 1)
    one.clock.anchor(one.timeline.position, SessionTime(6.4))
    (told,) = logged(one, "underrun")
    assert (told.begin, told.end) == pytest.approx((6.0, 6.4))
    assert logged(one, "underrun") == []


def test_nothing_is_told_before_it_has_left_though_it_is_mixed() -> None:
    one = speaker()
    one.clock.anchor(SamplePosition(0), SessionTime(5.0))
    one.perform(Say(1, "word"), SessionTime(5.0))
    heard(one, 1)
    assert one.collect(SessionTime(5.0 + LEAD - 0.001)) == []
    assert one.next_due() == pytest.approx(5.0 + LEAD)


def test_a_more_important_sentence_goes_ahead_of_those_waiting() -> None:
    one = speaker()
    one.perform(Say(1, "first"), SESSION_START)
    heard(one, 0.05)
    one.perform(Say(2, "some chatter", Rank.CHATTER), SessionTime(0.05))
    one.perform(Say(3, "the answer", Rank.REPLY), SessionTime(0.05))
    heard(one, 2)
    assert [sounded.text for sounded in logged(one, "say")] == ["first", "the answer", "some chatter"]


def test_a_sentence_that_sounds_is_never_cut_by_the_next() -> None:
    one = speaker(onset=0)
    one.perform(Say(1, "one two three four", Rank.CHATTER), SESSION_START)
    heard(one, 0.1)
    one.perform(Say(2, "urgent", Rank.SAFETY), SessionTime(0.1))
    sound = heard(one, 2)
    assert risen(sound) == [0, round((LEAD + 0.4 + GAP - 0.1) * RATE)]


# ---------------------------------------------------------------------- counting


@pytest.mark.parametrize("rate", [48_000, 44_100, 32_000])
@pytest.mark.parametrize("onset", [0.0, 0.017, 0.093])
def test_every_beat_of_a_count_has_its_onset_on_its_sample(rate: int, onset: float) -> None:
    one = speaker(onset, rate, rate)
    offsets = [number / 3 for number in range(30)]
    one.perform(Count(1, tuple(Beat(offset, "down") for offset in offsets), 10.0), SESSION_START)
    found = np.array(risen(heard(one, 11, 777)))
    begin = max(round(LEAD * rate), round(LEAD * rate) + round(onset * rate))
    assert found.tolist() == [begin + round(offset * rate) for offset in offsets]


def test_a_count_waits_for_the_speech_before_it() -> None:
    one = speaker(onset=0)
    one.perform(Say(1, "ready to go"), SESSION_START)
    one.perform(Count(2, (Beat(0.0, "down"), Beat(1.0, "up")), 2.0), SESSION_START)
    begin = round(LEAD * RATE) + round(0.3 * RATE) + round(BEFORE_COUNT * RATE)
    assert risen(heard(one, 4))[1:] == [begin, begin + RATE]


def test_a_count_is_finished_at_the_end_of_its_length() -> None:
    one = speaker(onset=0)
    one.perform(Count(5, (Beat(0.0, "down"),), 3.0), SESSION_START)
    heard(one, 4)
    assert one.collect(SessionTime(10.0)) == [CueStarted(SessionTime(LEAD), 5), CueFinished(SessionTime(LEAD + 3.0), 5)]


def test_the_log_of_a_count_tells_every_onset_and_word() -> None:
    one = speaker()
    one.perform(Count(1, (Beat(0.0, "down"), Beat(1.0, Tone.TICK), Beat(2.0, "up")), 3.0), SESSION_START)
    heard(one, 4)
    one.collect(SessionTime(4.0))
    (count,) = logged(one, "count")
    assert count.words == ("down", "tick", "up")
    assert np.diff(count.beats) == pytest.approx([1.0, 1.0])


def test_a_word_too_long_for_its_beat_ends_where_the_next_begins() -> None:
    one = speaker(onset=0)
    one.perform(Count(1, (Beat(0.0, "a very long cue indeed"), Beat(0.25, "two")), 1.0), SESSION_START)
    sound = heard(one, 1)
    begin = round(LEAD * RATE)
    assert sound.max() == pytest.approx(0.5)
    assert risen(sound) == [begin, begin + RATE // 4]


def test_a_tone_does_not_shorten_the_word_it_sounds_with() -> None:
    one = speaker(onset=0.05)
    one.perform(Count(1, (Beat(0.0, "one two three"), Beat(0.0, Tone.TICK)), 1.0), SESSION_START)
    sound = heard(one, 1)
    assert sound[round((LEAD + 0.28) * RATE)] == pytest.approx(0.5)


def test_a_cue_during_a_set_is_said_between_two_beats() -> None:
    one = speaker(onset=0)
    one.perform(Count(1, tuple(Beat(float(second), "down") for second in range(10)), 10.0), SESSION_START)
    heard(one, 2.2)
    one.perform(Say(2, "chest up now", Rank.CUE), SessionTime(2.2))
    heard(one, 2)
    one.collect(SessionTime(4.2))
    (said,) = logged(one, "say")
    assert said.begin > 2.0
    assert said.end < 3.0 + LEAD


def test_chatter_without_a_gap_is_dropped_and_its_cue_is_finished() -> None:
    one = speaker(onset=0)
    one.perform(Count(1, tuple(Beat(second / 2, "down") for second in range(20)), 10.0), SESSION_START)
    heard(one, 1.0)
    one.perform(Say(2, "a long remark on nothing", Rank.CHATTER), SessionTime(1.0))
    assert one.collect(SessionTime(1.0)) == [CueStarted(SessionTime(LEAD), 1), CueFinished(SessionTime(1.0), 2)]
    assert ("dropped", "a long remark on nothing") in kinds(one)


def test_chatter_moved_again_and_again_is_dropped_in_the_end() -> None:
    one = speaker(onset=0)
    one.perform(Say(1, "first"), SESSION_START)
    one.perform(Say(2, "by the way", Rank.CHATTER), SESSION_START)
    for cue in range(3, 12):
        one.perform(Say(cue, "one two three four five six seven eight", Rank.CUE), SESSION_START)
    heard(one, 12)
    log = kinds(one)
    assert ("dropped", "by the way") in log
    assert ("say", "by the way") not in log


def test_an_answer_is_heard_over_a_count_whose_beats_give_way() -> None:
    one = speaker(onset=0)
    one.perform(Count(1, tuple(Beat(float(second), "down") for second in range(10)), 10.0), SESSION_START)
    heard(one, 2.5)
    one.perform(Say(2, "twenty more seconds are left to go now", Rank.REPLY), SessionTime(2.5))
    sound = heard(one, 3)
    log = one.drain_log()
    assert [(entry.kind, entry.text) for entry in log if entry.kind == "dropped"] == [("dropped", "down")]
    assert sound.max() == pytest.approx(0.5)


def test_a_count_that_has_not_begun_waits_for_an_answer() -> None:
    one = speaker(onset=0)
    one.perform(Say(1, "ready"), SESSION_START)
    one.perform(Count(2, (Beat(0.0, "down"),), 1.0), SESSION_START)
    one.perform(Say(3, "yes of course", Rank.REPLY), SESSION_START)
    heard(one, 3)
    assert [kind for kind, _ in kinds(one) if kind != "moved"] == ["say", "say", "count"]


# ---------------------------------------------------------------------- what is told of what gave way


def reasons(one: TimelineSpeaker) -> list[tuple[str, str, str]]:
    return [(told.kind, told.text, told.why) for told in one.drain_log() if told.why]


def test_a_moved_sentence_is_told_with_what_it_gave_way_to_and_from_where_to_where() -> None:
    one = speaker(onset=0)
    one.perform(Say(1, "first"), SESSION_START)
    one.perform(Say(2, "some chatter", Rank.CHATTER), SESSION_START)
    one.perform(Say(3, "the answer", Rank.REPLY), SESSION_START)
    heard(one, 2)
    (moved,) = [told for told in one.drain_log() if told.kind == "moved"]
    assert (moved.text, moved.why) == ("some chatter", "it gave way to: the answer")
    wished = LEAD + 0.1 + GAP
    assert (moved.begin, moved.end) == pytest.approx((wished, wished + 0.2 + GAP))


def test_a_cue_said_later_for_the_counts_sake_is_told_with_that_reason() -> None:
    one = speaker(onset=0)
    one.perform(Count(1, tuple(Beat(second / 2, "down") for second in range(4)), 2.0), SESSION_START)
    heard(one, 0.4)
    one.perform(Say(2, "hips back and stay long", Rank.CUE), SessionTime(0.4))
    heard(one, 4)
    assert reasons(one) == [("moved", "hips back and stay long", "it keeps clear of what is counted")]


def test_a_count_that_waits_for_an_answer_is_told_as_moved() -> None:
    one = speaker(onset=0)
    one.perform(Say(1, "ready"), SESSION_START)
    one.perform(Count(2, (Beat(0.0, "down"),), 1.0), SESSION_START)
    one.perform(Say(3, "yes of course", Rank.REPLY), SESSION_START)
    heard(one, 3)
    assert reasons(one) == [("moved", "down", "it gave way to: yes of course")]


def test_what_is_dropped_is_told_with_its_reason() -> None:
    one = speaker(onset=0)
    one.perform(Count(1, tuple(Beat(second / 2, "down") for second in range(20)), 10.0), SESSION_START)
    heard(one, 1.0)
    one.perform(Say(2, "a long remark on nothing", Rank.CHATTER), SessionTime(1.0))
    assert reasons(one) == [("dropped", "a long remark on nothing", "it keeps clear of what is counted")]


def test_beats_that_an_answer_covers_are_told_with_the_answer() -> None:
    one = speaker(onset=0)
    one.perform(Count(1, tuple(Beat(float(second), "down") for second in range(4)), 4.0), SESSION_START)
    heard(one, 0.5)
    one.perform(Say(2, "twenty more seconds are left to go now", Rank.REPLY), SessionTime(0.5))
    assert reasons(one) == [("dropped", "down", "it gave way to: twenty more seconds are left to go now")]


def test_a_countdown_beat_under_a_sounding_sentence_is_told_with_the_sentence() -> None:
    one = speaker(onset=0)
    one.perform(Say(1, "one two three four five six seven eight nine ten"), SESSION_START)
    heard(one, 0.1)
    one.perform(Countdown(2, (Beat(-1.0, "three"), Beat(0.0, "lift")), zero=SessionTime(1.5)), SessionTime(0.1))
    assert ("dropped", "three", "it gave way to: one two three four five six seven eight nine ten") in reasons(one)


def test_what_a_hush_silences_is_told_as_silenced() -> None:
    one = speaker()
    one.perform(Say(1, "one two three"), SESSION_START)
    heard(one, 0.1)
    one.perform(Hush(), SessionTime(0.1))
    assert reasons(one) == [("cut", "one two three", "silenced")]


# ---------------------------------------------------------------------- countdowns


def test_a_countdown_lands_on_zero_to_the_sample() -> None:
    one = speaker(onset=0.031)
    heard(one, 1.0)
    beats = (Beat(-3.0, "three"), Beat(-2.0, "two"), Beat(-1.0, "one"), Beat(0.0, "lift"))
    one.perform(Countdown(1, beats, zero=SessionTime(10.0)), SessionTime(1.0))
    sound = heard(one, 10.0)
    assert [place + RATE for place in risen(sound)] == [7 * RATE, 8 * RATE, 9 * RATE, 10 * RATE]


def test_beats_of_a_countdown_that_have_passed_are_left_out() -> None:
    one = speaker(onset=0)
    heard(one, 5.0)
    one.perform(
        Countdown(1, (Beat(-3.0, "three"), Beat(-1.0, "one"), Beat(0.0, "lift")), zero=SessionTime(7.0)),
        SessionTime(5.0),
    )
    assert [place + 5 * RATE for place in risen(heard(one, 4.0))] == [6 * RATE, 7 * RATE]


def test_a_waiting_cue_that_would_cover_a_beat_is_said_after_it() -> None:
    one = speaker(onset=0)
    one.perform(Say(1, "one two three four five six seven eight nine ten"), SESSION_START)
    one.perform(Say(2, "what comes next is this one", Rank.CUE), SESSION_START)
    one.perform(Countdown(3, (Beat(0.0, "lift"),), zero=SessionTime(1.4)), SESSION_START)
    heard(one, 3)
    one.collect(SessionTime(3.0))
    (countdown,) = logged(one, "countdown")
    assert countdown.beats == pytest.approx((1.4,))


def test_the_moved_cue_is_still_said() -> None:
    one = speaker(onset=0)
    one.perform(Say(1, "one two three four five six seven eight nine ten"), SESSION_START)
    one.perform(Say(2, "what comes next is this one", Rank.CUE), SESSION_START)
    one.perform(Countdown(3, (Beat(0.0, "lift"),), zero=SessionTime(1.4)), SESSION_START)
    heard(one, 3)
    said = logged(one, "say")
    assert [entry.text for entry in said][1] == "what comes next is this one"
    assert said[1].begin > 1.4 + 0.1


def test_a_beat_that_would_cover_a_sounding_sentence_is_dropped_and_said_so() -> None:
    one = speaker(onset=0)
    one.perform(Say(1, "one two three four five six seven eight nine ten"), SESSION_START)
    heard(one, 0.1)
    one.perform(Countdown(2, (Beat(-1.0, "one"), Beat(0.0, "lift")), zero=SessionTime(1.5)), SessionTime(0.1))
    heard(one, 3)
    assert ("dropped", "one") in kinds(one)


def test_an_empty_countdown_is_finished_at_zero() -> None:
    one = speaker()
    one.perform(Countdown(1, (), zero=SessionTime(2.0)), SESSION_START)
    heard(one, 3)
    assert one.collect(SessionTime(3.0))[-1] == CueFinished(SessionTime(2.0), 1)


# ---------------------------------------------------------------------- hush, tones, loudness


def test_hush_silences_within_its_fade_and_finishes_nothing() -> None:
    one = speaker()
    one.perform(Say(1, "one two three four five six"), SESSION_START)
    one.perform(Count(2, (Beat(0.0, "down"),), 5.0), SESSION_START)
    heard(one, 0.2)
    one.collect(SessionTime(0.2))
    one.perform(Hush(), SessionTime(0.2))
    sound = heard(one, 8)
    assert not sound[round(0.005 * RATE) :].any()
    assert one.collect(SessionTime(9.0)) == []
    assert one.idle


def test_hush_is_told_as_cut_and_dropped() -> None:
    one = speaker()
    one.perform(Say(1, "one two three four five six"), SESSION_START)
    one.perform(Say(2, "and more"), SESSION_START)
    heard(one, 0.2)
    one.perform(Hush(), SessionTime(0.2))
    log = [entry for entry in one.drain_log() if entry.kind in ("cut", "dropped")]
    assert [(entry.kind, entry.text) for entry in log] == [
        ("cut", "one two three four five six"),
        ("dropped", "and more"),
    ]
    assert (log[0].begin, log[0].end) == pytest.approx((LEAD, 0.2))


def test_hush_spares_what_is_more_important() -> None:
    one = speaker()
    one.perform(Say(1, "set the bar down", Rank.SAFETY), SESSION_START)
    one.perform(Hush(Rank.REPLY), SESSION_START)
    assert heard(one, 1).any()


def test_speech_after_a_hush_does_not_wait_for_what_was_hushed() -> None:
    one = speaker(onset=0)
    one.perform(Count(1, (Beat(0.0, "down"),), 60.0), SESSION_START)
    heard(one, 1)
    one.perform(Hush(), SessionTime(1.0))
    one.perform(Say(2, "paused"), SessionTime(1.0))
    assert risen(heard(one, 1)) == [round(LEAD * RATE)]


def test_a_tone_sounds_at_once_over_speech_and_survives_a_hush() -> None:
    one = speaker(onset=0)
    one.perform(Say(1, "one two three four"), SESSION_START)
    one.perform(Play(Tone.HEARD), SESSION_START)
    one.perform(Hush(), SESSION_START)
    sound = heard(one, 1)
    assert sound.any()
    assert ("tone", "heard") in kinds(one)


@pytest.mark.parametrize("tone", list(Tone))
def test_every_tone_is_soft_audible_and_ends_without_a_click(tone: Tone) -> None:
    one = speaker()
    one.perform(Play(tone), SESSION_START)
    sound = heard(one, 1)
    assert 0.1 < np.abs(sound).max() < 0.5
    assert np.abs(np.diff(sound)).max() < 0.15
    assert not sound[-100:].any()


def test_the_tones_are_told_apart_by_their_pitch() -> None:
    pitches = []
    for tone in Tone:
        one = speaker()
        one.perform(Play(tone), SESSION_START)
        pitches.append(int(np.argmax(np.abs(np.fft.rfft(heard(one, 1))))))
    assert len(set(pitches)) == len(pitches)


def test_louder_and_quieter_hold_for_what_is_already_placed() -> None:
    one = speaker(onset=0)
    one.perform(Say(1, "one two three four five"), SESSION_START)
    one.perform(SetVolume(0.5), SESSION_START)
    assert heard(one, 0.3).max() == pytest.approx(0.25)


# ---------------------------------------------------------------------- what the ear is told


def test_the_words_sounding_are_known_for_every_time() -> None:
    one = speaker()
    one.perform(Say(1, "one two"), SESSION_START)
    one.perform(Say(2, "three"), SESSION_START)
    assert [one.playout.saying_at(SessionTime(time)) for time in (0.0, LEAD + 0.1, LEAD + 0.2 + GAP + 0.05, 2.0)] == [
        "",
        "one two",
        "three",
        "",
    ]


def test_hushed_words_are_no_longer_sounding() -> None:
    one = speaker()
    one.perform(Say(1, "one two three four five"), SESSION_START)
    heard(one, 0.2)
    one.perform(Hush(), SessionTime(0.2))
    assert (one.playout.saying_at(SessionTime(0.15)), one.playout.saying_at(SessionTime(0.3))) == (
        "one two three four five",
        "",
    )


@pytest.mark.parametrize("rate", [48_000, 44_100, 16_000])
def test_the_reference_is_what_was_played_at_the_ears_rate(rate: int) -> None:
    one = speaker(rate=rate, voice_rate=rate)
    time = np.arange(2 * rate) / rate
    wave = (0.5 * np.sin(2 * np.pi * 440 * time)).astype(np.float32)
    one.timeline.post(
        Score(99, None, Rank.CUE, SamplePosition(0), SamplePosition(len(wave)), (Placed(SamplePosition(0), wave),))
    )
    heard(one, 2)
    blocks = [one.playout.reference(SessionTime(1.0 + number * 0.02), 320) for number in range(1, 11)]
    got = np.concatenate(blocks).astype(float) / 32767
    expected = 0.5 * np.sin(2 * np.pi * 440 * (1.0 + np.arange(len(got)) / EAR_RATE))
    assert np.abs(got - expected).max() < 0.01


# ---------------------------------------------------------------------- trouble


def test_words_that_cannot_be_rendered_become_a_tone_and_the_reason_is_told() -> None:
    one = TimelineSpeaker(BrokenVoice(), RATE)
    one.perform(Say(1, "hello"), SESSION_START)
    assert heard(one, 1).any()
    told = one.collect(SessionTime(2.0))
    assert told[0] == FellSilent(SESSION_START, "voice", "cannot speak 'hello'")
    assert [type(event) for event in told[1:]] == [CueStarted, CueFinished]


def test_a_voice_that_goes_on_failing_is_told_once_and_again_after_it_has_spoken() -> None:
    voice = BrokenVoice()
    one = TimelineSpeaker(voice, RATE)
    for number, words in enumerate(["hello", "and so on", "can", "hello again"]):
        voice.speaks = words == "can"
        one.perform(Say(number, words), SessionTime(float(number)))
    told = [event.trouble for event in one.collect(SessionTime(9.0)) if isinstance(event, FellSilent)]
    assert told == ["cannot speak 'hello'", "cannot speak 'hello again'"]


def test_a_clip_at_another_rate_keeps_its_onset_in_time() -> None:
    clip = resampled(PlainVoice(22_050, 0.1).render("one two"), 48_000)
    assert clip.onset == pytest.approx(0.1 * 48_000, abs=1)
    assert clip.seconds == pytest.approx(0.2, abs=0.001)


# ---------------------------------------------------------------------- a long day


def test_eight_hours_of_sentences_counts_and_silence_stand_where_they_should_to_the_sample() -> None:
    rate, block = 8_000, 7_919  # a low rate and an odd block: the same sums, in a second
    one = TimelineSpeaker(PlainVoice(rate, 0.0), rate)
    beats = tuple(Beat(float(second), "down") for second in range(5))
    for minute in range(8 * 60):
        first = one.timeline.position + round(LEAD * rate)
        one.perform(Say(2 * minute, "two words"), one.clock.time_at(one.timeline.position))
        one.perform(Count(2 * minute + 1, beats, 5.0), one.clock.time_at(one.timeline.position))
        sound = np.concatenate([one.timeline.mix(block) for _ in range(60 * rate // block + 1)])
        wanted = np.zeros_like(sound)
        count = first + round((0.2 + BEFORE_COUNT) * rate)
        for begin, seconds in ((first, 0.2), *((count + second * rate, 0.1) for second in range(5))):
            place = begin - (one.timeline.position - len(sound))
            wanted[place : place + round(seconds * rate)] = 0.5
        assert np.array_equal(sound, wanted)
        told = one.collect(one.clock.time_at(one.timeline.position))
        assert told[2] == CueStarted(SessionTime(count / rate), 2 * minute + 1)
    assert one.timeline.position / rate > 8 * 3600
