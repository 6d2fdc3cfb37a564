"""Opening the shop and its markets, and what tax they add."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from shopkeeper.commerce.checkout.makers import make_shop
from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.commerce.pricing.models import Market, TaxRate
from shopkeeper.foundation import clock
from shopkeeper.foundation.audit.models import AuditEntry
from shopkeeper.foundation.remember import forget_all
from shopkeeper.interfaces.backoffice.makers import at_the_desk, make_staff

pytestmark = pytest.mark.django_db
HOME = "/office/markets/"


@pytest.fixture
def owner() -> Client:
    return at_the_desk(make_staff(name="Marit"))


def told(**changes: object) -> dict[str, object]:
    return {
        "name": "Europe",
        "currency": "EUR",
        "countries": ["NL", "BE"],
        "default_country": "BE",
        "tax_display": "inclusive",
        "is_active": "yes",
        **changes,
    }


def test_a_shop_without_a_market_is_opened_from_the_office(owner: Client) -> None:
    assert "Open the shop" in owner.get(HOME).content.decode()

    answer = owner.post(f"{HOME}opening", {"name": "Home", "country": "NL", "delivery": "4,95"})

    forget_all()
    assert (answer.status_code, Client().get("/").status_code) == (302, 200)
    assert Market.objects.get().countries == ["NL"]


def test_an_opening_with_a_slip_keeps_what_was_typed(owner: Client) -> None:
    answer = owner.post(f"{HOME}opening", {"name": "Zuhause", "country": "DE", "delivery": "cheap"})

    assert answer.status_code == 422
    assert 'value="Zuhause"' in answer.content.decode()
    assert not Market.objects.exists()


def test_a_shop_that_has_not_opened_says_so_to_customers() -> None:
    answer = Client().get("/")

    assert answer.status_code == 503


def test_a_new_market_serves_its_countries(owner: Client) -> None:
    owner.post(f"{HOME}new", told())

    forget_all()
    market = pricing.market_for_country("NL")
    assert market
    assert (market.countries, market.default_country) == (["BE", "NL"], "BE")
    assert AuditEntry.objects.get().action == "pricing.open_market"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"currency": "EURO"}, "currency"),
        ({"countries": []}, "countries"),
        ({"countries": ["XX"]}, "countries"),
        ({"tax_display": "hidden"}, "tax_display"),
    ],
)
def test_a_market_with_a_slip_is_not_opened_and_keeps_what_was_typed(
    owner: Client, wrong: dict[str, object], field: str
) -> None:
    answer = owner.post(f"{HOME}new", told(**wrong))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#f-{field}"' in page
    assert not Market.objects.exists()


def test_a_country_is_served_by_one_open_market(owner: Client) -> None:
    make_shop()

    answer = owner.post(f"{HOME}new", told(countries=["NL", "FR"]))

    assert "already served" in answer.content.decode()
    assert Market.objects.count() == 1


def test_the_last_open_market_cannot_be_closed(owner: Client) -> None:
    market = make_shop()
    closing = told(name=market.name)
    del closing["is_active"]

    answer = owner.post(f"{HOME}{market.pk}/", closing)

    market.refresh_from_db()
    assert (answer.status_code, market.is_active) == (422, True)


def test_a_market_keeps_its_currency_whatever_is_posted(owner: Client) -> None:
    market = make_shop()

    owner.post(f"{HOME}{market.pk}/", told(name="Nearby", currency="USD"))

    market.refresh_from_db()
    assert (market.name, market.currency) == ("Nearby", "EUR")


def test_a_rate_counts_from_its_day_on(owner: Client) -> None:
    make_shop()
    tomorrow = clock.now().date() + timedelta(days=1)

    owner.post(
        f"{HOME}rates",
        {
            "rate_country": "NL",
            "percent": "22,5 %",
            "tax_class": "standard",
            "rate_name": "BTW",
            "valid_from": tomorrow,
        },
    )

    forget_all()
    assert pricing.tax_rules("NL", clock.now().date())["standard"].rate == Decimal("0.21")
    assert pricing.tax_rules("NL", tomorrow)["standard"].rate == Decimal("0.225")


@pytest.mark.parametrize("percent", ["", "-1", "100", "nan", "21.12345", "x"])
def test_an_absurd_rate_is_refused(owner: Client, percent: str) -> None:
    make_shop()
    before = TaxRate.objects.count()

    answer = owner.post(
        f"{HOME}rates", {"rate_country": "NL", "percent": percent, "tax_class": "reduced", "rate_name": "VAT"}
    )

    assert (answer.status_code, TaxRate.objects.count()) == (422, before)


def test_a_day_has_one_rate(owner: Client) -> None:
    make_shop()
    typed = {"rate_country": "NL", "percent": "9", "tax_class": "reduced", "rate_name": "VAT"}
    owner.post(f"{HOME}rates", typed)

    answer = owner.post(f"{HOME}rates", {**typed, "percent": "10"})

    assert answer.status_code == 422
    assert TaxRate.objects.get(tax_class="reduced", country="NL").rate == Decimal("0.09")


def test_a_rate_is_removed_with_its_record(owner: Client) -> None:
    make_shop()
    rate = TaxRate.objects.get(country="DE")

    owner.post(f"{HOME}rates/{rate.pk}/remove")
    answer = owner.post(f"{HOME}rates/{rate.pk}/remove")

    assert answer.status_code == 302
    assert not TaxRate.objects.filter(pk=rate.pk).exists()
    assert AuditEntry.objects.filter(action="pricing.remove_tax_rate").count() == 1


@pytest.mark.parametrize("country", ["XX", "", "NL\x00"])
def test_a_rate_for_no_country_is_refused(owner: Client, country: str) -> None:
    make_shop()

    answer = owner.post(
        f"{HOME}rates", {"rate_country": country, "percent": "9", "tax_class": "reduced", "rate_name": "VAT"}
    )

    assert answer.status_code == 422


@pytest.mark.parametrize("day", ["31/12/2027", "tomorrow", "2027-13-01"])
def test_a_day_that_cannot_be_read_is_never_taken_for_today(owner: Client, day: str) -> None:
    make_shop()
    before = TaxRate.objects.count()

    answer = owner.post(
        f"{HOME}rates",
        {"rate_country": "NL", "percent": "9", "tax_class": "reduced", "rate_name": "VAT", "valid_from": day},
    )

    assert (answer.status_code, TaxRate.objects.count()) == (422, before)
    assert 'href="#f-valid_from"' in answer.content.decode()


def test_the_last_day_there_can_be_is_a_day_like_any_other(owner: Client) -> None:
    make_shop()

    assert owner.get("/office/orders/?to=9999-12-31").status_code == 200
