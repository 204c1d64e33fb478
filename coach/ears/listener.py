"""The ear: a chain of named stages from samples to intents.

echo control -> voice activity -> remark with pre-roll -> recogniser, its noise suppression and its doubts -> intent ->
policy
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from coach.core.events import Event, Heard, HeardUnclear
from coach.ears.activity import CHUNK, Moment, Segmenter, VoiceActivity
from coach.ears.calibration import Calibration
from coach.ears.echo import BLOCK
from coach.ears.front import EchoControl
from coach.ears.looks import Look, Looks
from coach.ears.policy import ANSWERS, FOLLOW_UP, OVER_OWN_VOICE, Verdict, judge, own_words
from coach.ears.recogniser import Foreseeing, Hypothesis, Recogniser
from coach.phrases.intents import Phrases, Understood
from coach.ports import EAR_RATE, Pcm16

SAYING_KEPT = 0.6
"""Seconds for which the coach's own words can still come back out of the room."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One remark and what became of it, for the live screen and `coach hear`. Times are on the caller's clock."""

    hypothesis: Hypothesis
    understood: Understood | None
    verdict: Verdict
    why: str
    begin: float
    end: float
    decided_at: float


class Listener:
    """One lifter's ear, behind `coach.ports.Ear`. Deterministic: the same samples give the same events."""

    def __init__(
        self,
        recogniser: Recogniser,
        phrases: Phrases,
        *,
        wake: bool = False,
        watch: Callable[[Decision], None] | None = None,
        calibration: Calibration | None = None,
    ) -> None:
        self.name = recogniser.name
        self._measured = calibration
        self._recogniser, self._phrases = recogniser, phrases
        self._wake = phrases.book.wake if wake else ""
        self._free = ANSWERS | {intent for intent, care in phrases.care.items() if care == "easy"}
        self._watch = watch or (lambda _decision: None)
        self._armed: frozenset[str] = frozenset()
        self._uncalled: frozenset[str] = frozenset()
        self._wanted = phrases.intents
        self.restart()

    def restart(self) -> None:
        """Forget everything heard so far, as if newly opened: another room, another recording."""
        self._echo = EchoControl()
        measured = self._measured
        self._gain = measured.gain if measured else 1.0
        self._over_own_voice = measured.over_own_voice if measured else OVER_OWN_VOICE
        later = round(measured.reference_later * EAR_RATE) if measured else 0
        self._activity = VoiceActivity()
        self._segmenter = Segmenter(voice=measured.voice) if measured else Segmenter()
        # The echo comes back later than the clocks say, or even earlier: whichever leads is held back from the start.
        self._near, self._far = np.zeros(max(0, -later), np.int16), np.zeros(max(0, later), np.int16)
        self._kept = SAYING_KEPT + max(0, later) / EAR_RATE
        self._clean = np.zeros((2, 0), np.int16)  # what to recognise, and what to look for a voice in
        self._taken, self._cleaned = 0, -max(0, -later)
        self._said: deque[tuple[float, str]] = deque()
        self._now, self._asked_at = 0.0, -FOLLOW_UP
        self._looks = Looks()

    def listen_for(self, intents: frozenset[str]) -> None:
        """From the next remark on, only these intents are armed."""
        self._wanted = intents & self._phrases.intents
        if not self._segmenter.speaking:
            self._arm()  # now, while nobody speaks: making a grammar takes a moment

    def know(self, phrases: Phrases) -> None:
        """From the next remark on, these are the phrases; the recogniser has to know their words."""
        self._phrases = phrases
        self._armed = self._uncalled = frozenset()

    def hear(self, block: Pcm16, at: float, *, reference: Pcm16 | None = None, saying: str = "") -> list[Event]:
        """The next block, its last sample spoken at `at`; see `coach.ports.Ear`."""
        self._now = at
        self._remember(saying, at)
        far = np.zeros(len(block), np.int16) if reference is None else reference
        self._near = np.concatenate([self._near, _louder(block, self._gain)])
        self._far = np.concatenate([self._far, far])
        self._taken += len(block)
        self._front()
        events: list[Event] = []
        while self._clean.shape[1] >= CHUNK:
            chunk, self._clean = self._clean[:, :CHUNK], self._clean[:, CHUNK:]
            self._cleaned += CHUNK
            now = at - (self._taken - self._cleaned) / EAR_RATE
            events += self._chunk(chunk, now)
        return events

    @property
    def speaking(self) -> bool:
        """Whether a remark is being spoken."""
        return self._segmenter.speaking

    @property
    def perhaps_stop(self) -> bool:
        """Whether it was taken for a complaint, a stop or a pause in its last pauses, however little believed."""
        return self.speaking and self._looks.urgent

    @property
    def so_far(self) -> str:
        """What the remark in hand was taken for in its last short pause."""
        return self._looks.text if self.speaking else ""

    def finish(self, at: float) -> list[Event]:
        """There will be no more sound: decide on the remark in hand."""
        return self._decide(at, final=True) if self._segmenter.speaking else []

    def close(self) -> None:
        """Give the recogniser's memory back."""
        self._recogniser.close()

    def _front(self) -> None:
        blocks = []
        while min(len(self._near), len(self._far)) >= BLOCK:
            blocks.append(self._echo.process(self._near[:BLOCK], self._far[:BLOCK]))
            self._near, self._far = self._near[BLOCK:], self._far[BLOCK:]
        self._clean = np.concatenate([self._clean, *blocks], axis=1)

    def _chunk(self, chunk: Pcm16, now: float) -> list[Event]:
        voice, without_echo = chunk
        moment = self._segmenter.take(voice, self._activity.process(without_echo))
        if moment is Moment.BEGAN:
            self._looks = Looks()
            self._arm()
        if moment is Moment.FALTERED:
            self._foresee()
        if moment is Moment.PAUSED:
            return self._decide(now, final=False)
        return self._decide(now, final=True) if moment is Moment.ENDED else []

    def _foresee(self) -> None:
        """Let it be recognised while the silence lasts, so that the answer is there when that has been long enough."""
        if isinstance(self._recogniser, Foreseeing):
            self._recogniser.foresee(self._segmenter.said)

    def _arm(self) -> None:
        """Whatever is armed may answer a question without the wake word; else only safety and plain answers may."""
        asked = self._now - self._asked_at <= FOLLOW_UP
        uncalled = self._wanted if asked or not self._wake else self._wanted & self._free
        if (self._wanted, uncalled) != (self._armed, self._uncalled):
            self._armed, self._uncalled = self._wanted, uncalled
            if self._armed:  # at the end of a session nothing is, and no recogniser takes an empty grammar
                grammar = self._phrases.audible(self._armed)
                self._recogniser.arm(grammar.addressed(self._wake) if self._wake else grammar)

    def _decide(self, now: float, *, final: bool) -> list[Event]:
        """Recognise the remark so far. In a short pause only what is complete and certain is acted on.

        The same words are looked at up to three times, each time with more silence behind them, and are not recognised
        each time. At the end it is what it was taken for when that was believed most.
        """
        self._look(now)
        over_own_voice = bool(self._own_words(now))
        if not final:
            look = self._looks.settled(only_last=over_own_voice)
        else:
            look = self._looks.last if over_own_voice else self._looks.most_believed
        if look is None:
            return []
        began = now - self._segmenter.seconds
        self._segmenter.close()
        hypothesis, understood, verdict = look.hypothesis, look.understood, look.verdict
        begin, end = began + hypothesis.begin, began + hypothesis.end
        self._watch(Decision(hypothesis, understood, verdict, look.why, begin, end, now))
        if understood is None or verdict is Verdict.PASS:
            return []
        if verdict is Verdict.ASK:
            return [HeardUnclear(now, understood.intent, understood.text, hypothesis.confidence)]
        return [Heard(now, understood.intent, understood.slots, understood.text, hypothesis.confidence)]

    def _look(self, now: float) -> None:
        """Add what the remark is taken for now to the looks at the same words."""
        hypothesis = self._recogniser.recognise(self._segmenter.said)
        understood = self._understand(hypothesis.text)
        verdict, why = self._judge(hypothesis, understood, now)
        easy = understood is not None and self._phrases.care[understood.intent] == "easy"
        self._looks.add(Look(hypothesis, understood, verdict, why, easy), self._segmenter.spoken)

    def _understand(self, text: str) -> Understood | None:
        """The command in the text; where there is a wake word only what follows it, but for what needs none now."""
        if not text:
            return None
        called = text.removeprefix(f"{self._wake} ") if self._wake else text
        return self._phrases.match(called, self._armed if called != text else self._uncalled)

    def _judge(self, hypothesis: Hypothesis, understood: Understood | None, now: float) -> tuple[Verdict, str]:
        if understood is None:
            return Verdict.PASS, "no command in it" if hypothesis.text else "no words in it"
        said = self._own_words(now)
        if own_words(hypothesis.text, said):
            return Verdict.PASS, "the coach was saying it"
        verdict = judge(
            self._phrases.care[understood.intent], hypothesis.confidence, self._over_own_voice if said else 0.0
        )
        return verdict, hypothesis.why if verdict is not Verdict.ACT else ""

    def _remember(self, saying: str, at: float) -> None:
        if "?" in saying:
            self._asked_at = at
        words = self._phrases.normalise(saying)
        if words and (not self._said or self._said[-1][1] != words):
            self._said.append((at, words))
        elif words:
            self._said[-1] = (at, words)

    def _own_words(self, now: float) -> str:
        """What the coach said since shortly before the remark began."""
        began = now - self._segmenter.seconds
        while self._said and self._said[0][0] < began - self._kept:
            self._said.popleft()
        return " | ".join(words for _, words in self._said)


def _louder(block: Pcm16, gain: float) -> Pcm16:
    if gain == 1.0:
        return block
    louder: Pcm16 = np.clip(block * gain, -32768, 32767).astype(np.int16)
    return louder
