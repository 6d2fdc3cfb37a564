"""The real server with a sample door, for tests: granian … shopkeeper.config.tests.server:app"""

from __future__ import annotations

from shopkeeper.config.edge import app
from shopkeeper.foundation.http import live

# isort: split
from shopkeeper.foundation.events.tests import sample  # noqa: F401

live.register(
    "thing:*",
    authorise=lambda request, topic: topic != "thing:13",
    render=lambda topic, event: f"<b>{event.payload['number']}</b>\n<i>{topic}</i>",
)
live.register("own:*", authorise=lambda request, topic: topic == f"own:{request.user.pk}", render=lambda *_: None)

__all__ = ["app"]
