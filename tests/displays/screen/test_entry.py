"""The line that is being typed."""

from coach.displays.screen.entry import DOWN, UP, Entry


def typed(entry: Entry, *keys: str) -> list[str]:
    lines = (entry.press(key) for key in keys)
    return [line for line in lines if line is not None]


def test_enter_gives_the_line_and_begins_a_new_one() -> None:
    entry = Entry()
    assert typed(entry, *"next", "\r") == ["next"]
    assert entry.text == ""


def test_erasing_takes_a_letter_a_word_or_all() -> None:
    entry = Entry()
    typed(entry, *"my back is tigth", "\x7f", "\x08")
    assert entry.text == "my back is tig"
    typed(entry, "\x17")
    assert entry.text == "my back is"
    typed(entry, "\x15")
    assert entry.text == ""


def test_earlier_lines_come_back_with_the_arrows() -> None:
    entry = Entry()
    typed(entry, *"next", "\r", *"done", "\r", UP, UP, UP)
    assert entry.text == "next"
    typed(entry, DOWN)
    assert entry.text == "done"
    typed(entry, DOWN, DOWN)
    assert entry.text == ""


def test_an_empty_line_is_not_kept() -> None:
    entry = Entry()
    typed(entry, *"next", "\r", "\r", UP)
    assert entry.text == "next"


def test_control_signs_are_no_text_and_a_line_has_an_end() -> None:
    entry = Entry()
    typed(entry, "\x04", "\x00", *("a" * 300))
    assert entry.text == "a" * 200


def test_every_key_is_told_to_whoever_draws() -> None:
    entry = Entry()
    drawn: list[str] = []
    entry.changed = lambda: drawn.append(entry.text)
    typed(entry, *"ab", "\r")
    assert drawn == ["a", "ab", ""]
