"""Free words to meanings: what never changes a meaning, what always stops, what is left alone."""

import itertools
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.understanding.meaning import Action
from coach.understanding.reader import Reader

MEANT = {
    "next": "next",
    "skip this one": "next",
    "go back": "back",
    "say that again": "repeat",
    "hold on a minute": "pause",
    "carry on": "resume",
    "stop": "stop",
    "let's start": "start",
    "i'm done": "done",
    "give me thirty more seconds": "more_rest",
    "how long is left": "time_left",
    "what comes next": "whats_next",
    "slow down": "slower",
    "turn it up": "louder",
    "talk less": "verbosity",
    "make it easier": "easier",
    "i got six": "log_reps",
    "eighty kilos": "log_load",
    "drop ten percent": "change_load",
    "two reps left": "log_effort",
    "which plates": "plates",
    "my back feels tight": "complaint",
    "my left hamstring is pulling": "complaint",
    "i can't feel my legs": "complaint",
    "i feel dizzy": "complaint",
    "i can't straighten up": "complaint",
    "i can't do this": "cannot",
}
HARMLESS_BEFORE = (
    "um",
    "uh",
    "please",
    "okay",
    "coach,",
    "hey coach,",
    "could you please",
    "so, um,",
    "well,",
    "mate,",
)
HARMLESS_BEHIND = (
    "please",
    "thanks",
    "mate",
    ", coach",
    "thank you very much",
    "um",
    "if that's okay",
    "pal",
    "cheers",
)

RED_FLAGS = (
    "i can't feel my legs",
    "my chest hurts",
    "i can't breathe",
    "i think i'm going to faint",
    "something popped in my back",
    "my knee gave way",
    "i wet myself",
    "my face is drooping",
    "call an ambulance",
    "the bar fell on my chest",
    "there's a sharp pain in my back",
    "electric shock down my left leg",
    "my back's locked and i can't get up",
    "i pinch it and i feel nothing",
    "my heart keeps skipping beats",
    "my hand is stuck between the plates",
    "my knee is locked",
    "my legs have gone to string",
)
ORDINARY = (
    "next",
    "give me thirty more seconds",
    "i got six",
    "he weighs ninety kilos",
    "what's for dinner",
    "my back feels tight",
    "louder please",
    "the dog is barking again",
    "okay",
)


@pytest.mark.parametrize(("said", "intent"), MEANT.items())
def test_courtesies_and_fillers_never_change_a_meaning(reader: Reader, said: str, intent: str) -> None:
    plain = reader.read(said)
    assert plain.intent == intent
    for before in HARMLESS_BEFORE:
        changed = reader.read(f"{before} {said}")
        assert (changed.intent, changed.slots, changed.action) == (intent, plain.slots, Action.ACT), before
    for behind in HARMLESS_BEHIND:
        changed = reader.read(f"{said} {behind}")
        assert (changed.intent, changed.slots, changed.action) == (intent, plain.slots, Action.ACT), behind


@pytest.mark.parametrize("red", RED_FLAGS)
def test_a_red_flag_beside_anything_stops(reader: Reader, red: str) -> None:
    for other, joint in itertools.product(ORDINARY, (", ", " and ", ". ", " ")):
        for text in (f"{red}{joint}{other}", f"{other}{joint}{red}"):
            reading = reader.read(text)
            assert reading.intent == "complaint", text
            assert reading.action is not Action.IGNORE, text
            assert any(each.red_flag for each in reading.meanings), text


@pytest.mark.parametrize("red", RED_FLAGS)
def test_a_red_flag_stops_without_the_learner_too(reader_without_learner: Reader, red: str) -> None:
    reading = reader_without_learner.read(f"um coach {red} next please")
    assert reading.intent == "complaint"
    assert reading.meanings[0].red_flag


