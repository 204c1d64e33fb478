"""A box on a real broker: found, followed, pressed, cut off and forgotten."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

import paho.mqtt.client as mqtt
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from coach.link.messages import BUTTONS
from coach.link.mqtt.entities import discovery, state_of, topic_name
from coach.link.picture import blank
from tests.link.boxes import OpenBox, lose_the_voice, seen, until
from tests.link.mqtt.brokers import MOSQUITTO, NAME, PASSWORD, TOPICS, Broker, broker_in, face
from tests.needed import needs

pytestmark = needs(there=MOSQUITTO is not None, reason="no broker is installed: apt install mosquitto")


@dataclass
class Watcher:
    """The second client: what it was told last, by topic, and everything of the event."""

    client: mqtt.Client
    told: dict[str, str] = field(default_factory=dict)
    heard: list[dict[str, Any]] = field(default_factory=list)

    def take(self, _client: mqtt.Client, _data: Any, message: mqtt.MQTTMessage) -> None:
        text = message.payload.decode()
        self.told[message.topic] = text
        if message.topic == TOPICS["heard"]:
            self.heard.append(json.loads(text))

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.told.get(TOPICS["state"]) or "{}")
        return found

    def press(self, button: str, *, retain: bool = False) -> None:
        self.client.publish(TOPICS["press"], button, qos=1, retain=retain).wait_for_publish(10)


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    with broker_in(tmp_path_factory.mktemp("broker")) as made:
        yield made


@pytest.fixture
def watcher(broker: Broker) -> Iterator[Watcher]:
    client = mqtt.Client(CallbackAPIVersion.VERSION2)
    client.username_pw_set(NAME, PASSWORD)
    client.reconnect_delay_set(1, 1)
    made = Watcher(client)
    client.on_connect = lambda client, *_: client.subscribe([("coach/#", 1), ("homeassistant/#", 1)])
    client.on_message = made.take
    client.connect("127.0.0.1", broker.port)
    client.loop_start()
    yield made
    client.disconnect()
    client.loop_stop()


def test_the_box_is_found_with_all_its_entities(broker: Broker, watcher: Watcher, fresh_box: OpenBox) -> None:
    with face(fresh_box, broker):
        until(lambda: TOPICS.config in watcher.told and watcher.told.get(TOPICS["available"]) == "online")
    found = json.loads(watcher.told[TOPICS.config])
    assert found["device"]["identifiers"] == ["coach_garage"]
    assert {*BUTTONS, "session", "start", "rest_ends", "heard", "trouble"} <= set(found["components"])
    assert "small-day" in found["components"]["session"]["options"]


def test_a_session_is_chosen_started_followed_and_stopped_over_the_broker(
    broker: Broker, watcher: Watcher, fresh_box: OpenBox
) -> None:
    with face(fresh_box, broker):
        until(lambda: watcher.state().get("situation") == "idle" and watcher.told.get(TOPICS["available"]) == "online")
        watcher.client.publish(TOPICS["session/set"], "small-day", qos=1)
        until(lambda: watcher.told.get(TOPICS["session"]) == "small-day")
        watcher.client.publish(TOPICS["start"], "start", qos=1)
        until(lambda: watcher.state()["step"] == "Psoas release")
        watcher.press("stop")
        until(lambda: watcher.state()["situation"] == "question")
        watcher.client.publish(TOPICS["say"], "yes", qos=1)
        until(lambda: watcher.state()["situation"] == "idle")
        until(lambda: json.loads(watcher.told.get(TOPICS["last"], "{}")).get("title") == "Small day", 120)
    assert {"event_type": "command", "text": "stop", "meant": "stop"} in watcher.heard


def begun(watcher: Watcher, session: str) -> None:
    """Choose this session and start it over the broker, once somebody listens there."""
    until(lambda: watcher.state().get("situation") == "idle" and watcher.told.get(TOPICS["available"]) == "online")
    until(lambda: TOPICS["session"] in watcher.told)
    watcher.client.publish(TOPICS["session/set"], session, qos=1)
    until(lambda: watcher.told[TOPICS["session"]] == session)
    watcher.client.publish(TOPICS["start"], "start", qos=1)
    until(lambda: watcher.state()["situation"] == "get ready" and watcher.state()["load"] == "60 kg")


def test_every_button_does_over_the_broker_what_it_says_and_a_rest_tells_its_end(
    broker: Broker, watcher: Watcher, fresh_box: OpenBox
) -> None:
    def is_in(situation: str) -> bool:
        return bool(watcher.state()["situation"] == situation)

    with face(fresh_box, broker):
        begun(watcher, "lifting-day")
        for button, then in (("ready", "set"), ("pause", "pause"), ("resume", "set"), ("done", "rest")):
            watcher.press(button)
            until(partial(is_in, then))
        until(lambda: watcher.state()["rest_ends"])
        left = datetime.fromisoformat(watcher.state()["rest_ends"]) - datetime.now(UTC)
        assert 60 < left.total_seconds() <= 91
        watcher.press("next")
        until(lambda: watcher.state()["step"] == "Romanian deadlift, set 2 of 2")
        assert watcher.state()["rest_ends"] is None
    pressed = [each["text"] for each in watcher.heard if each["event_type"] == "command"]
    assert [each for each in pressed if each in BUTTONS] == ["ready", "pause", "resume", "done", "next"]


def test_trouble_is_told_and_is_over_with_the_next_session(
    broker: Broker, watcher: Watcher, fresh_box: OpenBox
) -> None:
    with face(fresh_box, broker):
        begun(watcher, "lifting-day")
        with fresh_box.visit() as client:
            lose_the_voice(fresh_box, client)
        until(lambda: watcher.state()["trouble"].startswith("The voice was started anew"))
        fresh_box.end_session()
        begun(watcher, "lifting-day")
        assert watcher.state()["trouble"] == ""
    told = json.loads(watcher.told[TOPICS.config])["components"]["trouble"]
    assert told["device_class"] == "problem"
    assert told["value_template"] == "{{ 'ON' if value_json.trouble else 'OFF' }}"


def test_a_complaint_is_told_as_an_event_of_its_own_kind(broker: Broker, watcher: Watcher, fresh_box: OpenBox) -> None:
    with face(fresh_box, broker):
        until(lambda: watcher.state().get("situation") == "idle" and watcher.told.get(TOPICS["available"]) == "online")
        with fresh_box.visit() as client:
            client.ask({"start": "small-day"})
            seen(client, lambda now: now["mode"] == "session" and now["situation"] != "idle")
            client.ask({"say": "my low back feels tight"})
        until(lambda: any(each["event_type"] == "complaint" for each in watcher.heard))
    complaint = {"event_type": "complaint", "text": "my low back feels tight", "meant": "complaint"}
    assert complaint in watcher.heard


def test_a_press_that_the_broker_kept_from_before_is_not_obeyed(
    broker: Broker, watcher: Watcher, fresh_box: OpenBox
) -> None:
    watcher.press("stop", retain=True)
    with face(fresh_box, broker), fresh_box.visit() as client:
        until(lambda: watcher.told.get(TOPICS["available"]) == "online")
        watcher.press("next")
        seen(client, lambda now: now["heard"] is not None and now["heard"]["text"] == "next")
    watcher.press("", retain=True)
    assert not any(each["text"] == "stop" for each in watcher.heard)


def test_a_broker_that_is_killed_and_comes_back_knows_everything_again(
    broker: Broker, watcher: Watcher, fresh_box: OpenBox
) -> None:
    with face(fresh_box, broker):
        until(lambda: watcher.told.get(TOPICS["available"]) == "online")
        broker.kill()
        for place in broker.folder.glob("*.db"):
            place.unlink()
        watcher.told.clear()
        broker.start()
        until(lambda: watcher.told.get(TOPICS["available"]) == "online" and TOPICS.config in watcher.told)
        until(lambda: watcher.state().get("situation") == "idle")


def test_a_face_that_dies_is_told_by_its_last_will(broker: Broker, watcher: Watcher, fresh_box: OpenBox) -> None:
    with face(fresh_box, broker):
        until(lambda: watcher.told.get(TOPICS["available"]) == "online")
    until(lambda: watcher.told[TOPICS["available"]] == "offline")


def test_home_assistants_birth_is_answered(broker: Broker, watcher: Watcher, fresh_box: OpenBox) -> None:
    with face(fresh_box, broker):
        until(lambda: watcher.told.get(TOPICS["available"]) == "online" and TOPICS.config in watcher.told)
        watcher.told.clear()
        watcher.client.publish(TOPICS.birth, "online", qos=1)
        until(lambda: TOPICS.config in watcher.told and TOPICS["state"] in watcher.told)


def test_what_is_to_be_forgotten_is(broker: Broker, watcher: Watcher, fresh_box: OpenBox) -> None:
    with face(fresh_box, broker):
        until(lambda: watcher.told.get(TOPICS["available"]) == "online" and TOPICS.config in watcher.told)
    with face(fresh_box, broker, "--forget") as process:
        assert process.wait(60) == 0
    until(lambda: watcher.told[TOPICS.config] == "")
    assert all(not watcher.told.get(topic) for topic in TOPICS.retained)


def test_a_certificate_of_the_named_authority_is_trusted_and_no_other(
    broker: Broker, watcher: Watcher, fresh_box: OpenBox
) -> None:
    port = ("--port", str(broker.secure), "--tls")
    with face(fresh_box, broker, *port):
        until(lambda: "its certificate is not trusted" in (fresh_box.workshop.folder / "mqtt.out").read_text())
    watcher.told.clear()
    with face(fresh_box, broker, *port, "--authority", str(broker.folder / "certificate.pem")):
        until(lambda: watcher.told.get(TOPICS["available"]) == "online" and TOPICS.config in watcher.told)


def test_a_wrong_password_is_told(broker: Broker, fresh_box: OpenBox) -> None:
    with face(fresh_box, broker, password="wrong"):
        until(lambda: "The broker refuses" in (fresh_box.workshop.folder / "mqtt.out").read_text())


# ------------------------------------------------------------------------------------------------ the words


def test_the_rests_end_is_a_moment() -> None:
    now = blank("me") | {"situation": "rest", "at": 10.0, "ends": {"session": 70.0, "wall": 1_800_000_000.0}}
    state = state_of(now)
    assert datetime.fromisoformat(state["rest_ends"]) == datetime.fromtimestamp(1_800_000_000, UTC)
    assert state["seconds_left"] == 60


def test_without_sessions_there_is_no_empty_choice() -> None:
    assert "session" not in discovery(TOPICS, "1", [])["components"]


def test_any_machines_name_makes_a_topic() -> None:
    assert [topic_name(each) for each in ("Garage-Pi.local", "#/+", "")] == ["garage_pi_local", "box", "box"]
