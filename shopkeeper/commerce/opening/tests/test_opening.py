"""From nothing to a shop that can sell."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import available_timezones

import pytest

from shopkeeper.commerce.content.models import ReturnPolicy
from shopkeeper.commerce.inventory.models import Location
from shopkeeper.commerce.opening.operations import Opened, open_shop
from shopkeeper.commerce.opening.starting_values import MAIN_ZONES, STANDARD_RATES, starting_values
from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.commerce.pricing.models import Market, TaxRate
from shopkeeper.commerce.shipping.models import ShippingMethod
from shopkeeper.foundation.audit.models import AuditEntry
from shopkeeper.foundation.audit.operations import Actor
from shopkeeper.foundation.errors import Conflict, InvalidInput
from shopkeeper.foundation.money import Money, MoneyError
from shopkeeper.foundation.remember import forget_all

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
MARIT = Actor(kind="user", id="1", label="Marit")


def opened(country: str, **more: str) -> Opened:
    return open_shop(country=country, name="Home", actor=MARIT, at=NOON, **more)


def test_opening_sets_everything_a_first_sale_needs() -> None:
    done = opened("nl")

    forget_all()
    assert (done.market.currency, done.market.countries, done.market.prices_include_tax) == ("EUR", ["NL"], True)
    assert pricing.tax_rules("NL", NOON.date())["standard"].rate == Decimal("0.21")
    assert ShippingMethod.objects.get().zone.countries == ["NL"]
    assert (Location.objects.get().country, ReturnPolicy.objects.get().window_days) == ("NL", 14)
    assert set(AuditEntry.objects.values_list("actor_label", flat=True)) == {"Marit"}


@pytest.mark.parametrize(
    ("country", "currency", "inclusive", "delivery", "time_zone"),
    [
        ("US", "USD", False, Money(500, "USD"), "America/New_York"),
        ("JP", "JPY", True, Money(500, "JPY"), "Asia/Tokyo"),
        ("KW", "KWD", True, Money(5000, "KWD"), "Asia/Kuwait"),
    ],
)
def test_each_country_begins_in_its_own_way(
    country: str, currency: str, inclusive: bool, delivery: Money, time_zone: str
) -> None:
    done = opened(country)

    assert (done.market.currency, done.market.prices_include_tax) == (currency, inclusive)
    assert done.delivery == delivery
    assert ShippingMethod.objects.get().time_zone == time_zone
    assert TaxRate.objects.exists() is (country in STANDARD_RATES)


def test_a_given_currency_and_delivery_are_taken() -> None:
    done = opened("CH", currency="eur", delivery="7.50")

    assert (done.market.currency, done.delivery) == ("EUR", Money(750, "EUR"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"country": "XX"},
        {"country": "ZZ"},
        {"country": ""},
        {"country": "NL", "currency": "QQQ"},
        {"country": "NL", "delivery": "-1"},
    ],
)
def test_a_refused_opening_sets_nothing(wrong: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        opened(**wrong)

    assert not Market.objects.exists()
    assert not Location.objects.exists()
    assert not TaxRate.objects.exists()


def test_a_delivery_finer_than_the_currency_is_refused() -> None:
    with pytest.raises(MoneyError):
        opened("JP", delivery="4.95")

    assert not Market.objects.exists()


def test_a_shop_opens_once() -> None:
    opened("NL")

    with pytest.raises(Conflict):
        opened("DE")

    assert Market.objects.count() == 1


def test_what_stands_already_is_left_alone() -> None:
    Location.objects.create(slug="porto", name="Porto", country="PT")
    ReturnPolicy.objects.create(name="Generous", window_days=100)

    opened("NL")

    assert Location.objects.get().slug == "porto"
    assert ReturnPolicy.objects.get().window_days == 100


def test_every_country_with_a_rate_has_a_currency() -> None:
    assert all(starting_values(country, date(2026, 1, 1)).currency for country in STANDARD_RATES)


def test_the_example_of_the_guide_page_does_what_it_says() -> None:
    page = Path(__file__).parents[4] / "docs" / "guide" / "opening.md"

    examples = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)

    assert examples
    for example in examples:
        exec(compile(example, "opening.md", "exec"), {"at": NOON})


def test_every_starting_time_zone_exists() -> None:
    assert set(MAIN_ZONES.values()) <= available_timezones()
    assert all(
        starting_values(country, date(2026, 1, 1)).time_zone in available_timezones() for country in STANDARD_RATES
    )
