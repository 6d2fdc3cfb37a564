"""Mails can be looked at without an order, and without writing anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from shopkeeper.insight.messaging import compose as compose_module
from shopkeeper.insight.messaging import samples
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


def test_there_is_a_sample_of_every_template() -> None:
    drawn: set[str] = set()
    shelf = Path(samples.__file__).with_name("templates") / "messaging"
    templates = {one.stem for one in shelf.glob("*.txt")} - {"order"}

    with patch.object(compose_module, "_shelf", side_effect=_noting(drawn)):
        for made in SAMPLES.values():
            made("en")

    assert templates <= drawn


def _noting(drawn: set[str]) -> Callable[..., Any]:
    real = compose_module._shelf

    class Shelf:
        def __init__(self, is_html: bool) -> None:
            self.is_html = is_html

        def get_template(self, name: str) -> Any:
            drawn.add(Path(name).stem)
            return real(is_html=self.is_html).get_template(name)

    return lambda *, is_html: Shelf(is_html)


def test_what_is_ready_to_collect_says_where_and_when_a_line_each() -> None:
    lines = SAMPLES["ready_for_pickup"]("en").text.splitlines()
    at = lines.index("Shop in Leiden")
    assert lines[at : at + 4] == ["Shop in Leiden", "Breestraat 1, 2311 CS Leiden", "Mon–Sat 9–18", ""]
    assert "Your address:" in lines
    assert "Delivered to:" not in lines


@pytest.mark.parametrize("kind", ["return_refused", "return_called_off"])
def test_no_money_is_promised_for_what_is_not_taken_back(kind: str) -> None:
    letter = SAMPLES[kind]("en")
    assert "You get:" not in letter.text
    assert ">You get<" not in letter.html
    assert ">You get<" in SAMPLES["return_requested"]("en").html


def test_a_broken_promise_is_told_a_sentence_a_line() -> None:
    lines = SAMPLES["promise_broken"]("en").text.splitlines()
    assert "You get the delivery charge of €4.95 back." in lines


def test_staff_look_at_one_in_the_office() -> None:
    desk = at_the_desk(make_staff("support"))
    page = desk.get("/office/mail/preview/?kind=order_placed").content.decode()
    assert "Stoneware bowl" in page
    framed = desk.get("/office/mail/preview/order_placed/en")
    assert "sandbox" in framed.headers["Content-Security-Policy"]
    assert desk.get("/office/mail/preview/?kind=made_up").status_code == 404
    assert at_the_desk(make_staff("editor")).get("/office/mail/preview/").status_code == 403
