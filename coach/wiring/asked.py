"""A workout asked for in words, on a stage: the session it is, and keeping it as one of the lifter's own."""

from collections.abc import Collection

from coach.clocks import SessionTime
from coach.config import Config
from coach.content import own_folder
from coach.core.asked import plain_name
from coach.core.standby.wishes import KeepWorkout, WorkoutSaid
from coach.core.state import Asked
from coach.errors import CoachError
from coach.script.files.asked import asked_session
from coach.script.files.library import Library
from coach.wiring.request import Tell


def session_of(asked: Asked, library: Library, tell: Tell) -> str | None:
    """What to coach, as a line of notation or a session's name; None where it cannot be made, and that is told."""
    try:
        return asked_session(asked.intent, asked.slots, library)
    except CoachError as error:
        tell(str(error))
        return None


# many: the wish, and what it takes to write a file and to tell of it
def kept(
    wish: KeepWorkout, library: Library, config: Config, taken: Collection[str], at: SessionTime, tell: Tell
) -> WorkoutSaid:
    """Write it as a session of the lifter's own, by the name that was said or one made of its exercises."""
    from coach.script.files.saving import free_name, save_session

    try:
        name = free_name(wish.name or library.session_name(wish.session), taken)
        path = save_session(wish.session, name, library, own_folder(config), plain_name(name).capitalize())
    except (CoachError, OSError) as error:
        tell(f"The workout could not be kept: {error}")
        return WorkoutSaid(at, "asked.failed")
    tell(f"Wrote {path}; from now on: coach run {name}")
    return WorkoutSaid(at, "asked.kept", {"what": plain_name(name)})
