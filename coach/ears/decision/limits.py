"""From where on evidence counts: the numbers by which a remark is judged."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits; `benchmarks/hearing/fitting/fit.py` fits them.

    Log probabilities are means over the pieces of a text, see `Transcript` and `Hypothesis`; the others are
    confidences of 0 to 1.
    """

    plain: float = -0.3
    """How likely a transcript must be to be believed before any witness."""
    clear: float = -0.5
    """How likely it must be to be acted on by itself."""
    fair: float = -0.9
    """How likely it must be to be asked about."""
    in_itself: float = -1.2
    """How likely a phrase must be in itself, as noise can fit a phrase as well as anything."""
    unbacked: float = -0.9
    """How likely it must be where its witness heard something else."""
    longer: int = 2
    """So many more words than the armed phrase the transcript may have: short phrases fit the begin of long ones."""
    floor: float = 0.06
    """The confidence, of a score of -2.5, from which on a witness that heard the same makes up for the rest."""
    beside_clear: float = 0.25
    """The same beside a clear transcript of something else."""
    heard_so: float = 0.35
    """So sure a witness must be for its word to count."""
    sworn: float = 0.85
    """So sure it must be to be said to swear."""
    probably: float = 0.5
    """From here on what the witness heard speaks against anything else."""
    perhaps: float = 0.2
    """How well a complaint, a stop or a pause must fit beside a clear transcript to be asked about."""
    unlikely: float = -2.0
    """How likely it must be in itself then."""
    answer: float = -1.5
    """The same for a number that was asked for: at -1.3 it was the right one in two of two, at -1.6 in none of one."""
    certain: float = 0.75
    """So sure must the reader, and the ear of its words, be together of a command that no grammar has."""
    surely: float = 0.9
    """Or so certain the reader alone, of words that are clear: in noise no words are likely enough for the other, and
    what is talk is none the less read as talk."""
    worth_asking: float = 0.5
    """So sure together to ask about it: most of what is said near a bar is said to others."""
    meant: float = 0.67
    """So certain the reader alone, to ask about it: talk that is heard clearly is no likelier a command for that."""


LIMITS = Limits()
