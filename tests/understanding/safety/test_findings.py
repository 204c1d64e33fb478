"""What is felt, where and whose: by concepts alone."""

import pytest

from coach.understanding.meaning import Action
from coach.understanding.reader import Reader


def found(reader: Reader, text: str) -> tuple[str, str, str | None] | None:
    findings = reader.findings(reader.normalise(text))
    present = [each for each in findings if each.present]
    return (present[0].region, present[0].sensation, present[0].side) if present else None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("my back's tight", ("low_back", "tight", None)),
        ("ow my left knee", ("knee", "pain", "left")),
        ("it's getting really stiff, my neck", ("neck", "tight", None)),
        ("I have a pain in the knee left", ("knee", "pain", "left")),
        ("tightness at the back of my knee", ("knee", "tight", None)),
        ("the back of my leg is pulling", ("hamstring", "pulling", None)),
        ("my fingers are giving out", ("grip", "going", None)),
        ("my hand is cramping", ("grip", "cramp", None)),
        ("my palms are sore", ("grip", "pain", None)),
        ("my waist is stiff", ("low_back", "tight", None)),
        ("it pulls between my shoulders", ("upper_back", "pulling", None)),
        ("charley horse", ("calf", "cramp", None)),
        ("crazy back pump", ("low_back", "pumped", None)),
        ("my hip socket aches", ("hip", "pain", None)),
        ("calf cramp", ("calf", "cramp", None)),
        ("I'm shattered", ("general", "tired", None)),
        ("I lost tension", ("brace", "lost", None)),
        ("this weight scares me", ("load", "scared", None)),
        ("stop my back hurts", ("low_back", "pain", None)),
        ("my back is sore from yesterday", ("low_back", "pain", None)),
    ],
)
def test_a_complaint_in_free_words(reader: Reader, text: str, meant: tuple[str, str, str | None]) -> None:
    assert found(reader, text) == meant


@pytest.mark.parametrize(
    ("text", "sensation"),
    [
        ("I can't feel my legs", "numb"),
        ("it feels like an elephant is sitting on my chest", "chest_pain"),
        ("I don't get air", "breathless"),
        ("I nearly passed out", "faint"),
        ("everything is spinning", "dizzy"),
        ("I'm seeing double", "vision"),
        ("my face is drooping", "speech"),
        ("my head feels like it's going to explode", "headache"),
        ("I peed myself", "bladder"),
        ("I've lost feeling down there", "numb"),
        ("my foot is dragging", "weak"),
        ("my knee gave way", "gave_way"),
        ("pins and needles", "numb"),
        ("electric shock down my left leg", "electric"),
        ("the pain runs from my back into my calf", "shooting"),
        ("something went in my back", "tear"),
        ("I've slipped a disc", "tear"),
        ("something's bulging in my belly", "bulge"),
        ("I'm gonna throw up", "sick"),
        ("I dropped the bar on my foot", "accident"),
        ("get this thing off me", "accident"),
        ("call nine one one", "emergency"),
        ("ten out of ten pain", "sharp"),
        ("it's like a knife in my back", "sharp"),
    ],
)
def test_a_red_flag_in_free_words(reader: Reader, text: str, sensation: str) -> None:
    where = found(reader, text)
    assert where is not None
    assert where[1] == sensation
    assert reader.red_flag(where[0], where[1])


@pytest.mark.parametrize(
    "text",
    [
        "my back is not tight",
        "no pain",
        "my back doesn't hurt any more",
        "the tingling is gone now",
        "my hamstring stopped pulling",
        "never felt dizzy",
        "without any pain in my knee",
    ],
)
def test_what_is_denied_is_no_complaint(reader: Reader, text: str) -> None:
    assert found(reader, text) is None


@pytest.mark.parametrize(
    "text",
    [
        "his back hurts",
        "Pekka's calves are tight",
        "that old gym is where my shoulder popped, at the old gym",
        "my elbow gave way in the April race",
        "the printer gives me a headache",
        "my wife's knee gave way",
        "the dog has a sore leg",
        "he's a pain in the neck",
        "I'll be back in a minute",
        "my back garden is on fire with tulips",
        "break a leg",
        "my back was numb yesterday",
        "I had back surgery last year and it hurt",
        "the deadline is tight",
    ],
)
def test_what_is_somebody_elses_past_or_a_saying_is_no_complaint(reader: Reader, text: str) -> None:
    assert found(reader, text) is None


