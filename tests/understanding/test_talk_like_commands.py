"""Talk that shares words with commands, told apart by what it speaks of and to whom; and commands much like it."""

import pytest

from coach.core.intents.armed import armed_in
from coach.core.state import Resting
from coach.understanding.meaning import Action
from coach.understanding.reader import Reader

IN_A_REST = armed_in(Resting)

COUNTED_ELSEWHERE = (
    "got five of them in the freezer",
    "got seven of them in the boot of the car",
    "picked up a dozen from the shop",
    "had a couple from the shop earlier",
    "I got three in the oven",
    "put another twenty on the meter",
    "put ten on the horse",
    "add another ten to the bill",
    "add five to the guest list",
    "knock ten off the price",
    "forty two pounds for a textbook and I opened it once",
    "I got a sixty two on the quiz, cooked",
    "it's a hundred and twelve outside, no wonder",
)
BY_A_TIME = ("ill be done in ten", "I'll be there in five", "we will be done by nine", "he will be home at six")
RATED_NO_SET = (
    "it was a solid eight out of ten that film",
    "that pizza was an easy nine",
    "an eight for that film I reckon",
    "that book was a six at best",
    "the gig was a ten out of ten",
    "she gave it a seven out of ten",
)
OF_OTHERS_AND_ONCE = (
    "you've got four left, come on, push",
    "you have two more in you, mate",
    "six reps used to kill me, now look at me",
    "you need a rest, you're breathing like a bulldog",
    "these leggings have seen better days",
    "ninety minutes and not one shot on target",
    "three minutes of injury time",
    "that's enough sugar, thanks",
    "what's next on the list, eggs or bread",
    "I'm not going to repeat myself, put your shoes on",
    "yeah no, I'm just in the garage, go on",
    "up a bit, left a bit, there, that shelf's straight now",
    "get it up, get it up, good lad",
    "louder, grandma can't hear you on this phone",
    "speak up, my dad can't hear you",
    "that smell gies me the boak",
    "his feet gie me the boak",
    "this weather gives me the boak",
    "we got off on the wrong foot, me and him",
    "we could swap after this one, pal",
    "I'll give you a lift-off",
    "it'll be better when the sun's out",
    "let's go again on Sunday, that beach was lovely",
    "I'm done with men, me",
    "well, that's the last of the boxes",
    "go left, left, no the other left",
    "I'm down to eighty-two kilos, best in years",
    "I got seven out of ten on the theory test",
    "I've got a nine o'clock start tomorrow",
    "set it for thirty minutes at one-eighty",
)
SONGS_AND_SETS_OF_TELLIES = (
    "turn it up this is my tune",
    "turn it up I love this song",
    "louder this is my favourite bit",
    "louder I can't hear the commentary",
    "skip this track its rubbish",
    "start me up",
    "hit me baby one more time",
)
GOING_SOMEWHERE = (
    "come on then lets go inside",
    "let's head inside it's freezing",
    "can we go outside for a bit",
    "are we ready to leave",
)
TO_OTHERS = (
    "give me a minute mum I'm coming",
    "yes officer, I'm moving it, give me a second",
    "both of them are coming",
    "hold on dad we are coming",
    "slow down you're going to spill it",
    "slow down before you fall over",
    "hurry up the bus is coming",
    "pause for thought eh",
)
LIFTED_BY_OTHERS = ("he was lifting two hundred kilos like it was nothing", "she did eight reps with sixty")
ENOUGH_OF_SOMETHING = ("I've had enough of this weather", "call it a day with the garden", "give up on the diet")


@pytest.mark.parametrize(
    "text",
    [
        *COUNTED_ELSEWHERE,
        *BY_A_TIME,
        *OF_OTHERS_AND_ONCE,
        *RATED_NO_SET,
        *SONGS_AND_SETS_OF_TELLIES,
        *GOING_SOMEWHERE,
        *TO_OTHERS,
        *ENOUGH_OF_SOMETHING,
        *LIFTED_BY_OTHERS,
    ],
)
def test_talk_of_other_things_and_to_others_is_left_alone(reader: Reader, text: str) -> None:
    meant = reader.read(text, IN_A_REST, spoken=True)
    assert meant.action is Action.IGNORE, meant


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("got five of them before it slipped", "log_reps"),
        ("got seven on the bar", "log_reps"),
        ("did ten in the last set", "log_reps"),
        ("got five in the bag", "log_reps"),
        ("put another twenty on the bar", "change_load"),
        ("add ten on the barbell", "change_load"),
        ("stick another five on each side", "change_load"),
        ("knock ten off the load", "change_load"),
        ("that set was an easy nine", "log_effort"),
        ("an eight for that lift I reckon", "log_effort"),
        ("the set was a six out of ten", "log_effort"),
        ("turn it up I love your voice", "louder"),
        ("louder this bit is important", "louder"),
        ("skip that one its awful", "next"),
        ("one more time with the instructions", "repeat"),
        ("come on then lets go", "start"),
        ("shall we go for it", "start"),
        ("hold on my dad's coming", "pause"),
        ("slow down I'm going to lose count", "slower"),
        ("hurry up with the count", "faster"),
        ("hurry up the counting, I'm waiting", "faster"),
        ("five in the bank", "log_reps"),
        ("I've had enough of this session", "stop"),
        ("I've had enough of this exercise", "next"),
        ("I'm through with that movement", "next"),
        ("add another set", "one_more_set"),
        ("forty two pounds on the bar", "log_load"),
        ("time out ref", "pause"),
        ("two-minute rest, like a minor penalty", "rest_for"),
        ("a hundred and twelve on the bar", "log_load"),
    ],
)
def test_commands_in_such_words_are_obeyed(reader: Reader, text: str, intent: str) -> None:
    reading = reader.read(text, IN_A_REST, spoken=True)
    assert (reading.action, reading.intent) == (Action.ACT, intent)


def test_a_colour_or_size_before_one_leaves_it_no_number(reader: Reader) -> None:
    assert reader.slots("log_load", "the big one is sixty") == {"load": 60}


def test_a_danger_told_to_somebody_else_is_heard(reader: Reader) -> None:
    assert reader.read("give me a minute mum I can't feel my legs", IN_A_REST).meanings[0].red_flag


@pytest.mark.parametrize(
    ("text", "intent"), [("I'm in the shed again now, carry on", "resume"), ("on my left, by the window", "left")]
)
def test_where_one_is_takes_no_command_away(reader: Reader, text: str, intent: str) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent) == (Action.ACT, intent)