@pytest.mark.parametrize(
    "text",
    [
        "my back doesn't hurt any more",
        "no, nothing hurts",
        "my hamstring isn't tight",
        "i'm not dizzy",
        "there's no pain in my knee now",
        "the tingling has gone away",
        "my hand isn't stuck between the plates",
        "my knee isn't locked",
        "i don't have a dull headache",
    ],
)
def test_what_is_denied_is_not_acted_on_as_a_complaint(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert reading.intent != "complaint" or reading.action is Action.IGNORE


@pytest.mark.parametrize("part", ["my back", "my left knee", "my shoulder", "my grip", "my neck", "my right calf"])
@pytest.mark.parametrize("felt", ["tight", "sore", "stiff", "numb", "painful", "cramping"])
def test_denying_what_is_felt_takes_the_complaint_away(reader: Reader, part: str, felt: str) -> None:
    for text in (
        f"{part} isn't {felt}",
        f"{part} isn't {felt} any more",
        f"no, {part} isn't {felt} at all",
        f"{part} doesn't feel {felt} today",
        f"i don't feel {felt} in {part}",
        f"{part} isn't even a bit {felt}",
        f"it's not {felt}, {part}",
    ):
        reading = reader.read(text)
        assert reading.intent != "complaint" or reading.action is Action.IGNORE, text


@pytest.mark.parametrize(
    "text",
    [
        "he's a real pain in the neck, that one",
        "my wife's knee gave way on the stairs last week",
        "can you put the kettle on",
        "the traffic was terrible this morning",
        "i had a hernia operation when i was a kid",
        "the deadline is tight",
        "we're having roast beef on sunday",
        "did you see the match last night",
        "he's got ninety on there, and it's too heavy for him",
        "the drumstick is a hundred and forty rupees a kilo",
        "i fainted at my own wedding, from the heat",
        "i remember my hands going numb ice fishing as a girl",
    ],
)
def test_talk_that_is_not_for_the_coach_is_left_alone(reader: Reader, text: str) -> None:
    assert reader.read(text).action is Action.IGNORE


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("no I said fifteen", {"reps": 15}),
        ("not fifty, fifteen", {"reps": 15}),
        ("make that eight", {"reps": 8}),
        ("call it seven, no, sorry, six", {"reps": 6}),
    ],
)
def test_of_a_correction_the_last_word_counts(reader: Reader, text: str, slots: dict[str, float]) -> None:
    reading = reader.read(text)
    assert reading.intent == "log_reps"
    assert dict(reading.slots) == slots


def test_a_complaint_beside_a_command_wins(reader: Reader) -> None:
    reading = reader.read("my back is numb, next")
    assert reading.intent == "complaint"
    assert reading.meanings[0].red_flag


def test_a_lone_number_counts_when_typed_or_asked_for_but_not_from_the_air(reader: Reader) -> None:
    assert reader.read("seven").intent == "log_reps"
    assert reader.read("seven", spoken=True).action is Action.IGNORE
    assert reader.read("seven", spoken=True, asked="How many did you get?").intent == "log_reps"
    assert reader.read("coach, seven", spoken=True).intent == "log_reps"


def test_only_what_makes_sense_is_taken_for_a_command(reader: Reader) -> None:
    assert reader.read("carry on", frozenset({"complaint", "stop", "next"})).intent != "resume"


