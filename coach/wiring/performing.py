"""Running a session: open everything in order, run the loop, close it in reverse."""

from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from coach.audio.loudspeaker.scheduler import TimelineSpeaker
from coach.audio.worlds.files import FileWorld
from coach.clocks import SESSION_START
from coach.config import Config
from coach.content import library_of
from coach.core.commands import Rank, Say
from coach.core.events import Began, Event, Resumed
from coach.core.plan import Plan, Role
from coach.core.session.machine import Session, begin
from coach.core.session.prefetch import first_of, undisturbed
from coach.core.state import Finished
from coach.host.collecting import uncollected
from coach.host.shutdown import asked_to_end
from coach.host.systemd import watched
from coach.journal.store import Journal, Unfinished
from coach.performance import Equipment, Forgetful, run_session
from coach.reading.writing import refuse_other, replaced
from coach.script.compiler.person import Person
from coach.voices.voice import SpokenVoice
from coach.wiring.at_hand import things_for
from coach.wiring.attending import Kept
from coach.wiring.lifter.meeting import INTERVIEW, TOLD, went_on
from coach.wiring.lifter.recalling import for_person, newest, recall, told
from coach.wiring.lifter.today import Day, foreseen, looked_ahead, may_ask, plan_of
from coach.wiring.opening import FILE_RATE, open_voice
from coach.wiring.opening.world import refuse_unheard
from coach.wiring.request import Ahead, Hands, Wishes
from coach.wiring.stage import Stage, Troubles, journal_opened, stage_opened, transcript_opened

if TYPE_CHECKING:
    from coach.wiring.offering import Offer


@dataclass(frozen=True, slots=True)
class Performed:
    """How a session went: its last `state`, not Finished when it was interrupted, and whether somebody was there."""

    state: Session
    attended: bool


def perform(wishes: Wishes, config: Config, hands: Hands) -> Performed:
    """Run a session from beginning to end; returns how it went.

    A session that a power cut left open is offered first. Raises CoachError for wishes that cannot be met; everything
    that can be done without is done without, and told.
    """
    troubles = Troubles(hands.tell)
    with asked_to_end(hands.give_back) as ends, journal_opened(wishes, config, troubles) as journal:
        unfinished = None if wishes.fresh else left_open(journal, config)
        config = for_person(config, Person(told(journal, config.lifter)))
        library = library_of(config)
        with uncollected():
            day = looked_ahead(wishes, library, recall(journal, library, config), asks=_may_answer(wishes, hands))
        refuse_unheard(wishes, config, terminal=hands.terminal)
        ahead = taken_up(unfinished) if unfinished else Ahead(day.plans, first_of(day.plans[0]))
        with stage_opened(wishes, config, library, hands, journal, troubles, ahead, ends) as stage:
            if unfinished:
                state = carry_on(stage, config, unfinished)
                if unfinished.plan.session == INTERVIEW and went_on(state):
                    state = _today(stage, config, wishes)
            else:
                state = first_words(stage, config, wishes, day) or _today(stage, config, wishes, day)
            state, session = play_on(stage, config, wishes, state)
            if session != wishes.session and library.workout(session) is not None:
                hands.tell(f"To keep it as a session of your own: coach run '{session}' --save NAME")
            if not wishes.on_files:
                _listen_on(stage, config, state)
        _tell_what_is_kept(stage, state, resumed=unfinished is not None)
        return Performed(state, _was_there(stage, wishes))


def _listen_on(stage: Stage, config: Config, state: Session) -> None:
    """After a red flag there is somebody to call for help to for a while."""
    from coach.wiring.staying import raised, stay_on

    if raised(state):
        stay_on(stage, config)


def _was_there(stage: Stage, wishes: Wishes) -> bool:
    """Whether somebody was there, for what counts only then: at files a keyboard that no terminal belongs to is
    somebody only once something was typed, and a microphone once something was understood."""
    return stage.somebody and (stage.hands.terminal or stage.vocabulary.used or not wishes.on_files)


def _tell_what_is_kept(stage: Stage, state: Session, *, resumed: bool) -> None:
    """At the end: whether anything was kept of it, and where."""
    tell, keeps = stage.hands.tell, stage.somebody or resumed
    if not keeps:
        tell("Nobody could hear or answer, so this was performed, not trained: nothing of it is kept.")
    if stage.place is not None:
        tell(f"The sound is in {stage.place}, what happened in {stage.place.with_suffix('.jsonl')}.")
    if not isinstance(state.phase, Finished):
        keeps = keeps and stage.journal.writable
        kept = " Everything so far is kept; 'coach run' offers to carry on." if keeps else ""
        tell(f"Interrupted.{kept}")


def left_open(journal: Journal, config: Config) -> Unfinished | None:
    """The session a power cut left open; facts that were being told are complete as they are."""
    found = journal.unfinished(config.lifter)
    while found is not None and found.plan.session == TOLD and journal.writable:
        journal.decline(found, "done")
        found = journal.unfinished(config.lifter)
    return found


def taken_up(unfinished: Unfinished) -> Ahead:
    """What is performed where a power cut left it open."""
    events, plan = unfinished.events, unfinished.plan
    return Ahead((plan,), first_of(plan, events), events[-1].at if events else SESSION_START)


