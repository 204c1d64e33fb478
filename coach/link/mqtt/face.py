"""Carrying the door's pictures to a broker, and the broker's presses to the door; either may be gone and come back."""

import json
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from coach.errors import DeviceError
from coach.link.client import Client, LostError
from coach.link.messages import LONGEST, wish_of
from coach.link.mqtt.entities import Topics, discovery, event_of, state_of
from coach.link.visitors import Bucket

AGAIN = 1.0
"""Seconds before the door is tried again."""

LONGEST_PAUSE = 30
"""Seconds between two tries to reach the broker, at most."""

WITHIN = 10.0
"""Seconds the broker may take over what is to be forgotten."""


@dataclass(frozen=True, slots=True)
class Broker:
    """Whom to speak to; `tls` checks its certificate against `authority`, or against the system's own."""

    host: str
    port: int = 1883
    user: str | None = None
    password: str | None = None
    tls: bool = False
    authority: Path | None = None


class Face:
    """One box on a broker. `places` are where its door may be; `tell` hears what its owner should know."""

    def __init__(self, broker: Broker, topics: Topics, places: tuple[Path, ...], tell: Callable[[str], object]) -> None:
        self._topics, self._places, self._tell = topics, places, tell
        self._now: dict[str, Any] = {}
        self._sent: dict[str, str] = {}
        self._chosen = ""
        self._told_missing = False
        self._pace, self._stops = Bucket(20, 5.0), Bucket(5, 2.0)
        self._lock = threading.Lock()
        self._client = _client(broker, topics)
        self._client.on_connect = self._connected
        self._client.on_connect_fail = self._not_reached
        self._client.on_disconnect = self._disconnected
        self._client.on_message = self._message
        self._broker = broker

    def run(self) -> None:
        """Follow the door and the broker until it is interrupted."""
        self._client.connect_async(self._broker.host, self._broker.port, keepalive=20)
        self._client.loop_start()
        try:
            while True:
                self._follow()
                self._absent()
                time.sleep(AGAIN)
        finally:
            self._absent()
            self._client.disconnect()
            self._client.loop_stop()

    def forget(self) -> None:
        """Have the broker forget this box; raises DeviceError when it cannot be reached."""
        try:
            self._client.on_connect = None
            self._client.connect(self._broker.host, self._broker.port)
            self._client.loop_start()
            for topic in self._topics.retained:
                self._client.publish(topic, b"", qos=1, retain=True).wait_for_publish(WITHIN)
            self._client.disconnect()
        except (OSError, RuntimeError, ValueError) as error:
            raise DeviceError(f"the broker {self._broker.host} cannot be reached ({error})") from error
        finally:
            self._client.loop_stop()

    # ------------------------------------------------------------------------------------------ from the door

    def _follow(self) -> None:
        try:
            with Client(*self._places) as door:
                for message in door.messages():
                    self._take(door, message)
        except LostError:
            return

    def _take(self, door: Client, message: Mapping[str, Any]) -> None:
        with self._lock:  # `door.now` may be ahead of this message, by what came while the door was asked something
            before, self._now = self._now, {**self._now, **message}
        if message.get("heard") and before and before.get("heard") != message["heard"]:
            self._publish("heard", json.dumps(event_of(message["heard"])), retain=False)
        if not before or before["mode"] != self._now["mode"]:
            self._last(door)
        if not before or before["sessions"] != self._now["sessions"]:
            self._introduce()
        self._publish("state", json.dumps(state_of(self._now)))
        self._publish("available", "online")

    def _last(self, door: Client) -> None:
        answer = door.ask({"ask": "history"}, 120)
        if answer["done"] and answer["history"]:
            self._publish("last", json.dumps(answer["history"][0]))

    def _absent(self) -> None:
        with self._lock:
            self._now = {}
        self._publish("available", "offline")

    # ------------------------------------------------------------------------------------------ to the broker

    def _publish(self, which: str, payload: str, *, retain: bool = True) -> None:
        """Tell it, unless that is what was told last."""
        if retain and self._sent.get(which) == payload:
            return
        self._sent[which] = payload
        if self._client.is_connected():  # else all of it is told when it is back
            self._client.publish(self._topics[which], payload, qos=1, retain=retain)

    def _introduce(self) -> None:
        with self._lock:
            now = self._now
        if not now:
            return
        names = [each["name"] for each in now["sessions"]]
        if names:
            self._chosen = self._chosen if self._chosen in names else sorted(names)[0]
            self._publish("session", self._chosen)
        elif self._sent.get("config"):
            return  # while a session runs nothing can be started, and the entities stay
        told = json.dumps(discovery(self._topics, now["coach"], names))
        self._sent["config"] = told
        if self._client.is_connected():
            self._client.publish(self._topics.config, told, qos=1, retain=True)

    # ------------------------------------------------------------------------------------------ from the broker

    def _connected(self, client: mqtt.Client, _data: Any, _flags: Any, code: Any, _properties: Any) -> None:
        if code.is_failure:
            self._tell(f"The broker refuses: {code}.")
            return
        self._tell("Connected to the broker.")
        self._told_missing = False
        client.subscribe([(self._topics[each], 1) for each in ("press", "say", "start", "session/set")])
        client.subscribe(self._topics.birth, 1)
        self._tell_all()

    def _tell_all(self) -> None:
        for which, payload in tuple(self._sent.items()):
            topic = self._topics.config if which == "config" else self._topics[which]
            if which != "heard":
                self._client.publish(topic, payload, qos=1, retain=True)

    def _not_reached(self, _client: mqtt.Client, _data: Any) -> None:
        """Told once; it is tried again for ever."""
        if not self._told_missing:
            self._told_missing = True
            self._tell(f"{self._broker.host} cannot be reached, or its certificate is not trusted; trying again.")

    def _disconnected(self, _client: mqtt.Client, _data: Any, _flags: Any, code: Any, _properties: Any) -> None:
        self._tell(f"The broker is gone ({code}); trying again.")

    def _message(self, _client: mqtt.Client, _data: Any, message: mqtt.MQTTMessage) -> None:
        text = message.payload[: 4 * LONGEST].decode("utf-8", "replace").strip()
        if message.topic == self._topics.birth:
            if text == "online":
                self._tell_all()
            return
        stops = message.topic == self._topics["press"] and text == "stop"
        if not (self._pace.take() or (stops and self._stops.take())):
            return
        if message.retain:
            return  # what was wished before this began is not wished now
        which = message.topic.removeprefix(self._topics[""])
        if which == "session/set":
            self._choose(text)
            return
        if which == "start" and text == "start":
            self._wish({"start": self._chosen})
        elif which in ("press", "say"):
            self._wish({which: text})

    def _choose(self, name: str) -> None:
        with self._lock:
            known = {each["name"] for each in self._now.get("sessions", ())}
        if name in known:
            self._chosen = name
            self._publish("session", name)

    def _wish(self, wish: Mapping[str, str]) -> None:
        """Pass it on to the door by a visit of its own; what is no wish, or nobody takes, is told."""
        try:
            wish_of(json.dumps(wish))
            with Client(*self._places) as door:
                answer = door.ask(wish)
        except (ValueError, LostError) as error:
            self._tell(f"Not done: {error}")
            return
        if not answer["done"]:
            self._tell(f"Not done: {answer['why']}")


def _client(broker: Broker, topics: Topics) -> mqtt.Client:
    client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=f"coach-{topics.name}")
    client.will_set(topics["available"], "offline", qos=1, retain=True)
    client.reconnect_delay_set(1, LONGEST_PAUSE)
    if broker.user is not None:
        client.username_pw_set(broker.user, broker.password)
    if broker.tls:
        authority = str(broker.authority) if broker.authority is not None else None
        client.tls_set_context(ssl.create_default_context(cafile=authority))
    return client
