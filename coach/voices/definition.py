"""What a voice is: a YAML file that says who speaks, how fast, how high, how loud, and how it says the gym's words."""

import difflib
import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from coach.errors import ContentError, InputError, Problem
from coach.reading.files import listed
from coach.reading.left_out import leave_out
from coach.reading.yaml_places import position
from coach.reading.yaml_text import read_tree
from coach.speech_server import NEEDED, URI


class Pauses(BaseModel):
    """Seconds of silence after a comma (colons and semicolons too) and after a sentence."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    comma: float = Field(default=0.12, ge=0, le=2)
    sentence: float = Field(default=0.35, ge=0, le=3)


class VoiceDefinition(BaseModel):
    """One voice, as its file describes it. `name` is the file's own name without its ending."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field("", exclude=True)
    title: str
    engine: Literal["espeak", "hibari", "piper", "tones", "wyoming"] = "espeak"
    uri: str = Field("", pattern=f"^({URI})?$", description="where a wyoming engine is: tcp://host:port, unix:///path")
    speaker: str = "gmw/en-us"
    instead: str = Field("", description="the voice that speaks where this one's engine cannot")
    rate: int = Field(165, ge=80, le=400, description="words per minute")
    pitch: int = Field(45, ge=0, le=100)
    loudness: float = Field(-20.0, ge=-40, le=-6, description="LUFS of every clip")
    pauses: Pauses = Pauses()
    lexicon: Mapping[str, str] = {}

    @model_validator(mode="before")
    @classmethod
    def _of_a_server(cls, given: Any) -> Any:
        """A server has a usual speaker of its own, and may be away: then a voice of this machine speaks."""
        if isinstance(given, dict) and given.get("engine") == "wyoming":
            if not given.get("uri"):
                raise ValueError(f"a wyoming voice needs a line 'uri:' that says where it is, {NEEDED}")
            return {"speaker": "", "instead": "default", **given}
        return given

    def spoken(self, text: str) -> str:
        """The text as the engine must be given it: words of the lexicon replaced, whole words only, longest first.

        A unit may stand right behind its number: 60kg.
        """

        def put(hit: "re.Match[str]") -> str:
            behind_number = hit.start() > 0 and text[hit.start() - 1].isdigit()
            return f"{' ' if behind_number else ''}{self._say(hit.group(0))}"

        return _lexicon_pattern(tuple(self.lexicon)).sub(put, text)

    def _say(self, word: str) -> str:
        exact = self.lexicon.get(word)
        return exact if exact is not None else next(v for k, v in self.lexicon.items() if k.lower() == word.lower())


