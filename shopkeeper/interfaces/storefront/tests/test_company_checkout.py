"""Buying for a company: its VAT number decides the tax before anything is paid, and nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.tax import providers
from shopkeeper.commerce.tax.backends.simulated import SimulatedTax
from shopkeeper.commerce.tax.models import ShopIdentity
from shopkeeper.commerce.tax.ports import RegisterUnavailable, VatAnswer
from shopkeeper.commerce.tax.tests.test_services import REGISTER, SERVICE, Register
from shopkeeper.foundation.remember import forget_all
from shopkeeper.interfaces.storefront.tests.buyers import Buyer, hidden, make_buyer

pytestmark = pytest.mark.django_db
BERLIN = {"country": "DE", "line1": "Torstraße 1", "postal_code": "10119", "city": "Berlin"}
COMPANY = {**BERLIN, "company": "Muster GmbH", "vat_number": "de 136 695 976"}


@pytest.fixture
def buyer() -> Iterator[Buyer]:
    market = make_shop()
    ShopIdentity.objects.create(pk=1, name="Linden Row B.V.", country="NL", vat_number="NL004495445B01")
    forget_all()
    yield make_buyer(market, make_offer(stock=10), quantity=2)
    SimulatedTax.play()
    providers.forget_services()


def with_register(settings: object, *answers: VatAnswer | Exception) -> None:
    settings.VAT_REGISTER = REGISTER  # type: ignore[attr-defined]
    providers.forget_services()
    Register.says(*answers)


def test_people_see_nothing_of_it_and_a_company_finds_it_without_javascript(buyer: Buyer) -> None:
    buyer.begin()
    page = buyer.get(buyer.url("details")).content.decode()
    form = page[page.index('class="form"') : page.index("</form>", page.index('class="form"'))]
    folds = re.findall(r"<details[^>]*>.*?</details>", form, flags=re.DOTALL)
    fold = next(one for one in folds if 'name="vat_number"' in one)

    assert "buying for a company" in fold
    assert 'name="company"' in fold
    assert not fold.startswith('<details class="more" open')
    visible = re.sub(r"<details.*?</details>", "", form, flags=re.DOTALL)
    assert len(re.findall(r'<(?:input(?![^>]*type="hidden")|select|textarea)\b', visible)) <= 8


def test_a_german_company_sees_and_pays_the_price_without_tax(buyer: Buyer) -> None:
    buyer.go_to_payment(**COMPANY)
    page = buyer.page.content.decode()

    # 18.00/1.21 = 14.876 → 14.88; 4.95/1.21 = 4.0909 → 4.09; 2·14.88 + 4.09 = 33.85
    assert hidden(buyer.page)["total_minor"] == "3385"
    assert "Article 138" in page
    assert buyer.press().status_code == 303

    order = Order.objects.get()
    assert (order.total_minor, order.tax_minor, order.prices_include_tax) == (3385, 0, False)
    assert order.tax == {"provider": "table", "flags": ["vat_number_unconfirmed"], "vat_number": "DE136695976"}
    assert order.shipping_address["company"] == "Muster GmbH"
    assert [row["category"] for row in order.quote["tax_rows"]] == ["K"]


def test_a_company_without_a_number_pays_what_people_pay(buyer: Buyer) -> None:
    buyer.go_to_payment(**{**COMPANY, "vat_number": ""})

    assert hidden(buyer.page)["total_minor"] == "4095"


@pytest.mark.parametrize("number", ["DE136695977", "DE1", "hello", "NL000000000B00", "<b>", "ÅÄÖ"])
def test_a_wrong_number_is_told_and_kept_as_typed(buyer: Buyer, number: str) -> None:
    answer = buyer.fill_in(**{**COMPANY, "vat_number": number})
    page = answer.content.decode()

    if number == "ÅÄÖ":
        # Nothing of it is a number, so nobody claimed to have one.
        assert answer.status_code == 303
        return
    assert answer.status_code == 422
    assert "is no VAT number we can use" in page
    assert re.search(r'<details class="more" open><summary>.*?buying for a company', page, re.DOTALL)
    assert buyer.checkout.typed["vat_number"] == number
    assert "Torstraße 1" in page


def test_a_number_without_a_company_asks_for_its_name(buyer: Buyer) -> None:
    answer = buyer.fill_in(**{**COMPANY, "company": ""})

    assert answer.status_code == 422
    assert "Enter the company the VAT number belongs to" in answer.content.decode()


def test_a_number_the_register_refuses_is_told_and_may_be_left_out(buyer: Buyer, settings: object) -> None:
    with_register(settings, VatAnswer(False))

    refused = buyer.fill_in(**COMPANY)

    assert refused.status_code == 422
    assert "does not know DE136695976" in refused.content.decode()
    assert buyer.post(buyer.url("details"), vat_number="").status_code == 303
    buyer.choose()
    buyer.get(buyer.url("payment"))
    assert hidden(buyer.page)["total_minor"] == "4095"


def test_a_register_that_is_away_stands_in_nobodys_way_and_staff_are_told(buyer: Buyer, settings: object) -> None:
    with_register(settings, RegisterUnavailable("away"))

    buyer.go_to_payment(**COMPANY)
    buyer.press()

    assert Order.objects.get().tax["flags"] == ["vat_number_unconfirmed"]


def test_a_number_refused_between_page_and_button_is_not_charged_at_another_total(
    buyer: Buyer, settings: object
) -> None:
    buyer.go_to_payment(**COMPANY)
    with_register(settings, VatAnswer(False))

    answer = buyer.press()

    assert answer.status_code == 422
    assert not Order.objects.exists()
    assert hidden(answer)["total_minor"] == "4095"
    assert buyer.checkout.typed["company"] == "Muster GmbH"


@pytest.mark.parametrize("script", ["down", "nonsense", "incomplete"])
def test_a_tax_service_that_fails_never_stops_an_order(buyer: Buyer, settings: object, script: str) -> None:
    settings.TAX_PROVIDER = SERVICE  # type: ignore[attr-defined]
    providers.forget_services()
    SimulatedTax.play(*[script] * 9)

    buyer.go_to_payment()
    buyer.press()

    order = Order.objects.get()
    assert (order.total_minor, order.tax["flags"], order.tax["provider"]) == (4095, ["estimated"], "table")


def test_a_tax_service_that_answers_is_on_the_order(buyer: Buyer, settings: object) -> None:
    settings.TAX_PROVIDER = SERVICE  # type: ignore[attr-defined]
    providers.forget_services()
    SimulatedTax.play()

    buyer.go_to_payment()
    buyer.press()

    order = Order.objects.get()
    # 36.00·7.25/107.25 = 2.4336 → 2.43; 4.95·7.25/107.25 = 0.3346 → 0.33
    assert (order.tax_minor, order.tax["flags"], order.tax["provider"]) == (276, [], "simulated")
    assert len(SimulatedTax.asked) == 1
