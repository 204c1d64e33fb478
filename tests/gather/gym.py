"""A gym: thirty lifters who trained at six racks in the last weeks, as a trainer's desk has gathered them."""

from dataclasses import astuple
from datetime import datetime, timedelta
from pathlib import Path

from coach.core.branches import RED_FLAG
from coach.gather.gathered import Gathered, gathered_path
from coach.journal.exchange import transfer
from coach.journal.past import PastSession
from tests.journal.pasts import complaint, day, lift

RACKS = 6
LIFTERS = (
    "Ada", "Ben", "Cleo", "Dario", "Elif", "Finn", "Greta", "Hugo", "Ines", "Jonas", "Kim", "Lena", "Malik",
    "Nora", "Oskar", "Paula", "Quentin", "Rosa", "Samira", "Tom", "Ursula", "Viktor", "Wanda", "Xaver", "Yuki",
    "Zoe", "Bartholomew-Montgomery-Fitzwilliam-III", "Mia", "Levi", "Anouk",
)  # fmt: skip


def gym(folder: Path, now: datetime) -> None:
    """Lay them into the data folder of a desk."""
    sessions = {each.key: each for lifter in range(len(LIFTERS)) for each in _trained(lifter, now)}
    gathered = Gathered(gathered_path(folder))
    try:
        transfer.take_in(gathered.database, [*sessions.values()])
        boxes = [(f"id-{rack}", f"rack-{rack + 1}", now.isoformat(), 0.0) for rack in range(RACKS)]
        gathered.connection.executemany("INSERT INTO box VALUES (?, ?, ?, ?)", boxes)
        origins = [(key, f"id-{LIFTERS.index(each.lifter) % RACKS}") for key, each in sessions.items()]
        gathered.connection.executemany("INSERT INTO origin (key, box) VALUES (?, ?)", origins)
        for key, each in sessions.items():  # tables of other programs have none, so they are not taken in with the rest
            rows = [(key, number, *astuple(said)) for number, said in enumerate(each.complaints)]
            gathered.connection.executemany(
                "INSERT INTO complaint (session, position, at, region, sensation, side, branch, answer) "
                "SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?8 FROM session WHERE key = ?1", rows,
            )  # fmt: skip
        gathered.connection.commit()
    finally:
        gathered.close()


def _trained(number: int, now: datetime) -> list[PastSession]:
    """Twice a week for six weeks; some grew stronger, some had trouble, the last one stopped for a red flag."""
    found = []
    for back in range(number % 5, 42, 4):
        troubled = number % 4 == 1 and back < 28
        said = (complaint(), complaint("hip")) if troubled and back < 12 else (complaint(),) if troubled else ()
        stopped = number == len(LIFTERS) - 1 and back < 8
        began = now - timedelta(days=back, minutes=90 + number)
        found.append(
            day(
                0, *(lift(60.0 + number + (28 - back) * (number % 3)),) * 3, key=f"{number}-{back}", began=began,
                lifter=LIFTERS[number], ended=began + timedelta(minutes=40), complaints=said,
                reason=RED_FLAG if stopped else "done",
            )
        )  # fmt: skip
    return found
