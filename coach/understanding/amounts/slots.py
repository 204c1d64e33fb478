"""What a command is about: the amounts in a remark as the slots of an intent."""

from coach.understanding.amounts.loads import Slots, as_number, change_of, load_of
from coach.understanding.amounts.missed import Missed
from coach.understanding.amounts.said import Said
from coach.understanding.words.quantities import Quantity

LONGEST_REST, MOST_REPS = 3600, 100
MINUTES_AT_MOST = 5
"""A bare number of a rest up to this is minutes, above it seconds."""
SHORTEST = 5
"""Nobody trains in fewer minutes; so few are a rest."""
USUAL_REST = 30
"""Seconds "more rest" means, where no amount is said."""

TIMED, WEIGHED = ("s",), ("kg", "lb", "plate", "percent", "rep", "each")
UNFIT = {
    **dict.fromkeys(("change_load", "log_load", "log_reps", "log_effort", "pain_level"), TIMED),
    **dict.fromkeys(("more_rest", "less_rest", "rest_for", "start_delayed", "race_in", "race_delayed"), WEIGHED),
    "time_available": WEIGHED,
}
"""Units of which no amount of an intent can be."""


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
            found = load_of(said)
            return {**found, "done": 1} if found is not None and said.says(said.numbers.lifted) else found
        case "change_load":
            return change_of(-1 if kind == "down" else 1, said)
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
        return {"seconds": as_number(timed[-1].value)} if 0 < timed[-1].value <= LONGEST_REST else None
    bare = [each for each in said.of("") if 0 < each.value <= LONGEST_REST]
    if not bare:
        return None
    last = bare[-1]
    if last.parts:
        return {"seconds": as_number(60 * last.parts[0] + last.parts[1])}
    return {"seconds": as_number(last.value * 60 if last.value <= MINUTES_AT_MOST else last.value)}


def _minutes(said: Said, at_least: float) -> Slots | None:
    if said.of_the_clock:
        return None
    timed = [each.value / 60 for each in said.reported("s") or said.of("s") if not each.parts]
    minutes = (timed or [each.value for each in said.of("") if each.value > 0])[-1:]
    return {"minutes": as_number(minutes[0])} if minutes and minutes[0] >= at_least else None


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


def _reps_left(said: Said) -> Slots | None:
    if said.says(said.numbers.nothing_left):
        return {"reps_left": 0}
    values = [each.value for each in said.reported("", "rep") if 0 <= each.value <= 20]
    return {"reps_left": as_number(values[0])} if values else None


def _rpe(said: Said) -> Slots | None:
    rated = [each.value for each in said.of("rpe")]
    lifted = said.lifted() or ()
    rated = rated or [each.value for each in said.rated() if 1 <= each.value <= 10 and each not in lifted]
    if not said.of("rpe") and (middle := said.middle()) is not None:
        return {"rpe": as_number(middle)}
    halves = [value for value in rated if value != int(value)]  # "between seven and eight, seven and a half"
    return {"rpe": as_number((halves or rated)[0])} if rated else None


def _level(said: Said) -> Slots | None:
    rated = [each for each in (*said.of("rpe"), *said.rated()) if 0 <= each.value <= 10]
    values = [each.value for each in said.now(rated)]
    return {"level": as_number(values[0])} if values else None
