"""The phrase file of a language, read and checked: which wordings mean what.

Every fault is collected with its place, so that an author sees them all at once.
"""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

import yaml
from hassil.parser import ParseError

from coach.core.events import Slot
from coach.errors import ContentError, Problem
from coach.phrases import templates
from coach.phrases.book import Block, Free, PhraseBook, Range
from coach.phrases.numerals import Numerals
from coach.reading.yaml_text import read_tree

CARES = ("easy", "normal", "strict")
TOP = (
    "language", "spaces", "wake", "samples", "others", "spellings", "pronunciations", "likelihood", "numbers", "lists",
    "ranges", "free", "rules", "intents",
)  # fmt: skip
NUMBER_PARTS = tuple(Numerals.__dataclass_fields__)


def read_phrasebook(path: Path) -> PhraseBook:
    """Read and check one phrase file; raises ContentError with every fault in it."""
    # Of the tree every scalar is the text that was written: to YAML "no", "off" and "yes" would be booleans.
    root, _ = read_tree(path)
    reader = _Reader(str(path))
    book = reader.book(root)
    if reader.problems:
        raise ContentError(reader.problems)
    return book


class _Reader:
    """Walks the YAML tree once and notes every fault where it stands."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def fault(self, node: yaml.Node | None, message: str) -> None:
        line, column = (node.start_mark.line + 1, node.start_mark.column + 1) if node is not None else (1, 1)
        self.problems.append(Problem(self.path, line, column, message))

    # long: a line for each part of the file, read in the order in which they need each other
    def book(self, root: yaml.Node | None) -> PhraseBook:
        parts = {key.value: (key, value) for key, value in self.pairs(root, "the phrase file")}
        self.known(parts, TOP)
        for needed in ("language", "intents"):
            if needed not in parts:
                self.fault(root, f"{needed!r} is missing; add it")

        def part(name: str) -> yaml.Node | None:
            return parts[name][1] if name in parts else None

        lists = {key.value: self.values(value) for key, value in self.pairs(part("lists"), "lists")}
        ranges = {key.value: self.range(value) for key, value in self.pairs(part("ranges"), "ranges")}
        rules = {key.value: self.template(value) for key, value in self.pairs(part("rules"), "rules")}
        care: dict[str, str] = {}
        blocks: list[Block] = []
        for key, value in self.pairs(part("intents"), "intents"):
            care[key.value] = self.intent(key.value, value, blocks)
        free = {key.value: self.free(key, value, care) for key, value in self.pairs(part("free"), "free")}
        self.check_references(part("rules"), part("intents"), {*lists, *ranges}, set(rules))
        return PhraseBook(
            self.text(part("language")),
            tuple(blocks),
            care,
            lists,
            ranges,
            rules,
            self.numerals(part("numbers")),
            self.texts(part("spellings")),
            self.texts(part("pronunciations")),
            {key.value: self.number(value) or 1.0 for key, value in self.pairs(part("likelihood"), "likelihood")},
            self.text(part("spaces")) != "ignored",
            self.text(part("wake")),
            tuple(self.text(item) for item in self.items(part("samples"))),
            tuple(self.text(item) for item in self.items(part("others"))),
            free,
        )

    def free(self, key: yaml.Node, node: yaml.Node, intents: Mapping[str, str]) -> Free:
        """The free words of an intent, which must have wordings as well: an ear without free words needs them."""
        parts = {name.value: (name, value) for name, value in self.pairs(node, "free words")}
        self.known(parts, ("slot", "behind", "words", "not", "alone"))
        if key.value not in intents:
            self.fault(key, f"the intent {key.value!r} has no wordings{did_you_mean(key.value, tuple(intents))}")
        behind, unlike = (
            tuple(self.text(item) for item in self.items(parts[name][1] if name in parts else None))
            for name in ("behind", "not")
        )
        slot = self.text(parts["slot"][1]) if "slot" in parts else ""
        if not slot or not behind:
            self.fault(node, "free words need a slot and the words they stand behind")
        words = self.number(parts["words"][1]) if "words" in parts else 1
        alone = "alone" in parts and self.text(parts["alone"][1]) == "true"
        return Free(slot, behind, int(words or 1), frozenset(unlike), alone)

    def pairs(self, node: yaml.Node | None, what: str) -> list[tuple[yaml.Node, yaml.Node]]:
        if node is None:
            return []
        if not isinstance(node, yaml.MappingNode):
            self.fault(node, f"{what} should be a list of names with colons; write NAME: VALUE")
            return []
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                self.fault(key, f"{key.value!r} stands here twice; keep one of them")
            seen.add(key.value)
        return list(node.value)

    def known(self, parts: Mapping[str, tuple[yaml.Node, yaml.Node]], names: tuple[str, ...]) -> None:
        for name, (key, _) in parts.items():
            if name not in names:
                self.fault(key, f"{name!r} is not known here{did_you_mean(name, names)}; use {', '.join(names)}")

    def text(self, node: yaml.Node | None) -> str:
        if isinstance(node, yaml.ScalarNode) and node.value:
            return str(node.value)
        if node is not None:
            self.fault(node, "should be a plain word or sentence")
        return ""

    def texts(self, node: yaml.Node | None) -> dict[str, str]:
        return {key.value: self.text(value) for key, value in self.pairs(node, "this")}

    def items(self, node: yaml.Node | None) -> list[yaml.Node]:
        if node is None:
            return []
        return list(node.value) if isinstance(node, yaml.SequenceNode) else [node]

    def values(self, node: yaml.Node) -> dict[str, tuple[str, ...]]:
        pairs = self.pairs(node, "a list of values")
        return {key.value: tuple(self.template(item) for item in self.items(value)) for key, value in pairs}

    def template(self, node: yaml.Node) -> str:
        text = self.text(node)
        if text:
            try:
                templates.tree(text)
            except KeyError:
                pass  # a list that touches a word; whether it exists is checked with the other references
            except (ParseError, ValueError, AssertionError) as error:
                self.fault(node, f"{text!r} is no template ({error}); check that brackets come in pairs")
                return ""
        return text

    def range(self, node: yaml.Node) -> Range:
        parts = {key.value: (key, value) for key, value in self.pairs(node, "a range")}
        self.known(parts, ("from", "to", "halves", "times"))
        least, most = (self.number(parts[name][1]) if name in parts else None for name in ("from", "to"))
        times = self.number(parts["times"][1]) if "times" in parts else 1
        halves = "halves" in parts and parts["halves"][1].value == "true"
        if least is None or most is None or least > most:
            self.fault(node, "a range needs from and to, the smaller first")
            return Range(0, 0)
        return Range(int(least), int(most), halves, times or 1)

    def number(self, node: yaml.Node) -> float | None:
        try:
            return float(node.value)
        except (TypeError, ValueError):
            self.fault(node, f"{node.value!r} is not a number")
            return None

    def numerals(self, node: yaml.Node | None) -> Numerals:
        parts = {key.value: (key, value) for key, value in self.pairs(node, "numbers")}
        self.known(parts, NUMBER_PARTS)
        found: dict[str, object] = {}
        for name, (_, value) in parts.items():
            if isinstance(value, yaml.MappingNode):
                numbers = {key.value: self.number(item) or 0 for key, item in value.value}
                found[name] = numbers if name == "fractions" else {key: int(amount) for key, amount in numbers.items()}
            else:
                found[name] = tuple(self.text(item) for item in self.items(value))
        return Numerals(**{name: value for name, value in found.items() if name in NUMBER_PARTS})  # type: ignore[arg-type]

    def intent(self, name: str, node: yaml.Node, blocks: list[Block]) -> str:
        """Appends the intent's blocks; returns its care."""
        parts = {key.value: (key, value) for key, value in self.pairs(node, f"the intent {name}")}
        self.known(parts, ("care", "say", "slots"))
        care = self.text(parts["care"][1]) if "care" in parts else "normal"
        if care not in CARES:
            self.fault(
                parts["care"][1], f"care {care!r} is not known{did_you_mean(care, CARES)}; use {', '.join(CARES)}"
            )
        shared = self.slots(parts["slots"][1]) if "slots" in parts else {}
        plain: list[str] = []
        grouped: list[Block] = []
        for item in self.items(parts["say"][1]) if "say" in parts else []:
            if isinstance(item, yaml.MappingNode):
                group = {key.value: (key, value) for key, value in item.value}
                self.known(group, ("slots", "say", "typed"))
                slots = self.slots(group["slots"][1]) if "slots" in group else {}
                lines = tuple(self.template(line) for line in self.items(group["say"][1])) if "say" in group else ()
                typed = "typed" in group and group["typed"][1].value == "true"
                grouped.append(Block(name, lines, {**shared, **slots}, typed))
            else:
                plain.append(self.template(item))
        if not plain and not grouped:
            self.fault(node, f"the intent {name} has no wordings; add them under 'say'")
        # Wordings with slots of their own are the more special ones ("my chest is tight"), so they are tried first.
        blocks += [*grouped, *([Block(name, tuple(plain), shared)] if plain else [])]
        return care

    def slots(self, node: yaml.Node) -> dict[str, Slot]:
        return {key.value: slot_value(self.text(value)) for key, value in self.pairs(node, "slots")}

    def check_references(
        self, rules: yaml.Node | None, intents: yaml.Node | None, lists: set[str], names: set[str]
    ) -> None:
        for node in _scalars(rules, intents):
            if not {"{", "<"} & set(node.value):
                continue
            try:
                found = list(templates.references(templates.parse(node.value)))
            except (ParseError, AssertionError):
                continue
            for reference in found:
                known, name = (
                    (lists, reference.list_name) if hasattr(reference, "list_name") else (names, reference.rule_name)
                )
                if name not in known:
                    kind = "list or range" if known is lists else "rule"
                    self.fault(node, f"the {kind} {name!r} does not exist{did_you_mean(name, tuple(known))}; define it")


def _scalars(*nodes: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    for node in nodes:
        if isinstance(node, yaml.ScalarNode):
            yield node
        elif isinstance(node, yaml.SequenceNode):
            yield from _scalars(*node.value)
        elif isinstance(node, yaml.MappingNode):
            yield from _scalars(*(value for _, value in node.value))


def slot_value(text: str) -> Slot:
    """A slot's value as a number where it is one."""
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number


def did_you_mean(name: str, names: tuple[str, ...]) -> str:
    """ " (did you mean 'x'?)" or nothing."""
    near = get_close_matches(name, names, 1)
    return f" (did you mean {near[0]!r}?)" if near else ""
