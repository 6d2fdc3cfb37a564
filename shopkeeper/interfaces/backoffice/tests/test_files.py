"""Promises that can be read from the office's files: weight, no inline style or script, live news without secrets."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from shopkeeper.foundation.events.feed import StoredEvent
from shopkeeper.foundation.http import live
from shopkeeper.interfaces.backoffice.live import TOPIC

HERE = Path(__file__).parent.parent


def test_the_stylesheet_is_lighter_than_12_kb_and_the_script_than_3() -> None:
    css = (HERE / "static/backoffice/office.css").read_bytes()
    script = (HERE / "static/backoffice/js/office.js").read_bytes()

    assert len(brotli.compress(css)) < 12_000
    assert len(brotli.compress(script)) < 3_000


@pytest.mark.parametrize("path", sorted((HERE / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_no_template_holds_inline_style_or_script(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)|\|\s*safe", text)


def test_live_news_say_that_something_happened_and_nothing_else() -> None:
    event = StoredEvent(7, "orders.DeskChanged", TOPIC, datetime.now(UTC), {"kind": "placed", "order_id": 17})

    assert live.draw(TOPIC, event) == '{"news": "A new order has come in."}'


@pytest.mark.django_db
def test_strangers_may_not_watch_the_desk() -> None:
    request = RequestFactory().get("/live/")
    request.user = AnonymousUser()
    registration = live.registration_for(TOPIC)

    assert registration is not None
    assert not registration.authorise(request, TOPIC)