@given(st.text(alphabet=string.printable + "äé’“—…💥", max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_without_harm_and_alike_each_time(reader: Reader, text: str) -> None:
    assert reader.read(text) == reader.read(text)


def test_two_dangers_in_one_remark_are_surer_than_one(reader: Reader) -> None:
    both = reader.read("help me, I can't feel my legs").certainty
    concepts = [found.sensation for found in reader.findings(reader.normalise("help me, I can't feel my legs"))]
    assert len(set(concepts)) == 2
    assert both > 0.9


@pytest.mark.parametrize("said", ["ow", "ow ow ow", "pain", "that hurts a lot", "everything hurts", "that felt off"])
def test_who_says_nothing_but_that_it_hurts_is_believed(reader: Reader, said: str) -> None:
    reading = reader.read(said)
    assert (reading.intent, reading.slots["region"]) == ("complaint", "general")
    assert reading.action is not Action.IGNORE


def test_a_whole_wording_of_a_command_is_that_command_unless_it_names_harm(reader: Reader) -> None:
    assert reader.read("help").intent == "help"
    assert reader.read("that was wrong").intent == "undo"
    assert reader.read("help", frozenset({"stop", "complaint"})).intent == "complaint", (
        "in a set there is no list of words"
    )


@pytest.mark.parametrize(
    "text",
    [
        "and that brings us to the end of today's programme",
        "let me finish the chapter",
        "hold this for a second, would you",
        "ready, set, go",
        "and rack it, good set",
        "put the next one in the skip, Kev",
        "we had a set menu",
        "turn the radio down",
        "Alexa, stop",
        "he said stop",
    ],
)
def test_talk_that_only_sounds_like_a_command_is_left_alone(reader: Reader, text: str) -> None:
    assert reader.read(text).action is Action.IGNORE


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("let's go", "start"),
        ("good to go", "start"),
        ("hold on a second would you", "pause"),
        ("next one please", "next"),
        ("turn it down", "quieter"),
        ("go back to the last one", "back"),
    ],
)
def test_commands_like_that_talk_are_obeyed(reader: Reader, text: str, intent: str) -> None:
    assert (reader.read(text).action, reader.read(text).intent) == (Action.ACT, intent)


@pytest.mark.parametrize(
    "text",
    [
        "that was the wrong turning, go back",
        "sorry, you've got the wrong number",
        "keep going, don't give up on me",
        "continue for six miles",
        "is it louder upstairs",
        "give it a rest",
        "seven down, two to go",
        "you said six, so give me six",
        "I paid ninety for it",
        "five of them were late",
        "seven, eight, nine, last one",
        "it's the last one, do you want it?",
    ],
)
def test_prices_ways_and_a_partners_counting_are_left_alone(reader: Reader, text: str) -> None:
    meant = reader.read(text, spoken=True)
    assert meant.action is Action.IGNORE, meant


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("wrong number, undo that", "undo"),
        ("it's not loud enough, louder", "louder"),
        ("got eight of the ten", "log_reps"),
    ],
)
def test_commands_like_those_are_obeyed(reader: Reader, text: str, intent: str) -> None:
    assert reader.read(text, spoken=True).intent == intent


@pytest.mark.parametrize("before", ["", "coach, "])
@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("how wide do you want my stance", "ask"),
        ("how do you want it loaded", "plates"),
        ("you've got the wrong number, I did eight", "log_reps"),
        ("I can carry on", "resume"),
        ("yes, I can keep going", "resume"),
        ("I did ten, two of them were ugly", "log_reps"),
        ("got five, six in all", "log_reps"),
        ("louder in the garage, please", "louder"),
        ("my hands, give them a rest, two minutes", "rest_for"),
    ],
)
def test_commands_that_share_words_with_talk_are_obeyed(reader: Reader, text: str, intent: str, before: str) -> None:
    assert (reader.read(before + text).action, reader.read(before + text).intent) == (Action.ACT, intent)


def test_a_count_with_a_mark_out_of_ten_behind_it_is_no_partners_counting(reader: Reader) -> None:
    assert reader.concepts is not None
    assert not reader.concepts.commands.only_sounds_like("log_reps", "got eight nine out of ten ")
    assert reader.concepts.commands.only_sounds_like("log_reps", "eight nine ten ")


@pytest.mark.parametrize(
    "text",
    [
        "I'm finished with it, do you want it",
        "do you want it louder",
        "do you want the telly quieter",
        "you've got the wrong number",
        "two of you were late",
        "am I allowed to keep going straight here",
        "should I carry on to the station",
        "it was louder in the pub",
        "louder, at the back they can't hear",
        "eight, nine, last one, ten",
        "the kids are tired, give them a rest",
    ],
)
def test_offers_and_what_others_do_are_left_alone(reader: Reader, text: str) -> None:
    meant = reader.read(text, spoken=True)
    assert meant.action is Action.IGNORE, meant


