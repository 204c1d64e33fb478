"""scripts/progress.yaml: the shipped rules hold up over a year, and a wrong file says where it is wrong."""

import itertools
from pathlib import Path

import pytest

from coach.core.loading.progression import Ceiling, Guard
from coach.core.loading.rules import DoubleProgression, EffortCapped
from coach.core.plan import Feedback, Kit, Unit
from coach.errors import ContentError
from coach.script.files.library import Library
from coach.script.files.load import Names
from coach.script.files.progression import SENTENCES, ProgressFile, read_progress
from tests.core.loading.year import SINGLE, year

SHIPPED = Path(__file__).parents[3] / "scripts" / "progress.yaml"
POUNDS = Kit(Unit.POUNDS, 45.0, ((45.0, 4), (25.0, 1), (10.0, 2), (5.0, 2), (2.5, 2)))


@pytest.fixture(scope="module")
def shipped() -> ProgressFile:
    library = Library.open()
    return read_progress(SHIPPED, Names(scripts=library.names.scripts))


def movements() -> list[str]:
    return [*read_progress(SHIPPED).movements, "any-other-movement"]


def faults(text: str, tmp_path: Path) -> list[str]:
    path = tmp_path / "progress.yaml"
    path.write_text(text)
    with pytest.raises(ContentError) as caught:
        read_progress(path)
    return [f"{problem.line}: {problem.message}" for problem in caught.value.problems]


@pytest.mark.parametrize("kit", [Kit(), POUNDS], ids=["kilos", "pounds"])
@pytest.mark.parametrize("movement", movements())
def test_a_year_by_the_shipped_rules_gets_stronger_and_never_beyond_the_lifter(
    movement: str, kit: Kit, shipped: ProgressFile
) -> None:
    scale = 1.0 if kit.unit is Unit.KILOS else 2.25
    policy = shipped.policy(movement, kit.unit)
    first = round(60 * scale / 5) * 5
    days = list(year(policy, kit, single=SINGLE * scale, first=first))
    loads = [outing.load for outing, _ in days]

    assert max(loads[-20:]) > 1.1 * loads[0]
    assert all(not outing.pain or after.load < outing.load for (outing, _), (after, _) in itertools.pairwise(days))
    assert sum(min(outing.reps) == 0 for outing, _ in days) == 0
    for place, (outing, _) in enumerate(days[1:], 1):
        lately = [(old.day, old.load) for old, _ in days[:place]] + [(1, first)]
        used_to = max((load for day, load in lately if 7 <= outing.day - day <= 35), default=outing.load)
        assert outing.load <= used_to + max(used_to * policy.ceiling.part, policy.ceiling.at_least)


@pytest.mark.parametrize("movement", movements())
def test_every_reason_the_year_gives_has_its_sentence(movement: str, shipped: ProgressFile) -> None:
    reasons = {advice.reason for _, advice in year(shipped.policy(movement, Unit.KILOS), Kit())}

    assert reasons <= set(shipped.sentences)


def test_a_movement_takes_what_it_does_not_say_from_the_usual(shipped: ProgressFile) -> None:
    policy = shipped.policy("romanian-deadlift", Unit.POUNDS)

    assert policy.rule == DoubleProgression(5.0, 6, 10)
    assert policy.ceiling == Ceiling(0.05, 5.0)
    assert policy.light_week == Guard(6, 0.7)


def test_a_movement_nobody_named_progresses_as_usual(shipped: ProgressFile) -> None:
    assert isinstance(shipped.policy("sandbag-pick-up", Unit.KILOS).rule, EffortCapped)


def test_no_movement_whose_maximum_is_not_to_be_guessed_trains_by_a_training_max(shipped: ProgressFile) -> None:
    scripts = Library.open().scripts()
    waves = [name for name, shape in shipped.movements.items() if shape.training_max]

    assert all(scripts[name].estimates_max for name in waves)


def test_every_sentence_is_there_and_no_other(shipped: ProgressFile) -> None:
    assert set(shipped.sentences) == set(SENTENCES)


def test_two_rules_at_once_are_refused_where_they_stand(tmp_path: Path) -> None:
    text = SHIPPED.read_text().replace(
        "    light_week: {weeks: 6, percent: 70}", "    effort: {reps: 5, step: {kg: 2.5, lb: 5}}"
    )

    assert any("two rules at once" in fault for fault in faults(text, tmp_path))


def test_a_missing_sentence_and_a_wrong_field_are_both_named(tmp_path: Path) -> None:
    text = SHIPPED.read_text().replace('  missed: "', '  mist: "').replace("we add {step}.", "we add {stop}.", 1)
    found = " ".join(faults(text, tmp_path))

    assert "'missed' is missing" in found
    assert "'mist' is no sentence" in found
    assert "{stop} is no field; did you mean 'step'?" in found


def test_reps_that_leave_nothing_to_add_are_refused(tmp_path: Path) -> None:
    found = faults(SHIPPED.read_text().replace("[6, 10]", "[10, 10]"), tmp_path)

    assert any("leave nothing to add" in fault for fault in found)


def test_a_file_without_a_usual_rule_is_refused(tmp_path: Path) -> None:
    text = "\n".join(line for line in SHIPPED.read_text().splitlines() if not line.startswith("  effort:"))

    assert any("usual rule is missing" in fault for fault in faults(text, tmp_path))


def test_a_ceiling_of_half_the_load_a_week_is_refused(tmp_path: Path) -> None:
    found = faults(SHIPPED.read_text().replace("ceiling: {percent: 5,", "ceiling: {percent: 50,"), tmp_path)

    assert any("at most 20" in fault for fault in found)


def test_a_wave_with_a_light_week_is_refused_for_it_has_its_own(tmp_path: Path) -> None:
    text = SHIPPED.read_text().replace(
        "    training_max:", "    light_week: {weeks: 6, percent: 70}\n    training_max:", 1
    )

    assert any("a wave has its own light days" in fault for fault in faults(text, tmp_path))


def test_what_a_set_says_of_the_next_is_data(shipped: ProgressFile, tmp_path: Path) -> None:
    assert shipped.judging == Feedback()
    text = SHIPPED.read_text()
    path = tmp_path / "progress.yaml"
    path.write_text(text.replace("missed_one: {percent: 95}", "missed_one: {percent: 80}"))
    assert read_progress(path).judging == Feedback(missed_one=0.8)
    path.write_text(text[: text.index("feedback:")] + text[text.index("movements:") :])
    assert read_progress(path).judging == Feedback()


def test_close_to_the_limit_cannot_begin_above_it(tmp_path: Path) -> None:
    assert any(
        "'near' begins above" in each
        for each in faults(SHIPPED.read_text().replace("near: {effort: 9,", "near: {effort: 10,"), tmp_path)
    )
