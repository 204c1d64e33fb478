"""What can go wrong, one class for each person who can mend it.

Every message names the thing and the next step. Errors are raised low and printed once, by the command line,
without a traceback.
"""

from dataclasses import dataclass

LONGEST = 1000
"""Characters of a message; a file that is one endless word is quoted no further than this."""


def one_line(text: str) -> str:
    """The text as one line that is safe to print: what a damaged file brings along breaks no line and no terminal."""
    plain = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST // 2]} … {plain[-LONGEST // 2 :]}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in a file: where it is, what it is, what to do. Lines and columns count from one."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return one_line(f"{self.path}:{self.line}:{self.column}: {self.message}")


class CoachError(Exception):
    """The root of everything the coach reports; `exit_code` is what the command line leaves with."""

    exit_code = 2

    def __str__(self) -> str:
        return one_line(super().__str__())


def sentence(error: Exception) -> str:
    """The error as a sentence that another may follow: with a capital and a full stop."""
    text = str(error)
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


class InputError(CoachError):
    """The person at the keyboard can mend it: a wrong name, a wrong option, a missing file."""


class ContentError(CoachError):
    """The author of a script, session, voice or phrase file can mend it; carries every problem at once."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems))  # a fault in a shared file is met on every way to it
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class DeviceError(CoachError):
    """The owner of the machine can mend it: no sound card, no microphone, a device in use."""


class VoiceError(CoachError):
    """The speech engine failed or is missing."""


class EarError(CoachError):
    """The recogniser or its model failed or is missing."""


class JournalError(CoachError):
    """The journal cannot be read or written: disk full, read-only, corrupt, locked."""
