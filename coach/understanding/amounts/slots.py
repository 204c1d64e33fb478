"""What a command is about: the amounts in a remark as the slots of an intent."""

from dataclasses import replace

from coach.core.events import Slot
from coach.understanding.amounts.missed import Missed
from coach.understanding.amounts.said import Said
from coach.understanding.words.plain_numbers import WEIGHTS
from coach.understanding.words.quantities import Quantity

LONGEST_REST, HEAVIEST, MOST_REPS = 3600, 1000, 100
MOST_PLATES = 8
"""Plates on one end of a bar."""
A_PLATE = {"kg": 20, "lb": 45}
"""What "a plate" weighs."""
LIGHTEST = 10
"""No bar is lighter, and a smaller bare number no load; a bare "two and a quarter" is hundreds."""
MINUTES_AT_MOST = 5
"""A bare number of a rest up to this is minutes, above it seconds."""
SHORTEST = 5
"""Nobody trains in fewer minutes; so few are a rest."""
USUAL_REST, USUAL_STEP = 30, 5
"""Seconds "more rest" means, and percent "heavier" means, where no amount is said."""

TIMED, WEIGHED = ("s",), ("kg", "lb", "plate", "percent", "rep", "each")
UNFIT = {
    **dict.fromkeys(("change_load", "log_load", "log_reps", "log_effort", "pain_level"), TIMED),
    **dict.fromkeys(("more_rest", "less_rest", "rest_for", "start_delayed", "race_in", "race_delayed"), WEIGHED),
    "time_available": WEIGHED,
}
"""Units of which no amount of an intent can be."""

Slots = dict[str, Slot]


def slots_for(label: str, said: Said) -> Slots | None:
    """The slots of this label; None where what it needs was not said."""
    intent, _, kind = label.partition(":")
    if said.amounts and all(each.unit in UNFIT.get(intent, ()) for each in said.amounts):
        return None
    match intent:
        case "more_rest" | "less_rest":
            return _seconds(said) if said.amounts else {"seconds": USUAL_REST}
        case "rest_for":
            return _seconds(said)
        case "start_delayed" | "race_in" | "race_delayed" | "time_available":
            return _minutes(said, SHORTEST if intent == "time_available" else 0)
        case "log_reps":
            return _reps(said)
        case "log_load":
            found = _load(said)
            return {**found, "done": 1} if found is not None and said.says(said.numbers.lifted) else found
        case "change_load":
            return _change(-1 if kind == "down" else 1, said)
        case "log_effort":
            return _reps_left(said) if kind == "reps_left" and not said.rated_out else _rpe(said)
        case "pain_level" | "volume":
            return _level(said)
        case _:
            return _others(intent, kind, said)


def _others(intent: str, kind: str, said: Said) -> Slots | None:
    """Labels that carry their slot with them, or in words; names and days are filled by wordings only."""
    match intent:
        case "pause":
            return {"reason": kind} if kind else {}
        case "verbosity":
            return {"level": kind or "quiet"}
        case "ask":
            return {"topic": kind} if kind else {}
        case "who" | "plan_session" | "move_session" | "cancel_session":
            return None
        case "last_set":
            return {"fewer": 1} if said.says(said.numbers.one_less) else {}
        case "next":
            return {"exercise": 1} if said.says(said.numbers.next_exercise) else {}
        case "back":
            return {"again": 1} if said.says(said.numbers.anew) and said.numbers.lasts.isdisjoint(said.words) else {}
        case _:
            return {}


def _seconds(said: Said) -> Slots | None:
    if said.of_the_clock or (said.of("s") and said.says(said.numbers.sides)):
        return None  # "two 25s a side" are plates
    timed = said.reported("s") or ([] if said.reported("") else said.of("s"))
    if timed:
        return {"seconds": _number(timed[-1].value)} if 0 < timed[-1].value <= LONGEST_REST else None
    bare = [each for each in said.of("") if 0 < each.value <= LONGEST_REST]
    if not bare:
        return None
    last = bare[-1]
    if last.parts:
        return {"seconds": _number(60 * last.parts[0] + last.parts[1])}
    return {"seconds": _number(last.value * 60 if last.value <= MINUTES_AT_MOST else last.value)}


