"""What whoever looks is told of each turn."""

from coach.audio.loudspeaker.scheduler import TimelineSpeaker
from coach.audio.worlds.files import FileWorld
from coach.clocks import SessionTime
from coach.core.events import Began, Heard
from coach.core.session.machine import SessionMachine, begin
from coach.displays.screen import PlainScreen
from coach.displays.transcript import NoTranscript
from coach.performance import Equipment, Forgetful
from coach.voices.voice import ToneVoice
from tests.core.plans import STEPS, plan


def test_what_makes_no_sense_now_is_shown_as_such() -> None:
    machine = SessionMachine(plan(*STEPS))
    state = machine.advance(begin(machine.plan), Began(SessionTime(0.0))).after
    lines: list[str] = []
    with FileWorld(TimelineSpeaker(ToneVoice(), 8_000)) as world:
        show = Equipment(
            machine.plan, world, world.speaker, Forgetful(), PlainScreen(lines.append), NoTranscript(), lambda _: None
        )
        for text, intent in (("keep going", "resume"), ("next", "next")):
            turn = machine.advance(state, Heard(SessionTime(1.0), intent, {}, text))
            show.perform(turn, machine.armed(turn.after))
    heard = [line.strip() for line in lines if "heard" in line]
    assert heard == ["heard: keep going (resume, not now)", "heard: next (next)"]
