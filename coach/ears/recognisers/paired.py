"""Two recognisers that listen to the same remark at the same time, each in a process of its own."""

from collections.abc import Callable
from dataclasses import replace

from coach.ears.recognisers.base import Hypothesis, Recogniser
from coach.ears.recognisers.process import Apart
from coach.phrases.grammar import Grammar
from coach.ports import Pcm16


class Witnessed:
    """What `first` makes of a remark, with what `witness` makes of it beside. Stands where one `Apart` could.

    What is learnt by ear is known by its sounds, and so to the witness alone.
    """

    def __init__(self, first: Apart, witness: Apart) -> None:
        self._first, self._witness = first, witness
        self.name = f"{first.name}, with {witness.name} as its witness"

    @property
    def troubles(self) -> list[str]:
        """The deaths either has recovered from since they were last taken note of."""
        return [*self._first.troubles, *self._witness.troubles]

    @troubles.setter
    def troubles(self, told: list[str]) -> None:
        self._first.troubles, self._witness.troubles = told, []

    @property
    def hears_sounds(self) -> bool:
        """Whether the sounds of a remark can be told."""
        return self._witness.hears_sounds

    def arm(self, grammar: Grammar) -> None:
        """From now on these phrases are listened for by both."""
        self._witness.arm(grammar)
        self._first.arm(grammar)

    def recognise(self, segment: Pcm16) -> Hypothesis:
        """What the first makes of one whole segment, and the witness beside it."""
        self._witness.foresee(segment)
        found = self._first.recognise(segment)
        return replace(found, witness=self._witness.recognise(segment))

    def foresee(self, segment: Pcm16) -> None:
        """Let both begin."""
        self._witness.foresee(segment)
        self._first.foresee(segment)

    def last_sounds(self) -> str:
        """The free phones of the segment recognised last."""
        return self._witness.last_sounds()

    def become(self, make: Callable[[], Recogniser]) -> None:
        """From now on let the witness be what this makes; both are to be armed anew. Raises EarError."""
        self._witness.become(make)

    def mend(self) -> None:
        """Start both anew, armed as they were; raises EarError when either does not start."""
        self._first.mend()
        self._witness.mend()

    @property
    def alive(self) -> bool:
        """Whether both processes run."""
        return self._first.alive and self._witness.alive

    def revive(self) -> None:
        """Start anew what has ended; raises EarError when that does not work."""
        self._first.revive()
        self._witness.revive()

    def close(self) -> None:
        """End both processes."""
        self._first.close()
        self._witness.close()
