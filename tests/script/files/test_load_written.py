"""Numbers as people and spreadsheets write them into a session: read right, or told with what to write."""

from pathlib import Path

import pytest

from coach.errors import ContentError
from coach.script.files.load import load
from coach.script.shapes.program import ProgramShape
from coach.script.shapes.steps import SessionShape

SESSION = """\
title: My light day
minutes: 12
for: a light day
equipment: [barbell]
steps:
  - {do: romanian-deadlift, %s}
"""


def refused(path: Path, step: str) -> str:
    path.write_text(SESSION % step, encoding="utf-8")
    with pytest.raises(ContentError) as fault:
        load(path, SessionShape)
    return str(fault.value).partition(": ")[2]


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("reps: 6, rest: nan", "'nan' is no number; write one"),
        ("reps: 6, load: .inf", "'load' should be a number, not '.inf'; write one number"),
        ("reps: 6, breathe_in: inf", "'inf' is no number; write one"),
        ("reps: 1_0", "'1_0' is no number; write one"),
        ('reps: 6, load: "42,5 kg"', "'load' should be a number, not '42,5 kg'; write 42.5 kg"),
        ('reps: 6, effort: "8,5"', "'effort' should be a number, not '8,5'; write 8.5"),
        ("reps: 6, load: 42,5", "'5' is not known here; in braces a comma begins the next entry: write 42.5, not 42,5"),
        ("reps: 6, load: 6 stone", "'load' should be a number, not '6 stone'; write it in kilos, seconds or metres"),
        ("reps: 6, rest: 1h", "'rest' should be a number, not '1h'; write it in kilos, seconds or metres"),
        ("metres: 60 ft", "'metres' should be a number, not '60 ft'; write it in kilos, seconds or metres"),
        ("metres: 20m", "'metres' should be a number, not '20m'; write 20"),
        ("reps: 6, load: {kg: 40}", "'load' should be a number, not keys with values"),
    ],
)
def test_a_number_that_is_none_is_told_with_what_to_write(tmp_path: Path, step: str, told: str) -> None:
    assert told in refused(tmp_path / "my-day.yaml", step)


def test_a_day_that_is_none_is_told_as_a_key(tmp_path: Path) -> None:
    path = tmp_path / "block.yaml"
    path.write_text("title: A\nfor: me\nmissed: skip\nweeks:\n  - days: {montag: rdl-day}\n", encoding="utf-8")
    with pytest.raises(ContentError, match="'montag' is not known here; did you mean 'mon'"):
        load(path, ProgramShape)
