"""A small workout for the tests of the core: two rungs above and one below, a drill with sides, every kind of step."""

from functools import cache
from pathlib import Path

import yaml

from coach.core.plan import (
    Answer,
    Ask,
    Branch,
    Breaths,
    DropSide,
    EndLoading,
    EndSession,
    Exercise,
    Hold,
    Insert,
    Lighten,
    Line,
    LongerRest,
    Plan,
    Remember,
    Reps,
    Rest,
    Role,
    ShortenSets,
    Side,
    SlowLowering,
    Start,
    StepDown,
    Talk,
    Tempo,
    Utter,
    Work,
)

STOCK = Path(__file__).with_name("stock_lines.yaml")


def stock_lines() -> dict[str, Line]:
    """The stock lines of the tests, read plainly."""
    return dict(_stock())


@cache
def _stock() -> dict[str, Line]:
    raw = yaml.safe_load(STOCK.read_text())["lines"]
    return {key: Line(tuple(entry["say"]), entry.get("why", "")) for key, entry in raw.items()}


def line(*variants: str, why: str = "") -> Line:
    return Line(variants, why)


CUES = (line("Hips back.", "Push the hips away.", why="The hips are the hinge."), line("Bar close.", "Drag the bar."))

HINGE = Exercise(
    name="hinge",
    title="Romanian deadlift",
    kind="movement",
    why="It trains the hamstrings.",
    setup=(line("Stand tall with the bar."),),
    brace=(line("Breathe in and brace."),),
    cues=CUES,
    between_sets=(line("Shake it out."),),
    safe_end=line("Rack the bar."),
    tempo=Tempo(3, 1, 0, 1),
    start=Start.ECCENTRIC,
    loaded=True,
    easier="kettlebell",
    harder="pull",
    implement="barbell",
    relative_load=0.7,
)
PULL = Exercise(
    name="pull",
    title="Deadlift",
    kind="movement",
    why="It trains the whole chain.",
    cues=CUES,
    tempo=Tempo(2, 1, 0, 1),
    start=Start.CONCENTRIC,
    loaded=True,
    easier="hinge",
    implement="barbell",
)
KETTLEBELL = Exercise(
    name="kettlebell",
    title="Kettlebell deadlift",
    kind="movement",
    why="It is light and close.",
    tempo=Tempo(2, 1, 1, 1),
    start=Start.CONCENTRIC,
    loaded=True,
    easier="breathing",
    harder="hinge",
    implement="kettlebell",
    relative_load=0.35,
)
BREATHING = Exercise(name="breathing", title="Ninety ninety breathing", kind="drill", why="It sets the brace.")
PSOAS = Exercise(
    name="psoas",
    title="Psoas release",
    kind="drill",
    why="A short psoas pulls on the low back.",
    setup=(line("Lie on your front."),),
    cues=(line("Breathe into it."),),
)
CARRY = Exercise(
    name="carry", title="Farmer carry", kind="movement", why="It holds you together.", loaded=True, implement="sandbag"
)

SETS = tuple(
    step
    for number in (1, 2, 3)
    for step in (
        Work("hinge", Reps(4), Role.WORKING, number, 3, load=60.0),
        *((Rest(90.0),) if number < 3 else ()),
    )
)

STEPS = (
    Work("psoas", Hold(30.0), Role.WARM_UP, side=Side.LEFT),
    Work("psoas", Hold(30.0), Role.WARM_UP, side=Side.RIGHT),
    Work("breathing", Breaths(2), Role.WARM_UP),
    Talk((line("Now the bar."),)),
    Work("hinge", Reps(5), Role.RAMP, 1, 1, load=40.0),
    Rest(40.0),
    *SETS,
)

RE_ASK = Ask(
    "re-ask",
    line("How does it feel now?"),
    (
        Answer(("better", "yes"), (Lighten(0.85), SlowLowering(1))),
        Answer(("same", "no"), (StepDown(),)),
        Answer(("worse",), (EndLoading(),)),
    ),
    silence=(EndLoading(),),
)

BRANCHES = (
    Branch(
        "red-flag",
        (),
        ("sharp", "numb", "dizzy"),
        (line("Stop now. See a professional."),),
        (EndSession("red-flag"),),
        red_flag=True,
    ),
    Branch(
        "red-flag-chest",
        ("chest",),
        (),
        (line("Call the emergency number now."),),
        (EndSession("red-flag"),),
        red_flag=True,
        again=(line("Call the emergency number now."),),
    ),
    Branch("third", (), (), (line("Three times. No more load."),), (EndLoading(),), in_all=3),
    Branch("back-again", ("low_back",), (), (line("No more loading today."),), (EndLoading(),), times=2),
    Branch(
        "back",
        ("low_back",),
        (),
        (line("Set it down."),),
        (Insert((Work("psoas", Hold(30.0), Role.RESET, side=Side.LEFT), RE_ASK)), LongerRest(30.0)),
    ),
    Branch("hamstring", ("hamstring",), ("pulling",), (), (DropSide(),)),
    Branch(
        "hamstring-tight",
        ("hamstring",),
        (),
        (),
        (
            Insert(
                (
                    Work("psoas", Hold(20.0), Role.RESET, side=Side.LEFT),
                    Work("psoas", Hold(20.0), Role.RESET, side=Side.RIGHT),
                )
            ),
        ),
    ),
    Branch("grip", ("grip",), (), (), (ShortenSets(2), Remember("grip", "going"), Utter(line("Use straps.")))),
    Branch("heavy", ("load",), ("heavy",), (), (Lighten(0.9),)),
    Branch(
        "light",
        ("load",),
        ("light",),
        (),
        (Insert((Ask("heavier", line("A little more?"), (Answer(("yes",), (Lighten(1.05),)), Answer(("no",), ()))),)),),
        stops=False,
    ),
    Branch("other", (), (), (line("Set it down."),), (EndLoading(),)),
)

COOL_DOWN = (Work("breathing", Breaths(2), Role.COOL_DOWN),)


def plan(*steps: object, seed: int = 0, welcome: tuple[Line, ...] = (line("Welcome."),)) -> Plan:
    """A plan of these steps, or of the whole small workout."""
    return Plan(
        session="small",
        title="Small day",
        steps=steps or STEPS,  # type: ignore[arg-type]
        exercises={e.name: e for e in (HINGE, PULL, KETTLEBELL, BREATHING, PSOAS, CARRY)},
        lines=stock_lines(),
        branches=BRANCHES,
        welcome=welcome,
        close=(line("All done. Walk it off."),),
        cool_down=COOL_DOWN,
        seed=seed,
        waits=True,
    )
