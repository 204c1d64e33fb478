"""Loads and changes of them: what is said of kilos, pounds and plates as slots."""

from dataclasses import replace

from coach.core.events import Slot
from coach.core.loading.plates import A_PLATE
from coach.core.plan import Unit
from coach.understanding.amounts.said import Said
from coach.understanding.words.plain_numbers import WEIGHTS
from coach.understanding.words.quantities import Quantity

HEAVIEST = 1000
MOST_PLATES = 8
"""Plates on one end of a bar."""
LIGHTEST = 10
"""No bar is lighter, and a smaller bare number no load; a bare "two and a quarter" is hundreds."""
USUAL_STEP = 5
"""Percent "heavier" means, where no amount is said."""

Slots = dict[str, Slot]


def load_of(said: Said) -> Slots | None:
    """What is on the bar, or in the hands, as `load` and `unit`, or as `plates` a side; None where nobody said."""
    if (loaded := _bar_and_plates(said)) is not None:
        return loaded
    weighed = _all_together(said) or said.reported("kg", "lb") or said.of("kg", "lb")
    if weighed:
        # The last counts, as a correction does; but "sixty kilos, that is 132 pounds" says the same twice.
        last = weighed[-1] if len({each.unit for each in weighed}) == 1 else weighed[0]
        if _is_a_side(last, said):
            return _a_plate(last.value)
        return {"load": as_number(last.value), "unit": last.unit}
    if (sums := said.worked_out()) and said.of("plate", "each"):
        return {"load": as_number(sums[-1].value)}
    if several := said.of("each"):
        return _several(several[-1], said)
    if plates := [each.value for each in said.of("plate") if each.value >= 1]:
        return _plates(plates[-1], said)
    return _bare_load(said)


def _plates(value: float, said: Said) -> Slots | None:
    """ "two plates a side"; "a fifteen plate" is what one weighs, and how much a bar with such is nobody said."""
    if value <= MOST_PLATES:
        return {"plates": as_number(value)}
    return None if said.says(said.numbers.sides) else {"load": as_number(value)}


def _bare_load(said: Said) -> Slots | None:
    """A load without its unit, or plates that were only hinted at: "a hundred on the bar", "three a side"."""
    lifted = said.lifted()
    bare = [lifted[0]] if lifted else said.total("") or (said.of("") if said.in_sets else said.last_word(""))
    values = [each.value for each in bare if 0 < each.value <= HEAVIEST]
    if values and values[0] > MOST_PLATES and _is_a_side(bare[0], said):
        return _a_plate(values[0])
    if values and values[0] <= MOST_PLATES and said.says(said.numbers.sides):
        return {"plates": as_number(values[0])}
    load = _hundreds(max(values) if said.in_sets else values[0]) if values else 0.0
    if load >= LIGHTEST or (load and said.says(said.numbers.hand_weights)):
        return {"load": as_number(load)}
    if said.says(said.numbers.a_plate):
        return {"plates": 1}
    return {"plates": 0} if said.says(said.numbers.empty_bar) else None


def _several(each: Quantity, said: Said) -> Slots | None:
    """ "two tens A SIDE": as many large plates as that weighs, None where it is no whole number of them; "a pair of
    tens": what one weighs, for such are held in the hands."""
    if not said.says(said.numbers.sides):
        return {"load": as_number(each.parts[1])}
    count, weight = each.parts
    whole = [each.value / plate for plate in A_PLATE.values() if each.value % plate == 0]
    plates = count if weight in A_PLATE.values() else min(whole, default=0)  # "four 45s" are four, not nine of 20
    return {"plates": as_number(plates)} if 0 < plates <= MOST_PLATES else None


def _is_a_side(amount: Quantity, said: Said) -> bool:
    """Whether it is what hangs on each side of a bar, whose sum nobody said: "twenty kilos EACH SIDE"."""
    return said.on_each_side(amount) and not said.says(said.numbers.hand_weights)


def _a_plate(value: float) -> Slots | None:
    """One plate, where that is what it weighs; else nobody knows what the bar and so much on each side come to."""
    return {"plates": 1} if value in A_PLATE.values() else None


def _bar_and_plates(said: Said) -> Slots | None:
    """ "two plates a side on a fifteen kilo bar": what that is together."""
    weighed, plates = said.of("kg", "lb"), [each.value for each in said.of("plate") if each.value >= 1]
    if len(weighed) != 1 or not plates or not said.says(said.numbers.sides) or not said.is_bar(weighed[0]):
        return None
    bar = weighed[0]
    return {"load": as_number(bar.value + 2 * plates[-1] * A_PLATE[Unit(bar.unit)]), "unit": bar.unit}


def _all_together(said: Said) -> list[Quantity]:
    """ "two twenty kilo bells, FORTY IN TOTAL": the sum, in the unit of its parts; empty without one."""
    weighed = said.of(*WEIGHTS)
    return [replace(each, unit=each.unit or weighed[0].unit) for each in said.total(*WEIGHTS, "") if weighed]


def _hundreds(value: float) -> float:
    """ "two and a quarter" on a bar is 225."""
    return 100 * value if 1 < value < LIGHTEST and value != int(value) else value


def change_of(sign: int, said: Said) -> Slots | None:
    """By how much it is to change: `delta` and `unit`, or `percent`; the usual step where no amount was said."""
    if total := _all_together(said) or said.total(""):
        delta: Slots = {"delta": as_number(sign * total[0].value)}
        return {**delta, "unit": total[0].unit} if total[0].unit else delta
    for each in reversed(said.undenied()):
        if each.unit == "percent":
            return {"percent": as_number(sign * each.value)}
        if each.unit in ("kg", "lb"):
            both = 2 if said.on_each_side(each) else 1
            return {"delta": as_number(sign * both * each.value), "unit": each.unit}
    if sign < 0 and (part := _part_of_load(said)):
        return {"percent": -part}
    bare = [each for each in said.undenied() if each.unit in ("", "each") and 0 < each.value <= HEAVIEST]
    if bare:
        both = 2 if said.on_each_side(bare[-1]) else 1
        return {"delta": as_number(sign * both * bare[-1].value)}
    return {"percent": sign * USUAL_STEP}


def _part_of_load(said: Said) -> int:
    """Percent of the load that a word takes off; 0 where none does, or where amounts are beside it. But what stands
    behind a word for halving is told of something else: "HALVE it, I have been up since four"."""
    for word, share in said.numbers.parts_of_load.items():
        at = said.words.index(word) if word in said.words else -1
        first = said.amounts[0] if said.amounts else None
        if at >= 0 and (first is None or first.end == at or (word in said.numbers.halving and first.begin > at)):
            return share
    return 0


def as_number(value: float) -> float | int:
    """The value, as an int where it is one."""
    return int(value) if float(value).is_integer() else round(value, 3)
