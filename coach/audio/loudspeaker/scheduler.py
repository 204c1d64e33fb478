"""The loudspeaker: what is to be said and counted becomes clips on the timeline; it tells what became of them."""

import heapq
from collections import deque
from collections.abc import Callable, Sequence

from coach.audio.clock import SampleClock
from coach.audio.loudspeaker.clips import ClipShelf, Part
from coach.audio.loudspeaker.placement import Booking, first_gap, gives_way, obstacles, speech_end, too_late
from coach.audio.loudspeaker.playback_log import LATE, SILENCED, SoundLog, way_of
from coach.audio.loudspeaker.playout import Playout
from coach.audio.loudspeaker.tones import tone_clip
from coach.audio.mixer.messages import Cut, Placed, Score, Volume, Withdraw
from coach.audio.mixer.timeline import Timeline
from coach.clocks import SamplePosition, SessionTime
from coach.core.commands import Count, Countdown, Hush, Play, Rank, Say, SetVolume, Sound, Tone
from coach.core.events import CueFinished, CueStarted, FellSilent
from coach.ports import COUNTED, Sounded, Sounding, Voice

LEAD = 0.01
"""Seconds between an order and the first sample it may claim: time enough to post it before the callback comes."""

GAP = 0.12
"""Seconds of silence between two things said."""

BEFORE_COUNT = 0.3
"""Seconds of silence between the speech before a count and the count."""

MARGIN = 0.08
"""Seconds a sentence keeps clear of counted beats on either side."""

BETWEEN_BEATS = "it keeps clear of what is counted"

LOUDEST = 4.0
"""The highest volume factor; the mixer bends what would crack."""

Told = CueStarted | CueFinished | FellSilent


