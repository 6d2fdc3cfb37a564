"""Filling in a checkout: nothing typed is lost, nothing unasked is asked, whatever somebody types."""

from __future__ import annotations

import re
from html import unescape

import pytest

from shopkeeper.commerce.checkout.makers import DETAILS, make_offer, make_shop
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.commerce.shipping.models import ShippingMethod, ShippingZone
from shopkeeper.foundation.remember import forget_all
from shopkeeper.interfaces.storefront.tests.buyers import Buyer, make_buyer

pytestmark = pytest.mark.django_db

# Markup, templates, formulas, other scripts, controls, and what breaks naive parsers.
PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onfocus=alert(1) autofocus='",
    "javascript:alert(1)",
    "</textarea></title><svg/onload=alert(1)>",
    "{{ 7*7 }} {% raw %} ${7*7} #{7*7} <%= 7*7 %>",
    "=HYPERLINK(1) +1 -1 @SUM(1)",
    "&lt;b&gt; &amp; &#60;",
    "Zoë O’Brien-Ñández 李小龍 محمد 🎁 ﷽",
    "\u202egnp.exe \u200b\u2028x",
    "é" * 300,
    "A",
]
TEXTS = ("name", "company", "line1", "line2", "city", "phone", "note")


@pytest.fixture
def buyer() -> Buyer:
    return make_buyer(make_shop(), make_offer(stock=10), quantity=2)


def value_of(page: str, name: str) -> str:
    found = re.search(rf'<input[^>]* name="{name}"[^>]* value="([^"]*)"', page)
    return unescape(found[1]) if found else ""


def test_a_guest_sees_at_most_eight_fields(buyer: Buyer) -> None:
    buyer.begin()
    page = buyer.get(buyer.url("details")).content.decode()
    form = page[page.index('class="form"') : page.index("</form>", page.index('class="form"'))]
    visible = re.sub(r"<details.*?</details>", "", form, flags=re.DOTALL)

    assert (
        len(re.findall(r'<(?:input(?![^>]*type="hidden")|select|textarea)\b', visible)) == 7
    )  # the tick for news is the seventh


def test_every_mistake_is_told_at_once_above_and_beside_its_field(buyer: Buyer) -> None:
    answer = buyer.fill_in(email="ada.example.com", name="", postal_code="")
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "has no @" in page
    assert page.count('aria-invalid="true"') == 3
    assert "There are 3 things to put right" in page
    assert re.search(r'href="#f-email".*href="#f-name".*href="#f-postal_code"', page, re.DOTALL)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_everything_typed_comes_back_exactly_and_harmlessly(buyer: Buyer, payload: str) -> None:
    answer = buyer.fill_in(**dict.fromkeys(("name", "line1", "line2", "company", "city", "phone"), payload), email="x")
    page = answer.content.decode()

    assert answer.status_code == 422
    assert value_of(page, "name") == payload
    assert value_of(page, "line1") == payload
    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize("payload", [text for text in PAYLOADS if len(text) < 40])
def test_an_order_shows_what_was_typed_as_text(buyer: Buyer, payload: str) -> None:
    typed = {name: payload for name in TEXTS if name != "note"}
    buyer.fill_in(**typed)
    buyer.choose(note=payload)
    assert buyer.pay().headers["Location"] == buyer.url("thanks")

    page = buyer.get(buyer.url("thanks")).content.decode()

    assert "<script>alert" not in page
    assert not re.search(r"<[^>]+\son(error|load|focus)=", page)


def test_a_text_that_is_too_long_is_told_and_kept(buyer: Buyer) -> None:
    long = "Long " * 80
    answer = buyer.fill_in(name=long)

    assert "Use at most 300 characters." in answer.content.decode()
    assert value_of(answer.content.decode(), "name") == long


def test_a_nul_byte_harms_nobody(buyer: Buyer) -> None:
    assert buyer.fill_in(name="A\x00da").headers["Location"] == buyer.url("delivery")
    assert buyer.checkout.typed["name"] == "Ada"


def test_a_form_in_the_middle_survives_a_reload_and_another_browser_window(buyer: Buyer) -> None:
    buyer.begin()
    assert buyer.post(buyer.url("autosave"), name="Ada L").status_code == 204
    assert buyer.post(buyer.url("autosave"), email="not yet").status_code == 204

    page = buyer.get(buyer.url("details")).content.decode()

    assert (value_of(page, "name"), value_of(page, "email")) == ("Ada L", "not yet")
    assert buyer.begin() == buyer.url("details")


def test_coming_back_goes_on_where_it_was_left(buyer: Buyer) -> None:
    buyer.fill_in()
    assert buyer.begin() == buyer.url("delivery")
    buyer.choose()
    assert buyer.begin() == buyer.url("payment")
    assert buyer.get(buyer.url("details")).status_code == 200  # going back is always possible


def test_a_later_step_cannot_be_reached_early(buyer: Buyer) -> None:
    buyer.begin()

    assert buyer.get(buyer.url("delivery")).headers["Location"] == buyer.url("details")
    assert buyer.get(buyer.url("payment")).headers["Location"] == buyer.url("details")
    assert buyer.post(buyer.url("payment"), method="sandbox:sandbox_approve", total_minor="4095", currency="EUR")
    assert not Order.objects.exists()


def test_a_killed_session_loses_nothing(buyer: Buyer) -> None:
    buyer.fill_in()
    buyer.client.cookies.pop("session", None)
    buyer.client.cookies.pop("checkouts", None)

    assert value_of(buyer.get(buyer.url("details")).content.decode(), "name") == "Ada"
    assert buyer.begin() == buyer.url("delivery")


