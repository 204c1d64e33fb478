"""The sound test of the check-up: soft chirps leave the loudspeaker, and what comes back is measured."""

from coach.config import Config
from coach.doctor import Finding, State
from coach.ears.room.measurement import loudness
from coach.errors import DeviceError
from coach.wiring.room.calibrating import Room, bench_opened

QUIET_FOR = 1.0
"""Seconds of the room before the first chirp."""

ABOVE_THE_ROOM = 6.0
"""Decibels of the chirp over the room below which the room is too loud, or the loudspeaker too soft, to tell."""

OVERLOUD = -9.0
"""Decibels below full scale above which the loudspeaker drowns whoever speaks, and the microphone soon clips."""

LATE = 0.35
"""Seconds of delay that echo control finds by itself."""


def check_by_sound(config: Config) -> Finding:
    """Play three soft chirps and tell how the microphone hears them; never raises."""
    try:
        with bench_opened(config.microphone, config.speaker) as (bench, _):
            return read_room(bench.room(QUIET_FOR))
    except DeviceError as error:
        return Finding(
            "sound test", State.BROKEN, str(error).split(";")[0], "nothing could be measured", "coach devices"
        )


def read_room(room: Room) -> Finding:
    """What the chirps tell of loudspeaker, microphone and the room between them."""
    noise = loudness(room.quiet)
    if room.told:
        parts = [line.partition(": ") for line in room.told]
        wrong, mend = ("; ".join(filter(None, (part[place] for part in parts))) for place in (0, 2))
        means = "words are lost by it" if mend else "it costs no words"
        return Finding("sound test", State.WORTH_KNOWING, f"the microphone: {wrong}", means, mend)
    if room.echo is None:
        found = f"the microphone does not hear the loudspeaker; the room is at {noise:.0f} dB"
        means = "right with headphones; otherwise one of the two is off, or far too soft"
        return Finding("sound test", State.WORTH_KNOWING, found, means, "coach listen, and tap on the microphone")
    above = room.echo.level - noise
    found = (
        f"your microphone hears your loudspeaker {1000 * room.echo.delay:.0f} ms later at {room.echo.level:.0f} dB, "
        f"{room.echo.loss:.0f} dB softer than played and {above:.0f} dB above the room"
    )
    means, mend = _meaning(room.echo.level, room.echo.delay, above)
    return Finding("sound test", State.WORTH_KNOWING if mend else State.GOOD, found, means, mend)


def _meaning(level: float, delay: float, above: float) -> tuple[str, str]:
    """What it means for training, and what mends it."""
    if level > OVERLOUD:
        return "the coach drowns you while it speaks", "move microphone and loudspeaker apart, or turn one of them down"
    if above < ABOVE_THE_ROOM:
        return "the coach is hardly louder than the room", "turn the loudspeaker up, or what makes the noise off"
    if delay > LATE:
        return "too late for echo control to find by itself, as with Bluetooth", "coach calibrate"
    return "both work, and the coach can tell its own voice from yours", ""
