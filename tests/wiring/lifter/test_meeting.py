"""The first conversation: when it comes, what of it is left, and how facts that are told are kept."""

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest

from coach.audio.loudspeaker.scheduler import TimelineSpeaker
from coach.audio.worlds.files import FileWorld
from coach.clocks import SESSION_START, SessionTime
from coach.config import Config
from coach.content import library_of
from coach.core.events import Began, Heard
from coach.core.plan import Ask, Kit, Role, Work
from coach.core.session.machine import Session
from coach.core.state import Finished, Unstarted
from coach.displays.screen import NoScreen
from coach.displays.transcript import NoTranscript
from coach.journal.past import PastSession
from coach.journal.store import Journal
from coach.phrases.intents import Phrases
from coach.script.compiler.person import Person
from coach.script.files.library import Library
from coach.script.files.overlay import shipped_root
from coach.understanding.opening import open_reader
from coach.voices.coming import ComingVoice, Opened
from coach.voices.voice import ToneVoice
from coach.wiring.controls import Controls
from coach.wiring.lifter.meeting import TOLD, due, interview, notes, went_on
from coach.wiring.lifter.recalling import Past, for_person, recall, told
from coach.wiring.lifter.today import plan_of
from coach.wiring.performing import first_words, left_open
from coach.wiring.request import Hands, Wishes
from coach.wiring.stage import Stage
from coach.wiring.vocabulary import Vocabulary
from tests.journal.pasts import day

LIBRARY = Library((shipped_root(),))


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal.open(tmp_path / "journal.sqlite") as opened:
        yield opened


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(data_folder=tmp_path, content_folder=tmp_path / "content", lifter="Sam")


def past(journal: Journal, config: Config) -> Past:
    return recall(journal, library_of(config), config)


def keep(journal: Journal, **facts: str) -> None:
    with notes(journal, "Sam") as kept:
        for name, value in facts.items():
            kept.keep(name, value)


# ------------------------------------------------------------------------------------------------ facts are kept


def test_a_fact_is_kept_and_the_newest_counts(journal: Journal, config: Config) -> None:
    keep(journal, barbell="15", unit="kg")
    keep(journal, barbell="no")
    assert told(journal, "Sam") == {"barbell": "no", "unit": "kg"}
    assert past(journal, config).kit.lacks == ("barbell", "rack")


def test_facts_are_somebodys(journal: Journal) -> None:
    keep(journal, barbell="no")
    assert told(journal, "Alex") == {}


def test_facts_are_kept_however_many_sessions_lie_behind(journal: Journal, config: Config) -> None:
    keep(journal, femurs="long")
    for _ in range(3):
        keep(journal, bands="yes")
    assert past(journal, config).profile.femurs == "long"


def test_what_was_answered_before_a_fault_is_kept(journal: Journal) -> None:
    with suppress(KeyboardInterrupt), notes(journal, "Sam") as kept:
        kept.keep("unit", "lb")
        raise KeyboardInterrupt
    assert told(journal, "Sam") == {"unit": "lb"}
    assert journal.unfinished("Sam") is None


def test_telling_a_fact_leaves_an_interrupted_session_to_be_carried_on(journal: Journal) -> None:
    with journal.begin(interview(_nobody(), LIBRARY), lifter="Sam") as book:
        book.happened(Began(SESSION_START))
    keep(journal, unit="lb")
    unfinished = journal.unfinished("Sam")
    assert unfinished is not None
    assert unfinished.plan.session == "interview"


def test_facts_that_a_power_cut_broke_off_are_complete_as_they_are(journal: Journal, config: Config) -> None:
    open_notes = notes(journal, "Sam")
    open_notes.__enter__().keep("unit", "lb")
    unfinished = journal.unfinished("Sam")
    assert unfinished is not None
    assert unfinished.plan.session == TOLD
    assert left_open(journal, config) is None
    assert told(journal, "Sam") == {"unit": "lb"}


def test_a_journal_that_cannot_be_read_knows_nothing(tmp_path: Path) -> None:
    file = tmp_path / "journal.sqlite"
    file.mkdir()
    with Journal.open(file) as broken:
        assert told(broken, "Sam") == {}


