"""Who is lifting: the traits and findings that choose set-ups, cues and drills. Anything may be unknown."""

from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Size = Literal["long", "average", "short", "unknown"]
Sockets = Literal["deep", "average", "unknown"]
Tolerance = Literal["tolerant", "sensitive", "unknown"]
TurnOut = Literal["free", "tight", "unknown"]
Sitting = Literal["all-day", "some", "little", "unknown"]
Back = Literal["quiet", "complains", "unknown"]
YesNo = Literal["yes", "no", "unsure", "unknown"]
Health = Literal["careful", "clear", "unknown"]
Length = Literal["short", "normal", "long"]
CleanDays = Literal["few", "some", "many"]
Several = BeforeValidator(_listed, json_schema_input_type=str | list[str])


SOME_DAYS, MANY_DAYS = 2, 4
"""From so many clean days in a row on they are some, and many."""


def clean_days_of(days: int) -> CleanDays:
    """So many clean days in a row, as conditions name them."""
    return "many" if days >= MANY_DAYS else "some" if days >= SOME_DAYS else "few"


class Profile(BaseModel):
    """One lifter. The first eight are traits; then findings of the three checks, each side apart; then health.

    `heart` is a heart or pressure trouble, `faints` fainting or chest pain on effort, `carrying` a pregnancy or a late
    operation, `bones` a diagnosis of bones or discs.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    femurs: Size = "unknown"
    torso: Size = "unknown"
    hips: Sockets = "unknown"
    turn_out: TurnOut = "unknown"
    hamstrings: Tolerance = "unknown"
    arms: Size = "unknown"
    sitting: Sitting = "unknown"
    low_back: Back = "unknown"
    leg_drop_left: YesNo = "unknown"
    leg_drop_right: YesNo = "unknown"
    leg_raise_left: YesNo = "unknown"
    leg_raise_right: YesNo = "unknown"
    leg_raise_returns: YesNo = "unknown"
    knee_bend_left: YesNo = "unknown"
    knee_bend_right: YesNo = "unknown"
    heart: YesNo = "unknown"
    faints: YesNo = "unknown"
    carrying: YesNo = "unknown"
    bones: YesNo = "unknown"

    @property
    def health(self) -> Health:
        """What the four health questions come to: one yes asks for care, four times no is clear."""
        answers = {self.heart, self.faints, self.carrying, self.bones}
        return "careful" if "yes" in answers else "clear" if answers == {"no"} else "unknown"

    def over(self, other: "Profile") -> "Profile":
        """This profile, with the other's values where this one knows nothing."""
        known = {name: value for name, value in self if value != "unknown"}
        return other.model_copy(update=known)

    @classmethod
    def of(cls, findings: Mapping[str, str]) -> "Profile":
        """The profile that remembered findings make; names and values it does not know are passed over."""
        allowed = {name: get_args(field.annotation) for name, field in cls.model_fields.items()}
        known = {name: value for name, value in findings.items() if value in allowed.get(name, ())}
        return cls.model_validate(known)


class Condition(BaseModel):
    """When something applies: every trait named here must have one of the values given. `health` is what the
    four health questions came to, `length` today's form, `clean_days` how many of the last days of the
    movement at hand, in a row, were clean.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    femurs: Annotated[tuple[Size, ...], Several] | None = None
    torso: Annotated[tuple[Size, ...], Several] | None = None
    hips: Annotated[tuple[Sockets, ...], Several] | None = None
    turn_out: Annotated[tuple[TurnOut, ...], Several] | None = None
    hamstrings: Annotated[tuple[Tolerance, ...], Several] | None = None
    arms: Annotated[tuple[Size, ...], Several] | None = None
    sitting: Annotated[tuple[Sitting, ...], Several] | None = None
    low_back: Annotated[tuple[Back, ...], Several] | None = None
    leg_drop_left: Annotated[tuple[YesNo, ...], Several] | None = None
    leg_drop_right: Annotated[tuple[YesNo, ...], Several] | None = None
    leg_raise_left: Annotated[tuple[YesNo, ...], Several] | None = None
    leg_raise_right: Annotated[tuple[YesNo, ...], Several] | None = None
    leg_raise_returns: Annotated[tuple[YesNo, ...], Several] | None = None
    knee_bend_left: Annotated[tuple[YesNo, ...], Several] | None = None
    knee_bend_right: Annotated[tuple[YesNo, ...], Several] | None = None
    health: Annotated[tuple[Health, ...], Several] | None = None
    length: Annotated[tuple[Length, ...], Several] | None = None
    clean_days: Annotated[tuple[CleanDays, ...], Several] | None = None

    def holds(self, profile: Profile, length: Length, clean_days: CleanDays = "few") -> bool:
        """Whether this profile, in today's form, meets the condition."""
        of_today = {"length": length, "clean_days": clean_days}
        for name in self.model_fields_set:
            allowed = getattr(self, name)
            if allowed is not None and (of_today.get(name) or getattr(profile, name)) not in allowed:
                return False
        return True