def _may_answer(wishes: Wishes, hands: Hands) -> bool:
    """What `Stage.answered` is going to be, as far as that can be told before the ears and the world are open."""
    return hands.terminal or not (wishes.on_files or wishes.ear == "keyboard")


def first_words(stage: Stage, config: Config, wishes: Wishes, day: Day | None = None) -> Session | None:
    """The first conversation, where it is due and somebody can answer; None when today's session follows."""
    if not may_ask(wishes):
        return None
    day = day or foreseen(wishes, stage.library, recall(stage.journal, stage.library, config))
    if day.meeting is None:
        return None
    if not stage.answered:
        stage.hands.tell("Nobody can answer here, so I ask nothing; 'coach setup' asks it at a keyboard.")
        return None
    day.over = True
    state = play(stage, config, day.meeting, then=day.plans[1:])
    return None if went_on(state) else state


def _today(stage: Stage, config: Config, wishes: Wishes, day: Day | None = None) -> Session:
    """Today's session, planned by everything that is known now."""
    if day is not None and day.plan is not None and not day.over and day.asks == stage.answered:
        return play(stage, config, day.plan, wishes.gun)
    config = for_person(config, Person(told(stage.journal, config.lifter)))
    past = recall(stage.journal, stage.library, config)
    return play(stage, config, plan_of(wishes, stage.library, past, asks=stage.answered), wishes.gun)


# many: a plan and its circumstances, of which most sessions have none
def play(
    stage: Stage,
    config: Config,
    plan: Plan,
    gun: str | None = None,
    first: Event | None = None,
    then: tuple[Plan, ...] = (),
) -> Session:
    """Perform a plan on an open stage, from its beginning; what is to follow is rendered meanwhile."""
    plan = replace(plan, waits=stage.waits)
    stage.prepare(plan, *then)
    with ExitStack() as opened:
        begun = partial(stage.journal.begin, plan, wall=stage.journal.wall(), lifter=config.lifter)
        kept = opened.enter_context(Kept(begun, stage.noticed))
        if gun is not None:
            from coach.wiring.start_signal import gun_watched

            opened.enter_context(gun_watched(gun, config.zone, stage.world.now, stage.world.post))
        return _run(stage, config, plan, begin(plan), first or Began(stage.world.now()), kept)


def play_on(stage: Stage, config: Config, wishes: Wishes, state: Session) -> tuple[Session, str]:
    """Perform what was asked for in the place of the session that ended in this state, and so on.

    The last state, and which session that was.
    """
    while state.instead is not None:
        from coach.wiring.asked import session_of

        session = session_of(state.instead, stage.library, stage.hands.tell)
        if session is None:
            break
        wishes = replace(wishes, session=session)
        past = recall(stage.journal, stage.library, config)
        state = play(stage, config, plan_of(wishes, stage.library, past, asks=stage.answered))
    return state, wishes.session


def carry_on(stage: Stage, config: Config, unfinished: Unfinished, offer: "Offer | None" = None) -> Session:
    """Go on with a session that a power cut left open; the lifter is asked first, by a box as an `offer`."""
    stage.prepare(unfinished.plan)
    book = stage.journal.resume(unfinished)
    with Kept(lambda: book, lambda _: True) as kept:
        began = Resumed(max(book.state.at, stage.world.now()))
        return _run(stage, config, unfinished.plan, book.state, began, kept, offer)


# many: a session that begins and one that is resumed differ in the last three only
def _run(
    stage: Stage, config: Config, plan: Plan, state: Session, first: Event, kept: Kept, offer: "Offer | None" = None
) -> Session:
    world = stage.world
    heard, arm = (offer, offer.listen_for) if offer is not None else (watched(world), stage.listen_for)
    with stage.hands.screen(world.now) as screen:
        display = stage.link.shown_on(stage.controls.shown_on(screen))
        equipment = Equipment(plan, heard, world.speaker, kept, display, stage.transcript, arm)
        if isinstance(first, Began) and (needed := things_for(plan, stage.library)):
            stage.hands.tell(f"Have at hand: {', '.join(needed)}.")
        state = run_session(state, first, equipment)
        stage.controls.at_rest()
        if kept.book is not None:
            _look_back(stage, config, state, kept.book.key)
        world.finish()
        equipment.write_sounds()
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
    from coach.displays.cue_sheet import CUE_SHEET, Chapters, cue_sheet

    library = library_of(config)
    plan = plan_of(wishes, library)
    sheet = out.with_suffix(".cue")
    refuse_other(sheet, "cue sheet", CUE_SHEET)
    with ExitStack() as opened:
        voice = opened.enter_context(open_voice(wishes.voice, config, library, hands.tell))
        if isinstance(voice, SpokenVoice):
            voice.prepare(undisturbed(plan), hands.progress)
        world = opened.enter_context(FileWorld(TimelineSpeaker(voice, FILE_RATE), out=out))
        transcript = opened.enter_context(transcript_opened(wishes, hands.tell))
        chapters = Chapters()
        equipment = Equipment(plan, world, world.speaker, Forgetful(), chapters, transcript, world.listen_for)
        run_session(begin(plan), Began(SESSION_START), equipment)
        replaced(sheet, cue_sheet(out.name, plan.title, chapters.found))
        return sheet
