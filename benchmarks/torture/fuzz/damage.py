"""Damage for the fuzzer: what hands, editors, disks and mischief do to a file."""

import random

NASTY = (
    "", "null", "~", "[]", "{}", "true", "-1", "0", "9" * 400, "1e999", ".nan", "-.inf", "'", '"', "\\", "\x00",
    "\x85", "\ufeff", "\u202e", "💪", "é" * 300, "x" * 5000, "&a *a", "*nobody", "<<: *a", "!!binary x", "!local x",
    "!!python/object/apply:os.system [id]", "../../../../etc/passwd", "/dev/zero", "{reps}", "{", "}}", "%s%n",
    "[[[[[[", "- - - -", "? : :", "2026-02-30", "25:61", "mon,,tue", "race race", "0 minutes before", "9999-99-99",
    "\t", "\r", "---", "...", "|", ">", "[" * 3000, "a: " * 500, "&b [*b]",
)  # fmt: skip
"""Tokens that have broken parsers before."""


def damaged_text(text: str, chance: random.Random) -> str:
    """The text with one to four things done to it."""
    for _ in range(chance.randint(1, 4)):
        text = chance.choice(TEXT_DAMAGE)(text, chance)
    return text


def damaged_bytes(data: bytes, chance: random.Random) -> bytes:
    """The bytes with some of them flipped, cut off, doubled or overwritten."""
    for _ in range(chance.randint(1, 3)):
        data = chance.choice(BYTE_DAMAGE)(data, chance)
    return data


def _lines(text: str) -> list[str]:
    return text.split("\n")


def _drop_line(text: str, chance: random.Random) -> str:
    lines = _lines(text)
    del lines[chance.randrange(len(lines))]
    return "\n".join(lines)


def _double_line(text: str, chance: random.Random) -> str:
    lines = _lines(text)
    place = chance.randrange(len(lines))
    return "\n".join([*lines[:place], lines[place], *lines[place:]])


def _swap_lines(text: str, chance: random.Random) -> str:
    lines = _lines(text)
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def _indent(text: str, chance: random.Random) -> str:
    lines = _lines(text)
    place = chance.randrange(len(lines))
    lines[place] = " " * chance.randint(1, 5) + lines[place] if chance.random() < 0.5 else lines[place].lstrip()
    return "\n".join(lines)


def _put_nasty(text: str, chance: random.Random) -> str:
    place = chance.randint(0, len(text))
    return text[:place] + chance.choice(NASTY) + text[place:]


def _replace_word(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    words[chance.randrange(len(words))] = chance.choice(NASTY)
    return " ".join(words)


def _replace_value(text: str, chance: random.Random) -> str:
    lines = _lines(text)
    place = chance.randrange(len(lines))
    key, colon, _ = lines[place].partition(": ")
    lines[place] = f"{key}{colon}{chance.choice(NASTY)}"
    return "\n".join(lines)


def _cut(text: str, chance: random.Random) -> str:
    return text[: chance.randint(0, len(text))]


def _change_letter(text: str, chance: random.Random) -> str:
    place = chance.randrange(len(text) + 1)
    return (
        text[:place] + chr(chance.choice([chance.randrange(32, 127), chance.randrange(0, 0xD800)])) + text[place + 1 :]
    )


TEXT_DAMAGE = (
    _drop_line, _double_line, _swap_lines, _indent, _put_nasty, _replace_word, _replace_value, _cut, _change_letter,
)  # fmt: skip


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 30)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _flip_head(data: bytes, chance: random.Random) -> bytes:
    return _flip(data[:100], chance) + data[100:]


def _cut_off(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randint(0, len(data))]


def _overwrite(data: bytes, chance: random.Random) -> bytes:
    first = chance.randint(0, len(data))
    return data[:first] + chance.randbytes(chance.randint(1, 600)) + data[first + 300 :]


BYTE_DAMAGE = (_flip, _flip_head, _cut_off, _overwrite)
