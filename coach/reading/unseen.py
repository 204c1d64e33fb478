"""Control characters in what was read: nobody means one, and a terminal obeys it."""

import re
from typing import Any

UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""They move a terminal's cursor, or its letters about."""


def without_unseen(value: Any) -> Any:
    """The same value of JSON without those in its strings."""
    match value:
        case str():
            return UNSEEN.sub("", value)
        case list():
            return [without_unseen(each) for each in value]
        case dict():
            return {UNSEEN.sub("", name): without_unseen(each) for name, each in value.items()}
    return value