def _minutes(said: Said, at_least: float) -> Slots | None:
    if said.of_the_clock:
        return None
    timed = [each.value / 60 for each in said.reported("s") or said.of("s") if not each.parts]
    minutes = (timed or [each.value for each in said.of("") if each.value > 0])[-1:]
    return {"minutes": _number(minutes[0])} if minutes and minutes[0] >= at_least else None


def _reps(said: Said) -> Slots | None:
    if said.says(said.numbers.none_at_all):
        return {"reps": 0}
    named = _named_reps(said)
    missed = Missed(said)
    if (of_all := missed.of_all()) is not None:
        return {"reps": of_all[0] - of_all[1], "missed": of_all[1]}
    whole = [each for each in said.last_word("") if each.value == int(each.value)]
    bare = said.total("") or [each for each in whole if not missed.is_next(each)]
    bare = [each for each in bare if not missed.so_many(each)] or bare  # "one short, so seven"
    if (lifted := said.lifted()) is not None:
        bare = [lifted[1]]
    found = named[-1:] or (said.of("")[1:2] if said.in_sets else bare[:1])
    if found and 0 <= found[0].value <= MOST_REPS:
        reps = int(found[0].value)
        if missed.is_place(found[0]):
            return {"reps": reps - 1, "missed": 1}
        if missed.so_many(found[0]):
            return {"missed": reps}
        short = missed.beside(found[0])
        return {"reps": reps, "missed": short} if short else {"reps": reps}
    if said.says(said.numbers.nothing_done):
        return {"reps": 0}
    if (failed := missed.the_one()) is not None:
        return {"reps": failed - 1, "missed": 1}
    return {"missed": 1} if said.says((*said.numbers.missed, *said.numbers.failing)) else None


def _named_reps(said: Said) -> list[Quantity]:
    """Those that are called repetitions, or what takes them back: "eight reps, WAIT, NINE"."""
    named = said.last_word("rep")
    anew = said.taken_back("", "rep") if named else None
    return named if anew is None else [anew]


def _load(said: Said) -> Slots | None:
    if (loaded := _bar_and_plates(said)) is not None:
        return loaded
    weighed = _all_together(said) or said.reported("kg", "lb") or said.of("kg", "lb")
    if weighed:
        # The last counts, as a correction does; but "sixty kilos, that is 132 pounds" says the same twice.
        last = weighed[-1] if len({each.unit for each in weighed}) == 1 else weighed[0]
        if _is_a_side(last, said):
            return _a_plate(last.value)
        return {"load": _number(last.value), "unit": last.unit}
    if (sums := said.worked_out()) and said.of("plate", "each"):
        return {"load": _number(sums[-1].value)}
    if several := said.of("each"):
        return _several(several[-1], said)
    if plates := [each.value for each in said.of("plate") if each.value >= 1]:
        return _plates(plates[-1], said)
    return _bare_load(said)


def _plates(value: float, said: Said) -> Slots | None:
    """ "two plates a side"; "a fifteen plate" is what one weighs, and how much a bar with such is nobody said."""
    if value <= MOST_PLATES:
        return {"plates": _number(value)}
    return None if said.says(said.numbers.sides) else {"load": _number(value)}


