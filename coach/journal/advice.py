"""Today's loads, advised from the lifter's own history by the rules of progress."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from coach.core.plan import Kit
from coach.core.progress import Policy, advise
from coach.core.rules import Advice
from coach.journal.past import PastSession
from coach.journal.statistics import outings

PLATES = "barbell"
"""The implement whose loads are made of plates."""


def advised(
    sessions: Sequence[PastSession],
    implements: Mapping[str, str],
    policy_of: Callable[[str], Policy],
    kit: Kit,
    today: date,
) -> dict[str, Advice]:
    """For each movement (by its script's name, with its implement) that was lifted before: what to lift today.

    `sessions` are one lifter's, oldest first; loads are in the kit's unit.
    """
    found = {}
    for name, implement in implements.items():
        plates = kit if implement == PLATES else None
        advice = advise(policy_of(name), outings(sessions, name, kit.unit), today.toordinal(), plates)
        if advice is not None:
            found[name] = advice
    return found


def loads_of(advices: Mapping[str, Advice]) -> dict[str, float]:
    """Just the loads, as a session's plan takes them."""
    return {name: advice.load for name, advice in advices.items()}
