"""What the office hears while it looks: that the desk has changed. The page then asks for its own parts anew."""

from __future__ import annotations

import json

from shopkeeper.foundation.events.feed import StoredEvent
from shopkeeper.foundation.http import live
from shopkeeper.interfaces.backoffice.guard import may_watch

TOPIC = "desk:orders"
NEWS = {"placed": "A new order has come in."}


def draw(topic: str, event: StoredEvent) -> str | None:
    """No more than that something happened: who may see what is the page's own business."""
    return json.dumps({"news": NEWS.get(event.payload.get("kind", ""), "")})


def offer() -> None:
    if live.registration_for(TOPIC) is None:
        live.register(TOPIC, authorise=may_watch, render=draw)
