"""Kinds of complaints as the branches and the learner name them: families of red flags, and what is mild."""

from collections.abc import Mapping

MILD = frozenset(
    {
        "tight",
        "cramp",
        "pumped",
        "pinching",
        "blocked",
        "pulling",
        "pain",
        "tired",
        "rounded",
        "going",
        "clicking",
        "unstable",
    }
    | {"weird", "taking_over", "breathless", "heavy", "light", "lost", "scared", "racing", "leak", "bruise"}
)
"""Sensations the learner may name against a concept: none of them is a red flag by itself."""

NO_PARTS = frozenset({"load", "brace"})
"""Regions of the branches that are no parts of the body."""

FAMILIES: Mapping[str, tuple[str, str]] = {
    "chest": ("chest", "chest_pain"), "breath": ("chest", "breathless"), "dizzy": ("head", "dizzy"),
    "head": ("head", "headache"), "nerve": ("general", "numb"), "saddle": ("groin", "numb"),
    "giving_way": ("general", "gave_way"), "tear": ("general", "tear"), "belly": ("belly", "bulge"),
    "sick": ("general", "sick"), "accident": ("general", "accident"), "help": ("general", "emergency"),
    "severe": ("general", "sharp"),
}  # fmt: skip
"""The region and sensation of the branches that stand for a family of red flags the learner tells apart."""

TOLD_APART: Mapping[str, str] = {"fever": "red:sick"}
"""What concepts tell apart within a family of the learner's: a fever has an answer of its own."""
