"""What the learner fears or concepts name is not dropped for words that only seem to deny it."""

import pytest

from coach.understanding.meaning import Action
from coach.understanding.reader import Reader


def answered(reader: Reader, text: str) -> bool:
    """Whether a danger is acted on or asked about."""
    reading = reader.read(text)
    return reading.action is not Action.IGNORE and reading.intent == "complaint" and reading.meanings[0].red_flag


def dropped(reader: Reader, text: str) -> bool:
    return reader.read(text).intent != "complaint"


@pytest.mark.parametrize(
    "text",
    ["blacked out on that last one like i used to", "felt a pop that time", "cant feel my leg pain is better though"],
)
def test_what_the_learner_fears_is_asked_about_though_words_take_it_back(reader: Reader, text: str) -> None:
    assert answered(reader, text)


@pytest.mark.parametrize(
    "text",
    [
        "Not ready, dizzy",
        "No, stop. Legs are numb.",
        "I'm not okay. Chest is tight.",
        "not good, vision gone blurry",
        "not the weight, sharp pain in hip",
        "couldn't finish it, chest pain",
        "Not again, shoulder popped",
        "no more, head's spinning",
    ],
)
def test_a_no_denies_nothing_behind_the_end_of_its_sentence(reader: Reader, text: str) -> None:
    assert answered(reader, text)


@pytest.mark.parametrize(
    "text",
    [
        "no numbness, tingling or weakness",
        "no pain, tingling or weakness in the legs",
        "no numbness in my feet, my hands or my face",
        "not dizzy, not sick, just tired of this song",
        "i have no pain, no numbness and no tingling",
        "without any pain, numbness or weakness",
    ],
)
def test_a_no_denies_all_of_the_list_behind_it(reader: Reader, text: str) -> None:
    assert dropped(reader, text)


@pytest.mark.parametrize(
    "text",
    [
        "not ready dizzy as hell",
        "can't do it dizzy",
        "couldn't finish it felt something rip",
        "didn't even lift it and felt a pop",
        "no joke chest pain",
        "no the chest is tight",
        "no idea why but numb legs",
        "carry on without me i can't stand",
        "went down without warning blacked out",
        "no wait knee buckled",
    ],
)
def test_a_no_that_denies_a_word_of_its_own_denies_nothing_behind_it(reader: Reader, text: str) -> None:
    assert answered(reader, text)


@pytest.mark.parametrize(
    "text",
    [
        "no right knee pain",
        "did not get any pain",
        "do not get dizzy",
        "not really dizzy",
        "nothing felt numb",
        "not ready for the exam yet",
        "could not finish the crossword",
        "not happy with the landlord",
    ],
)
def test_a_no_before_what_is_felt_denies_it(reader: Reader, text: str) -> None:
    assert dropped(reader, text)


@pytest.mark.parametrize(
    ("text", "sensation"),
    [
        ("big pop in my hip", "pop"),
        ("weird pop over my left knee", "pop"),
        ("numb in my hand in that last set", "numb"),
        ("shooting outside of my leg", "shooting"),
        ("my head down the back is pounding", "headache"),
        ("my back on the way up feels sharp", "sharp"),
        ("get it off my chest", "accident"),
    ],
)
def test_a_saying_does_not_hide_what_is_felt_in_a_part_of_ones_own(reader: Reader, text: str, sensation: str) -> None:
    assert answered(reader, text)
    assert reader.read(text).slots["sensation"] == sensation


@pytest.mark.parametrize(
    "text", ["my back kills me every time", "my back when i bend hurts", "my back from the deadlifts is sore"]
)
def test_a_saying_does_not_hide_a_back_that_hurts(reader: Reader, text: str) -> None:
    assert reader.read(text).slots.get("region") == "low_back"


