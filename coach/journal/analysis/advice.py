"""Today's loads, advised from the lifter's own history by the rules of progress."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from coach.core.loading.plates import makeable
from coach.core.loading.progression import Policy, advise
from coach.core.loading.rules import Advice
from coach.core.plan import Kit
from coach.journal.analysis.statistics import outings
from coach.journal.past import PastSession


# many: what was done, by which rules, with what and when: each comes from somewhere else
def advised(
    sessions: Sequence[PastSession],
    implements: Mapping[str, str],
    policy_of: Callable[[str], Policy],
    kit: Kit,
    today: date,
    light: Collection[str] = (),
) -> dict[str, Advice]:
    """For each movement (by its script's name, with its implement) that was lifted before: what to lift today.

    `sessions` are one lifter's, oldest first, of which the `light` ones (by name) count for no load; loads are in the
    kit's unit.
    """
    found = {}
    for name, implement in implements.items():
        known = kit if makeable(kit, implement) is not None else None
        advice = advise(policy_of(name), outings(sessions, name, kit.unit, light), today.toordinal(), known, implement)
        if advice is not None:
            found[name] = advice
    return found


def loads_of(advices: Mapping[str, Advice]) -> dict[str, float]:
    """Just the loads, as a session's plan takes them."""
    return {name: advice.load for name, advice in advices.items()}
