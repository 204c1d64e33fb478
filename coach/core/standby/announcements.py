"""What the box on the shelf says of itself: what its self test found, what went away, what came back."""

from collections.abc import Collection

from coach.core.events import Event, FellSilent, Impaired, Recovered, SoundBack, SoundLost


def ready_line(works: Collection[str], broken: Collection[str]) -> str:
    """The stock line for a self test that found these devices working and these things broken."""
    if broken:
        return "idle.trouble"
    if "speaker" not in works:
        return "idle.ready"
    return "idle.ready_both" if "microphone" in works else "idle.ready_speaker"


def outage_line(event: Event) -> str | None:
    """The stock line for what went away or came back; a loudspeaker that is gone says nothing."""
    match event:
        case SoundLost(device="microphone"):
            return "pause.microphone"
        case SoundBack(device=device):
            return "trouble.hears" if device == "microphone" else "trouble.sound"
        case FellSilent(device=device):
            return "trouble.words" if device == "voice" else "trouble.silent"
        case Impaired(trouble="clipped" | "faint" | "crackles" as trouble):
            return f"trouble.{trouble}"
        case Recovered(part=part):
            return f"trouble.{part}"
        case _:
            return None
