"""What may be known of a lifter and the room: how it is written, what is refused, and what it says of kit and loads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.core.loading.plates import makeable
from coach.core.plan import Kit, Unit
from coach.errors import ContentError, InputError
from coach.script.compiler.person import DUMBBELLS, KETTLEBELLS, Person
from coach.script.files.library import Library
from coach.script.files.load import load
from coach.script.files.overlay import shipped_root
from coach.script.shapes.facts import NOT_KNOWN, FactsFile, sizes, weight
from coach.script.shapes.profile import Profile

FACTS = Library((shipped_root(),)).facts()


@pytest.mark.parametrize(
    ("name", "written", "kept"),
    [
        ("name", " Anna ", "Anna"),
        ("unit", "Pounds", "lb"),
        ("heart", "N", "no"),
        ("experience", "never", "new"),
        ("barbell", "15 kg", "15 kg"),
        ("barbell", "no", "no"),
        ("barbell", "22.5", "22.5"),
        ("plates", "20, 20, 10", "20 20 10"),
        ("dumbbells", "to 20", "to 20"),
        ("kettlebells", "12 16 kg", "12 16 kg"),
        ("days", "Thursday and Monday", "mon,thu"),
        ("deadlift", "I don't know", NOT_KNOWN),
        ("hips", "yes", "deep"),
    ],
)
def test_an_answer_is_kept_in_one_way(name: str, written: str, kept: str) -> None:
    assert FACTS.facts[name].read(written) == kept


@pytest.mark.parametrize(
    ("name", "written", "next_step"),
    [
        ("unit", "furlongs", "write kg or lb"),
        ("barbell", "0", "as in 20, or 45 lb"),
        ("barbell", "heavy", "as in 20"),
        ("kettlebells", "-3", "as in 16"),
        ("kettlebells", "900", "as in 16"),
        ("days", "someday", "write them as in mon thu"),
        ("days", "", "write them as in mon thu"),
        ("name", "", "1 to 40 letters"),
        ("heart", "perhaps", "write yes or no"),
    ],
)
def test_what_is_no_answer_is_refused_with_what_could_be_written(name: str, written: str, next_step: str) -> None:
    with pytest.raises(InputError, match=next_step):
        FACTS.facts[name].read(written)


def test_a_fact_is_found_however_its_name_is_written() -> None:
    assert FACTS.named("Plates Said")[0] == FACTS.named("plates-said")[0] == "plates_said"


def test_an_unknown_fact_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean 'barbell'"):
        FACTS.named("barbel")


def test_every_trait_and_health_question_can_be_set() -> None:
    for name in ("femurs", "torso", "hips", "hamstrings", "arms", "sitting", "low_back", "heart", "faints"):
        for value in FACTS.facts[name].choices:
            assert getattr(Profile.of({name: value}), name) == value


def test_a_fact_that_waits_for_an_unknown_one_is_a_fault(tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "facts.yaml"
    path.write_text("facts:\n  rack: {title: rack, ask: A rack?, unless: {barbel: 'no'}}\n", encoding="utf-8")
    with pytest.raises(ContentError, match="there is no fact 'barbel'"):
        load(path, FactsFile)


def test_an_answer_without_an_example_is_asked_for_in_words() -> None:
    assert FACTS.facts["name"].model_copy(update={"such_as": ""}).answers == "a few words"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("8 16 12", ((8.0, 12.0, 16.0), Unit.KILOS)),
        ("35 lb", ((35.0,), Unit.POUNDS)),
        ("to 3", ((1.0, 2.0, 3.0), Unit.KILOS)),
        ("from 2.5", ((2.5, 3.0), Unit.KILOS)),
        ("yes", None),
        ("", None),
    ],
)
def test_sizes_are_a_list_or_a_span_of_the_usual_ones(text: str, found: object) -> None:
    assert sizes(text, Unit.KILOS, (1.0, 2.0, 3.0)) == found


def test_a_weight_without_a_unit_is_in_the_houses() -> None:
    assert (weight("20", Unit.POUNDS), weight("20 kg", Unit.POUNDS), weight("no", Unit.KILOS)) == (
        (20.0, Unit.POUNDS),
        (20.0, Unit.KILOS),
        None,
    )


# ------------------------------------------------------------------------------------------------ who that makes


def test_nobody_known_has_the_usual_kit_and_the_usual_sizes() -> None:
    kit = Person().kit(Kit())
    assert (kit.bar, kit.pairs, kit.lacks) == (20.0, Kit().pairs, ())
    assert dict(kit.sizes)["kettlebell"] == KETTLEBELLS[Unit.KILOS]
    assert dict(kit.sizes)["dumbbell"][-1] == 2 * DUMBBELLS[Unit.KILOS][-1]


def test_a_bar_in_pounds_is_a_bar_in_kilos() -> None:
    assert Person({"barbell": "35 lb"}).kit(Kit()).bar == 15.88


@pytest.mark.parametrize(
    ("told", "pairs"),
    [
        ("20 20 10", ((20.0, 2), (10.0, 1))),
        ("yes", Kit().pairs),
        ("no", ()),
        ("from 2.5", Kit().pairs[:-1]),
        ("from 45 lb", Kit().pairs),
    ],
)
def test_plates_are_told_as_pairs(told: str, pairs: tuple[tuple[float, int], ...]) -> None:
    assert Person({"plates": told}).kit(Kit()).pairs == pairs


def test_what_the_configuration_sets_counts_more() -> None:
    kit = Person({"barbell": "15", "plates": "10"}).kit(Kit(bar=18.0), bar_set=True, plates_set=True)
    assert (kit.bar, kit.pairs) == (18.0, Kit().pairs)


def test_of_dumbbells_the_load_is_both_together() -> None:
    assert dict(Person({"dumbbells": "5 10"}).kit(Kit()).sizes)["dumbbell"] == (10.0, 20.0)


def test_without_a_bar_there_is_no_rack_for_it_either() -> None:
    assert Person({"barbell": "no", "bands": "no"}).lacks == ("band", "barbell", "rack")


def test_a_deadlift_that_was_told_is_read_in_the_unit_it_was_told_in() -> None:
    assert Person({"deadlift": "225", "unit": "lb"}).said_load(Unit.KILOS) == pytest.approx(102.06, abs=0.01)
    assert Person({"deadlift": NOT_KNOWN}).said_load(Unit.KILOS) is None


def test_a_unit_that_is_none_is_not_known() -> None:
    assert (Person({"unit": "s"}).unit, Person({"unit": "lb"}).unit) == (None, Unit.POUNDS)


def test_a_name_and_the_wish_for_plates_are_told() -> None:
    person = Person({"name": "Anna", "plates_said": "yes"})
    assert (person.name, person.says_plates, Person().name) == ("Anna", True, "")


@given(st.dictionaries(st.sampled_from(list(FACTS.facts)), st.text(max_size=20)))
def test_whatever_was_kept_once_a_room_comes_of_it(facts: dict[str, str]) -> None:
    kit = Person(facts).kit(Kit())
    for implement in ("barbell", "dumbbell", "kettlebell"):
        assert all(load > 0 for load in makeable(kit, implement) or (1.0,))


@pytest.mark.parametrize("said", ["mon-fri", "mon/thu"])
def test_days_from_and_to_are_refused_rather_than_cut_to_the_first(said: str) -> None:
    with pytest.raises(InputError, match="are no days"):
        FACTS.facts["days"].read(said)
