"""What delivery costs: to the gram, to the cent, and nowhere it does not go."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shopkeeper.commerce.checkout.makers import NOON, make_shop
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.commerce.shipping import desk, queries
from shopkeeper.commerce.shipping.desk import MethodDetails, Rate
from shopkeeper.commerce.shipping.models import ShippingMethod, ShippingZone
from shopkeeper.commerce.shipping.promise import is_working_day
from shopkeeper.commerce.shipping.queries import DeliveryOption, Destination
from shopkeeper.foundation.audit.models import AuditEntry
from shopkeeper.foundation.audit.operations import Actor
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.remember import forget_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def market() -> Market:
    return make_shop()


def options(market: Market, *, goods: int = 1800, grams: int = 400, **where: str) -> list[DeliveryOption]:
    forget_all()
    return queries.delivery_options(
        destination=Destination(where.get("country", "NL"), where.get("postcode", "")),
        market=market,
        goods=Money(goods, market.currency),
        weight_grams=grams,
        handling_days=0,
        at=NOON,
    )


def method(**changed: Any) -> None:
    ShippingMethod.objects.update(**changed)


def another(code: str, minor: int, **fields: Any) -> ShippingMethod:
    made = {"name": code.title(), "carrier": "Post", "currency": "EUR", **fields}
    return ShippingMethod.objects.create(
        zone=ShippingZone.objects.get(), code=code, rates=[{"up_to_grams": None, "amount_minor": minor}], **made
    )


@pytest.mark.parametrize(
    ("goods", "minor", "reason"),
    [
        (0, 495, "By weight and destination"),
        (5999, 495, "By weight and destination"),
        (6000, 0, "Free for orders of this value"),
        (6001, 0, "Free for orders of this value"),
    ],
)
def test_delivery_is_free_exactly_from_the_amount_that_is_named(
    market: Market, goods: int, minor: int, reason: str
) -> None:
    (found,) = options(market, goods=goods)

    assert (found.amount.minor, found.regular.minor, found.charge.reason) == (minor, 495, reason)
    assert found.free_from == Money(6000, "EUR")


def test_nothing_is_free_where_no_amount_is_named(market: Market) -> None:
    method(free_from_minor=None)

    (found,) = options(market, goods=10**12)

    assert (found.amount.minor, found.free_from) == (495, None)


@pytest.mark.parametrize(("grams", "minor"), [(0, 495), (10_000, 495), (10_001, 1295), (10**9, 1295)])
def test_a_rate_holds_up_to_and_with_its_last_gram(market: Market, grams: int, minor: int) -> None:
    assert [option.amount.minor for option in options(market, grams=grams)] == [minor]


@pytest.mark.parametrize("rates", [[], [{"up_to_grams": 399, "amount_minor": 100}]])
def test_what_is_too_heavy_for_every_rate_cannot_be_sent(market: Market, rates: list[dict[str, int]]) -> None:
    method(rates=rates)

    assert options(market) == []


@pytest.mark.parametrize("country", ["GB", "", "XX", "nl", "\x00"])
def test_a_country_of_no_zone_is_not_served_and_told_so(market: Market, country: str) -> None:
    assert options(market, country=country) == []
    assert queries.excluded(Destination(country)) == "We do not deliver to this country yet."


def test_a_zone_without_a_way_in_the_markets_currency_offers_nothing(market: Market) -> None:
    method(currency="USD")

    assert options(market) == []
    assert queries.excluded(Destination("NL")) == ""


def test_a_way_that_is_switched_off_is_not_offered(market: Market) -> None:
    method(is_active=False)

    assert options(market) == []


def test_the_cheapest_way_stands_first_and_of_equals_the_faster(market: Market) -> None:
    another("express", 995, transit_days_min=0, transit_days_max=1)
    another("same-price-slow", 495, transit_days_max=9)
    another("gift", 0, transit_days_max=20)

    assert [option.code for option in options(market)] == ["gift", "standard", "same-price-slow", "express"]


@pytest.mark.parametrize(
    "typed",
    [
        "1791 AB",
        "1791AB",
        " 1791 ab",
        "1791-AB",
        "17 91",
        "1791.",
        "\u00a01791AB",
        "１７９１ AB",
        "1791\u200b",
        "-1791",
    ],
)
def test_a_postcode_that_cannot_be_reached_is_known_however_it_is_typed(market: Market, typed: str) -> None:
    ShippingZone.objects.update(excluded_postcodes=["179 1"], excluded_reason="We do not deliver to Texel.")
    forget_all()

    assert queries.excluded(Destination("NL", typed)) == "We do not deliver to Texel."
    assert options(market, postcode=typed) == []


@pytest.mark.parametrize("typed", ["", " ", "1790 AB", "11791", "A1791", "☃"])
def test_other_postcodes_and_none_at_all_are_served(market: Market, typed: str) -> None:
    ShippingZone.objects.update(excluded_postcodes=["1791", "BT", ""], excluded_reason="")
    forget_all()

    assert queries.excluded(Destination("NL", typed)) == ""


def test_letters_of_an_excluded_postcode_may_be_small_on_either_side(market: Market) -> None:
    ShippingZone.objects.update(excluded_postcodes=["bt"], excluded_reason="")
    forget_all()

    assert queries.excluded(Destination("NL", "Bt1 1aa")) == "We cannot deliver to this postcode."


def test_the_holidays_of_this_year_and_the_next_are_loaded_before_anybody_asks(market: Market) -> None:
    is_working_day.cache_clear()

    queries.load_calendars(date(2026, 12, 19))

    assert is_working_day.cache_info().currsize >= 4


SANNE = Actor(kind="user", id="7", label="Sanne")
FINE: dict[str, Any] = {
    "name": "Standard",
    "carrier": "Post",
    "rates": [Rate(2000, Money(495, "EUR")), Rate(None, Money(995, "EUR"))],
    "free_from": None,
    "cutoff_hour": 15,
    "transit_days_min": 1,
    "transit_days_max": 2,
    "is_active": True,
    "currency": "EUR",
    "time_zone": "Europe/Amsterdam",
    "origin_country": "NL",
    "needs_phone": False,
}


def edit(**changed: Any) -> ShippingMethod:
    standing = ShippingMethod.objects.get()
    told = MethodDetails(**{**FINE, **changed})
    return desk.save_method(zone=standing.zone, method=standing, told=told, actor=SANNE)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"cutoff_hour": 24},
        {"transit_days_min": 3},
        {"rates": []},
        {"rates": [Rate(None, Money(1, "EUR")), Rate(2000, Money(2, "EUR"))]},
        {"rates": [Rate(2000, Money(1, "EUR")), Rate(2000, Money(2, "EUR"))]},
        {"rates": [Rate(2000, Money(1, "EUR")), Rate(1000, Money(2, "EUR"))]},
        {"rates": [Rate(0, Money(1, "EUR")), Rate(0, Money(2, "EUR"))]},
        {"rates": [Rate(-5, Money(1, "EUR"))]},
        {"rates": [Rate(2000, Money(-1, "EUR"))]},
        {"rates": [Rate(2000, Money(100, "USD"))]},
        {"free_from": Money(-1, "EUR")},
        {"free_from": Money(6000, "USD")},
    ],
)
def test_a_policy_that_makes_no_sense_is_refused_and_nothing_changes(market: Market, wrong: dict[str, Any]) -> None:
    before = ShippingMethod.objects.values().get()

    with pytest.raises(InvalidInput):
        edit(**wrong)

    assert ShippingMethod.objects.values().get() == before
    assert not AuditEntry.objects.exists()


def test_a_new_policy_is_stated_at_once_and_recorded(market: Market) -> None:
    edit(free_from=Money(5000, "EUR"))

    assert [option.amount.minor for option in options(market, grams=2001)] == [995]
    assert AuditEntry.objects.get().action == "shipping.edit_method"


def test_the_database_itself_refuses_days_that_run_backwards_and_hours_there_are_not(market: Market) -> None:
    for wrong in ({"transit_days_min": 5, "transit_days_max": 4}, {"cutoff_hour": 24}):
        with pytest.raises(IntegrityError), transaction.atomic():
            method(**wrong)


def test_the_promise_of_a_way_is_kept_in_its_own_time_zone(market: Market) -> None:
    method(time_zone="America/New_York", origin_country="US")

    (found,) = options(market)

    assert found.promise.order_by == datetime.fromisoformat("2026-11-18T15:00:00-05:00")