def test_the_unit_that_was_told_holds_where_the_configuration_names_none(config: Config) -> None:
    person = Person({"unit": "lb"})
    assert for_person(config, person).unit == "lb"
    assert for_person(Config(written=frozenset({"unit"})), person).unit == "kg"
    assert for_person(config, Person()) == config


def test_pounds_that_were_told_bring_pound_plates(journal: Journal, config: Config) -> None:
    keep(journal, unit="lb")
    assert (past(journal, config).kit.unit, past(journal, config).kit.bar) == ("lb", 45.0)


def test_the_bar_in_the_configuration_counts_more(journal: Journal, config: Config) -> None:
    keep(journal, barbell="15")
    assert past(journal, config).kit.bar == 15.0
    assert past(journal, replace(config, bar=18.0)).kit.bar == 18.0


# ------------------------------------------------------------------------------------------------ when it is due


def _nobody(facts: dict[str, str] | None = None, *sessions: PastSession) -> Past:
    from coach.script.files.progression import read_progress

    given = facts or {}
    return Past(sessions, LIBRARY.progress(read_progress), Person(given).kit(Kit()), date(2026, 3, 1), given)


def test_somebody_nobody_knows_is_asked() -> None:
    assert due(_nobody(), LIBRARY)


@pytest.mark.parametrize("facts", [{"interview": "done"}, {"unit": "kg"}, {"femurs": "long"}])
def test_somebody_who_told_something_is_not_asked_again(facts: dict[str, str]) -> None:
    assert not due(_nobody(facts), LIBRARY)


def test_who_put_it_off_is_asked_another_day() -> None:
    assert due(_nobody({"interview": "later", "unit": "kg"}), LIBRARY)


def test_it_is_offered_three_times_at_the_most() -> None:
    offered = [day(number, name="interview") for number in range(3)]
    assert due(_nobody(None, *offered[:2]), LIBRARY)
    assert not due(_nobody(None, *offered), LIBRARY)


def test_who_wrote_a_profile_is_not_asked(tmp_path: Path) -> None:
    (tmp_path / "profile.yaml").write_text("profile: {femurs: long}\n", encoding="utf-8")
    assert not due(_nobody(), Library((tmp_path, shipped_root())))


def test_what_is_known_is_not_asked_again() -> None:
    asked = {
        step.name for step in interview(_nobody({"unit": "kg", "heart": "no"}), LIBRARY).steps if isinstance(step, Ask)
    }
    assert {"interview", "faints", "barbell", "build"} <= asked
    assert not {"unit", "heart"} & asked


@pytest.mark.parametrize(
    ("outcome", "follows"), [("done", True), ("later", True), ("stopped", False), ("red-flag", False)]
)
def test_the_session_follows_unless_it_was_stopped(outcome: str, follows: bool) -> None:
    assert went_on(Session(Finished(outcome), ())) is follows


def test_no_session_follows_what_was_interrupted() -> None:
    assert not went_on(Session(Unstarted(), ()))


# ------------------------------------------------------------------------------------------------ on a stage


