"""A guest buys something, with everything a bank can answer."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from shopkeeper.commerce.checkout import saga
from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.payments.backends.sandbox import Sandbox
from shopkeeper.commerce.payments.models import Payment, SandboxCharge
from shopkeeper.commerce.pricing import operations as pricing
from shopkeeper.commerce.pricing.operations import NewPrice
from shopkeeper.commerce.shipping.models import ShippingMethod
from shopkeeper.foundation import clock
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.remember import forget_all
from shopkeeper.interfaces.storefront.tests.buyers import Buyer, make_buyer

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer() -> Buyer:
    return make_buyer(make_shop(), make_offer(stock=10), quantity=2)


def test_a_guest_goes_from_cart_to_thank_you(buyer: Buyer) -> None:
    assert buyer.begin().endswith("/details")
    assert buyer.fill_in().headers["Location"].endswith("/delivery")
    assert buyer.get(buyer.url("delivery")).status_code == 200
    assert buyer.choose().headers["Location"].endswith("/payment")

    paid = buyer.pay()

    assert (paid.status_code, paid.headers["Location"]) == (303, buyer.url("thanks"))
    order = Order.objects.get()
    assert order.number in buyer.get(buyer.url("thanks")).content.decode()
    assert Payment.objects.get().status == "captured"


@pytest.mark.parametrize("script", ["approve", "duplicate_webhook", "reordered_webhook", "timeout_after"])
def test_these_payments_place_the_order_at_once(buyer: Buyer, script: str) -> None:
    buyer.go_to_payment()

    answer = buyer.press(script)

    assert answer.headers["Location"].endswith("/thanks")
    assert (Order.objects.count(), SandboxCharge.objects.get().captured_minor) == (1, 4095)


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("decline", "not enough money"),
        ("expired_card", "the card has expired"),
        ("wrong_amount", "another amount than you agreed to"),
    ],
)
def test_a_refusal_comes_back_with_the_banks_words_and_everything_kept(buyer: Buyer, script: str, words: str) -> None:
    buyer.go_to_payment()

    answer = buyer.press(script, billing_name="Ada’s accountant")
    assert answer.status_code == 422  # the billing address was begun and is not complete
    answer = buyer.press(script, billing_name="")
    page = buyer.get(answer.headers["Location"]).content.decode()

    assert words in page
    assert not Order.objects.exists()
    assert buyer.press().headers["Location"].endswith("/thanks")


def test_the_bank_asks_and_the_customer_confirms(buyer: Buyer) -> None:
    buyer.go_to_payment()
    bank = buyer.press("three_d_secure").headers["Location"]
    assert "Confirm this payment?" in buyer.get(bank).content.decode()

    back = buyer.post(bank, decision="confirm").headers["Location"]

    assert back == buyer.url("return")
    assert buyer.get(back).headers["Location"] == buyer.url("thanks")
    assert Order.objects.count() == 1


def test_refusing_at_the_bank_leads_back_to_the_payment_step(buyer: Buyer) -> None:
    buyer.go_to_payment()
    bank = buyer.press("three_d_secure").headers["Location"]

    back = buyer.post(bank, decision="refuse").headers["Location"]

    assert buyer.get(back).headers["Location"] == buyer.url("payment")
    assert "Your bank declined the payment" in buyer.get(buyer.url("payment")).content.decode()
    assert not Order.objects.exists()


def test_coming_back_without_deciding_offers_the_bank_again_or_another_way(buyer: Buyer) -> None:
    buyer.go_to_payment()
    bank = buyer.press("three_d_secure").headers["Location"]

    page = buyer.get(buyer.url("confirming"))
    other = buyer.post(buyer.url("other-payment"))

    assert bank in page.content.decode()
    assert "Refresh" not in page.headers
    assert other.headers["Location"] == buyer.url("payment")
    assert SandboxCharge.objects.get().status == "voided"
    assert buyer.pay().headers["Location"] == buyer.url("thanks")


def test_leaving_the_bank_after_all_was_confirmed_places_the_order(buyer: Buyer) -> None:
    buyer.go_to_payment()
    buyer.press("three_d_secure")
    Sandbox().confirm_action(SandboxCharge.objects.get().provider_id, approve=True)

    assert buyer.post(buyer.url("other-payment")).headers["Location"] == buyer.url("thanks")
    assert Order.objects.count() == 1


def test_while_the_bank_is_silent_the_page_asks_again_by_itself(buyer: Buyer) -> None:
    buyer.go_to_payment()

    waiting = buyer.press("timeout_before").headers["Location"]
    page = buyer.get(waiting)

    assert waiting == buyer.url("confirming")
    assert page.headers["Refresh"] == f"3; url={waiting}"
    assert "Checking with your bank" in page.content.decode()
    saga.drive(checkout_id=buyer.checkout.public_id, at=clock.now() + timedelta(minutes=1))
    assert buyer.get(waiting).headers["Location"] == buyer.url("payment")
    assert "did not answer" in buyer.get(buyer.url("payment")).content.decode()


def test_a_late_payment_is_found_by_the_waiting_page(buyer: Buyer) -> None:
    buyer.go_to_payment()
    waiting = buyer.press("late_webhook").headers["Location"]

    Sandbox().arrive_late(Payment.objects.get().key)

    assert buyer.get(waiting).headers["Location"] == buyer.url("thanks")


def test_the_pay_button_names_the_amount(buyer: Buyer) -> None:
    buyer.go_to_payment()

    assert "Pay €40.95" in buyer.page.content.decode()


def test_pressing_pay_five_times_gives_one_order_and_the_same_answer(buyer: Buyer) -> None:
    buyer.go_to_payment()

    answers = [buyer.press() for _ in range(5)]

    assert {answer.headers["Location"] for answer in answers} == {buyer.url("thanks")}
    assert Order.objects.count() == SandboxCharge.objects.count() == 1


def test_two_tabs_with_a_form_each_give_one_order(buyer: Buyer) -> None:
    buyer.go_to_payment()
    first = buyer.page
    second = buyer.get(buyer.url("payment"))

    for buyer.page in (first, second):
        assert buyer.press().headers["Location"] == buyer.url("thanks")

    assert Order.objects.count() == SandboxCharge.objects.count() == 1


def test_going_back_after_paying_shows_the_thank_you_page(buyer: Buyer) -> None:
    buyer.go_to_payment()
    buyer.press()

    for step in ("details", "delivery", "payment", "confirming", "return"):
        seen = buyer.get(buyer.url(step))
        while seen.status_code == 303:
            seen = buyer.get(seen.headers["Location"])
        assert "Thank you" in seen.content.decode(), step


def test_a_price_that_rose_is_shown_and_confirmed_before_anything_is_charged(buyer: Buyer) -> None:
    buyer.go_to_payment()
    offer_id = buyer.cart.lines.get().offer_id
    pricing.set_prices(prices=[NewPrice(offer_id, Money(2000, "EUR"))], at=clock.now())

    answer = buyer.press()

    assert answer.headers["Location"] == "/cart/"
    assert not Payment.objects.exists()


def test_a_delivery_price_that_rose_is_told_with_the_new_total_on_the_button(buyer: Buyer) -> None:
    buyer.go_to_payment()
    ShippingMethod.objects.update(rates=[{"up_to_grams": None, "amount_minor": 595}])
    forget_all()

    answer = buyer.press()

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The total has changed" in page
    assert "Pay €41.95" in page
    assert not Payment.objects.exists()
    buyer.page = answer
    assert buyer.press().headers["Location"] == buyer.url("thanks")


@pytest.mark.parametrize("change", [{"code": "snail"}, {"needs_phone": True}], ids=["withdrawn", "phone needed"])
def test_a_delivery_that_is_no_longer_offered_as_chosen_is_chosen_again(
    buyer: Buyer, change: dict[str, object]
) -> None:
    buyer.go_to_payment()
    ShippingMethod.objects.update(**change)
    forget_all()

    answer = buyer.press()

    assert answer.headers["Location"] == buyer.url("delivery")
    assert not Payment.objects.exists()


@pytest.mark.parametrize(
    "forged",
    [
        {"total_minor": "1"},
        {"total_minor": "-4095"},
        {"total_minor": "40.95"},
        {"total_minor": ""},
        {"currency": "JPY"},
    ],
)
def test_another_total_than_the_shops_own_is_never_charged(buyer: Buyer, forged: dict[str, str]) -> None:
    buyer.go_to_payment()

    answer = buyer.press(**forged)

    assert answer.status_code == 422
    assert not Payment.objects.exists()


@pytest.mark.parametrize("method", ["", "sandbox", "sandbox:", "nobody:sandbox_approve", "sandbox:sandbox_free"])
def test_a_way_to_pay_that_does_not_exist_is_refused(buyer: Buyer, method: str) -> None:
    buyer.go_to_payment()

    buyer.press(method=method)

    assert buyer.checkout.status == Checkout.Status.OPEN
    assert not Order.objects.exists()
    assert buyer.pay().headers["Location"] == buyer.url("thanks")


def test_sold_out_before_paying_leads_to_the_cart(buyer: Buyer) -> None:
    buyer.go_to_payment()
    other = make_buyer(buyer_market(), offer_of(buyer), quantity=9)
    other.go_to_payment()
    assert other.press().headers["Location"] == other.url("thanks")

    assert buyer.press().headers["Location"] == "/cart/"
    assert Order.objects.count() == 1


def test_somebody_elses_checkout_does_not_exist(buyer: Buyer) -> None:
    buyer.go_to_payment()
    stranger = Client(headers={"sec-fetch-site": "same-origin"})

    steps = ("details", "delivery", "payment", "confirming", "return", "thanks")
    assert {stranger.get(buyer.url(step)).status_code for step in steps} == {404}
    posts = ("details", "delivery", "payment", "autosave", "other-payment")
    assert {stranger.post(buyer.url(step), {"name": "Eve"}).status_code for step in posts} == {404}
    assert Checkout.objects.get().typed["name"] == "Ada"


def test_the_thank_you_page_belongs_to_the_browser_that_bought(buyer: Buyer) -> None:
    buyer.go_to_payment()
    buyer.press()
    stranger = Client()
    stranger.cookies["checkouts"] = f'["{buyer.checkout.public_id}"]'

    assert stranger.get(buyer.url("thanks")).status_code == 404


def test_checkout_pages_are_kept_by_nobody(buyer: Buyer) -> None:
    buyer.go_to_payment()

    assert buyer.page.headers["Cache-Control"] == "private, no-store"


def test_the_status_page_asks_for_nothing_but_the_link(buyer: Buyer) -> None:
    buyer.go_to_payment()
    buyer.press()
    link = re.search(r'href="(/orders/s/[^"]+/)"', buyer.get(buyer.url("thanks")).content.decode())
    assert link

    page = Client().get(link[1]).content.decode()

    assert Order.objects.get().number in page
    assert "ada@example.com" not in link[1]


def buyer_market():  # type: ignore[no-untyped-def]
    from shopkeeper.commerce.pricing.models import Market

    return Market.objects.get()


def offer_of(buyer: Buyer):  # type: ignore[no-untyped-def]
    return buyer.cart.lines.get().offer
