"""A visit to the server: what is new here is sent, what others sent is taken in, until it is gone."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO

from coach.config import Config
from coach.errors import CoachError, JournalError, sentence
from coach.gather.gathered import Arrived, Gathered, gathered_path
from coach.gather.joining import lifters_of, put_into
from coach.gather.messages import ROOT, Message, of_lifter
from coach.gather.outbox import Found, Mark, Sent, Writer, mark_of, reading, sessions_in
from coach.gather.server import GoneError, Reading, Stream, connected
from coach.gather.settings import Server
from coach.journal.store import JOURNAL
from coach.reading.alone import held_alone

LOOK = 1.0
"""Seconds between two looks at whether the journal was written."""

WAITED = 3.0
"""Seconds for which the server holds a question for more."""

TOGETHER = 200
"""Messages that are sent before their receipts are waited for."""

SETTLED = 300.0
"""Seconds without an event after which the sets of a session that is not over are sent."""

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
"""Seconds between two tries to reach the server."""

Tell = Callable[[str], object]


@dataclass(slots=True)
class Tally:
    """What a visit came to: messages sent, messages taken in, sessions put into the journal."""

    sent: int = 0
    came: int = 0
    taken: int = 0


class Gatherer:
    """One box. Everything that is to outlive it is in its file. Raises InputError while another one is at work here."""

    def __init__(self, config: Config, server: Server, tell: Tell) -> None:
        self._config, self._server, self._tell = config, server, tell
        self._journal = config.data_folder / JOURNAL
        self._held = _alone(config.data_folder)
        self._gathered = Gathered(gathered_path(config.data_folder))
        self._writer = Writer(self._gathered.box, server.name)
        self._settled: dict[str, tuple[int, bool]] = {}
        self._changed: dict[str, tuple[int, float]] = {}
        self._told = ""
        self.tally = Tally()

    def close(self) -> None:
        """Let go of the file."""
        self._gathered.close()
        self._held.close()

    def send_again(self) -> None:
        """Send everything once more at the next visit."""
        self._gathered.send_again()

    async def once(self) -> Tally:
        """Send everything, take in everything there is, and leave. Raises GoneError, JournalError."""
        async with self._arrived() as stream:
            await self._send(stream, at_once=True)
            for subject in self._subjects():
                following = await stream.follow(subject, self._gathered.read_up_to(subject))
                while not await following.all_read():
                    self._keep(subject, await following.next(1.0))
            self._put_into_journal()
        return self.tally

    async def run(self) -> None:
        """Go on for ever: what cannot be reached is tried again."""
        pause = FIRST_PAUSE
        while True:
            begun = time.monotonic()
            try:
                async with self._arrived() as stream:
                    self._say("Connected.")
                    await self._stay(stream)
            except (GoneError, JournalError) as fault:
                self._gathered.keep("trouble", str(fault))
                self._say(sentence(fault))
            pause = FIRST_PAUSE if time.monotonic() - begun > pause else min(2 * pause, LONGEST_PAUSE)
            await asyncio.sleep(pause)

    # ------------------------------------------------------------------------------------------ the connection

    @asynccontextmanager
    async def _arrived(self) -> AsyncIterator[Stream]:
        """The connection, with what the file must know of it."""
        async with connected(self._server) as stream:
            self._gathered.same_stream(stream.identity)
            self._gathered.keep("reached", datetime.now().astimezone().isoformat(timespec="seconds"))
            self._gathered.keep("trouble", "")
            yield stream

    async def _stay(self, stream: Stream) -> None:
        """Send and follow until something fails; then all of it ends."""
        tasks = [asyncio.ensure_future(self._send_what_comes(stream))]
        try:
            followed: set[str] = set()
            while True:
                for subject in self._subjects():
                    if subject not in followed:
                        followed.add(subject)
                        following = await stream.follow(subject, self._gathered.read_up_to(subject))
                        tasks.append(asyncio.ensure_future(self._follow(subject, following)))
                self._put_into_journal()
                done, _ = await asyncio.wait(tasks, timeout=2 * LOOK, return_when=asyncio.FIRST_EXCEPTION)
                for each in done:
                    each.result()
        finally:
            for each in tasks:
                each.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _send_what_comes(self, stream: Stream) -> None:
        seen: Mark | None = None
        looked = 0.0
        while True:
            mark, now = mark_of(self._journal), time.monotonic()
            if mark != seen or (self._changed and now - looked >= SETTLED / 10):
                await self._send(stream)
                seen, looked = mark, now
            await asyncio.sleep(LOOK)

    async def _follow(self, subject: str, following: Reading) -> None:
        while True:
            self._keep(subject, await following.next(WAITED))

    # ------------------------------------------------------------------------------------------ sending

    async def _send(self, stream: Stream, *, at_once: bool = False) -> None:
        """Send what the server has not: of each session that it began, then its events, then what they come to."""
        with reading(self._journal) as connection:
            if connection is None:
                return
            foreign, sent = self._gathered.taken(), self._gathered.sent()
            found = sessions_in(connection, foreign)
            waiting = [each for each in found if self._is_new(each, sent.get(each.key, Sent()))]
            for first in range(0, len(waiting), TOGETHER):
                await self._send_some(stream, connection, waiting[first : first + TOGETHER], sent, at_once=at_once)

    def _is_new(self, found: Found, sent: Sent) -> bool:
        looked_at = self._settled.get(found.key) == (found.events, found.over)
        return sent.events < found.events or not sent.digest or not looked_at

    async def _send_some(
        self,
        stream: Stream,
        connection: sqlite3.Connection,
        some: Sequence[Found],
        sent: dict[str, Sent],
        *,
        at_once: bool,
    ) -> None:
        fresh = [each for each in some if sent.get(each.key, Sent()).events < 0]
        self._gathered.mark_sent((each.key, sent.get(each.key, Sent())) for each in fresh)  # it may be back at once
        for each in fresh:
            sent[each.key] = replace(sent.get(each.key, Sent()), events=0)
        await self._publish(stream, [self._writer.begun(connection, each) for each in fresh], fresh, sent)
        await self._send_events(stream, connection, some, sent)
        ledgers = []
        for each in some:
            if at_once or self._is_settled(each):
                written = self._writer.ledger(connection, each, sent[each.key])
                self._settled[each.key] = (each.events, each.over)
                if written is not None:
                    message, digest = written
                    sent[each.key] = replace(sent[each.key], ledgers=message.number, digest=digest)
                    ledgers.append((message, each))
        await self._publish(stream, [message for message, _ in ledgers], [each for _, each in ledgers], sent)

    async def _send_events(
        self, stream: Stream, connection: sqlite3.Connection, some: Sequence[Found], sent: dict[str, Sent]
    ) -> None:
        batch: list[Message] = []
        touched: list[Found] = []
        for each in some:
            while sent[each.key].events < each.events:
                most = min(TOGETHER - len(batch), each.events - sent[each.key].events)
                batch += self._writer.events(connection, each, sent[each.key].events, most)
                sent[each.key] = replace(sent[each.key], events=sent[each.key].events + most)
                touched.append(each)
                if len(batch) >= TOGETHER:
                    await self._publish(stream, batch, touched, sent)
                    batch, touched = [], []
        await self._publish(stream, batch, touched, sent)

    def _is_settled(self, found: Found) -> bool:
        """Whether what the events come to will not be otherwise in a moment."""
        now = time.monotonic()
        events, since = self._changed.get(found.key, (-1, now))
        if found.over or (events == found.events and now - since >= SETTLED):
            self._changed.pop(found.key, None)
            return True
        if events != found.events:
            self._changed[found.key] = (found.events, now)
        return False

    async def _publish(
        self, stream: Stream, messages: Sequence[Message], of: Iterable[Found], sent: dict[str, Sent]
    ) -> None:
        if messages:
            await stream.publish(messages)
            self._gathered.mark_sent({each.key: sent[each.key] for each in of}.items())
            self.tally.sent += len(messages)

    # ------------------------------------------------------------------------------------------ taking in

    def _subjects(self) -> list[str]:
        """What is read from the stream."""
        if self._server.takes == "nothing":
            return []
        return [f"{ROOT}.>"] if self._server.takes == "all" else [f"{of_lifter(each)}.>" for each in self._lifters()]

    def _keep(self, subject: str, arrived: Sequence[Arrived]) -> None:
        if arrived:
            self.tally.came += self._gathered.take(subject, arrived)

    def _put_into_journal(self) -> None:
        try:
            if self._server.takes != "nothing":
                self.tally.taken += put_into(self._journal, self._gathered, self._lifters())
        except CoachError as fault:
            self._say(sentence(fault))

    def _lifters(self) -> list[str]:
        return lifters_of(self._journal, self._config.lifter)

    def _say(self, text: str) -> None:
        """Tell it, unless that is what was told last."""
        if text != self._told:
            self._told = text
            self._tell(text)


def _alone(folder: Path) -> IO[str]:
    """Hold the data folder for one at a time: two would number what they send alike."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return held_alone(
        folder / "gather.lock", f"another 'coach gather' is at work with the data in {folder}; stop it first"
    )