class Told:
    """What is told on the screen."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def __call__(self, line: str) -> None:
        self.lines.append(line)


@pytest.fixture
def told_lines() -> Told:
    return Told()


def stage(journal: Journal, world: FileWorld, tell: Told, *, terminal: bool) -> Stage:
    hands = Hands(tell, lambda _done, _of: None, lambda _now: NoScreen(), terminal)
    phrases = Phrases.load(LIBRARY.phrases_path())
    vocabulary = Vocabulary(open_reader(LIBRARY, "en", phrases))
    controls = cast(Controls, _NoControls())
    coming = Future[Opened]()
    coming.set_result(ToneVoice())
    voice = ComingVoice("tones", coming)
    return Stage(hands, LIBRARY, voice, world, journal, NoTranscript(), controls, vocabulary)


class _NoControls:
    missing = False

    def shown_on(self, screen: NoScreen) -> NoScreen:
        return screen

    def listen_for(self, intents: frozenset[str]) -> None: ...

    def at_rest(self) -> None: ...


def spoken(*remarks: tuple[float, str, dict[str, str | float]]) -> FileWorld:
    """A world in which these intents are heard."""
    world = FileWorld(TimelineSpeaker(ToneVoice(), 48_000))
    for at, intent, slots in remarks:
        world.post(Heard(SessionTime(at), intent, slots))
    return world


def test_where_nobody_can_answer_nothing_is_asked_and_that_is_told(
    journal: Journal, config: Config, told_lines: Told
) -> None:
    with spoken() as world:
        assert first_words(stage(journal, world, told_lines, terminal=False), config, Wishes("rdl-day")) is None
        assert world.now() == 0.0
    assert "coach setup" in told_lines.lines[0]


@pytest.mark.parametrize("wishes", [Wishes("rdl-day", fresh=True), Wishes("rdl-day", speaker="wav:out.wav")])
def test_a_fresh_session_and_one_on_files_begin_at_once(
    wishes: Wishes, journal: Journal, config: Config, told_lines: Told
) -> None:
    with spoken() as world:
        assert first_words(stage(journal, world, told_lines, terminal=True), config, wishes) is None
    assert told_lines.lines == []


def test_silence_is_later_and_the_session_follows(journal: Journal, config: Config, told_lines: Told) -> None:
    with spoken() as world:
        assert first_words(stage(journal, world, told_lines, terminal=True), config, Wishes("rdl-day")) is None
    assert told(journal, "Sam") == {"interview": "later"}


def test_stopping_the_conversation_ends_the_day(journal: Journal, config: Config, told_lines: Told) -> None:
    with spoken((1.0, "stop", {}), (2.0, "yes", {})) as world:
        state = first_words(stage(journal, world, told_lines, terminal=True), config, Wishes("rdl-day"))
    assert state is not None
    assert state.phase == Finished("stopped")


def test_what_is_answered_is_known_from_then_on(journal: Journal, config: Config, told_lines: Told) -> None:
    remarks: list[tuple[float, str, dict[str, str | float]]] = [
        (1.0, "yes", {}),
        (1.5, "given_name", {"name": "sam"}),
        (2.0, "unit", {"unit": "lb"}),
        *((3.0 + n, "no", {}) for n in range(4)),
    ]
    with spoken(
        *remarks, (8.0, "not_sure", {}), (9.0, "no", {}), (10.0, "yes", {}), (11.0, "log_load", {"load": 25.0})
    ) as world:
        first_words(stage(journal, world, told_lines, terminal=True), config, Wishes("rdl-day"))
    known = told(journal, "Sam")
    assert (known["unit"], known["experience"], known["barbell"], known["dumbbells"]) == ("lb", "some", "no", "to 25")
    assert past(journal, config).profile.health == "clear"
    assert past(journal, config).kit.lacks == ("barbell", "rack")
    assert past(journal, config).person.name == "Sam"


@pytest.mark.parametrize("wishes", [Wishes("interview"), Wishes("profile"), Wishes("pre-race", gun="09:00")])
def test_nothing_is_asked_before_questions_and_before_a_race_whose_gun_is_set(
    wishes: Wishes, journal: Journal, config: Config, told_lines: Told
) -> None:
    with spoken() as world:
        assert first_words(stage(journal, world, told_lines, terminal=True), config, wishes) is None
        assert world.now() == 0.0


# ------------------------------------------------------------------------------------------------ other programs


def test_other_programs_names_of_a_movement_count_as_it(journal: Journal, config: Config, tmp_path: Path) -> None:
    began = datetime.now().astimezone().date() - timedelta(days=3)
    table = tmp_path / "strong.csv"
    table.write_text(
        "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"
        f'{began} 18:00:00,"Pull",40m,"Deadlift (Barbell)",1,142.5,5,0,0,"","",\n',
        encoding="utf-8",
    )
    from typer.testing import CliRunner

    from coach.cli import application

    settings = tmp_path / "coach.yaml"
    settings.write_text(f"data_folder: {tmp_path}\nlifter: Sam\n", encoding="utf-8")
    words = ["import", str(table), "--unit", "kg", "--config", str(settings)]
    shown = CliRunner().invoke(application(), words, catch_exceptions=False).output
    assert "1 of its 1 exercises (1 of 1 sets) are movements known here" in shown
    known = past(journal, config)
    assert known.loads(library_of(config))["conventional-deadlift"] >= 140.0
    plan = plan_of(Wishes("deadlift-day"), library_of(config), known)
    assert max(step.load or 0 for step in plan.steps if isinstance(step, Work) and step.role is Role.WORKING) >= 140.0
