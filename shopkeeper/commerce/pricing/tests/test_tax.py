"""The rate of a tax class: by country, region and day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from shopkeeper.commerce.pricing import queries
from shopkeeper.commerce.pricing.models import TaxRate

pytestmark = pytest.mark.django_db

NEW_YEAR = date(2027, 1, 1)


def rate(
    country: str, percent: str, *, region: str = "", tax_class: str = "standard", since: date | None = None
) -> None:
    TaxRate.objects.create(
        country=country,
        region=region,
        tax_class=tax_class,
        rate=Decimal(percent) / 100,
        name=f"Tax {percent}",
        valid_from=since or date(2020, 1, 1),
    )


def rates(country: str, on: date = NEW_YEAR, region: str = "") -> dict[str, str]:
    return {name: rule.name for name, rule in queries.tax_rules(country, on, region).items()}


def test_each_class_has_its_own_rate_and_each_country_its_own_classes() -> None:
    rate("NL", "21")
    rate("NL", "9", tax_class="reduced")
    rate("DE", "19")

    assert rates("NL") == {"standard": "Tax 21", "reduced": "Tax 9"}
    assert rates("DE") == {"standard": "Tax 19"}
    assert rates("US") == {}


def test_a_new_rate_counts_from_the_first_day_it_is_valid() -> None:
    rate("DE", "19")
    rate("DE", "16", since=NEW_YEAR)

    assert rates("DE", NEW_YEAR - timedelta(days=1)) == {"standard": "Tax 19"}
    assert rates("DE", NEW_YEAR) == {"standard": "Tax 16"}


def test_a_rate_that_is_not_valid_yet_taxes_nothing() -> None:
    rate("DE", "19", since=NEW_YEAR)

    assert rates("DE", NEW_YEAR - timedelta(days=1)) == {}


@pytest.mark.parametrize("region", ["CA", "NY", "TX", "WA", "OR", "IL", "NV", "FL", "GA", "MA", "AZ", "UT"])
def test_a_regions_own_rate_replaces_the_countrys_whatever_it_is_called(region: str) -> None:
    rate("US", "5", since=date(2026, 6, 1))
    rate("US", "8.5", region=region)

    assert rates("US", region=region) == {"standard": "Tax 8.5"}
    assert rates("US", region="??") == {"standard": "Tax 5"}
    assert rates("US") == {"standard": "Tax 5"}


def test_a_region_without_a_rate_for_a_class_keeps_the_countrys() -> None:
    rate("ES", "21")
    rate("ES", "10", tax_class="reduced")
    rate("ES", "7", region="CN")

    assert rates("ES", region="CN") == {"standard": "Tax 7", "reduced": "Tax 10"}


@pytest.mark.parametrize("percent", ["-1", "100", "250"])
def test_a_rate_outside_nought_to_a_hundred_percent_is_refused_by_the_database(percent: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        rate("NL", percent)

    assert not TaxRate.objects.exists()


def test_two_rates_of_one_class_for_the_same_day_are_refused_by_the_database() -> None:
    rate("NL", "21")

    with pytest.raises(IntegrityError), transaction.atomic():
        rate("NL", "19")
