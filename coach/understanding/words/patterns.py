"""Concept templates as regular expressions over words.

The notation is that of the phrase file, without slots: (a|b) one of these, [a] may be left out, word[s|ing] a suffix,
... up to four words, <name> a rule. A text is matched as its words with one space behind each.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

GAP = r"(?:\S+ ){0,4}?"
_BEGIN = r"(?<!\S)"
NEVER = r"(?!)"

DEEPEST = 40
"""Brackets and rules within each other; nobody writes five."""

_LETTER = r"(?:(?!\.\.\.)[^ |()\[\]<])"
_WORD = rf"(?P<word>{_LETTER}+(?:\[[^\]]*\]{_LETTER}*)*)"
_TOKEN = re.compile(rf" +|(?P<gap>\.\.\.)|<(?P<rule>[^>]*)>|(?P<sign>[(\[|)\]])|{_WORD}|.")
_ENDINGS = re.compile(r"\[([^\]]*)\]")


class TemplateError(ValueError):
    """Brackets that do not fit, a rule that does not exist, or a sign of another notation."""


class Templates:
    """The templates of one file, each read once: many stand in several expressions."""

    def __init__(self, rules: Mapping[str, str]) -> None:
        self._rules = rules
        self._read: dict[str, str] = {}

    def compiled(self, templates: Iterable[str]) -> re.Pattern[str]:
        """One expression for all of these; raises TemplateError."""
        parts = [self.expression(template) for template in templates]
        return re.compile(f"{_BEGIN}(?:{'|'.join(parts)})" if parts else NEVER)

    def expression(self, template: str, depth: int = 0) -> str:
        """The expression of one, not compiled; raises TemplateError. `depth`: so many brackets and rules are around."""
        if template not in self._read:
            self._read[template] = self._expression(template, depth)
        return self._read[template]

    def _expression(self, template: str, depth: int) -> str:
        levels = [_Level()]
        for token in _TOKEN.finditer(template):
            kind, text = token.lastgroup, token.group()
            if depth + len(levels) > DEEPEST:
                raise TemplateError("a rule that names itself, or brackets within too many brackets")
            if "?" in text:
                raise TemplateError(f"'?' is no word in {template!r}; what may be left out stands in [ ]")
            if kind == "word":
                levels[-1].parts.append(_word(text))
            elif kind == "gap":
                levels[-1].parts.append(GAP)
            elif kind == "rule":
                levels[-1].parts.append(self._rule(token["rule"], depth + len(levels)))
            elif kind == "sign":
                _bracket(levels, text, template)
            elif text == "<":
                raise TemplateError(f"'>' is missing in {template!r}")
        if len(levels) > 1:
            raise TemplateError(f"{levels[-1].closing!r} is missing in {template!r}")
        return levels[0].whole()

    def _rule(self, name: str, depth: int) -> str:
        if name not in self._rules:
            raise TemplateError(f"the rule {name!r} does not exist")
        return f"(?:{self.expression(self._rules[name], depth)})"


@dataclass(slots=True)
class _Level:
    """What stands within one pair of brackets: the options that are complete, and the parts of the next."""

    closing: str = ""
    options: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    def option(self) -> None:
        """The option in hand is complete."""
        self.options.append("".join(self.parts))
        self.parts = []

    def whole(self) -> str:
        """All options as one expression."""
        self.option()
        return self.options[0] if len(self.options) == 1 else f"(?:{'|'.join(self.options)})"


def _bracket(levels: list[_Level], sign: str, template: str) -> None:
    if sign in "([":
        levels.append(_Level(")" if sign == "(" else "]"))
    elif sign == "|":
        levels[-1].option()
    elif sign != levels[-1].closing:
        raise TemplateError(f"{sign!r} closes nothing in {template!r}")
    else:
        found = levels.pop().whole()
        levels[-1].parts.append(f"(?:{found})" if sign == ")" else f"(?:{found})?")


def _word(text: str) -> str:
    """A word with the endings it may have."""
    parts = _ENDINGS.split(text)
    for at, part in enumerate(parts):
        parts[at] = f"(?:{'|'.join(map(re.escape, part.split('|')))})?" if at % 2 else re.escape(part)
    return "".join(parts) + " "


def as_matched(words: Iterable[str]) -> str:
    """The words as the expressions want them."""
    return "".join(f"{word} " for word in words)
