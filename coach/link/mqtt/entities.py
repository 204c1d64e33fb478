"""What Home Assistant is told once: one device with its sensors, buttons and events; and where each of them is told."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from coach.link.messages import BUTTONS

ICONS = {
    "ready": "mdi:hand-okay", "done": "mdi:check", "next": "mdi:skip-next", "pause": "mdi:pause", "resume": "mdi:play",
    "stop": "mdi:stop",
}  # fmt: skip

HEARD = ("command", "unsure", "complaint")
"""The kinds of the event of what was heard."""


@dataclass(frozen=True, slots=True)
class Topics:
    """Where one box's things are, by its `name`; `discovery` is Home Assistant's prefix."""

    name: str
    discovery: str = "homeassistant"

    def __getitem__(self, which: str) -> str:
        return f"coach/{self.name}/{which}"

    @property
    def config(self) -> str:
        return f"{self.discovery}/device/coach_{self.name}/config"

    @property
    def birth(self) -> str:
        return f"{self.discovery}/status"

    @property
    def retained(self) -> tuple[str, ...]:
        """Everything the broker keeps until it is told to forget."""
        return self.config, self["available"], self["state"], self["last"], self["session"]


def topic_name(text: str) -> str:
    """A name that may stand in a topic."""
    return re.sub(r"[^a-z0-9_]+", "_", text.lower()).strip("_")[:40] or "box"


# long: a table: a line for each entity
def discovery(topics: Topics, version: str, sessions: Iterable[str]) -> dict[str, Any]:
    """The whole device, in Home Assistant's words."""

    def of(platform: str, key: str, name: str, **more: Any) -> dict[str, Any]:
        return {"platform": platform, "unique_id": f"coach_{topics.name}_{key}", "name": name, **more}

    def state(key: str, name: str, field: str = "", **more: Any) -> dict[str, Any]:
        template = "{{ value_json." + (field or key) + " }}"
        return of("sensor", key, name, state_topic=topics["state"], value_template=template, **more)

    last = {"state_topic": topics["last"], "json_attributes_topic": topics["last"]}
    parts = {
        "situation": state("situation", "Situation", icon="mdi:weight-lifter"),
        "step": state("step", "Step", json_attributes_topic=topics["state"]),
        "next": state("next", "Next"),
        "rest_ends": state("rest_ends", "Rest ends", device_class="timestamp"),
        "last": of("sensor", "last", "Last session", value_template="{{ value_json.title }}", **last),
        "trouble": of("binary_sensor", "trouble", "Trouble", device_class="problem", state_topic=topics["state"],
                      value_template="{{ 'ON' if value_json.trouble else 'OFF' }}"),
        "heard": of("event", "heard", "Heard", state_topic=topics["heard"], event_types=list(HEARD)),
        "session": of("select", "session", "Session", state_topic=topics["session"], options=sorted(sessions),
                      command_topic=topics["session/set"]),
        "start": of("button", "start", "Start session", command_topic=topics["start"], payload_press="start"),
    }  # fmt: skip
    for button in BUTTONS:
        press = {"command_topic": topics["press"], "payload_press": button, "icon": ICONS[button]}
        parts[button] = of("button", button, button.title(), **press)
    if not parts["session"]["options"]:
        del parts["session"], parts["start"]  # a select without options is refused
    device = {"identifiers": [f"coach_{topics.name}"], "name": f"Coach {topics.name}", "manufacturer": "coach"}
    return {
        "device": {**device, "sw_version": version},
        "origin": {"name": "coach", "sw_version": version},
        "availability_topic": topics["available"],
        "components": parts,
        "qos": 1,
    }


def state_of(now: Mapping[str, Any]) -> dict[str, Any]:
    """What the sensors show of a picture; deadlines as moments, so that nothing is sent while only time passes."""
    resting = now["situation"] == "rest" and now["ends"] is not None
    ends = datetime.fromtimestamp(now["ends"]["wall"], UTC).isoformat(timespec="seconds") if resting else None
    trouble = [now["trouble"]["text"]] if now["trouble"] else []
    return {
        "situation": now["situation"],
        "step": now["what"][:255],
        "detail": now["detail"],
        "load": now["load"],
        "next": now["next"][:255],
        "rest_ends": ends,
        "seconds_left": round(max(0.0, now["ends"]["session"] - now["at"])) if resting else None,
        "lifter": now["lifter"],
        "session": now["title"],
        "trouble": "; ".join([*(f"waiting for the {each}" for each in now["lost"]), *trouble]),
    }


def event_of(heard: Mapping[str, Any]) -> dict[str, Any]:
    """What was heard, as an event."""
    kind = "complaint" if heard["meant"] == "complaint" else "command" if heard["sure"] else "unsure"
    return {"event_type": kind, "text": heard["text"], "meant": heard["meant"]}