@functools.lru_cache(maxsize=32)
def _lexicon_pattern(words: tuple[str, ...]) -> "re.Pattern[str]":
    if not words:
        return re.compile(r"(?!)")
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<![^\W\d])(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def pieces(text: str, pauses: Pauses) -> list[tuple[str, float]]:
    """The text in breath groups, each with the seconds of silence that follow it; the last is followed by none."""
    parts = re.findall(r"[^,;:.!?]+(?:[,;:.!?](?=\S)[^,;:.!?]+)*[,;:.!?]*", text)
    groups = [part.strip() for part in parts if re.search(r"\w", part)]
    return [
        (group, 0.0 if number == len(groups) - 1 else _pause_after(group, pauses))
        for number, group in enumerate(groups)
    ]


def _pause_after(group: str, pauses: Pauses) -> float:
    return pauses.sentence if group[-1] in ".!?" else pauses.comma


def shipped_folder() -> Path:
    """The voices that come with the coach: inside the wheel, or beside the package in a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "content" / "voices"
    return inside if inside.is_dir() else package.parent / "voices"


def voice_files(folders: Iterable[Path] = ()) -> dict[str, Path]:
    """Every voice file by its name; the `folders` overlay the shipped ones, the first of them winning."""
    return {name: paths[0] for name, paths in _all_files(folders).items()}


def _all_files(folders: Iterable[Path]) -> dict[str, list[Path]]:
    """The files of every voice, the one that counts first, the shipped one last."""
    found: dict[str, list[Path]] = {}
    for folder in (*folders, shipped_folder()):
        for path in listed(folder):
            found.setdefault(path.stem, []).append(path)
    return dict(sorted(found.items()))


def list_voices(folders: Iterable[Path] = ()) -> list[VoiceDefinition]:
    """Every voice there is, by name; one whose file is faulty is left out, and that is told."""
    voices = []
    for paths in _all_files(folders).values():
        try:
            voices.append(_first_good(paths))
        except ContentError as error:
            leave_out(error)
    return voices


def _first_good(paths: Sequence[Path]) -> VoiceDefinition:
    """The voice of the first file that can be used; raises the ContentError of the last."""
    for path in paths[:-1]:
        try:
            return read_voice(path)
        except ContentError as error:
            leave_out(error)
    return read_voice(paths[-1])


def find_voice(name: str, folders: Iterable[Path] = ()) -> VoiceDefinition:
    """The voice of that name; raises InputError with the nearest names, ContentError when its file is faulty."""
    files = _all_files(folders)
    if name not in files:
        near = difflib.get_close_matches(name, files, n=1)
        guess = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(files) or 'none'}."
        raise InputError(f"There is no voice {name!r}; {guess}")
    return _first_good(files[name])


def read_voice(path: Path) -> VoiceDefinition:
    """The voice in one file; raises ContentError with every fault and its place."""
    node, data = read_tree(path)
    content = data()
    if not isinstance(content, dict):
        raise ContentError([Problem(str(path), 1, 1, "is not a voice; it needs at least a title")])
    try:
        return VoiceDefinition.model_validate({**content, "name": path.stem})
    except ValidationError as error:
        raise ContentError([_located(path, node, fault) for fault in error.errors()]) from error


def _located(path: Path, node: yaml.Node | None, fault: Any) -> Problem:
    """A validation fault with the line and column of the value, or of the key when it should not be there."""
    unknown = fault["type"] in _UNKNOWN or fault["loc"][-1:] == _KEY
    return Problem(str(path), *position(node, fault["loc"], at_key=unknown), _told(fault))


def _told(fault: Any) -> str:
    """A validation fault in words for whoever wrote the file."""
    from coach.script.files.load import known_keys, shown  # only where something is wrong
    from coach.script.shapes.speakable import suggestion

    name, kind, context = ".".join(str(step) for step in fault["loc"]), fault["type"], fault.get("ctx", {})
    if kind == "missing":
        return f"{name!r} is missing; add it"
    if kind in _UNKNOWN:
        known = [key for key in known_keys(VoiceDefinition, fault["loc"][:-1]) if key != "name"]
        return f"{name!r} is not known here{suggestion(str(fault['loc'][-1]), known)}"
    if fault["loc"][-1:] == _KEY:
        return f"{fault['input']!r} stands for a word and should be text; write it in quotes"
    if kind == "value_error":
        return f"{name}: {context['error']}" if name else str(context["error"])
    if kind == "literal_error":
        return f"{name!r} cannot be {fault['input']!r}; choose {context['expected']}"
    limit = next((f"{words} {context[key]:g}" for key, words in _LIMITS.items() if key in context), None)
    if limit is not None and isinstance(fault["input"], int | float):
        return f"{name!r} is {fault['input']}; make it {limit}"
    needed = next((words for start, words in _NEEDED.items() if kind.startswith(start)), "otherwise")
    return f"{name!r} should be {needed}, not {shown(fault['input'])}"


_UNKNOWN = ("extra_forbidden", "invalid_key")
_KEY = ("[key]",)
_LIMITS = {"gt": "more than", "ge": "at least", "lt": "less than", "le": "at most"}
_NEEDED = {"int": "a whole number", "float": "a number", "finite": "a number",
           "string_pattern": f"{NEEDED} or unix:///PATH", "string": "text",
           "bool": "true or false", "dict": "lines such as WORD: SAID",
           "model": "lines such as NAME: VALUE"}  # fmt: skip
