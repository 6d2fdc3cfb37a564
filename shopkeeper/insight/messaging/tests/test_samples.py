"""Mails can be looked at without an order, and without writing anything."""

from __future__ import annotations

import pytest

from shopkeeper.insight.messaging.models import Message
from shopkeeper.insight.messaging.samples import SAMPLES
from shopkeeper.interfaces.backoffice.makers import at_the_desk, make_staff

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", SAMPLES)
def test_every_kind_has_a_subject_and_both_parts(kind: str) -> None:
    letter = SAMPLES[kind]("en")
    assert letter.subject
    assert letter.html.lstrip().startswith("<!doctype html>")
    assert len(letter.text) > 40
    assert not Message.objects.exists()


def test_staff_look_at_one_in_the_office() -> None:
    desk = at_the_desk(make_staff("support"))
    page = desk.get("/office/mail/preview/?kind=order_placed").content.decode()
    assert "Stoneware bowl" in page
    framed = desk.get("/office/mail/preview/order_placed/en")
    assert "sandbox" in framed.headers["Content-Security-Policy"]
    assert desk.get("/office/mail/preview/?kind=made_up").status_code == 404
    assert at_the_desk(make_staff("editor")).get("/office/mail/preview/").status_code == 403
