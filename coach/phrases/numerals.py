"""Spoken numbers: "a hundred and two point five" is 102.5, "one twenty" is 120, "eight and a half" is 8.5.

The words of a language are data (the `numbers` part of its phrase file); this module only knows how English-like
number words are put together, up to 999 and with halves or tenths behind.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

NUMERAL = re.compile(r"^\d{1,4}(?:\.\d{1,2})?$")
VARIANTS_AT_MOST = 4  # number phrases in one remark that are tried both as digits and as words


@dataclass(frozen=True, slots=True)
class Numerals:
    """The number words of one language. Any part may be empty; `fractions` are whole phrases ("and a half": 0.5)."""

    units: Mapping[str, int] = field(default_factory=dict)
    zero: Mapping[str, int] = field(default_factory=dict)
    teens: Mapping[str, int] = field(default_factory=dict)
    tens: Mapping[str, int] = field(default_factory=dict)
    hundred: tuple[str, ...] = ()
    one_before_hundred: tuple[str, ...] = ()
    joints: tuple[str, ...] = ()
    point: tuple[str, ...] = ()
    fractions: Mapping[str, float] = field(default_factory=dict)


def readings(words: Sequence[str], numerals: Numerals) -> Iterator[str]:
    """The remark with its number phrases written as digits, then with some or all of them left as words."""
    pieces = list(_pieces(words, numerals))
    doubtful = [index for index, (_, digits) in enumerate(pieces) if digits is not None][:VARIANTS_AT_MOST]
    for as_words in product((False, True), repeat=len(doubtful)):
        spelled = {index for index, spell in zip(doubtful, as_words, strict=True) if spell}
        yield " ".join(
            text if digits is None or index in spelled else digits for index, (text, digits) in enumerate(pieces)
        )


def _pieces(words: Sequence[str], numerals: Numerals) -> Iterator[tuple[str, str | None]]:
    """Each word, or each run of number words with its digits."""
    index = 0
    while index < len(words):
        found = read_number(words, index, numerals)
        if found is None:
            yield words[index], None
            index += 1
        else:
            value, end = found
            yield " ".join(words[index:end]), f"{value:g}"
            index = end


def read_number(words: Sequence[str], start: int, numerals: Numerals) -> tuple[float, int] | None:
    """The longest number that begins at word `start`: its value and the index behind it; None when there is none."""
    whole = _whole(words, start, numerals)
    if whole is None:
        return None
    value, end = whole
    if end < len(words) and words[end] in numerals.point:
        tenths, after = 0.0, end + 1
        scale = 0.1
        while after < len(words) and (digit := _digit(words[after], numerals)) is not None:
            tenths, scale, after = tenths + digit * scale, scale / 10, after + 1
        if after > end + 1:
            return round(value + tenths, 3), after
    for phrase, amount in numerals.fractions.items():
        parts = phrase.split()
        if list(words[end : end + len(parts)]) == parts:
            return value + amount, end + len(parts)
    return value, end


def _digit(word: str, numerals: Numerals) -> int | None:
    return numerals.units.get(word, numerals.zero.get(word))


def _whole(words: Sequence[str], start: int, numerals: Numerals) -> tuple[float, int] | None:
    if start < len(words) and NUMERAL.match(words[start]):
        return float(words[start]), start + 1
    return _with_hundreds(words, start, numerals) or _below_hundred(words, start, numerals)


def _with_hundreds(words: Sequence[str], start: int, numerals: Numerals) -> tuple[float, int] | None:
    """ "two hundred and five", "a hundred", "hundred ten", and as lifters say it "two twenty", "one oh five"."""
    if start >= len(words):
        return None
    first = words[start]
    leading = 1 if first in numerals.one_before_hundred else numerals.units.get(first)
    at = start if first in numerals.hundred else start + 1
    if at < len(words) and words[at] in numerals.hundred and (at == start or leading is not None):
        base, after = 100 * (leading or 1), at + 1
        joined = after + 1 if after < len(words) and words[after] in numerals.joints else after
        rest = _below_hundred(words, joined, numerals)
        return (base + rest[0], rest[1]) if rest else (base, after)
    if first not in numerals.units:
        return None
    if start + 2 < len(words) and words[start + 1] in numerals.zero and words[start + 2] in numerals.units:
        return numerals.units[first] * 100 + numerals.units[words[start + 2]], start + 3
    rest = _below_hundred(words, start + 1, numerals)
    return (numerals.units[first] * 100 + rest[0], rest[1]) if rest and rest[0] >= 10 else None


def _below_hundred(words: Sequence[str], start: int, numerals: Numerals) -> tuple[float, int] | None:
    if start >= len(words):
        return None
    word = words[start]
    if word in numerals.tens:
        unit = numerals.units.get(words[start + 1]) if start + 1 < len(words) else None
        return (numerals.tens[word], start + 1) if unit is None else (numerals.tens[word] + unit, start + 2)
    for table in (numerals.teens, numerals.units, numerals.zero):
        if word in table:
            return table[word], start + 1
    return None
