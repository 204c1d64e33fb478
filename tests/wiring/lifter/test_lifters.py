"""Several people at one box: whoever steps up in mid-session trains after it, and every set stays whose it is."""

import sqlite3
from contextlib import closing

from tests.wiring.standby.test_serving import box
from tests.wiring.workshop import Workshop, wait_for


def test_who_steps_up_in_mid_session_trains_after_it(workshop: Workshop) -> None:
    with box(workshop, "start small day", "it's maria") as (process, told):
        wait_for(process, told, "The next one is for maria.")
        wait_for(process, told, "Hello maria.")
        assert told.read_text().index('"outcome": "done"') < told.read_text().index("Hello maria.")
        assert process.stdin is not None
        process.stdin.write("start small day\n")
        process.stdin.flush()
        wait_for(process, told, '"outcome": "done"', times=2)
        (journal,) = workshop.folder.rglob("journal.sqlite")
        with closing(sqlite3.connect(journal)) as connection:
            lifters = connection.execute("SELECT lifter FROM session ORDER BY id").fetchall()
    assert lifters == [("me",), ("maria",)]