@pytest.mark.parametrize("red", RED_FLAGS)
def test_a_red_flag_beside_such_talk_stops(reader: Reader, red: str) -> None:
    assert reader.read(f"Alexa, stop, {red}").intent == "complaint"


@pytest.mark.parametrize("text", ["five by five at a hundred", "5x5 100kg", "3x8 @ 60"])
def test_sets_of_so_many_are_asked_about_in_a_rest(reader: Reader, text: str) -> None:
    assert reader.read(text).action is not Action.IGNORE
    assert reader.read("the room is five by five metres").action is Action.IGNORE


def test_sets_of_so_many_mean_nothing_where_no_reps_are_logged(reader: Reader) -> None:
    assert "log_reps" not in {each.intent for each in reader.read("5x5 100kg", frozenset({"stop"})).meanings}


@pytest.mark.parametrize(
    "text", ["9" * 400, "i got " + "one two " * 300, "between " + "7" * 350 + " and a half", "rpe " + "8" * 400]
)
def test_digits_without_end_are_no_number_and_no_crash(text: str, reader: Reader) -> None:
    assert not {"reps", "rpe", "load"} & set(reader.read(text).slots)


@pytest.mark.parametrize("text", ["I'm stuck", "help, I'm stuck under it", "I'm stuck at the bottom"])
def test_whoever_is_stuck_is_in_danger(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent) == (Action.ACT, "complaint")
    assert reading.meanings[0].red_flag