def test_of_two_complaints_the_graver_one_comes_first(reader: Reader) -> None:
    assert found(reader, "my hamstring is tight and I feel dizzy") == ("head", "dizzy", None)


@pytest.mark.parametrize(
    "text",
    ["no my back hurts", "no no no my knee hurts", "nope it hurts", "no, that hurts", "today's back pain"],
)
def test_a_no_that_only_answers_denies_nothing(reader: Reader, text: str) -> None:
    assert any(found.present for found in reader.findings(reader.normalise(text)))


@pytest.mark.parametrize("text", ["", "...", "123", "a" * 3000, "back " * 400, "my " + "very " * 300 + "back hurts"])
def test_odd_input_is_read_without_harm(reader: Reader, text: str) -> None:
    assert reader.findings(reader.normalise(text)) is not None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("my booty is tight", ("glute", "tight", None)),
        ("my tailbone aches", ("low_back", "pain", None)),
        ("them calves are stiff", ("calf", "tight", None)),
        ("my it band is tight", ("thigh", "tight", None)),
        ("my stomach is cramping", ("belly", "cramp", None)),
        ("a stitch in my side", ("belly", "cramp", None)),
        ("my abs are sore", ("belly", "tired", None)),
        ("my stomach is sore from sit ups", ("belly", "tired", None)),
        ("my stomach hurts", ("belly", "pain", None)),
        ("my palms are sore, I tore a callus", ("grip", "tear", None)),
        ("my shoulder popped out of its socket", ("shoulder", "gave_way", None)),
        ("my elbow is locked solid", ("elbow", "gave_way", None)),
        ("there is a lump popping out at my groin", ("groin", "bulge", None)),
        ("the plate fell on my foot, I think it is broken", ("general", "accident", None)),
        ("I can't catch any air", ("chest", "breathless", None)),
        ("it is spreading into my jaw", ("chest", "chest_pain", None)),
        ("please send for a doctor", ("general", "emergency", None)),
        ("I just came to on the floor", ("head", "faint", None)),
        ("I banged my head", ("general", "accident", None)),
        ("the bar is on my neck", ("general", "accident", None)),
        ("my jaw is aching", ("chest", "chest_pain", None)),
        ("my elbow goes snap crackle pop", ("elbow", "clicking", None)),
        ("I'm a little bit nervous", ("load", "scared", None)),
        ("there is a crick in my neck", ("neck", "pain", None)),
        ("the pee just came and I did not feel it", ("general", "bladder", None)),
    ],
)
def test_rare_words_and_near_kinds_are_told_apart(
    reader: Reader, text: str, meant: tuple[str, str, str | None]
) -> None:
    assert found(reader, text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "she fell and broke her hip",
        "he hurt his back",
        "i had to get this off my chest",
        "lord help me",
        "he is a tight arse",
    ],
)
def test_the_parts_of_others_and_sayings_are_no_findings(reader: Reader, text: str) -> None:
    assert found(reader, text) is None


def test_a_sore_muscle_of_the_belly_is_no_red_flag(reader: Reader) -> None:
    for text in ("my abs are sore from all the crunches", "my stomach is cramping a bit"):
        reading = reader.read(text)
        assert reading.intent == "complaint", text
        assert not reading.meanings[0].red_flag, text


