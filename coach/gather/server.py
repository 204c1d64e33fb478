"""The server: a connection to NATS with JetStream, and the stream that keeps what the boxes send."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.errors import NoServersError
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy, StorageType, StreamConfig, StreamInfo
from nats.js.errors import APIError, NotFoundError

from coach.errors import DeviceError
from coach.gather.gathered import Arrived
from coach.gather.messages import ROOT, STREAM, Message, written
from coach.gather.settings import Server

WITHIN = 5.0
"""Seconds the server may take to answer."""

TRIES = 3
"""How often a message is sent before the server is thought gone; the same message is kept once."""

DUPLICATES = 600.0
"""Seconds in which the server itself knows a message again; boxes know it for ever."""

TOGETHER = 500
"""Messages that are fetched and kept together."""

MOST_REPLICAS = 3

FAULTS = (NatsError, OSError, ValueError)
"""What a connection may raise."""


class GoneError(DeviceError):
    """The server cannot be reached, does not answer, or refuses."""


@asynccontextmanager
async def connected(server: Server) -> AsyncIterator["Stream"]:
    """The stream on the server, made there where it is not yet. Raises GoneError for whatever the server does."""
    met: list[Exception] = []

    async def note(fault: Exception) -> None:
        met.append(fault)

    line = Client()
    try:
        await line.connect(
            list(server.addresses), error_cb=note, name=f"coach {server.name}", connect_timeout=5,
            allow_reconnect=False, max_reconnect_attempts=1, reconnect_time_wait=0, ping_interval=15,
            user=server.user, password=server.password, tls=server.tls,
            user_credentials=None if server.creds is None else str(server.creds),
        )  # fmt: skip
        jetstream = line.jetstream(timeout=WITHIN)
        yield Stream(line, jetstream, await _made(jetstream, server.addresses))
    except FAULTS as fault:
        raise GoneError(_told(server, fault, met)) from fault
    finally:
        with suppress(*FAULTS):
            await line.close()


async def _made(jetstream: JetStreamContext, addresses: Sequence[str]) -> StreamInfo:
    try:
        return await jetstream.stream_info(STREAM)
    except NotFoundError:
        wanted = StreamConfig(
            name=STREAM, subjects=[f"{ROOT}.>"], storage=StorageType.FILE, duplicate_window=DUPLICATES,
            num_replicas=min(len(addresses), MOST_REPLICAS) if len(addresses) != 2 else 1,
        )  # fmt: skip
        with suppress(APIError):  # another box was faster
            return await jetstream.add_stream(wanted)
        return await jetstream.stream_info(STREAM)


def _told(server: Server, fault: BaseException, met: Sequence[Exception]) -> str:
    place = ", ".join(server.addresses)
    why = met[-1] if met and isinstance(fault, NoServersError | TimeoutError) else fault
    text = str(why) or type(why).__name__
    said = text.removeprefix("nats: ")
    return f"the server cannot be reached or refuses ({said}): {place}; what is not sent is sent later"


class Stream:
    """The stream, while the connection lasts."""

    def __init__(self, line: Client, jetstream: JetStreamContext, info: StreamInfo) -> None:
        self._line, self._jetstream = line, jetstream
        self.identity = f"{info.created or ''}"
        self.leader = (info.cluster.leader or "") if info.cluster is not None else ""
        self.messages, self.bytes = info.state.messages, info.state.bytes

    async def publish(self, messages: Sequence[Message]) -> None:
        """Have the server keep all of these; when this returns it has. Raises one of FAULTS when it may not have."""
        await asyncio.gather(*(self._publish(each) for each in messages))

    async def _publish(self, message: Message) -> None:
        payload = written(replace(message, sent=time.time()))
        headers = {"Nats-Msg-Id": message.identity}
        for left in reversed(range(TRIES)):
            try:
                await self._jetstream.publish(message.subject, payload, timeout=WITHIN, headers=dict(headers))
            except FAULTS:
                if not left or not self._line.is_connected:
                    raise
                await asyncio.sleep(0.5)
            else:
                return

    async def follow(self, subject: str, after: int) -> "Reading":
        """What was published on this subject after this number, and whatever will be."""
        wanted = ConsumerConfig(
            deliver_policy=DeliverPolicy.BY_START_SEQUENCE, opt_start_seq=after + 1, ack_policy=AckPolicy.NONE,
            inactive_threshold=300.0,
        )  # fmt: skip
        return Reading(await self._jetstream.pull_subscribe(subject, stream=STREAM, config=wanted))


class Reading:
    """One subject being read, in the order of the stream, nothing left out."""

    def __init__(self, subscription: Any) -> None:
        self._subscription = subscription
        self._before = 0

    async def next(self, seconds: float) -> list[Arrived]:
        """What there is, at most so many seconds waited for; empty for nothing. Raises one of FAULTS."""
        try:
            found = await self._subscription.fetch(TOGETHER, timeout=seconds)
        except (TimeoutError, NatsError):
            await self._subscription.consumer_info()  # nothing came: because there is nothing, or nobody to ask?
            return []
        return [self._arrived(each) for each in found]

    async def all_read(self) -> bool:
        """Whether nothing more is there."""
        info = await self._subscription.consumer_info()
        return not info.num_pending and info.delivered.consumer_seq == self._before

    def _arrived(self, message: Any) -> Arrived:
        told = message.metadata
        if told.sequence.consumer != self._before + 1:
            raise ConnectionError("a message was lost on the way")  # it is read again from where it was kept
        self._before = told.sequence.consumer
        at = told.timestamp if told.timestamp.tzinfo is not None else told.timestamp.replace(tzinfo=UTC)
        return Arrived(told.sequence.stream, datetime.fromtimestamp(at.timestamp(), UTC), message.data)
