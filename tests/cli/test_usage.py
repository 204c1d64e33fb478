"""What is told of a command that was written wrongly: in plain words, with the command whose help says more."""

import pytest

from coach.cli import main

LIBRARYS_WORDS = ("Value error", "Input should", "argument(s)", "requires an argument", "parse")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("import f.csv --unit stone", "there is no 'stone'; choose one of kg, lb; see: coach import -h"),
        ("history --last -1", "it is 0 at least; see: coach history -h"),
        ("log --session 0", "it is 1 at least; see: coach log -h"),
        ("history --last many", "a whole number is needed; see: coach history -h"),
        ("model fetch nope", "'nope' is more than it takes; see: coach model fetch -h"),
        ("history yesterday evening", "'yesterday evening' is more than it takes; see: coach history -h"),
        ("history --html", "--html needs a value behind it; see: coach history -h"),
        ("rehearse --length", "--length needs a value behind it; see: coach rehearse -h"),
        ("plan add --file", "--file needs a value behind it; see: coach plan add -h"),
        ("plan nope", "there is no 'nope' here; see: coach plan -h"),
    ],
)
def test_a_command_that_was_written_wrongly_is_told_in_plain_words(
    typed: str, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["/usr/bin/coach", *typed.split()])
    with pytest.raises(SystemExit) as left:
        main()
    line = capsys.readouterr().err
    assert left.value.code == 2
    assert line.rstrip().endswith(told)
    assert not [word for word in LIBRARYS_WORDS if word in line]