def test_a_part_that_was_named_is_the_region(reader: Reader) -> None:
    for text, region in (("my shins are hurting", "calf"), ("my tailbone is sore", "low_back")):
        assert reader.read(text).slots["region"] == region, text


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("my back's locked, I'm on all fours and I can't get up", "low_back", "sharp"),
        ("stuck bent over, can't go up, can't go down", "low_back", "sharp"),
        ("outside of my left thigh, I'm pinching it and I feel nothing", "thigh", "numb"),
        ("I can't, I can't breathe", "chest", "breathless"),
        ("can't get, can't get any air in", "chest", "breathless"),
        ("real crushing feeling right in the middle here", "chest", "chest_pain"),
        ("ticker keeps missing beats", "chest", "chest_pain"),
        ("left hip is locked, it won't move in any direction", "hip", "gave_way"),
        ("this back pain is worse than childbirth", "low_back", "sharp"),
        ("soiled my britches and I didn't notice", "general", "bladder"),
    ],
)
def test_dangers_in_words_of_their_own_are_found(
    reader_without_learner: Reader, text: str, where: str, what: str
) -> None:
    meant = reader_without_learner.read(text).meanings[0]
    assert (meant.slots["region"], meant.slots["sensation"], meant.red_flag) == (where, what, True)


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("who welded this to the floor", "load", "heavy"),
        ("bar rolled clean out of my hands", "grip", "going"),
        ("scraped the skin off my left shin again", "calf", "pain"),
        ("blue marks on both thighs where the bar drags", "thigh", "pain"),
        ("cramp in the right cheek", "glute", "cramp"),
        ("don't laugh, some pee leaks when I push", "belly", "leak"),
        ("my hips are not opening", "hip", "blocked"),
    ],
)
def test_mild_kinds_in_words_of_their_own_are_no_danger(reader: Reader, text: str, where: str, what: str) -> None:
    meant = reader.read(text).meanings[0]
    assert (meant.slots["region"], meant.slots["sensation"], meant.red_flag) == (where, what, False)


@pytest.mark.parametrize(
    "text", ["bit of a dull headache", "mild headache from the diesel", "pecs are tight from push ups"]
)
def test_what_may_well_be_harmless_is_asked_about(reader: Reader, text: str) -> None:
    assert reader.read(text).action is Action.ASK


@pytest.mark.parametrize(
    "text",
    [
        "a dull headache and my vision is blurry",
        "sudden splitting headache",
        "pecs are tight and a crushing pain in my chest",
    ],
)
def test_beside_another_danger_it_is_acted_on(reader: Reader, text: str) -> None:
    assert reader.read(text).action is Action.ACT


@pytest.mark.parametrize(
    ("text", "strength", "onset"),
    [
        ("my lower back is a bit tight since this morning", "slight", "lasting"),
        ("my knee hurts really badly", "strong", None),
        ("the pain in my back is unbearable", "unbearable", None),
        ("my hamstring hurts eight out of ten", "strong", None),
        ("all of a sudden my calf is cramping", None, "sudden"),
        ("my back is tight and keeps getting worse", None, "growing"),
        ("my back feels tight", None, None),
    ],
)
def test_how_strong_it_is_and_how_it_came_is_told(
    reader_without_learner: Reader, text: str, strength: str | None, onset: str | None
) -> None:
    meant = reader_without_learner.read(text).meanings[0]
    assert (meant.strength, meant.onset) == (strength, onset)


def test_a_danger_that_is_slight_stops_all_the_same(reader_without_learner: Reader) -> None:
    assert reader_without_learner.read("a bit of pain in my chest").meanings[0].red_flag