@pytest.mark.parametrize("text", ["help me set this up", "help me understand the tempo", "no help, you did that"])
def test_help_with_a_thing_is_no_call_for_help(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert not (reading.intent == "complaint" and reading.action is Action.ACT)


@pytest.mark.parametrize(("text", "load"), [("a buck thirty-five on the bar", 135), ("a buck five", 105)])
def test_a_buck_is_a_hundred(reader: Reader, text: str, load: int) -> None:
    assert reader.read(text).slots["load"] == load


@pytest.mark.parametrize(
    "text",
    [
        "hold on, mum",
        "good night, kids",
        "next one, dad",
        "can you hear me now",
        "pause it there, I love this bit",
        "start it up",
    ],
)
def test_what_is_said_to_somebody_else_is_no_command(reader: Reader, text: str) -> None:
    assert reader.read(text).action is not Action.ACT


def test_who_only_tells_of_somebody_is_obeyed(reader: Reader) -> None:
    assert reader.read("hold on, my mum is here").intent == "pause"


@pytest.mark.parametrize("text", ["could you maybe take off the", "i need to go and", "take off"])
def test_a_command_broken_off_in_mid_sentence_is_not_acted_on(reader: Reader, text: str) -> None:
    assert reader.read(text).action is not Action.ACT


def test_a_weight_that_is_told_is_no_question(reader: Reader) -> None:
    assert reader.read("the kettlebell is the twenty kilo one").intent != "ask"
    assert reader.read("one big plate per side, that's all").intent == "log_load"


def test_what_is_called_out_to_a_name_nobody_knows_is_not_for_the_coach(reader: Reader) -> None:
    assert reader.read("turn it down, Pekka").action is Action.IGNORE
    assert reader.read("turn it down, please").intent == "quieter"


def test_a_complaint_stays_one_whoever_is_called_beside_it(reader: Reader) -> None:
    assert reader.read("my back hurts, Pekka").intent == "complaint"


def test_who_plans_a_session_does_not_begin_it(reader: Reader) -> None:
    known = reader.with_phrases(reader.phrases.with_values({"session": {"deadlift-day": ["deadlift day"]}}))
    assert known.read("plan deadlift day tomorrow at six").intent == "plan_session"
    assert known.read("plan the deadlift day on monday").intent == "plan_session"


def test_a_wording_that_is_all_that_was_said_is_that_command(reader: Reader) -> None:
    assert [each.intent for each in reader.read("i'm done").meanings] == ["done"]


def test_who_names_a_session_while_beginning_begins_that_one(reader: Reader) -> None:
    known = reader.with_phrases(reader.phrases.with_values({"session": {"good-morning-day": ["good morning day"]}}))
    reading = known.read("good mornings session today, begin it")
    assert (reading.intent, dict(reading.slots)) == ("session_start", {"session": "good-morning-day"})


def test_a_session_is_known_by_the_word_that_tells_it(reader: Reader) -> None:
    known = reader.with_phrases(
        reader.phrases.with_values({"session": {"sandbag-day": ["sandbag day"], "deadlift-day": ["deadlift day"]}})
    )
    assert known.slots("session_start", "I want the sandbag one") == {"session": "sandbag-day"}
    assert known.slots("session_start", "deadlifts today") == {"session": "deadlift-day"}
    assert known.slots("session_start", "something else today") is None


def test_a_sessions_own_name_counts_before_what_else_it_is_called(reader: Reader) -> None:
    names = {"session": {"rdl-day": ["rdl day"], "mobility-check": ["mobility check"]}}
    known = reader.with_phrases(reader.phrases.with_values(names))
    assert known.slots("session_start", "the mobility one, I'm stiff") == {"session": "mobility-check"}
    assert known.slots("session_start", "the stiff legged one") == {"session": "rdl-day"}


@pytest.mark.parametrize(
    "text", ["no pain in my back", "no pain in my knee, none", "no tightness in my hamstrings today"]
)
def test_a_wording_of_a_complaint_that_is_denied_is_none(reader: Reader, text: str) -> None:
    assert reader.read(text).intent != "complaint"


@pytest.mark.parametrize("text", ["no no no my knee really hurts", "no my back is killing me", "no, it hurts"])
def test_a_complaint_behind_a_no_is_acted_on(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert (reading.intent, reading.action) == ("complaint", Action.ACT)


@pytest.mark.parametrize(
    "text",
    [
        "my sister's race starts in twenty minutes",
        "she's got forty minutes for lunch",
        "I queued forty minutes for the bus",
        "last Friday I rested ten minutes between sets",
    ],
)
def test_what_others_have_and_what_was_is_no_command(reader: Reader, text: str) -> None:
    assert reader.read(text).action is Action.IGNORE


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("where were we, go on", "resume"),
        ("tell me what plates to put on", "plates"),
        ("my personal record is how much?", "best"),
        ("how did I do it last time, how many?", "last_time"),
        ("how far along are we?", "time_left"),
        ("forty kilos, set it", "log_load"),
        ("shave off fifteen percent, my dude", "change_load"),
    ],
)
def test_a_command_may_end_in_words_that_others_are_broken_off_at(reader: Reader, text: str, intent: str) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent) == (Action.ACT, intent)


@pytest.mark.parametrize("text", ["how many", "make it", "add ten to the", "could you tell me"])
def test_what_hardly_began_was_broken_off(reader: Reader, text: str) -> None:
    assert reader.read(text).action is not Action.ACT


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("wrong number, take it back", "undo"),
        ("take that back, I said it wrong", "undo"),
        ("help me with the words, what do you know", "help"),
        ("I don't know how to talk to you, help me please", "help"),
        ("back it off some, I've got church tomorrow", "change_load"),
    ],
)
def test_a_command_that_shares_words_with_complaints_is_obeyed(reader: Reader, text: str, intent: str) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent) == (Action.ACT, intent)


