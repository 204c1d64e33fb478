"""Talk of the house around a garage gym, by what it is of; and commands, questions and complaints in its words."""

import pytest

from coach.understanding.meaning import Action
from coach.understanding.reader import Reader

COOKING = (
    "Add a bit more salt, it's bland",
    "It needs a bit more cumin",
    "Drop the heat down a bit or it'll burn",
    "That needs a good five minutes more, it's still pink",
    "Set it to two hundred, fan, forty minutes",
    "Could do with another ten minutes, those spuds",
)
SOLVED_OR_WATCHED = (
    "This level is way too hard, I keep dying",
    "That crossword was easy today",
    "This puzzle's too hard for a Sunday",
    "Pause it, I need the loo, don't watch ahead",
    "Rewind, I missed what she said",
    "What did he just say, I missed it?",
)
ASKED_OF_OTHERS = (
    "Does it hurt there, sweetheart?",
    "Is it sore when I press here?",
    "Where's it hurting, pal, here?",
    "Tell me if this hurts",
    "Where did I put the spirit level?",
)
TO_CHILDREN = (
    "All done, wash your hands",
    "Five more minutes and then bed",
    "Ten more minutes then pyjamas",
    "Finished? Plate in the sink",
    "Twenty press-ups, the lot of you",
)
PROMISED = (
    "Give me twenty minutes, I'll collect you from the station",
    "Just finishing up, give me half an hour and I'm all yours",
    "Two minutes, I'm just finishing this",
    "Five minutes, I'm coming, I'm coming",
    "Half an hour on the phone to the bank and they cut me off",
)
HOW_OLD = (
    "Eighty-five today, and still driving",
    "Ninety-one, and does her own garden",
    "Eight going on eighteen, that one",
    "I'm seventy-two, I don't need to be told",
    "Thirty's not old",
    "I'd like to see two hundred before I turn fifty",
    "Hundred and one, God rest her",
)
COUNTED_OR_MEASURED = (
    "Get me two by fours, about ten of them",
    "Three-quarter inch, not half",
    "About thirty cans a week he gets through",
    "Four seats together, if you have them",
)
COUNTED_FOR_OTHERS = (
    "That's eight for you, Sam, good lad",
    "And that's your five done, get some water",
    "That's ten, babe, proud of you",
    "Three, two, one, heave!",
)
ONE_DAY = ("Someday I'll have a proper rack in here", "If I win the lottery I'm getting bumper plates")
SAYINGS = (
    "Once more with feeling, as Mrs Doyle used to say",
    "Less haste, more speed",
    "Easy come, easy go",
    "Two wrongs don't make a right",
)
NOISE = (
    "Keep the noise down, some of us have work",
    "You'll have to shout, she's deaf as a post",
    "The radio is far too loud, one cannot hear oneself think",
    "The light in here flickers something terrible",
)
CARRIED = (
    "Christ, the washing machine weighs a ton",
    "It's too heavy for you, pet, leave it",
    "Is the mattress heavy or just awkward?",
    "Is it straight? A bit higher on your side",
)
SCORES_AND_PRICES = (
    "Fifteen all, I think",
    "Thirty love, your serve",
    "Add twenty percent for VAT",
    "Knock five percent off and I'll take it",
    "Eighteen an hour plus tips",
    "It's a size ten, I think, maybe a nine",
    "Half of twelve is six, good",
)
COMINGS_AND_GOINGS = (
    "I'm off out for a run with the dog",
    "When do the clocks go back?",
    "Hurry up, I'm bursting, who's in there?",
    "It'll be finished by Easter, the extension",
    "Tell me your max and I'll tell you mine",
    "Do I look fat in these?",
    "It slipped my mind",
)


@pytest.mark.parametrize(
    "text",
    [
        *CARRIED,
        *SCORES_AND_PRICES,
        *COMINGS_AND_GOINGS,
        *COOKING,
        *SOLVED_OR_WATCHED,
        *ASKED_OF_OTHERS,
        *TO_CHILDREN,
        *PROMISED,
        *HOW_OLD,
        *COUNTED_OR_MEASURED,
        *COUNTED_FOR_OTHERS,
        *ONE_DAY,
        *SAYINGS,
        *NOISE,
    ],
)
def test_talk_of_the_house_is_let_pass(reader: Reader, text: str) -> None:
    meant = reader.read(text)
    assert meant.action is Action.IGNORE, meant


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("add five more kilos before I roast in here", "change_load"),
        ("up two point five can", "change_load"),
        ("five more minutes, I need to turn the oven off", "more_rest"),
        ("two more minutes and then we go", "more_rest"),
        ("two more minutes, I'm just getting my belt", "more_rest"),
        ("I've twenty minutes before dinner", "time_available"),
        ("I am on sixty", "log_load"),
        ("that's eight today", "log_reps"),
        ("I did eight for you", "log_reps"),
        ("ten, and the last one was ugly", "log_reps"),
        ("that exercise is too easy, make it harder", "harder"),
        ("this one is too hard, give me an easier one", "easier"),
        ("I missed what you said", "repeat"),
        ("you will have to speak up", "louder"),
        ("keep it down a bit", "quieter"),
        ("put it on pause", "pause"),
        ("I'll be with you in ten minutes", "start_delayed"),
        ("done, bar's in the rack", "done"),
        ("eight, all clean", "log_reps"),
        ("ten percent off the bar", "change_load"),
        ("hurry up and count", "faster"),
        ("when is the next session", "next_session"),
        ("better on the left side", "better"),
        ("tell me my max", "best"),
        ("I'm off to the toilet", "pause"),
        ("hold that thought, I'm bursting for a wee", "pause"),
        ("more sauce on the bar please", "change_load"),
        ("please one level easier", "easier"),
        ("where do I put my hands", "ask"),
        ("where are your hands supposed to be", "ask"),
        ("does it hurt my back if I round it", "ask"),
    ],
)
def test_commands_and_questions_in_its_words_are_acted_on(reader: Reader, text: str, intent: str) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent) == (Action.ACT, intent)


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("it hurts", "general"),
        ("it hurts when I press here on my hip", "hip"),
        ("that warm up hurt my lower back", "low_back"),
        ("this weighs a ton", "load"),
        ("it's too heavy for me", "load"),
        ("I've got a stitch in my side", "belly"),
    ],
)
def test_what_hurts_oneself_is_a_complaint_in_any_such_words(reader: Reader, text: str, region: str) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent, reading.slots["region"]) == (Action.ACT, "complaint", region)


@pytest.mark.parametrize(
    "text",
    [
        "my chest hurts, does it hurt yours",
        "the light's gone funny, I see flashing in front of my eyes",
        "the lights are flickering in my vision",
        "the light in here keeps flickering and I feel faint",
        "babe, I can't breathe",
        "the bar slipped out of my hands and landed on my foot",
        "I'm sick, the back of my head is pounding",
        "the wardrobe is heavy and something popped in my back",
        "I'm seventy-two, I can't feel my arm",
    ],
)
def test_a_danger_beside_such_words_is_acted_on(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.meanings[0].red_flag) == (Action.ACT, True)
