"""Talk to or of somebody, told by its build: a name that is called, a bargain, a cheer, a past that is dated."""

import pytest

from coach.understanding.meaning import Action
from coach.understanding.reader import Reader

CALLED_IN_THE_MIDDLE = (
    "five more Tendai, nearly there, go",
    "Nine, ten, keep going Oksana, there it is!",
    "Lovely lift, Oksana, that flew up",
)
BARGAINED = (
    "The mechanic wanted ninety, I told him seventy",
    "He said one eighty, I offered one fifty, we did one sixty",
    "Half a kilo of king prawns and a lemon",
)
WATCHED_OR_HEARD = (
    "Rewind that, I missed the penalty",
    "Watch the replay, he was never offside",
    "It's lashing down out there",
    "Let me think, what's the next verse?",
    "One moment, I'm putting you on speaker",
    "What do you say to a curry",
)
OF_A_DAY_AT_HOME = (
    "Night night, sweet dreams, see you in the morning",
    "Twenty minutes of cartoons, then your reading",
    "Carry on like that, son, and there's no telly",
    "Bye, this is my stop",
    "Left a bit more, there, the picture's straight now",
    "Our toddler weighs fifteen kilos already",
)
DATED = (
    "I passed out at my graduation, in front of everybody",
    "tore my groin at uni, never been right at football since",
    "in my army days I fainted on parade",
    "couldn't feel my legs for a day, that was the epidural",
    "I broke my wrist in nineteen eighty six",
)
SAYINGS = (
    "my legs turn to jelly whenever she walks in",
    "the boss bit my head off over the rota",
    "that bang was the bin, not my knee",
    "the ambulance is parked across the drive again",
    "I nearly wet meself laughing at that",
)


@pytest.mark.parametrize(
    "text", [*CALLED_IN_THE_MIDDLE, *BARGAINED, *WATCHED_OR_HEARD, *OF_A_DAY_AT_HOME, *DATED, *SAYINGS]
)
def test_talk_to_or_of_somebody_is_let_pass(reader: Reader, text: str) -> None:
    meant = reader.read(text)
    assert meant.action is Action.IGNORE, meant


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("I did eight in Oslo, easy", "log_reps"),
        ("add five to the Romanian, please", "change_load"),
        ("sixty kilos, I said sixty", "log_load"),
        ("go back one, I missed it", "back"),
        ("turn it down a bit", "quieter"),
        ("left, it's the left one", "left"),
        ("good night coach", "good_night"),
        ("twenty minutes left of my lunch, make it quick", "time_available"),
        ("what's next", "whats_next"),
        ("carry on", "resume"),
        ("I need a wee, pause it", "pause"),
    ],
)
def test_commands_of_such_words_are_acted_on(reader: Reader, text: str, intent: str) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent) == (Action.ACT, intent)


@pytest.mark.parametrize(
    "text",
    [
        "my legs went to jelly when I stood up",
        "I fainted just now, that never happened at school",
        "I was on rep six and something popped in my back",
        "Tendai, my chest hurts",
        "call an ambulance Tendai, now",
        "get this weight off my chest",
    ],
)
def test_a_danger_in_such_words_is_not_let_pass(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert reading.action is not Action.IGNORE
    assert reading.meanings[0].red_flag


def test_a_part_that_fell_asleep_is_no_figure_of_speech(reader: Reader) -> None:
    assert reader.read("my foot fell asleep").action is Action.ACT


def test_what_the_speaker_feels_is_a_complaint_whoever_is_called(reader: Reader) -> None:
    reading = reader.read("my lower back is killing me, Oksana, honestly")
    assert (reading.action, reading.intent, reading.slots["region"]) == (Action.ACT, "complaint", "low_back")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("half an hour to the start at Hyde Park, the ten k", "race_in"),
        ("what's the plan this evening", "whats_today"),
        ("one kilo more on the bar, the little fellas", "change_load"),
    ],
)
def test_places_and_plans_call_nobody(reader: Reader, text: str, intent: str) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent) == (Action.ACT, intent)