@pytest.mark.parametrize("text", ["help me", "help me, it's on my chest", "I don't know where I am, help me"])
def test_who_calls_for_help_is_in_danger(reader: Reader, text: str) -> None:
    assert reader.read(text).meanings[0].red_flag


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("why is the weight so low?", "why"),
        ("what's next on the list", "whats_next"),
        ("undo my last one", "undo"),
        ("huh", "repeat"),
    ],
)
def test_a_command_is_obeyed_that_only_a_little_sounds_like_talk(reader: Reader, text: str, intent: str) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent) == (Action.ACT, intent)


@pytest.mark.parametrize("text", ["pause the cricket, I'm coming", "that'll be four pounds sixty"])
def test_what_is_no_matter_of_training_is_let_pass(reader: Reader, text: str) -> None:
    assert reader.read(text).action is not Action.ACT


def test_a_bare_number_too_large_for_repetitions_is_a_load(reader: Reader) -> None:
    assert reader.read("make it sixty").intent == "log_load"
    assert reader.read("sixty reps").intent == "log_reps"
    assert reader.read("make it six").intent == "log_reps"


@pytest.mark.parametrize(
    "text",
    [
        "skip this one because I",
        "skip this one and I",
        "next one but I",
        "take five kilos off so that I",
        "let's stop because we",
    ],
)
def test_a_remark_that_breaks_off_at_its_second_subject_is_not_acted_on(reader: Reader, text: str) -> None:
    assert reader.read(text).action is not Action.ACT


HOW_MANY = "How many clean ones? Say, I got eight."


@pytest.mark.parametrize(
    ("text", "reps"),
    [("I got fifty", 50), ("forty", 40), ("hit forty", 40), ("make it forty", 40), ("I did thirty five", 35)],
)
def test_a_number_that_answers_how_many_is_repetitions(reader: Reader, text: str, reps: int) -> None:
    reading = reader.read(text, asked=HOW_MANY)
    assert (reading.action, reading.intent, dict(reading.meanings[0].slots)) == (Action.ACT, "log_reps", {"reps": reps})


@pytest.mark.parametrize("text", ["forty kilos", "two plates a side"])
def test_a_weight_is_a_load_though_repetitions_were_asked(reader: Reader, text: str) -> None:
    assert reader.read(text, asked=HOW_MANY).intent == "log_load"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("thirty", "log_reps"),
        ("make it thirty", "log_reps"),
        ("thirty one", "log_load"),
        ("make it thirty one", "log_load"),
        ("I got fifty", "log_reps"),
        ("I managed forty", "log_reps"),
    ],
)
def test_unasked_a_number_above_thirty_is_a_load_but_where_it_was_done(reader: Reader, text: str, intent: str) -> None:
    assert reader.read(text).intent == intent


@pytest.mark.parametrize(
    "text",
    [
        "Drop one of the sets",
        "let's do one set less today",
        "can we do one less set please",
        "could we skip one of my sets",
        "I would rather do one set less this time",
    ],
)
def test_one_set_less_is_no_lighter_load(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert (reading.intent, dict(reading.meanings[0].slots)) == ("last_set", {"fewer": 1})


@pytest.mark.parametrize(
    "text",
    [
        "let's start again",
        "let me begin that set anew",
        "start this set from scratch",
        "I want to begin this set from the top",
    ],
)
def test_who_wants_to_start_again_begins_the_set_anew(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent, dict(reading.meanings[0].slots)) == (Action.ACT, "back", {"again": 1})


def test_who_goes_back_to_the_last_one_again_begins_no_set_anew(reader: Reader) -> None:
    assert "again" not in reader.read("go back to the last one again").meanings[0].slots


@pytest.mark.parametrize("text", ["she's ready to go", "he's ready", "they're ready", "they are all set now"])
def test_that_others_are_ready_starts_nothing(reader: Reader, text: str) -> None:
    assert reader.read(text).intent != "start"


@pytest.mark.parametrize("text", ["I'm ready to go", "we're ready", "let's start", "I'm ready to start again"])
def test_that_the_lifter_is_ready_starts(reader: Reader, text: str) -> None:
    assert reader.read(text).intent == "start"
