"""What an import saw, and what it tells of it: days that are to come, and exercises that are movements here or none."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shlex import quote

from coach.journal.csv.cells import HEAVIEST_KILOS
from coach.journal.csv.rows import Row
from coach.journal.past import PastSession
from coach.script.shapes.room import not_matched
from coach.script.shapes.shorthand.aliases import plain
from coach.script.shapes.shorthand.words import HEAVIEST


@dataclass(frozen=True, slots=True)
class Seen:
    """What went by while a table of this lifter was taken in: sets by exercise, sessions that lie after today."""

    lifter: str
    sets: Counter[str] = field(default_factory=Counter)
    ahead: list[datetime] = field(default_factory=list)

    def rows(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The same rows, their sets counted."""
        for row in rows:
            self.sets[row.exercise] += not row.only_note
            yield row

    def sessions(self, sessions: Iterable[PastSession]) -> Iterator[PastSession]:
        """The same sessions; when those begin that lie after today is noted."""
        end = datetime.now(UTC) + timedelta(days=1)
        for session in sessions:
            if session.began > end:
                self.ahead.append(session.began)
            yield session

    def after_today(self) -> Iterator[str]:
        """Sessions that cannot have been done yet: taken, for this machine's clock may be the one that is wrong."""
        days = self.ahead
        if days:
            lie = "1 session lies" if len(days) == 1 else f"{len(days)} sessions lie"
            yield (
                f"{lie} after today, the last on {max(days):%Y-%m-%d}: check this machine's date first, it has "
                f"{datetime.now():%Y-%m-%d}; where the file is wrong, mend it, then "  # noqa: DTZ005  as people see it
                f"coach forget --lifter {quote(self.lifter)} --since {min(days):%Y-%m-%d} --until {max(days):%Y-%m-%d} "
                "and import it again"
            )

    def matched(self, known: Mapping[str, str], own: Path) -> Iterator[str]:
        """Which of the exercises are movements here, so that their loads count, and what to do about the others.

        `own` is the folder of the user's own content.
        """
        done = {name: count for name, count in self.sets.items() if count}
        unknown = not_matched(done, known)
        matched = sum(count for name, count in done.items() if name not in unknown)
        yield (
            f"{len(done) - len(unknown)} of its {len(done)} exercises ({matched} of {sum(done.values())} sets) are "
            "movements known here, and give first loads."
        )
        if unknown:
            yield f"Not matched: {', '.join(unknown)}."
            yield (
                "Where one of them is a movement of 'coach movements' by another name, write it into "
                f'{own / "scripts" / "exercise-names.yaml"}: names: {{MOVEMENT: ["{unknown[0]}"]}}'
            )


def most(exercise: str, known: Mapping[str, str]) -> float:
    """The heaviest load that is believed of an exercise, in kilos: of what is coached here no more than is coached."""
    return HEAVIEST if plain(exercise) in known else HEAVIEST_KILOS
