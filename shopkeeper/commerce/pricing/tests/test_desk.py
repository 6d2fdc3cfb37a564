"""What staff do with prices."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shopkeeper.commerce.catalogue.models import Offer
from shopkeeper.commerce.checkout.makers import NOON, make_offer, make_shop
from shopkeeper.commerce.pricing import desk, queries
from shopkeeper.commerce.pricing.models import Market, Price
from shopkeeper.foundation.audit.models import AuditEntry
from shopkeeper.foundation.audit.operations import Actor
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.money import Money

pytestmark = pytest.mark.django_db
SANNE = Actor(kind="user", id="7", label="Sanne")


@pytest.fixture
def market() -> Market:
    return make_shop()


@pytest.fixture
def offer(market: Market) -> Offer:
    return make_offer(price="18.05", at=NOON - timedelta(days=60))


def plan(*offers: Offer, **changes: Any) -> None:
    told: dict[str, Any] = {
        "product_id": 1,
        "offer_ids": [offer.pk for offer in offers],
        "currency": "EUR",
        "percent": 25,
        "starts_at": NOON,
        "ends_at": None,
        "actor": SANNE,
        "at": NOON,
    }
    desk.plan_reduction(**{**told, **changes})


def test_a_reduction_takes_off_at_least_what_is_announced(offer: Offer, market: Market) -> None:
    plan(offer, percent=25)

    found = queries.prices_in_force([offer.pk], market=market, at=NOON)[offer.pk]

    assert (found.amount_minor, found.reference_minor, found.reduction_percent) == (1353, 1805, 25)


@pytest.mark.parametrize("percent", [1, 3, 7, 10, 33, 50, 67, 90])
def test_no_percentage_is_ever_cheated_on(percent: int, offer: Offer) -> None:
    plan(offer, percent=percent)

    reduced = Price.objects.get(offer=offer, starts_at=NOON).amount_minor

    assert (1805 - reduced) * 100 >= percent * 1805


@pytest.mark.parametrize(
    "wrong",
    [
        {"percent": 0},
        {"percent": -5},
        {"percent": 91},
        {"percent": 100},
        {"ends_at": NOON},
        {"ends_at": NOON - timedelta(days=1)},
        {"starts_at": NOON - timedelta(days=9), "ends_at": NOON - timedelta(days=1)},
        {"currency": "USD"},
        {"offer_ids": []},
    ],
)
def test_a_reduction_that_makes_no_sense_is_refused_and_not_recorded(offer: Offer, wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        plan(offer, **wrong)

    assert Price.objects.count() == 1
    assert not AuditEntry.objects.exists()


def test_a_reduction_cannot_begin_in_the_past(offer: Offer) -> None:
    plan(offer, starts_at=NOON - timedelta(days=3))

    assert Price.objects.get(starts_at__isnull=False).starts_at == NOON


def test_offers_without_a_price_in_the_currency_are_left_out(offer: Offer) -> None:
    other = make_offer(currency="USD")

    plan(offer, other)

    assert list(Price.objects.filter(starts_at=NOON).values_list("offer", flat=True)) == [offer.pk]


def test_ending_reductions_brings_the_regular_price_back_and_says_who_did_it(offer: Offer, market: Market) -> None:
    plan(offer)
    later = NOON + timedelta(hours=1)

    desk.end_reductions(product_id=1, offer_ids=[offer.pk], market=market, actor=SANNE, at=later)

    assert queries.prices_in_force([offer.pk], market=market, at=later)[offer.pk].amount_minor == 1805
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "pricing.plan_reduction",
        "pricing.end_reductions",
    ]


def test_the_same_regular_price_again_is_neither_set_nor_recorded(offer: Offer) -> None:
    desk.set_regular(product_id=1, prices={offer.pk: Money(1805, "EUR")}, actor=SANNE, at=NOON)
    desk.set_regular(product_id=1, prices={}, actor=SANNE, at=NOON)

    assert not AuditEntry.objects.exists()


def test_a_new_regular_price_is_recorded_beside_the_old_one(offer: Offer) -> None:
    desk.set_regular(product_id=1, prices={offer.pk: Money(2000, "EUR")}, actor=SANNE, at=NOON)

    entry = AuditEntry.objects.get()
    was, now = entry.changes[f"offer {offer.pk} EUR"]
    assert (was["minor"], now["minor"]) == (1805, 2000)


def test_plans_that_have_ended_are_no_longer_shown(offer: Offer) -> None:
    plan(offer, ends_at=NOON + timedelta(days=1))

    assert len(desk.planned_prices([offer.pk], at=NOON)) == 1
    assert len(desk.planned_prices([offer.pk], at=NOON + timedelta(hours=23))) == 1
    assert desk.planned_prices([offer.pk], at=NOON + timedelta(days=1)) == []