def _bare_load(said: Said) -> Slots | None:
    """A load without its unit, or plates that were only hinted at: "a hundred on the bar", "three a side"."""
    lifted = said.lifted()
    bare = [lifted[0]] if lifted else said.total("") or (said.of("") if said.in_sets else said.last_word(""))
    values = [each.value for each in bare if 0 < each.value <= HEAVIEST]
    if values and values[0] > MOST_PLATES and _is_a_side(bare[0], said):
        return _a_plate(values[0])
    if values and values[0] <= MOST_PLATES and said.says(said.numbers.sides):
        return {"plates": _number(values[0])}
    load = _hundreds(max(values) if said.in_sets else values[0]) if values else 0.0
    if load >= LIGHTEST or (load and said.says(said.numbers.hand_weights)):
        return {"load": _number(load)}
    if said.says(said.numbers.a_plate):
        return {"plates": 1}
    return {"plates": 0} if said.says(said.numbers.empty_bar) else None


def _several(each: Quantity, said: Said) -> Slots | None:
    """ "two tens A SIDE": as many large plates as that weighs, None where it is no whole number of them; "a pair of
    tens": what one weighs, for such are held in the hands."""
    if not said.says(said.numbers.sides):
        return {"load": _number(each.parts[1])}
    count, weight = each.parts
    whole = [each.value / plate for plate in A_PLATE.values() if each.value % plate == 0]
    plates = count if weight in A_PLATE.values() else min(whole, default=0)  # "four 45s" are four, not nine of 20
    return {"plates": _number(plates)} if 0 < plates <= MOST_PLATES else None


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
    return {"load": _number(bar.value + 2 * plates[-1] * A_PLATE[bar.unit]), "unit": bar.unit}


def _all_together(said: Said) -> list[Quantity]:
    """ "two twenty kilo bells, FORTY IN TOTAL": the sum, in the unit of its parts; empty without one."""
    weighed = said.of(*WEIGHTS)
    return [replace(each, unit=each.unit or weighed[0].unit) for each in said.total(*WEIGHTS, "") if weighed]


def _hundreds(value: float) -> float:
    """ "two and a quarter" on a bar is 225."""
    return 100 * value if 1 < value < LIGHTEST and value != int(value) else value


def _change(sign: int, said: Said) -> Slots | None:
    if total := _all_together(said) or said.total(""):
        delta: Slots = {"delta": _number(sign * total[0].value)}
        return {**delta, "unit": total[0].unit} if total[0].unit else delta
    for each in reversed(said.undenied()):
        if each.unit == "percent":
            return {"percent": _number(sign * each.value)}
        if each.unit in ("kg", "lb"):
            both = 2 if said.on_each_side(each) else 1
            return {"delta": _number(sign * both * each.value), "unit": each.unit}
    bare = [each for each in said.of("", "each") if 0 < each.value <= HEAVIEST]
    if bare:
        both = 2 if said.on_each_side(bare[-1]) else 1
        return {"delta": _number(sign * both * bare[-1].value)}
    parts = [share for word, share in said.numbers.parts_of_load.items() if word in said.words]
    return {"percent": sign * (parts[0] if parts and not said.amounts and sign < 0 else USUAL_STEP)}


def _reps_left(said: Said) -> Slots | None:
    if said.says(said.numbers.nothing_left):
        return {"reps_left": 0}
    values = [each.value for each in said.reported("", "rep") if 0 <= each.value <= 20]
    return {"reps_left": _number(values[0])} if values else None


def _rpe(said: Said) -> Slots | None:
    rated = [each.value for each in said.of("rpe")]
    lifted = said.lifted() or ()
    rated = rated or [each.value for each in said.rated() if 1 <= each.value <= 10 and each not in lifted]
    if not said.of("rpe") and (middle := said.middle()) is not None:
        return {"rpe": _number(middle)}
    halves = [value for value in rated if value != int(value)]  # "between seven and eight, seven and a half"
    return {"rpe": _number((halves or rated)[0])} if rated else None


def _level(said: Said) -> Slots | None:
    values = [each.value for each in (*said.of("rpe"), *said.rated()) if 0 <= each.value <= 10]
    return {"level": _number(values[0])} if values else None


def _number(value: float) -> float | int:
    return int(value) if float(value).is_integer() else round(value, 3)
