"""`coach profile`, `coach profile set` and `coach setup`, as a person types them."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from coach.cli import application
from coach.cli.authoring import setup as setting_up
from coach.errors import InputError, JournalError
from coach.journal.store import Journal
from coach.wiring.lifter.recalling import told


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    path = tmp_path / "coach.yaml"
    path.write_text(f"data_folder: {tmp_path}\ncontent_folder: {tmp_path / 'content'}\n", encoding="utf-8")
    return path


def coach(settings: Path, *words: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(application(), [*words, "--config", str(settings)], input=typed, catch_exceptions=False)


def facts(settings: Path, lifter: str = "me") -> dict[str, str]:
    with Journal.open(settings.parent / "journal.sqlite") as journal:
        return told(journal, lifter)


def rows(shown: str) -> dict[str, str]:
    return {line[:18].strip(): " ".join(line[18:].split()) for line in shown.splitlines()}


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input is taken for a terminal."""

    class Terminal:
        class stdin:  # noqa: N801  stands for sys.stdin
            @staticmethod
            def isatty() -> bool:
                return True

    monkeypatch.setattr(setting_up, "sys", Terminal)


def test_what_is_set_is_shown_and_where_it_is_from(settings: Path) -> None:
    assert "kettlebells: 12 16" in coach(settings, "profile", "set", "kettlebells", "12 16").output
    shown = rows(coach(settings, "profile").output)
    assert shown["kettlebells"] == "12 16 your answers"
    assert shown["barbell"] == "unknown"


def test_a_value_needs_no_quotes(settings: Path) -> None:
    coach(settings, "profile", "set", "days", "mon", "thu")
    assert facts(settings) == {"days": "mon,thu"}


def test_everyone_has_a_profile_of_their_own(settings: Path) -> None:
    coach(settings, "profile", "set", "unit", "lb", "--lifter", "Sam")
    assert (facts(settings), facts(settings, "Sam")) == ({}, {"unit": "lb"})


def test_what_is_not_known_any_more_is_unknown(settings: Path) -> None:
    coach(settings, "profile", "set", "deadlift", "100")
    coach(settings, "profile", "set", "deadlift", "not known")
    assert rows(coach(settings, "profile").output)["deadlift"] == "unknown"


@pytest.mark.parametrize(
    ("words", "fault"),
    [(("barbel", "20"), "did you mean 'barbell'"), (("unit", "furlongs"), "write kg or lb")],
)
def test_bad_input_is_refused_and_changes_nothing(words: tuple[str, str], fault: str, settings: Path) -> None:
    with pytest.raises(InputError, match=fault):
        coach(settings, "profile", "set", *words)
    assert facts(settings) == {}


def test_what_is_written_in_profile_yaml_is_told_to_count_more(settings: Path) -> None:
    (settings.parent / "content").mkdir()
    (settings.parent / "content" / "profile.yaml").write_text("profile: {hips: deep}\n", encoding="utf-8")
    assert "counts more" in coach(settings, "profile", "set", "hips", "average").stderr
    assert rows(coach(settings, "profile").output)["hips"] == "deep profile.yaml"


def test_what_the_configuration_sets_is_told_to_count_more(settings: Path) -> None:
    settings.write_text(settings.read_text(encoding="utf-8") + "bar: 18\n", encoding="utf-8")
    assert "coach.yaml sets 'bar'" in coach(settings, "profile", "set", "barbell", "20").stderr
    assert rows(coach(settings, "profile").output)["barbell"] == "20 coach.yaml (bar)"


def test_a_journal_that_cannot_be_written_is_told(settings: Path) -> None:
    (settings.parent / "journal.sqlite").mkdir()
    with pytest.raises(JournalError, match="is a folder and no file; give a file"):
        coach(settings, "profile", "set", "unit", "kg")


# ------------------------------------------------------------------------------------------------ setup


def test_setup_is_refused_without_a_terminal(settings: Path) -> None:
    with pytest.raises(InputError, match="asks at a terminal"):
        coach(settings, "setup", typed="")
    assert facts(settings) == {}


@pytest.mark.usefixtures("terminal")
def test_setup_keeps_what_is_answered_and_leaves_open_what_is_not(settings: Path) -> None:
    answers = "Anna\nkg\n\nno\n\n\nnew\nno\nto 15\n16\nskip\nyes\nno\nno\n?\nmon thu\n" + "\n" * 8
    shown = coach(settings, "setup", typed=answers).output
    known = facts(settings)
    assert (known["name"], known["unit"], known["faints"], known["barbell"]) == ("Anna", "kg", "no", "no")
    assert (known["dumbbells"], known["kettlebells"], known["deadlift"]) == ("to 15", "16", "not known")
    assert not {"heart", "plates", "rack", "sandbag", "femurs"} & set(known)
    assert known["interview"] == "done"
    assert 'coach plan add "mon,thu 18:30 first-hinge"' in shown


@pytest.mark.usefixtures("terminal")
def test_an_answer_that_is_none_is_asked_for_again(settings: Path) -> None:
    shown = coach(settings, "setup", typed="Anna\nfurlongs\nlb\n" + "\n" * 25).output
    assert shown.count("Kilos or pounds?") == 2
    assert facts(settings)["unit"] == "lb"


@pytest.mark.usefixtures("terminal")
def test_breaking_setup_off_keeps_every_answer_and_going_on_asks_the_rest(settings: Path) -> None:
    broken_off = coach(settings, "setup", typed="Anna\nkg\n")
    assert (broken_off.exit_code, "is kept" in broken_off.stderr) == (130, True)
    assert facts(settings) == {"name": "Anna", "unit": "kg"}
    shown = coach(settings, "setup", typed="no\n").output
    assert "Kilos or pounds?" not in shown
    assert facts(settings)["heart"] == "no"


@pytest.mark.usefixtures("terminal")
def test_setup_can_ask_everything_again_and_enter_keeps_what_is_known(settings: Path) -> None:
    coach(settings, "profile", "set", "unit", "lb")
    shown = coach(settings, "setup", "--all", typed="\n" * 30).output
    assert "Kilos or pounds? [lb]" in shown
    assert facts(settings)["unit"] == "lb"


@pytest.mark.usefixtures("terminal")
def test_setup_tells_of_a_journal_that_cannot_be_written(settings: Path) -> None:
    (settings.parent / "journal.sqlite").mkdir()
    with pytest.raises(JournalError, match="is a folder and no file; give a file"):
        coach(settings, "setup", typed="\n" * 30)
