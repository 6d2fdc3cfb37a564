from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.foundation.events import Event
from shopkeeper.foundation.events.event import event_class, from_json, to_json
from shopkeeper.foundation.money import Money


@dataclass(frozen=True, kw_only=True)
class EverythingHappened(Event):
    name: ClassVar[str] = "sample.EverythingHappened"
    aggregate: ClassVar[str] = "order_id"

    order_id: int
    text: str
    is_true: bool
    rate: Decimal
    amount: Money
    at: datetime
    day: date
    maybe: Money | None = None
    several: list[Money]
    by_name: dict[str, Decimal]


money = st.builds(Money, st.integers(-(10**12), 10**12), st.sampled_from(["EUR", "JPY", "KWD"]))
moments = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))]))
rates = st.decimals(allow_nan=False, allow_infinity=False)
events = st.builds(
    EverythingHappened,
    order_id=st.integers(),
    text=st.text(),
    is_true=st.booleans(),
    rate=rates,
    amount=money,
    at=moments,
    day=st.dates(),
    maybe=st.none() | money,
    several=st.lists(money),
    by_name=st.dictionaries(st.text(), rates),
)


@given(events)
def test_an_event_survives_the_way_through_json(event: EverythingHappened) -> None:
    stored = json.dumps(to_json(event))

    assert from_json(EverythingHappened, json.loads(stored)) == event


def test_an_event_is_known_by_its_name_and_its_thing() -> None:
    event = EverythingHappened(
        order_id=17, text="", is_true=True, rate=Decimal(1), amount=Money(1, "EUR"),
        at=datetime(2026, 1, 1, tzinfo=UTC), day=date(2026, 1, 1), several=[], by_name={},
    )  # fmt: skip

    assert event.aggregate_key() == "order:17"
    assert event_class("sample.EverythingHappened") is EverythingHappened


def test_the_default_name_is_app_and_class() -> None:
    made = type("OrderPlaced", (Event,), {"__module__": "elsewhere.samples.events"})

    assert made.name == "samples.OrderPlaced"


def test_fields_of_an_older_version_are_ignored() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Shrunk(Event):
        name: ClassVar[str] = "sample.Shrunk"
        kept: int
        added: str = "new"

    assert from_json(Shrunk, {"kept": 1, "gone": 2}) == Shrunk(kept=1, added="new")


@pytest.mark.parametrize("value", [1.5, object(), datetime(2026, 1, 1), {1: 2}, b"x"])  # noqa: DTZ001
def test_an_event_refuses_what_it_must_not_carry(value: Any) -> None:
    @dataclass(frozen=True, kw_only=True)
    class Loose(Event):
        name: ClassVar[str] = "sample.Loose"
        value: object

    with pytest.raises(TypeError):
        to_json(Loose(value=value))


def test_two_events_cannot_share_a_name() -> None:
    with pytest.raises(TypeError, match=r"sample\.EverythingHappened"):
        type("Another", (Event,), {"name": "sample.EverythingHappened", "__module__": "elsewhere"})
