"""A year of training one movement, by a lifter with a body: stronger week by week, sometimes hurt, sometimes away."""

from collections.abc import Iterator
from itertools import count

from coach.core.loading.progression import Policy, advise
from coach.core.loading.rules import Advice, Outing
from coach.core.plan import Kit

SINGLE = 110.0
"""What the lifter could lift once at the start of the year."""

GROWN = 4 / 3
"""How many times that they can lift in the end."""

Day = tuple[Outing, Advice]


def year(policy: Policy, kit: Kit | None = None, *, single: float = SINGLE, first: float = 60.0) -> Iterator[Day]:
    """A lifter who trains Mondays and Thursdays, complains in week 20, and is away in weeks 30 to 33.

    The true single begins at `single` and grows by a hundredth a week; effort is told truthfully.
    """
    before = [Outing(1, first, (5, 5, 5), 5, 6.0)]
    for week in count(0):
        if week >= 52:
            return
        for weekday in (1, 4):
            day = 7 * week + weekday
            if day <= before[-1].day or 30 <= week < 34:
                continue
            advice = advise(policy, before, day, kit)
            assert advice is not None
            able = single * min(1 + week / 100, GROWN)
            possible = max(0, int(30 * (able / advice.load - 1)))
            done = min(advice.reps, possible)
            effort = max(5.0, min(10.0, 10.0 - (possible - done)))
            hurts = week == 20 and weekday == 1
            yield Outing(day, advice.load, (done,) * 3, advice.reps, effort, pain=hurts), advice
            before.append(Outing(day, advice.load, (done,) * 3, advice.reps, effort, pain=hurts))
