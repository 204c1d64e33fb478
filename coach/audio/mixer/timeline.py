"""The sample timeline: what sounds at which sample, mixed block by block for the loudspeaker.

Positions count samples since the loudspeaker's first; there is no clock in here. The planning side posts scores,
withdrawals, cuts and volumes; the sound card's callback takes them at the start of a block, mixes and reports. The two
sides share nothing but two queues, so the callback never waits.
"""

from bisect import insort
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from coach.audio.mixer.gains import Layers, Loudness, fade_length
from coach.audio.mixer.messages import Cut, Order, Placed, Report, Score, Withdraw
from coach.clocks import SamplePosition
from coach.core.commands import Rank
from coach.ports import Samples

MEMORY = 12.0
"""Seconds of mixed output kept for echo cancelling."""


@dataclass(slots=True)
class _Sounding:
    """A clip the mixer knows; `fading` counts the samples of its fade already spent, once it is cut."""

    placed: Placed
    score: Score
    fading: int | None = None

    def __lt__(self, other: "_Sounding") -> bool:
        return self.placed.start < other.placed.start


class Timeline:
    """One mono stream of samples at `rate`. `post` and `reports` belong to the planning side, `mix` to the callback."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.position = SamplePosition(0)
        self._inbox: deque[Order] = deque()
        self._outbox: deque[Report] = deque()
        self._clips: list[_Sounding] = []
        self._ends: list[tuple[SamplePosition, Score]] = []
        self._begins: list[tuple[SamplePosition, Score]] = []
        self._loudness = Loudness(rate)
        count = fade_length(rate)
        self._fade = (0.5 + 0.5 * np.cos(np.pi * (np.arange(count) + 1) / count)).astype(np.float32)
        self._ring = np.zeros(round(MEMORY * rate), dtype=np.float32)

    # ---------------------------------------------------------------- the planning side

    def post(self, order: Order) -> None:
        """Give an order; it holds from the next block on."""
        self._inbox.append(order)

    def reports(self) -> Iterator[Report]:
        """What happened since the last call, in order."""
        while self._outbox:
            yield self._outbox.popleft()

    def played(self, begin: SamplePosition, end: SamplePosition) -> Samples:
        """What was mixed for [begin, end), in samples; zeros for what is not kept any more or not mixed yet."""
        result = np.zeros(max(0, end - begin), dtype=np.float32)
        now = self.position
        first, last = max(begin, now - len(self._ring), 0), min(end, now)
        if first < last:
            places = np.arange(first, last) % len(self._ring)
            result[first - begin : last - begin] = self._ring[places]
        return result

    # ---------------------------------------------------------------- the callback's side

    def mix(self, frames: int) -> Samples:
        """The next `frames` samples, float32 within -1 to 1; takes the orders given so far."""
        self._take_orders()
        begin, end = self.position, self.position + frames
        if self._clips and self._clips[0].placed.start < end:
            block = self._sounding(begin, end)
        else:
            block = self._loudness.silence(frames, begin)
        self._remember(block)
        self.position = end
        self._report(end)
        return block

    def _sounding(self, begin: SamplePosition, end: SamplePosition) -> Samples:
        layers = Layers(end - begin)
        for clip in self._clips:
            if clip.placed.start >= end:
                break  # they stand in the order of their starts
            self._add(clip, layers.of(clip.score.rank, spoken=clip.placed.spoken), begin, end)
        self._clips = [clip for clip in self._clips if not self._is_over(clip, end)]
        return self._loudness.together(layers, begin)

    def _take_orders(self) -> None:
        while self._inbox:
            order = self._inbox.popleft()
            if isinstance(order, Score):
                self._take_score(order)
            elif isinstance(order, Withdraw):
                self._withdraw(order)
            elif isinstance(order, Cut):
                self._cut(order.up_to)
            else:
                self._loudness.take(order, self.position)

    def _take_score(self, score: Score) -> None:
        first = min((clip.start for clip in score.clips), default=score.begin)
        late = max(0, self.position - min(first, score.begin))
        if late and not score.fixed:
            self._outbox.append(Report("moved", score.key, score.cue, self.position, late))
        shift = 0 if score.fixed else late
        for clip in score.clips:
            placed = Placed(clip.start + shift, clip.samples, clip.spoken)
            if placed.start >= self.position:
                insort(self._clips, _Sounding(placed, score))
        insort(self._begins, (max(score.begin + shift, self.position), score), key=lambda entry: entry[0])
        insort(self._ends, (max(score.end + shift, self.position), score), key=lambda entry: entry[0])

    def _withdraw(self, order: Withdraw) -> None:
        def gone(clip: _Sounding) -> bool:
            chosen = order.starts is None or clip.placed.start in order.starts
            return clip.score.key == order.key and chosen and clip.placed.start >= self.position

        self._clips = [clip for clip in self._clips if not gone(clip)]
        if order.starts is None:
            self._forget(lambda score: score.key == order.key)

    def _cut(self, up_to: Rank) -> None:
        def hit(score: Score) -> bool:
            return score.rank <= up_to and not score.immune

        for clip in self._clips:
            if hit(clip.score) and clip.fading is None and clip.placed.start < self.position:
                clip.fading = 0
        self._clips = [clip for clip in self._clips if clip.fading is not None or not hit(clip.score)]
        self._forget(hit)

    def _forget(self, which: Callable[[Score], bool]) -> None:
        self._begins = [entry for entry in self._begins if not which(entry[1])]
        self._ends = [entry for entry in self._ends if not which(entry[1])]

    def _add(self, clip: _Sounding, block: Samples, begin: SamplePosition, end: SamplePosition) -> None:
        first, last = max(clip.placed.start, begin), min(clip.placed.end, end)
        if first >= last:
            return
        part = clip.placed.samples[first - clip.placed.start : last - clip.placed.start]
        if clip.fading is not None:
            fade = self._fade[clip.fading : clip.fading + len(part)]
            part = part[: len(fade)] * fade
            clip.fading += last - first
        block[first - begin : first - begin + len(part)] += part

    def _is_over(self, clip: _Sounding, end: SamplePosition) -> bool:
        return clip.placed.end <= end or (clip.fading is not None and clip.fading >= len(self._fade))

    def _remember(self, block: Samples) -> None:
        kept = block[-len(self._ring) :]
        place = (self.position + len(block) - len(kept)) % len(self._ring)
        to_the_end = kept[: len(self._ring) - place]
        self._ring[place : place + len(to_the_end)] = to_the_end
        self._ring[: len(kept) - len(to_the_end)] = kept[len(to_the_end) :]

    def _report(self, end: SamplePosition) -> None:
        while self._begins and self._begins[0][0] < end:
            position, score = self._begins.pop(0)
            self._outbox.append(Report("began", score.key, score.cue, position))
        while self._ends and self._ends[0][0] <= end:
            position, score = self._ends.pop(0)
            self._outbox.append(Report("ended", score.key, score.cue, position))
