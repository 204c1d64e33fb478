"""Where sounds are placed, whatever is asked for and whenever: random orders, with time passing between them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from coach.audio.loudspeaker.scheduler import TimelineSpeaker
from coach.clocks import SESSION_START, SamplePosition, SessionTime
from coach.core.commands import Beat, Count, Countdown, Hush, Rank, Say
from coach.core.events import CueFinished, CueStarted
from coach.ports import Samples, Sounded
from tests.audio.voices import PlainVoice

RATE = 8_000
SLACK = 1.5 / RATE
"""Seconds within which two places are the same: times are rounded to samples."""

LEVEL = 0.5
"""How loud a word of the voice is; two at once are louder."""

Order = Say | Count | Countdown | Hush | float
"""Cues are numbered when it is given; a countdown's `zero` is so many seconds later; a number lets seconds pass."""


def count(beats: int, apart: float) -> Count:
    return Count(0, tuple(Beat(beat * apart, f"beat{beat}") for beat in range(beats)), beats * apart)


def countdown(beats: int, ahead: float) -> Countdown:
    return Countdown(0, tuple(Beat(float(-left), f"left{left}") for left in range(beats, -1, -1)), SessionTime(ahead))


RANKS = st.sampled_from([Rank.CHATTER, Rank.CUE, Rank.REPLY, Rank.SAFETY])
SAYS = st.builds(lambda words, rank: Say(0, " ".join(["word"] * words), rank), st.integers(1, 12), RANKS)
COUNTS = st.builds(count, st.integers(1, 6), st.sampled_from([0.5, 1.0, 2.0]))
COUNTDOWNS = st.builds(countdown, st.integers(1, 4), st.floats(0.1, 6.0))
ORDERS = st.lists(SAYS | COUNTS | COUNTDOWNS | st.builds(Hush, RANKS) | st.floats(0.02, 3.0), max_size=12)


@dataclass
class Played:
    """What came of some orders: the sound, what was told of it, and the sounds that were asked for, by cue."""

    blocks: list[Samples] = field(default_factory=list)
    log: Sequence[Sounded] = ()
    events: list[CueStarted | CueFinished] = field(default_factory=list)
    asked: dict[int, Say | Count | Countdown] = field(default_factory=dict)
    asked_at: dict[int, SessionTime] = field(default_factory=dict)

    def loudest(self) -> float:
        return max((float(block.max()) for block in self.blocks), default=0.0)

    def zeros(self) -> list[SessionTime]:
        return [asked.zero for asked in self.asked.values() if isinstance(asked, Countdown)]


class Player:
    """Gives the orders, mixes in blocks of 20 ms, and collects."""

    def __init__(self) -> None:
        self.speaker = TimelineSpeaker(PlainVoice(RATE, onset=0.0), RATE)
        self.speaker.clock.anchor(SamplePosition(0), SESSION_START)
        self.played = Played()

    @property
    def now(self) -> SessionTime:
        return self.speaker.clock.time_at(self.speaker.timeline.position)

    def give(self, order: Order) -> None:
        if isinstance(order, float):
            self.pass_time(order)
        elif isinstance(order, Hush):
            self.speaker.perform(order, self.now)
        else:
            cue = len(self.played.asked) + 1
            asked = replace(order, cue=cue)
            if isinstance(asked, Countdown):
                asked = replace(asked, zero=self.now + (asked.zero - SESSION_START))
            self.played.asked[cue], self.played.asked_at[cue] = asked, self.now
            self.speaker.perform(asked, self.now)

    def pass_time(self, seconds: float) -> None:
        for _ in range(round(seconds * 50)):
            self.played.blocks.append(self.speaker.timeline.mix(RATE // 50))
            told = self.speaker.collect(self.now)
            self.played.events += [event for event in told if isinstance(event, CueStarted | CueFinished)]


def play(orders: list[Order]) -> Played:
    player = Player()
    for order in orders:
        player.give(order)
    while not player.speaker.idle:
        player.pass_time(1.0)
    player.pass_time(0.1)
    player.played.log = player.speaker.drain_log()
    return player.played


def started(played: Played, kind: type[Say | Count | Countdown]) -> list[int]:
    """The cues of this kind that began, in the order in which they did."""
    cues = [event.cue for event in played.events if isinstance(event, CueStarted)]
    return [cue for cue in cues if isinstance(played.asked[cue], kind)]


@settings(max_examples=40)
@given(ORDERS)
def test_no_word_is_talked_over_by_another(orders: list[Order]) -> None:
    assert play(orders).loudest() <= LEVEL + 1e-6


@settings(max_examples=40)
@given(ORDERS)
def test_nothing_begins_before_it_was_asked_for(orders: list[Order]) -> None:
    played = play(orders)
    for event in played.events:
        assert event.at >= played.asked_at[event.cue]


@settings(max_examples=40)
@given(ORDERS)
def test_a_cue_begins_once_at_most_and_ends_once_at_most_and_not_before(orders: list[Order]) -> None:
    played = play(orders)
    told = [(event.cue, type(event)) for event in played.events]
    assert len(set(told)) == len(told)
    for cue in played.asked:
        times = [event.at for event in played.events if event.cue == cue]
        assert times == sorted(times)


@settings(max_examples=40)
@given(ORDERS.filter(lambda orders: not any(isinstance(order, Hush) for order in orders)))
def test_every_cue_that_nobody_silences_is_told_to_have_ended(orders: list[Order]) -> None:
    played = play(orders)
    assert {event.cue for event in played.events if isinstance(event, CueFinished)} == set(played.asked)


@settings(max_examples=40)
@given(st.lists(SAYS | st.floats(0.02, 3.0), max_size=12), RANKS)
def test_sentences_as_important_as_each_other_are_said_in_their_order(orders: list[Order], rank: Rank) -> None:
    equal = [replace(order, rank=rank) if isinstance(order, Say) else order for order in orders]
    cues = started(play(equal), Say)
    assert cues == sorted(cues)


@settings(max_examples=40)
@given(ORDERS)
def test_the_beats_of_a_count_stand_as_far_apart_as_was_asked(orders: list[Order]) -> None:
    played = play(orders)
    offsets = {f"beat{beat}": beat for beat in range(6)}
    for told in played.log:
        if told.kind != "count" or len(told.beats) < 2:
            continue
        apart = {
            round((other - one) / (offsets[after] - offsets[before]) / 0.5, 2)
            for one, other, before, after in zip(told.beats, told.beats[1:], told.words, told.words[1:], strict=False)
        }
        assert len(apart) == 1


@settings(max_examples=40)
@given(ORDERS)
def test_each_word_of_a_countdown_stands_where_it_leads_to_zero(orders: list[Order]) -> None:
    played = play(orders)
    for told in played.log:
        if told.kind == "countdown":
            led = [beat + int(word.removeprefix("left")) for beat, word in zip(told.beats, told.words, strict=True)]
            assert any(all(abs(at - zero) <= SLACK for at in led) for zero in played.zeros())
