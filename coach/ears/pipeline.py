"""The ear: a chain of named stages from samples to intents.

offset and hum -> echo control -> voice activity -> remark with pre-roll -> recognisers -> judging by phrase, transcript
and witness
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from coach.clocks import SESSION_START, SessionTime
from coach.core.events import Event, Heard, HeardUnclear, Impaired, NotUnderstood
from coach.ears.decision.evidence import Situation
from coach.ears.decision.hypothesis import Judge
from coach.ears.decision.overload import Overload, not_for_certain
from coach.ears.decision.partials import Looks
from coach.ears.decision.policy import ANSWERS, OVER_OWN_VOICE, Verdict
from coach.ears.decision.saying import Saying
from coach.ears.decision.second import Open, SecondOpinions
from coach.ears.decision.unanswered import Unanswered
from coach.ears.front_end.echo_control import EchoControl
from coach.ears.front_end.endpointing import CHUNK, Moment, Segmenter, VoiceActivity
from coach.ears.front_end.high_pass import HighPass
from coach.ears.front_end.linear_echo import BLOCK
from coach.ears.recognisers.base import Foreseeing, Hypothesis, Recogniser
from coach.ears.room.calibration import Calibration, louder
from coach.phrases.intents import Phrases, Understood
from coach.ports import EAR_RATE, Pcm16
from coach.understanding.reader import Reader

KEPT_FOR_LOUDNESS = 10
"""Seconds of what the microphone gave that are kept to see how loud it was; no remark is longer."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One remark and what became of it, for the live screen and `coach hear`. Times are on the caller's clock."""

    hypothesis: Hypothesis
    understood: Understood | None
    verdict: Verdict
    why: str
    begin: SessionTime
    end: SessionTime
    decided_at: SessionTime


