"""`coach movements`: every movement and drill there is, and what it needs."""

from typing import Annotated

import typer

from coach.cli.tables import show
from coach.errors import InputError
from coach.script.files.library import Library
from coach.script.shapes.speakable import suggestion


def movements(
    name: Annotated[str | None, typer.Argument(help="Only this one, with what it needs.")] = None,
    needs: Annotated[str | None, typer.Option("--with", help="Only those that need this: barbell, kettlebell.")] = None,
) -> None:
    """List the movements and drills a session can be made of, and what each needs.

    Examples: coach movements    coach movements --with kettlebell    coach movements romanian-deadlift
    """
    library = Library.open()
    scripts, also = library.scripts(), library.room().needs
    wanted = {name: scripts[name] for name in [library.script_name(name)]} if name is not None else scripts
    needed = {each: tuple(thing for thing in (script.implement, *also.get(each, ())) if thing != "none")
              for each, script in wanted.items()}  # fmt: skip
    found = {each: wanted[each] for each, things in needed.items() if needs is None or needs.lower() in things}
    if not found:
        known = {thing for things in needed.values() for thing in things}
        raise InputError(f"nothing here needs {needs!r}{suggestion(str(needs), known)}")
    rows = (
        (each, script.kind, ", ".join(needed[each]), f"{script.title}. {script.why}") for each, script in found.items()
    )
    show(("name", "kind", "needs", "what it is"), rows)
