"""Tables on terminals and in pipes."""

import pytest

from coach.cli import tables

HEADINGS = ("name", "minutes", "for")
ROWS = [("first-hinge", "6", "everybody who has never hinged before"), ("rdl-day", "45", "lifters")]


def test_in_a_pipe_no_line_ends_in_blanks(capsys: pytest.CaptureFixture[str]) -> None:
    tables.show(HEADINGS, ROWS)
    lines = capsys.readouterr().out.splitlines()
    assert lines == [line.rstrip() for line in lines]
    assert len(lines) == 3


def test_on_a_narrow_terminal_things_stand_below_each_other(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "36")
    tables.show(HEADINGS, ROWS)
    text = capsys.readouterr().out
    assert "  minutes: 6\n  for: everybody who has never" in text
    assert text.index("first-hinge") < text.index("minutes: 6")


def test_on_a_wide_terminal_numbers_stand_at_the_right(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "100")
    tables.show(HEADINGS, ROWS, {"minutes"})
    assert "first-hinge        6  everybody" in capsys.readouterr().out