class TimelineSpeaker:
    """Implements `ports.Speaker`. `perform`, `collect` and `drain_log` belong to one thread, the loop's.

    The callback's thread calls `timeline.mix`; `playout` is for any.
    """

    def __init__(self, voice: Voice, rate: int, clock: SampleClock | None = None) -> None:
        self.voice = voice
        self.timeline = Timeline(rate)
        self.clock = clock or SampleClock(rate)
        self.playout = Playout(self.timeline, self.clock)
        self._shelf = ClipShelf(voice, rate)
        self._rate = rate
        self._bookings: list[Booking] = []
        self._past: deque[Booking] = deque(maxlen=32)
        self._log = SoundLog(self.clock)
        self._due: list[tuple[SessionTime, int, Told]] = []
        self._keys = 0

    # ------------------------------------------------------------------ what is wished

    def perform(self, sound: Sound, now: SessionTime) -> None:
        """Place the sound at once; `now` is the session clock. Words that cannot be rendered become a tone."""
        self._drain_reports()
        well = not self._shelf.trouble
        match sound:
            case Say():
                self._say(sound, now)
            case Count():
                self._count(sound)
            case Countdown():
                self._countdown(sound, now)
            case Play(tone=tone):
                self._play(sound, tone)
            case Hush(up_to=up_to):
                self._hush(up_to)
            case SetVolume(factor=factor):
                self.timeline.post(Volume(min(LOUDEST, max(0.0, factor))))
        if well and self._shelf.trouble:
            self._tell(now, FellSilent(now, "voice", self._shelf.trouble))
        self.playout.book([*self._past, *self._bookings])

    def _say(self, say: Say, now: SessionTime, wished: SamplePosition | None = None, why: str = "") -> None:
        clip = self._shelf.clip(say.text)
        earliest = self._earliest()
        waiting = self._make_room(say.rank, earliest)
        after = speech_end(self._bookings, at_least=say.rank, from_=earliest)
        natural = after + round(GAP * self._rate) if after > earliest else earliest
        margin = round(MARGIN * self._rate)
        begin = first_gap(natural, len(clip.samples), obstacles(self._bookings, say.rank, natural), margin)
        wished = natural if wished is None else wished
        why = why or (BETWEEN_BEATS if begin > natural else "")
        if too_late(say.rank, begin - wished, self._rate):
            self._drop(say, now, why)
        else:
            part = Part(0, clip, say.text, True)
            self._book(say, say.rank, begin, begin + len(clip.samples), [part], wished=wished, why=why)
            self._clear_beats(say.rank, begin - margin, begin + len(clip.samples) + margin, say.text)
        self._place_again(waiting, now, say.text)

    def _count(self, count: Count, wished: SamplePosition | None = None, why: str = "") -> None:
        parts = self._shelf.parts(count.beats)
        earliest = self._earliest()
        before = [booking.last for booking in self._bookings if booking.kind in (Sounding.SAY, Sounding.COUNT)]
        begin = max([earliest, *(last + round(BEFORE_COUNT * self._rate) for last in before if last > earliest)])
        begin += max([0, *(earliest - begin - part.at for part in parts)])
        length = round(count.length * self._rate)
        self._book(count, count.rank, begin, begin + length, parts, wished=wished, why=why)
        for part in parts:
            self._clear_beats(count.rank, begin + part.at, begin + part.end, part.word)

    def _countdown(self, countdown: Countdown, now: SessionTime) -> None:
        earliest = self._earliest()
        zero = self.clock.position_at(countdown.zero)
        parts = [part for part in self._shelf.parts(countdown.beats) if zero + part.at >= earliest]
        self._drop_blocked(countdown, zero, parts, earliest)
        waiting = [
            booking
            for booking in self._bookings
            if gives_way(booking, countdown.rank, earliest)
            and any(booking.covers(zero + part.at, zero + part.end) for part in parts)
        ]
        self._take_back(waiting)
        begin = max(earliest, min([zero, *(zero + part.at for part in parts)]))
        end = max([begin, zero, *(zero + part.end for part in parts)])
        self._book(countdown, countdown.rank, begin, end, parts, origin=zero)
        self._place_again(waiting, now, ", ".join(part.word for part in parts))

    def _drop_blocked(
        self, countdown: Countdown, zero: SamplePosition, parts: list[Part], earliest: SamplePosition
    ) -> None:
        """Leave out the beats that would fall upon something which does not give way to them."""
        for part in list(parts):
            begin, end = zero + part.at, zero + part.end
            for booking in self._bookings:
                stays = not gives_way(booking, countdown.rank, earliest) and booking.kind is not Sounding.TONE
                if stays and booking.covers(begin, end):
                    parts.remove(part)
                    self._log.note(Sounding.DROPPED, part.word, begin, end, way_of(booking.text))
                    break

    def _play(self, sound: Sound, tone: Tone) -> None:
        clip = tone_clip(tone, self._rate)
        begin = self._earliest()
        part = Part(0, clip, tone.value, False)
        self._book(sound, Rank.SAFETY, begin, begin + len(clip.samples), [part])

    def _hush(self, up_to: Rank) -> None:
        self.timeline.post(Cut(up_to))
        now = self.timeline.position
        for booking in list(self._bookings):
            if booking.rank <= up_to and booking.kind is not Sounding.TONE:
                end = max(booking.begin, min(now, booking.end)) if booking.begun else booking.begin
                self._log.note(
                    Sounding.CUT if booking.begun else Sounding.DROPPED, booking.text, booking.begin, end, SILENCED
                )
                booking.ended_at(now)
                self._retire(booking)

    # ------------------------------------------------------------------ giving way

    def _make_room(self, rank: Rank, earliest: SamplePosition) -> list[Booking]:
        """Take back what is less important and has not begun; the caller places it again, behind."""
        waiting = [booking for booking in self._bookings if gives_way(booking, rank, earliest)]
        self._take_back(waiting)
        return waiting

    def _take_back(self, waiting: Sequence[Booking]) -> None:
        for booking in waiting:
            self.timeline.post(Withdraw(booking.key))
            self._bookings.remove(booking)

    def _place_again(self, waiting: Sequence[Booking], now: SessionTime, behind: str) -> None:
        for booking in waiting:
            if isinstance(booking.sound, Say):
                self._say(booking.sound, now, booking.wished, way_of(behind))
            elif isinstance(booking.sound, Count):
                self._count(booking.sound, booking.wished, way_of(behind))

    def _clear_beats(self, rank: Rank, begin: SamplePosition, end: SamplePosition, text: str) -> None:
        """Drop the less important counted beats which would sound in [begin, end), where the text does, and say so."""
        for booking in self._bookings:
            if booking.kind not in COUNTED or booking.rank >= rank:
                continue
            lost = [span for span in booking.spans if span.meets(begin, end) and span.begin > self.timeline.position]
            if lost:
                self.timeline.post(Withdraw(booking.key, frozenset(span.begin for span in lost)))
                booking.spans = tuple(span for span in booking.spans if span not in lost)
                words = ", ".join(span.word for span in lost)
                self._log.note(Sounding.DROPPED, words, lost[0].begin, lost[-1].end, way_of(text))

    def _drop(self, say: Say, now: SessionTime, why: str) -> None:
        """Leave the sound out; its cue is reported finished at once, so that nobody waits for it."""
        position = self.clock.position_at(now)
        self._log.note(Sounding.DROPPED, say.text, position, position, why)
        self._tell(now, CueFinished(now, say.cue))

    def _tell(self, at: SessionTime, event: Told) -> None:
        self._keys += 1
        heapq.heappush(self._due, (at, 2 * self._keys, event))

    # ------------------------------------------------------------------ placing

    # many: a booking is all of these, and each caller knows another few of them
    def _book(
        self,
        sound: Sound,
        rank: Rank,
        begin: SamplePosition,
        end: SamplePosition,
        parts: Sequence[Part],
        origin: SamplePosition | None = None,
        wished: SamplePosition | None = None,
        why: str = "",
    ) -> None:
        """Put the parts on the timeline; they are counted from `origin`, or from `begin`. See `Booking.wished`."""
        base = begin if origin is None else origin
        self._keys += 1
        spans = tuple(part.placed(base) for part in parts)
        booking = Booking(self._keys, sound, rank, begin, end, spans, begin if wished is None else wished, why=why)
        self._bookings.append(booking)
        clips = tuple(Placed(span.begin, span.samples, span.spoken) for span in spans)
        fixed, immune = isinstance(sound, Countdown), isinstance(sound, Play)
        self.timeline.post(Score(booking.key, booking.cue, rank, begin, end, clips, fixed, immune))

    def _earliest(self) -> SamplePosition:
        return self.timeline.position + round(LEAD * self._rate)

    # ------------------------------------------------------------------ what became of it

    def collect(self, now: SessionTime) -> list[Told]:
        """The cues whose first or last sample has left the loudspeaker by `now`, in order; and a voice that fails."""
        self._drain_reports()
        left = []
        while self._due and self._due[0][0] <= now:
            left.append(heapq.heappop(self._due)[2])
        return left

    def next_due(self) -> SessionTime | None:
        """The session time at which `collect` is worth calling next; None when nothing is to sound."""
        times = [self._due[0][0]] if self._due else []
        for booking in self._bookings:
            times.append(self.clock.time_at(booking.end if booking.begun else booking.begin))
        return min(times, default=None)

    @property
    def trouble(self) -> str:
        """Why the last words could not be rendered; empty while the voice speaks."""
        return self._shelf.trouble

    @property
    def idle(self) -> bool:
        """Whether nothing sounds and nothing is to come."""
        self._drain_reports()
        return not self._bookings

    def drain_log(self) -> Sequence[Sounded]:
        """What began, was moved, dropped or cut since the last call; times on the session clock."""
        self._drain_reports()
        return self._log.drain()

    def _drain_reports(self) -> None:
        for report in self.timeline.reports():
            booking = next((one for one in self._bookings if one.key == report.key), None)
            if booking is None:
                continue
            if report.kind == "moved":
                booking.shifted(report.by)
                booking.why = booking.why or LATE
                continue
            time = self.clock.time_at(report.position)
            make: Callable[[SessionTime, int], Told] = CueStarted if report.kind == "began" else CueFinished
            if report.kind == "began":
                booking.begun = True
                self._log.began(booking)
            else:
                self._retire(booking)
            if booking.cue is not None:
                heapq.heappush(self._due, (time, 2 * booking.key + (report.kind == "ended"), make(time, booking.cue)))

    def _retire(self, booking: Booking) -> None:
        self._bookings.remove(booking)
        self._past.append(booking)
