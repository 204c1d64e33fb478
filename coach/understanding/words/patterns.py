"""Concept templates as regular expressions over words.

The notation is that of the phrase file, without slots: (a|b) one of these, [a] may be left out, word[s|ing] a suffix,
... up to four words, <name> a rule. A text is matched as its words with one space behind each.
"""

import re
from collections.abc import Iterable, Mapping

GAP = r"(?:\S+ ){0,4}?"
_BEGIN = r"(?<!\S)"


class TemplateError(ValueError):
    """Brackets that do not fit, or a rule that does not exist."""


def compiled(templates: Iterable[str], rules: Mapping[str, str]) -> re.Pattern[str]:
    """One expression for all of these templates; raises TemplateError."""
    parts = [_Parser(template, rules).whole() for template in templates]
    return re.compile(f"{_BEGIN}(?:{'|'.join(parts)})" if parts else r"(?!)")


def as_matched(words: Iterable[str]) -> str:
    """The words as the expressions want them."""
    return "".join(f"{word} " for word in words)


class _Parser:
    """Recursive descent over one template."""

    def __init__(self, template: str, rules: Mapping[str, str]) -> None:
        self._text, self._rules, self._at = template, rules, 0

    def whole(self) -> str:
        found = self._alternatives("")
        if self._at < len(self._text):
            raise TemplateError(f"{self._text[self._at]!r} closes nothing in {self._text!r}")
        return found

    def _alternatives(self, closing: str) -> str:
        options = [self._sequence()]
        while self._peek() == "|":
            self._at += 1
            options.append(self._sequence())
        if closing:
            if self._peek() != closing:
                raise TemplateError(f"{closing!r} is missing in {self._text!r}")
            self._at += 1
        return options[0] if len(options) == 1 else f"(?:{'|'.join(options)})"

    def _sequence(self) -> str:
        found = ""
        while (sign := self._peek()) and sign not in "|)]":
            if sign == " ":
                self._at += 1
            elif sign == "(":
                self._at += 1
                found += f"(?:{self._alternatives(')')})"
            elif sign == "[":
                self._at += 1
                found += f"(?:{self._alternatives(']')})?"
            elif self._text.startswith("...", self._at):
                self._at += 3
                found += GAP
            elif sign == "<":
                found += self._rule()
            else:
                found += self._word()
        return found

    def _rule(self) -> str:
        end = self._text.find(">", self._at)
        name = self._text[self._at + 1 : end]
        if end < 0 or name not in self._rules:
            raise TemplateError(f"the rule {name!r} does not exist")
        self._at = end + 1
        return f"(?:{_Parser(self._rules[name], self._rules).whole()})"

    def _word(self) -> str:
        found = ""
        while (sign := self._peek()) and sign not in " |)](<":
            if self._text.startswith("...", self._at):
                break
            self._at += 1
            if sign == "[":
                end = self._text.find("]", self._at)
                if end < 0:
                    raise TemplateError(f"']' is missing in {self._text!r}")
                endings = "|".join(re.escape(ending) for ending in self._text[self._at : end].split("|"))
                found += f"(?:{endings})?"
                self._at = end + 1
            else:
                found += re.escape(sign)
        return found + " "

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]
