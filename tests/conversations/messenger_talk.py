"""A person who talks by WhatsApp with the running assistant, as their telephone would show it."""

from __future__ import annotations

import time
from dataclasses import dataclass

from tests.channels.graph_api import GraphApi, deliver, hook, message, wait_for

QUIET_SECONDS = 1.0


@dataclass
class WhatsAppTalk:
    """`say` and the like return what came back: words, titles of what can be pressed, places."""

    url: str
    api: GraphApi
    phone: str

    def say(self, text: str) -> str:
        return self.send(message(content=text, sender=self.phone))

    def press(self, payload: str) -> str:
        reply = {"type": "button_reply", "button_reply": {"id": payload, "title": "x"}}
        return self.send(message("interactive", reply, sender=self.phone))

    def send(self, sent: dict) -> str:
        before = len(self.mine())
        assert deliver(self.url.rstrip("/"), hook(sent)).status_code == 200
        wait_for(lambda: len(self.mine()) > before, seconds=90)
        return shown(self._until_quiet(before))

    def mine(self) -> list[dict]:
        """All that was sent to this person."""
        return [one for one in self.api.sent if one.get("to") == self.phone]

    def payloads(self) -> list[str]:
        """What the last messages offer to press."""
        return [payload for one in self.mine() for payload in _payloads(one)]

    def _until_quiet(self, before: int) -> list[dict]:
        """An answer may be several messages, sent one after the other."""
        count, since = len(self.mine()), time.monotonic()
        while time.monotonic() - since < QUIET_SECONDS:
            time.sleep(0.05)
            if len(self.mine()) != count:
                count, since = len(self.mine()), time.monotonic()
        return self.mine()[before:]


def shown(messages: list[dict]) -> str:
    """The text of messages, with titles and the names of places."""
    return "\n".join(filter(None, map(_shown, messages)))


def _shown(sent: dict) -> str:
    if sent["type"] == "text":
        return sent["text"]["body"]
    if sent["type"] == "location":
        place = sent["location"]
        return f"{place['name']} ({place['latitude']}, {place['longitude']})"
    if sent["type"] == "template":
        return f"template {sent['template']['name']}"
    action = sent["interactive"]["action"]
    titles = [one["reply"]["title"] for one in action.get("buttons", [])]
    titles += [row["title"] for part in action.get("sections", []) for row in part["rows"]]
    return "\n".join([sent["interactive"]["body"]["text"], *titles])


def _payloads(sent: dict) -> list[str]:
    action = sent.get("interactive", {}).get("action", {})
    replies = [one["reply"]["id"] for one in action.get("buttons", [])]
    return replies + [row["id"] for part in action.get("sections", []) for row in part["rows"]]