@pytest.mark.parametrize(
    "text",
    [
        "pop over for a cup of tea",
        "hand in your homework by friday",
        "head down the road and turn left",
        "they are shooting outside in the street today",
        "that joke kills me every time",
        "i needed to get it off my chest so i called her",
        "back when i was in school we had proper winters",
        "shoulder to shoulder in the queue",
    ],
)
def test_a_saying_beside_no_part_of_ones_own_tells_of_nothing_felt(reader: Reader, text: str) -> None:
    assert dropped(reader, text)


@pytest.mark.parametrize(
    "text",
    [
        "worse than last time my chest is tight",
        "leg going numb same as last week",
        "same sharp pain as last time in my back",
        "blacked out on that last one like i used to",
        "felt a pop that time on the way up",
        "that time when i pulled my back popped",
    ],
)
def test_what_is_compared_with_before_is_felt_now(reader: Reader, text: str) -> None:
    assert answered(reader, text)


@pytest.mark.parametrize(
    "text",
    [
        "that time on holiday he hurt his back",
        "i pulled a muscle last year but it healed",
        "my back hurt back in the army",
        "my back used to hurt years ago",
        "that winter my knee popped",
    ],
)
def test_what_was_felt_before_is_no_complaint_of_now(reader: Reader, text: str) -> None:
    assert reader.read(text).action is not Action.ACT


@pytest.mark.parametrize(
    "text",
    ["cant feel my leg pain is better though", "chest tight breath all gone", "my foot is numb the feeling has gone"],
)
def test_what_is_gone_is_not_the_danger_named_before_it(reader: Reader, text: str) -> None:
    assert answered(reader, text)


@pytest.mark.parametrize(
    "text", ["my back was sore but it is all gone", "my knee hurt but the pain is gone now", "numbness has gone away"]
)
def test_what_was_felt_may_be_said_to_be_gone(reader: Reader, text: str) -> None:
    assert reader.read(text).action is not Action.ACT


@pytest.mark.parametrize(
    "text",
    [
        "if i ever got chest pain i'd stop obviously",
        "if i get dizzy can i sit down",
        "in case i have a heart attack what then",
    ],
)
def test_a_danger_that_is_only_supposed_is_asked_about(reader: Reader, text: str) -> None:
    assert answered(reader, text)
    assert reader.read(text).action is Action.ASK


@pytest.mark.parametrize("text", ["if i had a pound for every email", "if i got a new car it would be red"])
def test_what_is_supposed_of_no_body_is_let_pass(reader: Reader, text: str) -> None:
    assert dropped(reader, text)


@pytest.mark.parametrize("text", ["help please", "help, help", "please help", "help help please", "help me please"])
def test_a_call_for_help_is_no_wish_for_the_commands(reader: Reader, text: str) -> None:
    assert answered(reader, text)


@pytest.mark.parametrize("text", ["help", "no help from the council at all", "help yourself to a biscuit"])
def test_help_by_itself_or_in_talk_is_no_call(reader: Reader, text: str) -> None:
    assert dropped(reader, text)


@pytest.mark.parametrize(
    "text",
    [
        "next thing i know i'm on the floor",
        "i'm ready to collapse",
        "next time that hip is going to go",
        "let us go inside it is cold",
        "i am ready to go home",
        "next time we should take the train",
    ],
)
def test_what_only_sounds_like_going_on_does_not_go_on(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert reading.action is not Action.ACT or reading.intent not in ("next", "start")


@pytest.mark.parametrize(
    ("text", "intent"), [("onwards", "next"), ("good to go", "start"), ("i'm ready to go", "start")]
)
def test_going_on_in_free_words_is_still_obeyed(reader: Reader, text: str, intent: str) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent) == (Action.ACT, intent)


@pytest.mark.parametrize(
    "text",
    [
        "gies me the boak",
        "these swings give me the boak",
        "this heat gives me the boak",
        "I've got the boak",
        "I'm gonna boak",
        "give me the vomit bucket",
        "I'm going to vomit",
    ],
)
def test_what_may_be_disgust_or_being_sick_still_stops(reader: Reader, text: str) -> None:
    assert answered(reader, text)
