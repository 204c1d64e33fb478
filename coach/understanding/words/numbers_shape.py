"""The shape of what a concept file says around number words: units, halves, what denies a number or makes it a sum."""

from pydantic import BaseModel, ConfigDict, Field

Templates = tuple[str, ...]


class Shape(BaseModel):
    """A part of a concept file: nothing else may stand in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NumbersShape(Shape):
    """What is put around number words: units, halves, dozens, and what makes a word no number."""

    after_figures: dict[str, str] = Field(default_factory=dict)
    """Short forms of units behind a figure."""
    clock: str = "{minutes} {seconds}"
    """How "1:30" is read out to the learner."""
    fractions: dict[str, float] = Field(default_factory=dict)
    counts: dict[str, float] = Field(default_factory=dict)
    seconds: dict[str, float] = Field(default_factory=dict)
    """Seconds in each unit of time."""
    units: dict[str, frozenset[str]] = Field(default_factory=dict)
    between: frozenset[str] = frozenset()
    """Words that may stand between a number and its unit."""
    not_before_one: frozenset[str] = frozenset()
    names_one: frozenset[str] = frozenset()
    """Before a one that is the name of a thing, whatever number follows: "the NEXT ONE ten kilos more"."""
    not_behind_one: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    """Words before a number that is not the one reported."""
    only: frozenset[str] = frozenset()
    the: frozenset[str] = frozenset()
    """ "JUST THE one" is a number."""
    lasts: frozenset[str] = frozenset()
    """Before a number that is a part of what was done: "the LAST two were slow"."""
    aims: Templates = ()
    """Before a number that was to be, and is not the one reported: "I was GOING FOR eight"."""
    nots: frozenset[str] = frozenset()
    """Before an article they take it away: "NOT a second less"."""
    instead: Templates = ()
    """Before a number that is denied: "fifty, NOT fifteen kilos", "fifty INSTEAD OF fifteen"."""
    ranges: frozenset[str] = frozenset()
    """ "BETWEEN seven and nine"."""
    amounts_to: frozenset[str] = frozenset()
    """Before a sum that was worked out: "two plates a side, that IS two twenty-five"."""
    sums: frozenset[str] = frozenset()
    """Between numbers that are added up: the sum that is said behind them counts."""
    totals: Templates = ()
    """Beside the number that counts: "five a side, ten IN TOTAL"."""
    leaves: frozenset[str] = frozenset()
    """Between how many are missing and how many that leaves: "one short SO seven"."""
    follows: frozenset[str] = frozenset()
    """Between what was missed and what was done: "failed the third BUT got two"."""
    a_plate: Templates = ()
    """One plate on each end, without a number."""
    bars: frozenset[str] = frozenset()
    """Behind the weight of the bar itself: "a plate a side on the twenty kilo BAR"."""
    sides: Templates = ()
    """A small number beside one of these is plates: "two ON EACH SIDE"."""
    by: frozenset[str] = frozenset()
    """Between sets and repetitions: "five BY five", "five SETS OF five"."""
    lifted_for: Templates = ()
    """Between a load and its repetitions: "a hundred FOR five"."""
    lifted_at: Templates = ()
    """Between these two in either order: "eight AT sixty"."""
    denominations: dict[str, float] = Field(default_factory=dict)
    """Several of one plate or bell, and what each weighs: "two FIFTEENS"."""
    came_to: Templates = ()
    """Before a number that is the one reported, whatever word stands right before it: "STOPPED AT ten"."""
    concludes: frozenset[str] = frozenset()
    """Between numbers and what they come to, which ends the remark: "eight a side SO sixteen"."""
    parts_of_load: dict[str, int] = Field(default_factory=dict)
    """Percent of the load that such a word takes off: "HALVE it", "drop it a QUARTER"."""
    halving: frozenset[str] = frozenset()
    """Those of them that are no part of a number said behind: "HALVE it, I have been up since four"."""
    joints: frozenset[str] = frozenset()
    """Words that join a whole and a part: "two AND a half"."""
    articles: frozenset[str] = frozenset()
    """Words that mean one before a unit: "A minute", "ANOTHER rep"."""
    becomes: Templates = ()
    """Before a load that shall be, where no change is told: "drop it DOWN TO ninety"."""
    of: frozenset[str] = frozenset()
    """May stand behind a count or a part: "a couple OF", "half OF a minute"."""
    units_alone: frozenset[str] = frozenset()
    """Units of time that mean one of them without a number before: "minute and a half"."""
    halves: frozenset[str] = frozenset()
    """Means a half behind a load that ends in two or seven: "ninety-seven FIVE"."""
    behind_halves: frozenset[str] = frozenset()
    """Words that may stand behind such a half: "ninety-seven five ON the bar"."""
    out_of: frozenset[str] = frozenset()
    """Between a rating and its scale: "eight OUT OF ten"."""
    scale: frozenset[str] = frozenset()
    """The top of the scale of ratings."""
    corrects: Templates = ()
    """Between a time or a weight and a bare number that is said instead of it: "two minutes, NO WAIT, make it four"."""
    corrects_before: Templates = ()
    """The same, right before the number: "two kilos, SAY three"."""
    was_once: Templates = ()
    """Before a rating that holds no more: "it WAS A five, now three"."""
    takes_back: Templates = ()
    """Between two numbers: the second counts."""
    bottom: frozenset[str] = frozenset()
    """Its bottom."""
    up_to: frozenset[str] = frozenset()
    """Between the ends of the scale: "one TO ten"."""
    scale_before: frozenset[str] = frozenset()
    scale_behind: frozenset[str] = frozenset()
    """Before and behind the top of the scale where that is no rating: "on a ten POINT scale"."""
    percent_phrase: frozenset[str] = frozenset()
    """Percent in more than one word."""
    one_less: Templates = ()
    """One set less than planned: "ONE OF THE SETS" is to go."""
    next_exercise: Templates = ()
    """Not the next set, but what comes behind this exercise."""
    anew: Templates = ()
    """What is under way is to begin again: "begin that set ANEW"."""
    reps_asked_by: tuple[str, ...] = ()
    """In a question: repetitions are asked for, and a bare number tells those."""
    either: Templates = ()
    """Before a bare number: it may be repetitions or a load, "MAKE IT sixty"."""
    asked_by: tuple[str, ...] = ()
    """Words of a question that a number answers."""
    written_for: dict[str, str] = Field(default_factory=dict)
    """What an ear writes down for a number that was asked for, and the number: "ATE" for eight."""
    no_digit: frozenset[str] = frozenset()
    """Words for nought that alone are exclamations: "oh"."""
    no_unit: frozenset[str] = frozenset()
    """Names of a unit that mean something else behind an article: "three TIMES", but "a times"."""
    nothing_left: Templates = ()
    none_at_all: Templates = ()
    """No repetition, although a number word is in it: "not a SINGLE one"."""
    doubled: frozenset[str] = frozenset()
    nothing_done: Templates = ()
    none_done: frozenset[str] = frozenset()
    """The answer that no repetition was done begins so: "NONE, it would not budge"."""
    missed: Templates = ()
    missed_at: Templates = ()
    """Before the place of the one that was missed: "got STUCK ON five"."""
    others_missed: Templates = ()
    """Somebody else missed it: "YOU MISSED one"."""
    failing: Templates = ()
    """Behind a repetition that failed: "the fifth WOULD NOT go"."""
    failing_last: Templates = ()
    """The same where the remark ends with it: "the last two DID NOT"."""
    ordinals: dict[str, int] = Field(default_factory=dict)
    """The repetitions by their place: "the FIFTH"."""
    not_behind_ordinal: frozenset[str] = frozenset()
    """Behind a place that is no repetition's: "the second SET"."""
    nexts: Templates = ()
    """The repetition behind those done: "the ONE AFTER"."""
    lifted: Templates = ()
    empty_bar: Templates = ()
    clock_before: Templates = ()
    clock_behind: Templates = ()
    clock_until: Templates = ()
    """Before and behind a time of the clock, which tells no duration, and before one in two numbers: "TILL THE half
    hour", "until ten PAST", "UNTIL ten to six"."""
    pairs: frozenset[str] = frozenset()
    """Behind so many of so much, each of which weighs that: "two twenty kilo KETTLEBELLS"."""
    hand_weights: Templates = ()
    """What may weigh less than a bar: "the DUMBBELL is eight"."""