class Listener:
    """One lifter's ear, behind `coach.ports.Ear`. Deterministic: the same samples give the same events."""

    # many: the parts of an ear, each of which a caller may leave out
    def __init__(
        self,
        recogniser: Recogniser,
        phrases: Phrases,
        *,
        wake: bool = False,
        watch: Callable[[Decision], None] | None = None,
        calibration: Calibration | None = None,
        reader: Reader | None = None,
        second: SecondOpinions | None = None,
    ) -> None:
        self._second = second
        self.name = recogniser.name
        self._measured = calibration
        self._recogniser, self._phrases = recogniser, phrases
        self._judge = Judge(phrases, reader)
        self._unanswered = Unanswered(lambda text: self._phrases.normalise(text))
        self._wake = phrases.book.wake if wake else ""
        self._free = ANSWERS | {intent for intent, care in phrases.care.items() if care == "easy"}
        self._watch = watch or (lambda _decision: None)
        self._armed: frozenset[str] = frozenset()
        self._uncalled: frozenset[str] = frozenset()
        self._wanted = phrases.intents
        self.pressed = False
        """Whether a button says that a remark which begins now is for the coach."""
        self.restart()

    def restart(self) -> None:
        """Forget everything heard so far, as if newly opened: another room, another recording."""
        self._high, self._echo = HighPass(), EchoControl()
        measured = self._measured
        self._gain = measured.gain if measured else 1.0
        self._over_own_voice = measured.over_own_voice if measured else OVER_OWN_VOICE
        later = round(measured.reference_later * EAR_RATE) if measured else 0
        self._activity = VoiceActivity()
        self._segmenter = Segmenter(voice=measured.voice) if measured else Segmenter()
        # The echo comes back later than the clocks say, or even earlier: whichever leads is held back from the start.
        self._near, self._far = np.zeros(max(0, -later), np.int16), np.zeros(max(0, later), np.int16)
        self._saying = Saying(lambda text: self._phrases.normalise(text), later=max(0, later) / EAR_RATE)
        self._clean = np.zeros((2, 0), np.int16)  # what to recognise, and what to look for a voice in
        self._overload = Overload(KEPT_FOR_LOUDNESS * EAR_RATE)
        self._taken, self._cleaned = 0, -max(0, -later)
        self._now = SESSION_START
        self._looks = Looks()
        self._for_it = False

    def listen_for(self, intents: frozenset[str]) -> None:
        """From the next remark on, only these intents are armed."""
        self._wanted = intents & self._phrases.intents
        if not self._segmenter.speaking:
            self._arm()  # now, while nobody speaks: making a grammar takes a moment

    def prepare(self) -> None:
        """Make what the first remark would wait for; on a small machine it takes a second."""
        self._judge.prepared()

    @property
    def judge(self) -> Judge:
        """What judges its remarks."""
        return self._judge

    def know(self, phrases: Phrases, judge: Judge) -> None:
        """From the next remark on, these are the phrases and their judge; the recogniser has to know their words."""
        self._phrases, self._judge = phrases, judge
        self._armed = self._uncalled = frozenset()

    def hear(self, block: Pcm16, at: SessionTime, *, reference: Pcm16 | None = None, saying: str = "") -> list[Event]:
        """The next block, its last sample spoken at `at`; see `coach.ports.Ear`."""
        self._now = at
        self._saying.take(saying, at)
        self._overload.take(block)
        far = np.zeros(len(block), np.int16) if reference is None else reference
        self._near = np.concatenate([self._near, louder(block, self._gain)])
        self._far = np.concatenate([self._far, far])
        self._taken += len(block)
        self._front()
        events = self._settled(at)
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

    def finish(self, at: SessionTime) -> list[Event]:
        """There will be no more sound: decide on the remark in hand."""
        events = self._decide(at, final=True) if self._segmenter.speaking else []
        return events + self._settled(at, at_once=True)

    def close(self) -> None:
        """Give the recogniser's memory back."""
        self._recogniser.close()
        if self._second is not None:
            self._second.close()

    def _front(self) -> None:
        blocks = []
        while min(len(self._near), len(self._far)) >= BLOCK:
            blocks.append(self._echo.process(self._high.process(self._near[:BLOCK]), self._far[:BLOCK]))
            self._near, self._far = self._near[BLOCK:], self._far[BLOCK:]
        self._clean = np.concatenate([self._clean, *blocks], axis=1)

    def _chunk(self, chunk: Pcm16, now: SessionTime) -> list[Event]:
        voice, without_echo = chunk
        moment = self._segmenter.take(voice, self._activity.process(without_echo))
        events: list[Event] = []
        if moment is Moment.BEGAN:
            events = self._settled(now, at_once=True)
            self._looks, self._for_it = Looks(), self.pressed
            self._arm()
        if moment is Moment.FALTERED:
            self._foresee()
        if moment in (Moment.PAUSED, Moment.ENDED):
            return self._decide(now, final=moment is Moment.ENDED)
        return events

    def _foresee(self) -> None:
        """Let it be recognised while the silence lasts, so that the answer is there when that has been long enough."""
        if isinstance(self._recogniser, Foreseeing):
            self._recogniser.foresee(self._segmenter.said)

    def _arm(self) -> None:
        """Whatever is armed may answer a question without the wake word; else only safety and plain answers may."""
        asked = self._saying.question(self._now)
        uncalled = self._wanted if asked or not self._wake else self._wanted & self._free
        if (self._wanted, uncalled) != (self._armed, self._uncalled):
            self._armed, self._uncalled = self._wanted, uncalled
            if self._armed:  # at the end of a session nothing is, and no recogniser takes an empty grammar
                grammar = self._phrases.audible(self._armed)
                self._recogniser.arm(grammar.addressed(self._wake) if self._wake else grammar)

    def _decide(self, now: SessionTime, *, final: bool) -> list[Event]:
        """Recognise the remark so far. In a short pause only what is complete and certain is acted on.

        The same words are looked at up to three times, each time with more silence behind them, and are not recognised
        each time. At the end it is what it was taken for when that was believed most.
        """
        self._look(now)
        over_own_voice = bool(self._saying.since(now - self._segmenter.seconds))
        if not final:
            look = self._looks.settled(only_last=over_own_voice)
        else:
            look = self._looks.last if over_own_voice else self._looks.most_believed
        if look is None:
            return []
        began = now - self._segmenter.seconds
        events: list[Event] = []
        if self._overload.cut_off(round(self._segmenter.seconds * EAR_RATE)):
            look = not_for_certain(look)
            events += [Impaired(now, "clipped")] if self._overload.worth_telling(now) else []
        remark = Open(look, self._situation(now), began, now)
        waits = final and self._second is not None and self._second.ask(remark, self._segmenter.said)
        self._segmenter.close()
        return events if waits else events + self._acted_on(remark, now)

    def _settled(self, now: SessionTime, *, at_once: bool = False) -> list[Event]:
        """What comes of the remark that a second opinion was asked on, once it is there or too late."""
        remark = self._second.settled(self._judge, now, at_once=at_once) if self._second is not None else None
        return [] if remark is None else self._acted_on(remark, now)

    def _acted_on(self, remark: Open, now: SessionTime) -> list[Event]:
        """What comes of a remark that is taken for this."""
        look = remark.look
        hypothesis, understood, verdict = look.hypothesis, look.understood, look.verdict
        begin, end = remark.began + hypothesis.begin, remark.began + hypothesis.end
        self._watch(Decision(hypothesis, understood, verdict, look.why, begin, end, now))
        sure = hypothesis.confidence
        if understood is not None and verdict is Verdict.ACT:
            return [Heard(now, understood.intent, understood.slots, understood.text, sure)]
        nearest = self._unanswered.nearest(self._judge.reader, look, remark.situation, now) if self._armed else None
        if understood is not None and verdict is Verdict.ASK:
            return [HeardUnclear(now, understood.intent, understood.text, sure, understood.slots, nearest)]
        written = hypothesis.transcript.text if hypothesis.transcript is not None else ""
        return [] if nearest is None else [NotUnderstood(now, written, nearest)]

    def _look(self, now: SessionTime) -> None:
        """Add what the remark is taken for now to the looks at the same words."""
        hypothesis = self._recogniser.recognise(self._segmenter.said)
        self._looks.add(self._judge.look(hypothesis, self._situation(now)), self._segmenter.spoken)

    def _situation(self, now: SessionTime) -> Situation:
        """What is around the remark in hand."""
        said = self._saying.since(now - self._segmenter.seconds)
        return Situation(
            self._armed,
            self._uncalled,
            self._wake,
            said,
            self._saying.lately(now - self._segmenter.seconds),
            self._saying.question(now),
            self._over_own_voice if said else 0.0,
            self._for_it,
        )
