"""Pages and policies as data, and what visitors write."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from shopkeeper.commerce.content import desk, operations, queries
from shopkeeper.commerce.content.models import Block, ContactMessage, Page, ReturnPolicy
from shopkeeper.foundation.audit.models import AuditEntry
from shopkeeper.foundation.audit.operations import Actor
from shopkeeper.foundation.errors import InvalidInput, NotFound
from shopkeeper.foundation.remember import forget_all

pytestmark = pytest.mark.django_db
NOON = datetime.fromisoformat("2026-11-18T12:00:00+00:00")
SANNE = Actor(kind="user", id="7", label="Sanne")


def policy(name: str, **fields: Any) -> ReturnPolicy:
    forget_all()
    return ReturnPolicy.objects.create(name=name, **fields)


def chosen(product_type: str, country: str) -> str | None:
    found = queries.return_policy(product_type, country)
    return found.name if found else None


def test_the_most_specific_returns_policy_counts() -> None:
    assert chosen("mugs", "NL") is None
    policy("all")
    policy("Germany", countries=["DE"])
    policy("knives", product_types=["knives"])
    policy("knives in Germany", countries=["DE"], product_types=["knives"])

    assert chosen("mugs", "NL") == "all"
    assert chosen("mugs", "DE") == "Germany"
    assert chosen("knives", "NL") == "knives"
    assert chosen("knives", "DE") == "knives in Germany"
    assert chosen("", "XX") == "all"


def test_what_kind_of_goods_it_is_counts_for_more_than_where_they_go() -> None:
    policy("Germany", countries=["DE"])
    policy("earrings", product_types=["earrings"], is_returnable=False)

    assert chosen("earrings", "DE") == "earrings"


FINE: dict[str, Any] = {"is_returnable": True, "window_days": 30, "fees": "free", "refund_days": 5, "reason": ""}


@pytest.mark.parametrize(
    "wrong",
    [
        {"window_days": 0},
        {"window_days": 366},
        {"window_days": -1},
        {"fees": "lots"},
        {"fees": ""},
        {"is_returnable": False},
        {"is_returnable": False, "reason": " "},
    ],
)
def test_a_policy_that_makes_no_sense_is_refused_and_keeps_its_version(wrong: dict[str, Any]) -> None:
    made = policy("all")

    with pytest.raises(InvalidInput):
        desk.edit_return_policy(policy=made, actor=SANNE, **{**FINE, **wrong})

    made.refresh_from_db()
    assert made.version == 1
    assert not AuditEntry.objects.exists()


def test_every_change_of_a_policy_is_a_new_version_and_no_change_is_none() -> None:
    made = policy("all")

    for days in (14, 14, 30):
        made = desk.edit_return_policy(policy=made, actor=SANNE, **{**FINE, "window_days": days})

    assert made.version == 3
    assert AuditEntry.objects.count() == 2


def test_only_live_pages_are_read_and_in_the_readers_language_field_by_field() -> None:
    Page.objects.create(slug="about", title="About", body_html="<p>Us</p>", translations={"de": {"title": "Über uns"}})
    Page.objects.create(slug="secret", title="Secret", is_live=False)

    page = queries.page("about")

    assert [page.text(field, "de") for field in ("title", "body_html")] == ["Über uns", "<p>Us</p>"]
    assert [one.slug for one in queries.pages()] == ["about"]
    for slug in ("secret", "nowhere", ""):
        with pytest.raises(NotFound):
            queries.page(slug)


def test_a_block_nobody_wrote_is_empty_and_what_is_read_of_one_cannot_change_it() -> None:
    Block.objects.create(key="home", data={"title": "Hello"})

    queries.block("home")["title"] = "Changed"

    assert queries.block("nothing") == {}
    assert Block.objects.get().data == {"title": "Hello"}


def leave(**changed: str) -> ContactMessage:
    told = {"email": "ada@example.com", "order_number": "7K2M-9QPD", "message": "Where is it?", "language": "en"}
    return operations.leave_message(**{**told, **changed}, at=NOON)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "ada"}, "email"),
        ({"email": "ada@example.com\nBcc: eve@evil.example"}, "email"),
        ({"email": "x" * 300 + "@example.com"}, "email"),
        ({"email": "ada@" + "sub." * 62 + "example.com"}, "email"),
        ({"message": " \n "}, "message"),
        ({"message": "x" * 5001}, "message"),
    ],
)
def test_a_message_nobody_could_answer_is_refused_beside_the_field(wrong: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        leave(**wrong)

    assert set(refused.value.fields) == {field}
    assert not ContactMessage.objects.exists()


@pytest.mark.parametrize(
    "message", ["<script>alert(1)</script>", "🦆" * 5000, "a\x00b", "\ud800 half a letter", "=cmd()", "x" * 5000]
)
def test_anything_may_be_written_to_the_shop(message: str) -> None:
    kept = leave(message=message, order_number="\x00" * 99)

    kept.refresh_from_db()
    assert len(kept.message) == len(message)
