"""Teaching the box a phrase by voice: which command, then the lifter's own words for it until three are alike.

A complaint said meanwhile is answered as one and ends the lesson; nothing that sounds like one is ever learnt.
"""

from dataclasses import replace

from coach.core.commands import Hush
from coach.core.events import Heard
from coach.core.standby.intents.complaints import complained
from coach.core.standby.lesson import LESSON_WAITS, OWN_WORDS, JudgeTakes, Lesson, Outcome, TakesJudged
from coach.core.standby.turn import BoxTurn

LISTENING = frozenset({OWN_WORDS, "learn_phrase", "complaint", "stop", "no"})
"""What makes sense in a lesson, besides the command that is asked for."""

WORDS_FOR_TAKES = {1: "learn.again", 2: "learn.last"}
"""What is said after the first take and the second; after more of them, that they were not alike."""


def learn_phrase(turn: BoxTurn, heard: Heard | None = None) -> None:
    """Ask which command the words are to mean; a box that cannot learn sounds says how else it is done."""
    _ = heard
    if not turn.box.learns:
        turn.say("idle.learn")
        return
    turn.say("learn.example")
    turn.say("learn.which")
    turn.state = replace(turn.state, offer=None, lesson=Lesson(turn.at + LESSON_WAITS))


def heard_in_lesson(turn: BoxTurn, lesson: Lesson, heard: Heard) -> None:
    """What a remark makes of the lesson."""
    _wait_on(turn, lesson)
    guess = str(heard.slots.get("guess", "")) if heard.intent == OWN_WORDS else ""
    if heard.intent == "complaint":
        _complaint(turn, heard)
    elif heard.intent == "stop" or (heard.intent == "no" and not lesson.takes and lesson.intent is None):
        turn.wanted.append(Hush())
        end_lesson(turn)
    elif heard.intent == "learn_phrase" or (heard.intent == "no" and not lesson.takes):
        learn_phrase(turn)
    elif guess == "complaint":
        _refuse(turn, lesson, "learn.hurt")
    elif lesson.intent is None:
        _command(turn, lesson, heard)
    elif guess:
        _refuse(turn, lesson, "learn.known", what=guess)
    elif heard.intent == OWN_WORDS:
        takes = (*lesson.takes, str(heard.slots.get("sounds", "")))
        _wait_on(turn, replace(lesson, takes=takes))
        turn.wanted.append(JudgeTakes(lesson.intent, takes))
    else:
        _refuse(turn, lesson, "learn.known", what=_named(heard))


def takes_judged(turn: BoxTurn, lesson: Lesson, judged: TakesJudged) -> None:
    """Ask for the words once more, or say what became of them."""
    if judged.outcome is Outcome.MORE:
        turn.say(WORDS_FOR_TAKES.get(len(lesson.takes), "learn.unlike"))
    elif judged.outcome is Outcome.TOO_SHORT:
        _refuse(turn, lesson, "learn.too_short")
    else:
        end_lesson(turn, f"learn.{judged.outcome}", what=lesson.named)


def end_lesson(turn: BoxTurn, line: str = "learn.kept", **fields: str) -> None:
    """The lesson is over, and this is why."""
    turn.state = replace(turn.state, lesson=None)
    turn.say(line, **fields)


def _command(turn: BoxTurn, lesson: Lesson, heard: Heard) -> None:
    """The command that was asked for; one that carries a value cannot be meant by a phrase that has none."""
    if heard.intent == OWN_WORDS:
        turn.say("learn.no_command")
    elif heard.slots:
        turn.say("learn.value")
    else:
        _wait_on(turn, replace(lesson, intent=heard.intent, named=_named(heard)))
        turn.say("learn.say", what=_named(heard))


def _complaint(turn: BoxTurn, heard: Heard) -> None:
    """Name it back, and warn where it is a red flag; nothing is learnt."""
    complained(turn, heard, "learn.complaint")
    if turn.state.warned is not None:
        turn.say("learn.complaint")
    turn.state = replace(turn.state, lesson=None)


def _refuse(turn: BoxTurn, lesson: Lesson, line: str, **fields: str) -> None:
    """These words cannot be learnt; say so, and begin with other ones."""
    _wait_on(turn, replace(lesson, takes=()))
    turn.say(line, **fields)


def _wait_on(turn: BoxTurn, lesson: Lesson) -> None:
    turn.state = replace(turn.state, lesson=replace(lesson, until=turn.at + LESSON_WAITS))


def _named(heard: Heard) -> str:
    """The command in the lifter's words; what was learnt by ear has none that could be spoken."""
    return heard.text or heard.intent.replace("_", " ")
