"""The box on the shelf: it waits for a word or for what is planned, coaches a session, and waits again."""

from collections.abc import Iterable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from functools import cached_property
from typing import cast

from coach.config import Config, calendar_path
from coach.core.box import Begin, Box, Idle, SwitchLifter, Wanted
from coach.core.events import Event, Heard, Interrupted, Reminded, Woke
from coach.core.idle import advance_idle, greeting, idle_wake_at, listening_for_idle
from coach.core.lessons import JudgeTakes, TakesJudged
from coach.core.plan import Branch, Line
from coach.core.rebooking import AskCalendar, CalendarSaid, EditCalendar
from coach.core.state import Finished, Session
from coach.errors import CoachError
from coach.planning.agenda import Due, Kind
from coach.script.profile import Length
from coach.script.schema import LineShape
from coach.supervision import notify
from coach.wiring.booking import Booking
from coach.wiring.performing import carry_on, plan_of, play
from coach.wiring.recalling import recall
from coach.wiring.self_test import SelfTest, self_test
from coach.wiring.stage import Stage, Troubles, journal_opened, stage_opened
from coach.wiring.teaching import Teaching
from coach.wiring.wishes import Hands, Wishes

PULSE = 5.0
"""Seconds between two signs of life to systemd while nothing happens, and two looks at the wall clock."""


def serve(wishes: Wishes, config: Config, hands: Hands) -> None:
    """Be the box until it is interrupted. Raises CoachError when it cannot even begin."""
    troubles = Troubles(hands.tell)
    with journal_opened(wishes, config, troubles) as journal:
        unfinished = journal.unfinished(config.lifter)
        begin_at = unfinished.events[-1].at if unfinished and unfinished.events else 0.0
        with stage_opened(wishes, config, hands, journal, troubles, begin_at, None) as stage, ExitStack() as opened:
            shelf = Shelf(stage, wishes, config)
            opened.enter_context(shelf.planned())
            notify("READY=1")
            going_on = unfinished is None or shelf.ended(carry_on(stage, config, unfinished))
            if going_on:
                shelf.stand()


class Shelf:
    """The box's own loop. One thread; the calendar only posts."""

    def __init__(self, stage: Stage, wishes: Wishes, config: Config) -> None:
        self._stage, self._wishes, self._config = stage, wishes, config
        self._state = Idle()
        self._self_test = SelfTest()
        # Read once: a small machine takes a moment over every file, and somebody waits for an answer.
        self._titles = {name: shape.title for name, shape in stage.library.sessions().items()}
        self._lines = {name: _plain((s,))[0] for name, s in stage.library.lines().items()}
        self._teaching = Teaching(stage.phrases, stage.ear, config.data_folder, stage.hands.tell)
        self._booking = Booking(calendar_path(), self._titles, self._lines, config.zone, stage.hands.tell)

    def planned(self) -> AbstractContextManager[None]:
        """The calendar, running; faults in it are told and leave the box without one."""
        return self._booking.open(self._config.data_folder / "agenda.sqlite", self._due)

    def stand(self) -> None:
        """Greet, and wait for a word until interrupted."""
        self._look_over()
        self._state, wanted = greeting(self._box(), self._state, self._stage.world.now())
        while self._carry_out(wanted):
            event = self._next_event()
            if isinstance(event, Interrupted):
                return
            self._write(event)
            self._state, wanted = advance_idle(self._box(), self._state, event)

    def _next_event(self) -> Event:
        """The next event, with a sign of life every few seconds while there is none."""
        world = self._stage.world
        self._stage.listen_for(listening_for_idle(self._state))
        while True:
            notify("WATCHDOG=1")
            self._booking.recheck()
            deadline = idle_wake_at(self._state)
            pulse = world.now() + PULSE
            event = world.wait(pulse if deadline is None else min(deadline, pulse))
            for sounded in world.speaker.drain_log():
                self._stage.transcript.write(sounded.begin, sounded.kind, {"text": sounded.text, "end": sounded.end})
            if not isinstance(event, Woke) or (deadline is not None and event.at >= deadline):
                return event

    def _carry_out(self, wanted: tuple[Wanted, ...]) -> bool:
        """Do what is wanted; False when a session was interrupted."""
        going_on = True
        for each in wanted:
            if isinstance(each, Begin):
                going_on = self._session(each)
            elif isinstance(each, SwitchLifter):
                self._config = self._config.model_copy(update={"lifter": each.name})
            elif isinstance(each, AskCalendar | EditCalendar | JudgeTakes):
                going_on = self._carry_out(self._answered(each))
            else:
                self._stage.world.speaker.perform(each, self._stage.world.now())
        return going_on

    def _answered(self, wish: AskCalendar | EditCalendar | JudgeTakes) -> tuple[Wanted, ...]:
        """Ask or change the calendar, or judge what is taught, and take in what comes of it."""
        at = self._stage.world.now()
        answers: tuple[CalendarSaid | TakesJudged, ...]
        if isinstance(wish, AskCalendar):
            answers = (self._booking.ask(wish.intent, wish.slots, at),)
        elif isinstance(wish, EditCalendar):
            answers = self._booking.edit(wish.change, at)
        else:
            answers = (self._teaching.judge(wish, at),)
        wanted: tuple[Wanted, ...] = ()
        for answer in answers:
            self._state, more = advance_idle(self._box(), self._state, answer)
            wanted += more
        return wanted

    def _session(self, wish: Begin) -> bool:
        """Coach one session on the open stage; a fault in its files is told, and the box waits on."""
        stage = self._stage
        past = recall(stage.journal, stage.library, self._config)
        try:
            plan = plan_of(
                replace(self._wishes, session=wish.session, length=cast(Length, wish.length)), stage.library, past
            )
        except CoachError as error:
            stage.hands.tell(str(error))
            return True
        if wish.gun_minutes is not None:
            stage.world.post(Heard(stage.world.now(), "race_in", {"minutes": wish.gun_minutes}))
        return self.ended(play(stage, self._config, plan))

    def ended(self, state: Session) -> bool:
        """Whether a session came to its end; who stepped up meanwhile is greeted now, and trains next."""
        if state.next_lifter is not None:
            now = self._stage.world.now()
            self._stage.world.post(Heard(now, "who", {"name": state.next_lifter}))
        return isinstance(state.phase, Finished)

    def _box(self) -> Box:
        """What the box knows right now."""
        today = self._booking.today()
        spoken = tuple(f"{self._titles.get(session, session)} at {time}" for session, time in today)
        first = today[0][0] if today else None
        return Box(
            self._lines,
            self._titles,
            spoken,
            first,
            self._self_test.works,
            self._self_test.broken,
            self._teaching.possible,
            self._branches if self._state.lesson is not None else (),
        )

    @cached_property
    def _branches(self) -> tuple[Branch, ...]:
        """What to say at once to a complaint; read when it may be needed, a fault in the table is told."""
        try:
            rows = self._stage.library.branches().branches
        except CoachError as error:
            self._stage.hands.tell(str(error))
            return ()
        return tuple(
            Branch(row.name, row.regions, row.sensations, _plain(row.at_once), (), row.times, row.red_flag)
            for row in rows
        )

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

    def _write(self, event: Event) -> None:
        if isinstance(event, Heard):
            self._stage.transcript.write(event.at, "intent", {"name": event.intent, "slots": dict(event.slots)})


def _plain(shapes: Iterable[LineShape]) -> tuple[Line, ...]:
    """The lines as they are for everybody."""
    return tuple(Line(tuple(shape.say), shape.why or "") for shape in shapes)
