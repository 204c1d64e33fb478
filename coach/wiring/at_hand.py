"""What a session takes, told as it begins."""

from coach.core.plan import Plan
from coach.errors import CoachError
from coach.script.files.library import Library


def things_for(plan: Plan, library: Library) -> tuple[str, ...]:
    """What the session's file says it takes, without what the room is known to lack: other movements stand in there."""
    try:
        listed = library.session(plan.session).equipment
    except CoachError:  # a workout that was made up, or a file that is gone since
        return ()
    return tuple(each for each in listed if not any(lacked in each.lower() for lacked in plan.kit.lacks))
