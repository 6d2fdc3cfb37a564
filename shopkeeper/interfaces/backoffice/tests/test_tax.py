"""Who sells, states with rates of their own, exemptions: what the office writes down decides what is charged."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.commerce.customers.models import Customer
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.pricing.models import Market, TaxRate
from shopkeeper.commerce.tax import queries
from shopkeeper.commerce.tax.models import Exemption, ShopIdentity
from shopkeeper.commerce.tax.queries import Sale
from shopkeeper.foundation import clock
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.audit.models import AuditEntry
from shopkeeper.foundation.remember import forget_all
from shopkeeper.interfaces.backoffice.makers import at_the_desk, make_order, make_staff

pytestmark = pytest.mark.django_db
SELLER = "/office/markets/seller"
EXEMPT = "/office/markets/exemptions"
TOLD = {
    "name": "Linden Row B.V.",
    "line1": "Breestraat 12",
    "postal_code": "2311 CR",
    "city": "Leiden",
    "country": "NL",
    "vat_number": "nl 004495445 b01",
    "iban": "NL91 ABNA 0417 1643 00",
    "distance_sales": "home",
}


@pytest.fixture
def owner() -> Client:
    make_shop()
    return at_the_desk(make_staff(name="Marit"))


def charged(country: str, *, customer_id: int | None = None, postcode: str = "") -> tuple[Decimal, str]:
    forget_all()
    sale = Sale(country, ("standard",), "EUR", postal_code=postcode, customer_id=customer_id)
    rule = queries.terms(sale, on=clock.now().date()).rules["standard"]
    return rule.rate, rule.jurisdiction


def test_who_sells_is_written_down_checked_and_recorded(owner: Client) -> None:
    answer = owner.post(SELLER, TOLD)

    found = ShopIdentity.objects.get()
    assert answer.status_code == 302
    assert (found.vat_number, found.iban) == ("NL004495445B01", "NL91ABNA0417164300")
    assert AuditEntry.objects.filter(action="tax.write_identity").count() == 1
    assert "Linden Row B.V., established in Netherlands" in owner.get("/office/markets/").content.decode()
    assert 'value="NL91ABNA0417164300"' in owner.get(SELLER).content.decode()


def test_below_the_threshold_other_countries_are_charged_our_own_rate(owner: Client) -> None:
    TaxRate.objects.filter(country="DE").update(rate=Decimal("0.19"))
    assert charged("DE") == (Decimal("0.19"), "DE")

    owner.post(SELLER, TOLD)
    assert charged("DE") == (Decimal("0.21"), "NL")

    owner.post(SELLER, {**TOLD, "distance_sales": "destination"})
    assert charged("DE") == (Decimal("0.19"), "DE")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("vat_number", "NL123"),
        ("iban", "NL91 ABNA 0417 1643 01"),
        ("bic", "X"),
        ("country", "XX"),
        ("name", " "),
        ("distance_sales", "sometimes"),
        ("email", "nobody"),
        ("city", "x" * 300),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_lost(owner: Client, field: str, typed: str) -> None:
    answer = owner.post(SELLER, {**TOLD, field: typed})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in page
    assert 'value="Breestraat 12"' in page
    assert not ShopIdentity.objects.exists()


@pytest.mark.parametrize("typed", ["CN", "cn"])
def test_a_region_has_a_rate_of_its_own(owner: Client, typed: str) -> None:
    market = make_shop("USD", country="ES")
    assert market.countries[0] == "ES"
    sent = {"rate_country": "ES", "rate_region": typed, "percent": "7", "tax_class": "standard", "rate_name": "IGIC"}

    answer = owner.post("/office/markets/rates", sent)

    assert answer.status_code == 302
    assert charged("ES", postcode="35001") == (Decimal("0.07"), "ES-CN")
    assert charged("ES", postcode="28001") == (Decimal("0.21"), "ES")
    assert "Spain, CN" in owner.get("/office/markets/").content.decode()


@pytest.mark.parametrize(("country", "region"), [("NL", "CN"), ("DE", "Bavaria")])
def test_a_region_that_is_not_taxed_by_itself_is_refused(owner: Client, country: str, region: str) -> None:
    before = TaxRate.objects.count()
    sent = {"rate_country": country, "rate_region": region, "percent": "7", "tax_class": "standard", "rate_name": "T"}

    answer = owner.post("/office/markets/rates", sent)

    assert (answer.status_code, TaxRate.objects.count()) == (422, before)
    assert 'id="f-rate_region-error"' in answer.content.decode()


@pytest.fixture
def customer() -> Customer:
    user = User.objects.create_user("buyer@example.com", "a long password")
    return Customer.objects.create(user=user)


GRANT = {
    "email": "Buyer@example.com",
    "exempt_country": "NL",
    "certificate": "EXM-7",
    "reason": "Embassy",
    "valid_from": "2026-01-01",
}


def test_an_exemption_is_granted_counts_and_is_withdrawn(owner: Client, customer: Customer) -> None:
    assert charged("NL", customer_id=customer.pk) == (Decimal("0.21"), "NL")

    assert owner.post(EXEMPT, GRANT).status_code == 302
    assert charged("NL", customer_id=customer.pk)[0] == 0
    assert charged("DE", customer_id=customer.pk)[0] == Decimal("0.21")
    assert "certificate EXM-7" in owner.get(EXEMPT).content.decode()

    assert owner.post(f"{EXEMPT}/{Exemption.objects.get().pk}/withdraw").status_code == 302
    assert charged("NL", customer_id=customer.pk) == (Decimal("0.21"), "NL")
    assert "Withdrawn" in owner.get(EXEMPT).content.decode()
    assert AuditEntry.objects.filter(action__startswith="tax.").count() == 2


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("email", "nobody@example.com"),
        ("exempt_country", ""),
        ("certificate", ""),
        ("reason", "x" * 151),
        ("valid_until", "2025-12-31"),
        ("valid_from", "soon"),
        ("region", "QQ"),
    ],
)
def test_an_exemption_that_cannot_be_is_refused(owner: Client, customer: Customer, field: str, typed: str) -> None:
    answer = owner.post(EXEMPT, {**GRANT, field: typed})

    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in answer.content.decode()
    assert not Exemption.objects.exists()


def test_a_withdrawal_of_nothing_is_not_found(owner: Client) -> None:
    assert owner.post(f"{EXEMPT}/7/withdraw").status_code == 404


def test_an_order_tells_staff_what_to_look_at(owner: Client) -> None:
    order = make_order(Market.objects.get(), make_offer())
    Order.objects.filter(pk=order.pk).update(
        tax={"flags": ["estimated", "vat_number_unconfirmed", "unheard of"], "vat_number": "DE136695976"}
    )

    page = owner.get(f"/office/orders/{order.number}/").content.decode()

    assert "Tax estimated" in page
    assert "The VAT number DE136695976 was not confirmed" in page
