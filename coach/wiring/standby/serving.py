"""The box on the shelf: it waits for a word or for what is planned, coaches a session, and waits again."""

from collections.abc import Iterable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import assert_never, cast

from coach.clocks import SessionTime
from coach.config import Config, calendar_path
from coach.content import library_of
from coach.core.commands import Count, Countdown, Hush, Say, SetVolume
from coach.core.events import Began, Event, Heard, Interrupted, Reminded
from coach.core.plan import Branch
from coach.core.standby.lesson import JudgeTakes
from coach.core.standby.machine import Standby, StandbyEvent, StandbyTurn
from coach.core.standby.model import Begin, Box, Idle, KeepFact, SwitchLifter, Wanted
from coach.core.standby.rebooking import AskCalendar, EditCalendar
from coach.core.standby.wishes import BeginAsked, KeepWorkout, WarmedUp, WorkoutDone, WorkoutSaid
from coach.core.state import Finished, Session
from coach.ears.supervisor import WatchedEar
from coach.errors import CoachError
from coach.host.shutdown import asked_to_end
from coach.host.systemd import WatchedWorld, notify, watched
from coach.journal.store import Unfinished
from coach.loop import run
from coach.planning.agenda import Due, Kind
from coach.script.shapes.answers import general_answers
from coach.script.shapes.profile import Length
from coach.wiring.asked import kept, session_of
from coach.wiring.lifter.meeting import notes
from coach.wiring.lifter.recalling import newest, recall
from coach.wiring.lifter.today import plan_of
from coach.wiring.offering import Offer
from coach.wiring.performing import carry_on, first_words, left_open, play, play_on, taken_up
from coach.wiring.request import Ahead, Hands, Wishes
from coach.wiring.stage import Stage, Troubles, journal_opened, stage_opened
from coach.wiring.standby.calendar import Booking
from coach.wiring.standby.course import Course
from coach.wiring.standby.enrolment import Teaching
from coach.wiring.standby.self_test import SelfTest, self_test
from coach.wiring.staying import plain, rows
from coach.wiring.vocabulary import naming_sessions

PULSE = 5.0
"""Seconds between two signs of life to systemd while nothing happens, and two looks at the wall clock."""


def serve(wishes: Wishes, config: Config, hands: Hands) -> None:
    """Be the box until it is interrupted. Raises CoachError when it cannot even begin."""
    troubles = Troubles(hands.tell)
    with asked_to_end(hands.give_back) as ends, journal_opened(wishes, config, troubles) as journal:
        unfinished = left_open(journal, config)
        ahead = taken_up(unfinished) if unfinished else Ahead()
        with (
            stage_opened(wishes, config, library_of(config), hands, journal, troubles, ahead, ends) as stage,
            ExitStack() as opened,
        ):
            shelf = Shelf(stage, wishes, config)
            opened.enter_context(shelf.planned())
            notify("READY=1")
            if unfinished is None or shelf.offered(unfinished):
                shelf.stand()


