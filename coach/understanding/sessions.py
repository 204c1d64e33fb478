"""Which session was named: by its whole name, or by the words that tell it from the others."""

from collections.abc import Collection, Mapping

from coach.core.events import Slot
from coach.phrases.intents import Phrases


def session_said(
    text: str, phrases: Phrases, common: Collection[str], called: Mapping[str, str]
) -> dict[str, Slot] | None:
    """The slot of the session whose name stands in `text`, normalised; of several the longest.

    Without a whole name it is the session all of whose telling words were said, those that are not `common` in names:
    "the SANDBAG one"; `called`: what people say for them, "the STRETCHY one". None where none was named.
    """
    names = [
        (phrases.normalise(wording), value)
        for value, wordings in phrases.book.lists.get("session", {}).items()
        for wording in wordings
    ]
    whole = [(len(name), value) for name, value in names if f" {name} " in f" {text} "]
    if whole:
        return {"session": max(whole, key=lambda each: each[0])[1]}
    told = [(_stems(name) - set(common), value) for name, value in names]
    said = _stems(text)
    otherwise = said | {word for each in said & called.keys() for word in called[each].split()}
    for known in (said, otherwise):  # the name itself before what else it is called: "the MOBILITY one, I am stiff"
        if fitting := [(len(words), value) for words, value in told if words and words <= known]:
            return {"session": max(fitting, key=lambda each: each[0])[1]}
    return None


def _stems(text: str) -> set[str]:
    """Its words, without the s of the plural."""
    return {word.removesuffix("s") for word in text.split()}
