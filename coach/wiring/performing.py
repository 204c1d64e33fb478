"""Running a session: open everything in order, run the loop, close it in reverse."""

import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from coach.audio.files import FileWorld
from coach.audio.speaker import TimelineSpeaker
from coach.chapters import Chapters, cue_sheet
from coach.config import Config
from coach.core.commands import Rank, Say
from coach.core.events import Began, Event, Resumed
from coach.core.plan import Plan, Role
from coach.core.session import Session, begin
from coach.core.state import Finished
from coach.errors import InputError
from coach.journal.ledger import replayed
from coach.journal.session_journal import SessionJournal
from coach.journal.store import Unfinished
from coach.runtime import Equipment, Forgetful, run, write_sounds
from coach.script.compile import compile_session
from coach.script.library import Library
from coach.supervision import watched
from coach.wiring.gun import gun_watched
from coach.wiring.opening import FILE_RATE, open_voice, prepare
from coach.wiring.recalling import Past, newest, recall
from coach.wiring.stage import Stage, Troubles, journal_opened, library_of, stage_opened, transcript_opened
from coach.wiring.wishes import Hands, Wishes

SECONDS_A_DAY = 86_400


def plan_of(wishes: Wishes, library: Library, past: Past | None = None) -> Plan:
    """The plan of the wished session, for the lifter of this past; raises InputError or ContentError.

    Without a wished seed the wordings change from day to day; on files they stay, so that the same files come out.
    """
    today = 0 if wishes.on_files else int(time.time() // SECONDS_A_DAY)
    seed = today if wishes.seed is None else wishes.seed
    lifter: dict[str, Any] = {}
    if past is not None:
        lifter = {"profile": past.profile, "kit": past.kit, "loads": past.loads(library)}
    plan = compile_session(wishes.session, library, seed=seed, length=wishes.length, **lifter)
    if wishes.gun is not None and plan.gun is None:
        raise InputError(f"{wishes.session} is not tied to a start; --gun goes with sessions such as pre-race")
    plan = replace(plan, verbosity=wishes.verbosity, count=wishes.count)
    return past.recalled(plan) if past is not None else plan


def perform(wishes: Wishes, config: Config, hands: Hands) -> Session:
    """Run a session from beginning to end; returns its last state (not Finished when it was interrupted).

    A session that a power cut left open is offered first. Raises CoachError for wishes that cannot be met; everything
    that can be done without is done without, and told.
    """
    troubles = Troubles(hands.tell)
    with journal_opened(wishes, config, troubles) as journal:
        unfinished = None if wishes.fresh else journal.unfinished(config.lifter)
        library = library_of(config)
        plan = unfinished.plan if unfinished else plan_of(wishes, library, recall(journal, library, config))
        begin_at = unfinished.events[-1].at if unfinished and unfinished.events else 0.0
        with stage_opened(wishes, config, hands, journal, troubles, begin_at, plan) as stage:
            state = carry_on(stage, config, unfinished) if unfinished else play(stage, config, plan, wishes.gun)
        if stage.place is not None:
            hands.tell(f"The sound is in {stage.place}, what happened in {stage.place.with_suffix('.jsonl')}.")
        if not isinstance(state.phase, Finished):
            kept = " Everything so far is kept; 'coach run' offers to carry on." if journal.writable else ""
            hands.tell(f"Interrupted.{kept}")
        return state


def play(stage: Stage, config: Config, plan: Plan, gun: str | None = None, first: Event | None = None) -> Session:
    """Perform a plan on an open stage, from its beginning."""
    prepare(stage.voice, plan, stage.hands)
    with stage.journal.begin(plan, lifter=config.lifter) as book, ExitStack() as opened:
        if gun is not None:
            opened.enter_context(gun_watched(gun, config.zone, stage.world.now, stage.world.post))
        return _run(stage, config, plan, begin(plan), first or Began(stage.world.now()), book)


def carry_on(stage: Stage, config: Config, unfinished: Unfinished) -> Session:
    """Go on with a session that a power cut left open; the lifter is asked first."""
    prepare(stage.voice, unfinished.plan, stage.hands)
    state, _ = replayed(unfinished.plan, unfinished.events)
    with stage.journal.resume(unfinished) as book:
        return _run(stage, config, unfinished.plan, state, Resumed(max(state.at, stage.world.now())), book)


def _run(stage: Stage, config: Config, plan: Plan, state: Session, first: Event, book: SessionJournal) -> Session:
    world = stage.world
    with stage.hands.screen(world.now) as screen:
        display = stage.controls.shown_on(screen)
        equipment = Equipment(watched(world), world.speaker, book, display, stage.transcript, stage.listen_for)
        state = run(plan, state, first, equipment)
        stage.controls.at_rest()
        _look_back(stage, config, state, book.key)
        world.finish()
        write_sounds(equipment)
    return state


def _look_back(stage: Stage, config: Config, state: Session, key: str) -> None:
    """After a session that was done: say what it came to, compared with the last one; nothing when it is not there."""
    if state.phase != Finished("done") or not any(done.role is Role.WORKING for done in state.today.log):
        return
    today = newest(stage.journal, config.lifter)
    if today is not None and today.key == key:
        past = recall(stage.journal, stage.library, config)
        stage.world.speaker.perform(Say(0, past.closing(today), Rank.CUE), stage.world.now())


def render(wishes: Wishes, config: Config, hands: Hands, out: Path) -> Path:
    """Write a whole session as a sound file to `out`, with a cue sheet of its chapters beside it; returns the sheet.

    The same timeline that `perform` plays, heard by nobody and not kept in the journal. Raises CoachError.
    """
    library = library_of(config)
    plan = plan_of(wishes, library)
    with ExitStack() as opened:
        voice = opened.enter_context(open_voice(wishes.voice, config, library, hands.tell))
        prepare(voice, plan, hands)
        world = opened.enter_context(FileWorld(TimelineSpeaker(voice, FILE_RATE), out=out))
        transcript = opened.enter_context(transcript_opened(wishes))
        chapters = Chapters()
        equipment = Equipment(world, world.speaker, Forgetful(), chapters, transcript, world.listen_for)
        run(plan, begin(plan), Began(0.0), equipment)
        sheet = out.with_suffix(".cue")
        sheet.write_text(cue_sheet(out.name, plan.title, chapters.found), encoding="utf-8")
        return sheet