class Shelf:
    """Performs the standby: what it wants is done here, sessions included. One thread; the calendar only posts."""

    def __init__(self, stage: Stage, wishes: Wishes, config: Config) -> None:
        self._stage, self._wishes, self._config = stage, wishes, config
        self._signs_of_life = WatchedWorld(stage.world, PULSE, self._alive)
        self._self_test = SelfTest()
        self._screen = stage.link.shown_on(stage.hands.screen(stage.world.now))
        # Read once: a small machine takes a moment over every file, and somebody waits for an answer.
        self._titles = {name: shape.title for name, shape in stage.library.sessions().items()}
        stock = {name: plain((s,))[0] for name, s in stage.library.lines().items()}
        self._lines = {**stock, **general_answers(stage.library.answers())}
        ear = stage.ear if isinstance(stage.ear, WatchedEar) else None
        self._teaching = Teaching(stage.vocabulary, ear, config.data_folder, stage.hands.tell)
        self._booking = Booking(calendar_path(), self._planned, self._lines, config.zone, stage.hands.tell)

    def planned(self) -> AbstractContextManager[None]:
        """The calendar, running; faults in it are told and leave the box without one."""
        return self._booking.open(self._config.data_folder / "agenda.json", self._due)

    def offered(self, unfinished: Unfinished) -> bool:
        """Ask whether to carry on with it, and do so on a yes; whether the box waits on then.

        What was asked for instead is done there. Unanswered it is offered again when the box begins the next time.
        """
        offer = Offer(watched(self._stage.world), self._stage.listen_for)
        came = self.came_of(carry_on(self._stage, self._config, unfinished, offer))
        if offer.wish is not None:
            self._stage.world.post(offer.wish)
        return offer.left or not came

    def stand(self) -> None:
        """Greet, and wait for a word until interrupted."""
        self._look_over()
        run(Standby(self._box), Idle(), Began(self._stage.world.now()), self)

    def perform(self, turn: StandbyTurn, armed: frozenset[str]) -> list[StandbyEvent]:
        """Do what is wanted; the answers of calendar and ear happen next, and the end of a session cut short."""
        self._write(turn.event)
        came = [answer for wish in turn.commands for answer in self._done(wish, self._stage.world.now())]
        self._stage.listen_for(armed)  # a session between has armed what it needed
        return came

    def wait(self, deadline: SessionTime | None) -> Event:
        """The next event, with a sign of life every few seconds while there is none."""
        self._stage.link.waiting(self._titles, self._brings(), self._config.lifter)
        event = self._signs_of_life.wait(deadline)
        self._stage.link.speak()
        return event

    def _alive(self, word: str) -> None:
        notify(word)
        self._booking.recheck()
        for sounded in self._stage.world.speaker.drain_log():
            self._screen.sounding(sounded)
            self._stage.transcript.write(sounded.begin, sounded.kind, {"text": sounded.text, "end": sounded.end})

    def _done(self, wish: Wanted, at: SessionTime) -> Iterable[StandbyEvent]:
        """Do this; what comes of it at once."""
        match wish:
            case Begin():
                return self._session(wish)
            case BeginAsked():
                return self._asked(wish, at)
            case KeepWorkout():
                return (self._kept(wish, at),)
            case AskCalendar():
                return (self._booking.ask(wish.intent, wish.slots, at),)
            case EditCalendar():
                return self._booking.edit(wish.change, at)
            case JudgeTakes():
                return (self._teaching.judge(wish, at),)
            case KeepFact():
                with notes(self._stage.journal, self._config.lifter) as kept:
                    kept.keep(wish.name, wish.value)
            case SwitchLifter():
                self._config = replace(self._config, lifter=wish.name)
            case Say() | Hush() | SetVolume() | Count() | Countdown():
                self._stage.world.speaker.perform(wish, at)
            case _:
                assert_never(wish)
        return ()

    def _session(self, wish: Begin) -> Iterable[StandbyEvent]:
        """Coach one session on the open stage; a fault in its files is told, and the box waits on."""
        stage = self._stage
        wishes = replace(self._wishes, session=wish.session, length=cast(Length, wish.length))
        due = self._course.due(self._today())
        if due is not None and due.day.text == wish.session:
            wishes = replace(wishes, loads=due.loads, light=due.light)
        asked = first_words(stage, self._config, wishes) if wish.gun_minutes is None else None
        if asked is not None:
            return self.came_of(asked)
        past = recall(stage.journal, stage.library, self._config)
        try:
            plan = plan_of(wishes, stage.library, past, asks=stage.answered)
        except CoachError as error:
            stage.hands.tell(str(error))
            stage.link.trouble(str(error))
            return ()
        if wish.gun_minutes is not None:
            stage.world.post(Heard(stage.world.now(), "race_in", {"minutes": wish.gun_minutes}))
        state, session = play_on(stage, self._config, wishes, play(stage, self._config, plan))
        if state.phase == Finished("done"):
            self._count(session)
        done = state.phase == Finished("done") and wishes.loads is None and stage.library.workout(session) is not None
        kept_open = (WorkoutDone(stage.world.now(), session),) if done else ()
        warm = (WarmedUp(stage.world.now(), state.gun_at),) if state.gun_at is not None else ()
        return (*self.came_of(state), *kept_open, *warm)

    def _count(self, session: str) -> None:
        """A day of the program was done."""
        try:
            self._course.count(session, self._today())
        except CoachError as error:
            self._stage.hands.tell(str(error))

    def _asked(self, wish: BeginAsked, at: SessionTime) -> Iterable[StandbyEvent]:
        """Coach a workout that was asked for in words."""
        session = session_of(wish.workout, self._stage.library, self._stage.hands.tell)
        if session is None:
            return (WorkoutSaid(at, "asked.cannot"),)
        return self._session(Begin(session, wish.length))

    def _kept(self, wish: KeepWorkout, at: SessionTime) -> WorkoutSaid:
        """Keep a workout; it is known from now on."""
        stage = self._stage
        said = kept(wish, stage.library, self._config, self._titles, at, stage.hands.tell)
        self._stage = replace(stage, library=library_of(self._config))
        self._titles |= {name: shape.title for name, shape in self._stage.library.sessions().items()}
        self._booking.know(self._planned)
        stage.vocabulary.know(naming_sessions(stage.vocabulary.phrases, self._stage.library))
        return said

    def came_of(self, state: Session) -> tuple[Interrupted, ...]:
        """What a session's end makes happen: one cut short ends the box too.

        Who stepped up meanwhile is greeted as soon as the box listens again, and trains next.
        """
        now = self._stage.world.now()
        self.__dict__.pop("_usual", None)
        if state.next_lifter is not None:
            self._stage.world.post(Heard(now, "who", {"name": state.next_lifter}))
        return () if isinstance(state.phase, Finished) else (Interrupted(now),)

    @property
    def _planned(self) -> dict[str, str]:
        """What may be planned. A session whose file is broken today may stay so: it is told when its time comes."""
        return {name: name.replace("-", " ") for name in self._stage.library.session_paths} | self._titles

    def _box(self) -> Box:
        """What the box knows right now."""
        today, course, day = self._booking.today(), self._course, self._today()
        due = course.due(day)
        titles = self._titles
        if due is not None:
            titles = {**titles, due.day.text: course.title(due.day.text)}
        first = today[0][0] if today else due.day.text if due is not None else None
        return Box(
            self._lines,
            titles,
            self._brings(),
            first,
            self._self_test.works,
            self._self_test.broken,
            self._teaching.possible,
            self._branches,
            "" if due is not None else course.spoken(day),
            self._config.unit,
            self._usual,
            self._stage.link.page(),
        )

    @property
    def _course(self) -> Course:
        return Course(self._config.data_folder, self._config.lifter, self._stage.library, self._lines)

    def _today(self) -> date:
        return self._booking.look().wall.date()

    def _brings(self) -> tuple[str, ...]:
        """What today brings, in words: what still begins by the calendar, and what the program wants."""
        course, day = self._course, self._today()
        planned = tuple(f"{self._titles.get(session, session)} at {time}" for session, time in self._booking.today())
        return planned if course.due(day) is None else (*planned, course.spoken(day))

    @cached_property
    def _usual(self) -> str:
        """The lift of whoever names none: the newest one, else what the content says; kept until a session was done."""
        past = newest(self._stage.journal, self._config.lifter)
        known = self._stage.library.script_paths
        lifted = [done.exercise for done in past.working if done.exercise in known] if past else []
        return lifted[0] if lifted else self._stage.library.asked().usual

    @cached_property
    def _branches(self) -> tuple[Branch, ...]:
        """What to say at once to a complaint; read when it may be needed."""
        return rows(self._stage.library, self._stage.hands.tell)

    def _look_over(self) -> None:
        """The self test; what needs somebody is also shown, for whoever cannot hear it."""
        if self._wishes.on_files:
            return
        self._self_test = self_test(self._stage.world, self._config)
        if self._self_test.broken:
            self._stage.hands.tell(f"Broken: {', '.join(self._self_test.broken)}; see 'coach doctor'.")

    def _due(self, due: Due) -> None:
        """Called from the calendar's thread: post, nothing else."""
        now = self._booking.look().wall
        minutes = max(0.0, (due.begin - now).total_seconds() / 60)
        gun = None if due.gun is None else max(0.0, (due.gun - now).total_seconds() / 60)
        world = self._stage.world
        world.post(Reminded(world.now(), due.session, minutes, due.kind is Kind.MISSED, gun))

    def _write(self, event: StandbyEvent) -> None:
        if isinstance(event, Heard):
            self._screen.heard(event.text or event.intent, event.intent)
            self._stage.transcript.write(event.at, "intent", {"name": event.intent, "slots": dict(event.slots)})