@pytest.mark.parametrize(
    "text",
    [
        "bent over row",
        "the pin won't go either way",
        "two beats then stop",
        "three beats and a pause at the bottom",
        "I'm crushing weight today",
        "what a pump, never felt anything like it",
        "I've stopped sweating, let's go",
        "we're getting chicken tonight",
        "nine out of ten",
        "that was a ten out of ten",
        "got eight, nine out of ten",
    ],
)
def test_talk_of_lifting_and_things_is_no_danger(reader: Reader, text: str) -> None:
    assert not any(each.red_flag for each in reader.read(text).meanings)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("I'm on all fours and can't get up", "low_back"),
        ("my right elbow won't move in any direction", "elbow"),
        ("my heart beats then stops", "chest"),
        ("crushing pain in my chest", "chest"),
        ("bar scraped my knee and there's a sharp pain in it", "knee"),
        ("black spots in front of my eyes", "head"),
        ("my lips have gone blue", "chest"),
        ("my pec hurts, my chest feels tight", "chest"),
        ("my jaw is cramping", "head"),
        ("my back is nine out of ten", "low_back"),
        ("the pain is ten out of ten", "general"),
    ],
)
def test_dangers_beside_what_is_none_are_dangers(reader: Reader, text: str, where: str) -> None:
    meant = reader.read(text).meanings[0]
    assert (meant.red_flag, meant.slots["region"]) == (True, where)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("no puedo, I can't breathe", ("chest", "breathless", None)),
        ("I can't, my chest, it's sore", ("chest", "chest_pain", None)),
        ("no numbness, tingling or weakness in my leg", None),
        ("it doesn't hurt, my knee", None),
    ],
)
def test_a_denial_does_not_reach_into_a_sentence_of_its_own(
    reader: Reader, text: str, meant: tuple[str, str, str | None] | None
) -> None:
    assert found(reader, text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Help me, what is happening to me",
        "help me what do I do",
        "help me, how do I get this bar off",
        "help me how do I breathe",
        "help me, out here",
        "no, help me, set it down",
    ],
)
def test_a_call_for_help_is_one_whatever_is_said_behind_it(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert reading.action is not Action.IGNORE
    assert reading.meanings[0].red_flag


@pytest.mark.parametrize(
    "text",
    [
        "help me with the commands",
        "help me what can I say",
        "help me how to talk to you",
        "help me which words can I use",
        "help me find the right weight",
    ],
)
def test_who_wants_help_with_words_calls_for_none(reader: Reader, text: str) -> None:
    assert found(reader, text) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("I think I pulled this back", ("low_back", "pulling")),
        ("I pulled that back", ("low_back", "pulling")),
        ("when I turn this back hurts", ("low_back", "pain")),
        ("when I pull it back pain shoots", ("low_back", "shooting")),
        ("every time I move it back spasms", ("low_back", "cramp")),
        ("when I take it back pain comes", ("low_back", "pain")),
        ("my hip hurts when I take it back", ("hip", "pain")),
    ],
)
def test_a_back_that_is_hurt_is_no_way_back(reader: Reader, text: str, meant: tuple[str, str]) -> None:
    where = found(reader, text)
    assert where is not None
    assert where[:2] == meant


@pytest.mark.parametrize("text", ["I take it back", "take that back", "no, take it back I said it wrong"])
def test_who_takes_back_what_he_said_has_no_complaint(reader: Reader, text: str) -> None:
    assert found(reader, text) is None


@pytest.mark.parametrize(
    "text",
    ["I don't know what to say, my chest hurts help me", "I don't know what to ask, my chest hurts, help me"],
)
def test_not_knowing_what_to_say_hides_no_complaint(reader: Reader, text: str) -> None:
    assert reader.read(text).action is Action.ACT
    assert found(reader, text) is not None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("My chest hurts, my legs are fine", ("chest", "chest_pain")),
        ("my chest hurts my legs are fine", ("chest", "chest_pain")),
        ("my chest hurts legs are fine", ("chest", "chest_pain")),
        ("my chest hurts, and my back is better", ("chest", "chest_pain")),
        ("I feel dizzy, but my back is good", ("head", "dizzy")),
        ("I feel dizzy but the weight is okay", ("head", "dizzy")),
        ("my back hurts, the rest is fine", ("low_back", "pain")),
        ("my back hurts the rest is fine", ("low_back", "pain")),
        ("my knee hurts, otherwise everything is good", ("knee", "pain")),
        ("my knee hurts otherwise all is good", ("knee", "pain")),
        ("my chest hurts in bed the rest is fine", ("chest", "chest_pain")),
        ("the pain in my back, my legs are fine", ("low_back", "pain")),
        ("my right knee hurts the left is okay", ("knee", "pain")),
    ],
)
def test_what_is_fine_besides_denies_nothing(reader: Reader, text: str, meant: tuple[str, str]) -> None:
    where = found(reader, text)
    assert where is not None
    assert where[:2] == meant


@pytest.mark.parametrize(
    "text",
    [
        "my back hurt but it's gone",
        "my back hurt, but it's gone now",
        "my back hurt but now my back is fine",
        "my knee pain, it's gone",
        "the pain in my back is gone",
        "the pain in my lower back has eased",
        "the tightness in my left hip has gone away",
        "the pain is gone, I am ready",
        "my back is fine now",
    ],
)
def test_what_is_over_is_no_complaint(reader: Reader, text: str) -> None:
    assert found(reader, text) is None
