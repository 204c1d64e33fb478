"""The commands: for each the group it is shown in, the function behind it, and one line that says what it does.

The lines are here, and not only in the functions, so that `coach --help` need not import what it lists.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One command: "module:function" in `coach.cli`, or a typer application; its group, and a line of at most 60
    characters."""

    target: str
    group: str
    summary: str


TRAIN, LOOK, MAKE, SET_UP = "Train", "Look back", "Make your own", "Set up"

COMMANDS = {
    "run": Entry("training.run:run", TRAIN, "Coach a session: speak, listen, keep time"),
    "rehearse": Entry("training.rehearse:rehearse_", TRAIN, "Print a whole workout in virtual time; nothing sounds"),
    "render": Entry("training.render:render_", TRAIN, "Write a session as a sound file for your phone"),
    "serve": Entry("training.serve:serve_", TRAIN, "Be the box on the shelf that waits to be spoken to"),
    "plan": Entry("training.plan:plan", TRAIN, "See and change what is planned for when"),
    "program": Entry("training.program:program", TRAIN, "Follow a program: weeks of sessions and rising loads"),
    "sessions": Entry("authoring.check:sessions", TRAIN, "List the sessions: how long, with what, for whom"),
    "movements": Entry("training.movements:movements", TRAIN, "List the movements and drills, and what they need"),
    "history": Entry("records.history:history", LOOK, "What was done; report, charts, tables"),
    "log": Entry("records.history:log", LOOK, "Where the journal is, and a session's events"),
    "import": Entry("records.transfer:import_", LOOK, "Take in a history kept elsewhere"),
    "export": Entry("records.transfer:export", LOOK, "Write your history to a file"),
    "gather": Entry("records.gather:gather", LOOK, "Bring the sessions of several boxes together"),
    "forget": Entry("records.transfer:forget", LOOK, "Forget days, a lifter, or everything"),
    "new": Entry("authoring.check:new", MAKE, "Begin a session, movement or drill of your own"),
    "check": Entry("authoring.check:check", MAKE, "Check what you wrote: every fault, with its place"),
    "teach": Entry("authoring.teach:teach", MAKE, "Teach your own wording for a command"),
    "profile": Entry("authoring.profile:app", MAKE, "What the coach knows of you and your room, to change"),
    "voices": Entry("authoring.voices:app", MAKE, "List the voices, try one, render phrases ahead"),
    "setup": Entry("authoring.setup:setup", SET_UP, "Tell it who you are and what stands in your room"),
    "doctor": Entry("machine.doctor:doctor", SET_UP, "Look at sound, voice, ear and machine; what to mend"),
    "devices": Entry("machine.doctor:devices", SET_UP, "List microphones and loudspeakers"),
    "calibrate": Entry("machine.calibrate:calibrate", SET_UP, "Learn your room, your loudspeaker and your voice"),
    "listen": Entry("machine.listen:listen", SET_UP, "Show live what the microphone hears and why"),
    "hear": Entry("machine.hear:hear", SET_UP, "Show what a recording or a sentence is taken for"),
    "service": Entry("service:service", SET_UP, "Start the box with the machine: install, status, remove"),
    "link": Entry("link:link", SET_UP, "The local door: what happens now, and words back in"),
    "model": Entry("machine.model:app", SET_UP, "See, fetch or add a better speech model"),
}
"""Every command; only the one that is asked for is imported."""
