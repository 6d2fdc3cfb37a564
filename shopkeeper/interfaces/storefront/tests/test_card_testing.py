"""What somebody who tries out cards meets at the door, and what everybody else never notices (X9)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse

from shopkeeper.commerce.catalogue.models import Offer
from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.payments.models import Payment, SandboxCharge
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.foundation import clock
from shopkeeper.foundation.accounts.models import User
from shopkeeper.interfaces.storefront.tests.buyers import Buyer, make_buyer

pytestmark = pytest.mark.django_db


@pytest.fixture
def market() -> Market:
    return make_shop()


@pytest.fixture
def offer(market: Market) -> Offer:
    return make_offer(stock=100, at=clock.now())


def at_the_till(market: Market, offer: Offer, address: str = "203.0.113.9") -> Buyer:
    buyer = make_buyer(market, offer)
    buyer.client.defaults["REMOTE_ADDR"] = address
    buyer.go_to_payment()
    return buyer


def declined(buyer: Buyer, times: int, script: str = "decline") -> None:
    for _ in range(times):
        buyer.press(script)
        buyer.get(buyer.url("payment"))


def refuse_at_the_bank(buyer: Buyer) -> None:
    back = buyer.post(buyer.press("three_d_secure").headers["Location"], decision="refuse").headers["Location"]
    buyer.get(back)
    buyer.get(buyer.url("payment"))


def assert_must_wait(answer: HttpResponse, seconds: int) -> str:
    assert answer.status_code == 429
    assert seconds - 5 <= int(answer.headers["Retry-After"]) <= seconds
    page = answer.content.decode()
    assert "Please wait before you try again" in page
    assert "Nothing was charged" in page
    return page


def test_the_fourth_try_of_a_browser_waits_and_then_goes_through(
    market: Market, offer: Offer, time_machine: Any
) -> None:
    start = clock.now()
    time_machine.move_to(start, tick=False)
    buyer = at_the_till(market, offer)
    declined(buyer, 3)

    page = assert_must_wait(buyer.press("approve"), 60)

    assert "Several payments were declined. Please ask your bank, and try again in 60 seconds." in page
    assert (SandboxCharge.objects.count(), Order.objects.count()) == (3, 0)
    time_machine.move_to(start + timedelta(seconds=60), tick=False)
    # The very form that was refused may be sent again: waiting is no answer that is kept.
    assert buyer.press("approve").headers["Location"] == buyer.url("thanks")


def test_refusals_at_the_bank_count_like_those_of_a_card(market: Market, offer: Offer) -> None:
    buyer = at_the_till(market, offer)
    for _ in range(3):
        refuse_at_the_bank(buyer)

    assert_must_wait(buyer.press("three_d_secure"), 60)


def test_refused_at_the_bank_and_learned_by_the_waiting_page_counts(market: Market, offer: Offer) -> None:
    buyer = at_the_till(market, offer)
    for _ in range(3):
        buyer.post(buyer.press("three_d_secure").headers["Location"], decision="refuse")
        buyer.get(buyer.url("confirming"))
        buyer.get(buyer.url("payment"))

    assert_must_wait(buyer.press("approve"), 60)


def test_leaving_the_banks_page_again_and_again_counts(market: Market, offer: Offer) -> None:
    buyer = at_the_till(market, offer)
    for _ in range(3):
        buyer.press("three_d_secure")
        buyer.post(buyer.url("other-payment"))
        buyer.get(buyer.url("payment"))

    assert_must_wait(buyer.press("approve"), 60)


def test_the_browser_is_known_again_with_another_basket(market: Market, offer: Offer) -> None:
    first = at_the_till(market, offer)
    declined(first, 3)
    second = make_buyer(market, offer)
    second.client.cookies["payer"] = first.client.cookies["payer"].value
    second.client.defaults["REMOTE_ADDR"] = "198.51.100.7"
    second.go_to_payment()

    assert_must_wait(second.press("approve"), 60)


def test_a_network_that_keeps_throwing_its_cookies_away_is_slowed_down(market: Market, offer: Offer) -> None:
    for _ in range(5):
        declined(at_the_till(market, offer), 1)
    buyer = at_the_till(market, offer)

    page = assert_must_wait(buyer.press("approve"), 60)

    assert f"/account/sign-in/?next={buyer.url('payment')}" in page
    assert Payment.objects.count() == 5
    assert at_the_till(market, offer, "198.51.100.1").press().headers["Location"].endswith("/thanks")


def test_an_ipv6_network_is_one_however_many_addresses_it_uses(market: Market, offer: Offer) -> None:
    for number in range(5):
        declined(at_the_till(market, offer, f"2001:db8:1:2::{number:x}"), 1)

    assert_must_wait(at_the_till(market, offer, "2001:db8:1:2:ffff::1").press(), 60)
    assert at_the_till(market, offer, "2001:db8:1:3::1").press().headers["Location"].endswith("/thanks")


def test_a_customer_who_signs_in_is_not_kept_waiting_for_the_neighbours(market: Market, offer: Offer) -> None:
    for _ in range(5):
        declined(at_the_till(market, offer), 1)
    buyer = at_the_till(market, offer)
    buyer.client.force_login(User.objects.create_user("ada@example.com"))
    buyer.get(buyer.url("payment"))

    assert buyer.press().headers["Location"].endswith("/thanks")


def test_forty_shoppers_behind_one_address_all_buy(market: Market, offer: Offer) -> None:
    for _ in range(40):
        assert at_the_till(market, offer).press().headers["Location"].endswith("/thanks")


def test_who_pays_at_once_is_given_no_name(market: Market, offer: Offer) -> None:
    buyer = at_the_till(market, offer)

    buyer.press()

    assert "payer" not in buyer.client.cookies