def test_another_country_has_another_form(buyer: Buyer) -> None:
    Market.objects.update(countries=["NL", "DE", "IE", "US"])
    forget_all()
    buyer.begin()
    answer = buyer.post(buyer.url("details"), name="Ada", country="US", again="country")
    assert answer.headers["Location"].endswith("/details#f-country")

    page = buyer.get(buyer.url("details")).content.decode()

    assert "ZIP code" in page
    assert 'name="region"' in page
    assert value_of(page, "name") == "Ada"


@pytest.mark.parametrize("country", ["US", "XX", "", "nl'--"])
def test_a_country_outside_the_market_is_refused_and_never_charged(buyer: Buyer, country: str) -> None:
    buyer.go_to_payment()
    buyer.post(buyer.url("autosave"), country=country)

    buyer.press()

    assert not Order.objects.exists()


def test_an_unusual_postcode_is_asked_about_and_accepted(buyer: Buyer) -> None:
    assert buyer.fill_in(postal_code="ABC").headers["Location"] == buyer.url("delivery")
    assert "looks unusual" in buyer.get(buyer.url("details")).content.decode()


def test_where_nothing_goes_the_reason_and_the_ways_out_are_told(buyer: Buyer) -> None:
    ShippingZone.objects.update(excluded_postcodes=["1015"], excluded_reason="Too many bridges.")
    forget_all()
    buyer.fill_in()

    page = buyer.get(buyer.url("delivery")).content.decode()

    assert "Too many bridges." in page
    assert buyer.url("details") in page


def test_a_carrier_that_calls_needs_a_number_and_says_why(buyer: Buyer) -> None:
    ShippingMethod.objects.update(needs_phone=True, carrier="Swift")
    forget_all()
    buyer.fill_in()

    asked = buyer.choose()

    assert asked.status_code == 422
    assert "Swift calls before it comes" in asked.content.decode()
    assert buyer.get(buyer.url("payment")).headers["Location"] == buyer.url("delivery")
    assert buyer.choose(phone="+31 6 1234").headers["Location"] == buyer.url("payment")


@pytest.mark.parametrize("method", ["", "free", "standard' OR 1=1"])
def test_a_way_of_delivery_that_is_not_offered_is_refused(buyer: Buyer, method: str) -> None:
    buyer.fill_in()

    assert buyer.choose(method).status_code == 422


def test_prices_in_a_form_are_ignored(buyer: Buyer) -> None:
    buyer.fill_in(unit_minor="1", shipping_minor="0", discount_minor="4000", quantity="-5")
    buyer.choose()

    assert buyer.pay().headers["Location"] == buyer.url("thanks")
    assert Order.objects.get().total_minor == 4095


def test_an_invoice_address_of_its_own_is_kept(buyer: Buyer) -> None:
    buyer.go_to_payment()
    own = {f"billing_{name}": value for name, value in DETAILS.items() if name != "email"}

    buyer.press(**{**own, "billing_name": "Ada Ltd"})

    order = Order.objects.get()
    assert (order.billing_address["name"], order.shipping_address["name"]) == ("Ada Ltd", "Ada")


def test_half_an_invoice_address_keeps_nobody_on_the_wrong_page(buyer: Buyer) -> None:
    buyer.go_to_payment()

    answer = buyer.press(billing_name="Ada Ltd", billing_country="NL")

    assert answer.status_code == 422
    assert 'id="f-billing_line1-error">Enter the street' in answer.content.decode()
    assert buyer.get(buyer.url("payment")).status_code == 200
    assert buyer.fill_in().headers["Location"] == buyer.url("delivery")


def test_an_empty_cart_has_no_checkout() -> None:
    from django.test import Client

    make_shop()

    assert Client().get("/checkout/").headers["Location"] == "/cart/"


@pytest.mark.parametrize("lines", [1, 50])
@pytest.mark.parametrize(
    ("step", "most"), [("details", 8), ("delivery", 8), ("payment", 8), ("autosave", 6), ("open", 10)]
)
def test_a_step_costs_the_same_few_queries_for_any_number_of_lines(  # type: ignore[no-untyped-def]
    lines: int, step: str, most: int, django_assert_max_num_queries
) -> None:
    market = make_shop()
    buyer = make_buyer(market, *(make_offer(stock=10) for _ in range(lines)))
    buyer.go_to_payment()
    url = "/checkout/" if step == "open" else buyer.url(step)

    with django_assert_max_num_queries(most) as counted:
        buyer.post(url, name="Ada") if step == "autosave" else buyer.get(url)

    assert len(counted) <= most


@pytest.mark.parametrize("step", ["details", "delivery", "payment"])
def test_a_market_that_closes_on_the_way_moves_the_checkout_and_loses_nothing(buyer: Buyer, step: str) -> None:
    buyer.fill_in(**DETAILS)
    make_shop(country="BE")
    Market.objects.filter(default_country="NL").update(is_active=False)
    forget_all()

    seen = buyer.client.get(buyer.url(step))
    buyer.client.post(buyer.url("details"), {**DETAILS, "line1": "Herengracht 2"})
    gone_on = buyer.client.get("/checkout/", follow=True)

    assert seen.headers["Location"] == "/checkout/"
    assert gone_on.status_code == 200
    assert "Herengracht 2" in gone_on.content.decode()
