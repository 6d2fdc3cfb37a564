"""Signing in with a checkout half filled in, or while the bank is being asked: nothing typed is lost, the cart goes on,
and the order stands in the account."""

from __future__ import annotations

import pytest
from django.test import Client

from shopkeeper.commerce.cart.models import Cart
from shopkeeper.commerce.catalogue.models import Offer
from shopkeeper.commerce.checkout import joining, saga
from shopkeeper.commerce.checkout.makers import DETAILS, make_offer, make_shop
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.customers.models import Customer
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.payments.models import SandboxCharge
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.foundation import clock
from shopkeeper.foundation.tasks.worker import run_until_idle
from shopkeeper.interfaces.storefront.tests.buyers import Buyer, hidden, make_buyer
from shopkeeper.interfaces.storefront.tests.test_account_sign_in import sign_in
from shopkeeper.interfaces.storefront.visit import CART_COOKIE

pytestmark = pytest.mark.django_db
# The account's address is not the one typed for the order: what belongs together is the browser.
ACCOUNT = "ada.private@example.com"
TYPED = {**DETAILS, "line2": "Second bell", "company": "Ada & Co", "phone": "+31 20 123 45 67"}


@pytest.fixture
def market() -> Market:
    return make_shop()


@pytest.fixture
def mug(market: Market) -> Offer:
    return make_offer(stock=20, at=clock.now())


@pytest.fixture
def jug(market: Market) -> Offer:
    return make_offer(stock=20, at=clock.now())


@pytest.fixture
def buyer(market: Market, mug: Offer) -> Buyer:
    """A guest at the pay button, with everything typed that can be typed."""
    buyer = make_buyer(market, mug, quantity=2)
    buyer.fill_in(**TYPED)
    buyer.choose(note="Ring twice")
    buyer.get(buyer.url("payment"))
    return buyer


def account_with(market: Market, *offers: Offer) -> Client:
    """Another device of the customer's, with things in the account's cart."""
    other = make_buyer(market, *offers)
    sign_in(other.client, ACCOUNT)
    return other.client


def at_the_bank(buyer: Buyer) -> str:
    return buyer.press("three_d_secure").headers["Location"]


def decide(buyer: Buyer, bank: str, decision: str = "confirm") -> str:
    back = buyer.post(bank, decision=decision).headers["Location"]
    return buyer.get(back).headers["Location"]


def in_account(client: Client) -> bool:
    """Whether the order stands in the account of whoever is signed in."""
    order = Order.objects.get()
    return client.get(f"/account/orders/{order.number}/").status_code == 200


def cart_of(client: Client) -> dict[int, int]:
    token = client.cookies[CART_COOKIE].value
    cart = Cart.objects.filter(token=token, status="open").first()
    return {line.offer_id: line.quantity for line in cart.lines.all()} if cart else {}


def test_signing_in_while_the_bank_asks_puts_the_order_in_the_account(buyer: Buyer) -> None:
    bank = at_the_bank(buyer)

    sign_in(buyer.client, ACCOUNT)

    assert decide(buyer, bank) == buyer.url("thanks")
    assert in_account(buyer.client)
    assert Order.objects.get().email == DETAILS["email"]
    assert cart_of(buyer.client) == {}


def test_things_in_the_accounts_cart_are_neither_bought_nor_lost(
    market: Market, buyer: Buyer, mug: Offer, jug: Offer
) -> None:
    elsewhere = account_with(market, jug)
    bank = at_the_bank(buyer)

    sign_in(buyer.client, ACCOUNT)
    assert cart_of(buyer.client) == cart_of(elsewhere) == {mug.pk: 2, jug.pk: 1}

    assert decide(buyer, bank) == buyer.url("thanks")
    assert in_account(buyer.client)
    assert in_account(elsewhere)
    assert SandboxCharge.objects.get().captured_minor == Order.objects.get().total_minor == 4095
    assert cart_of(buyer.client) == cart_of(elsewhere) == {jug.pk: 1}


def test_a_refusal_after_signing_in_comes_back_with_everything_typed(market: Market, buyer: Buyer, jug: Offer) -> None:
    account_with(market, jug)
    bank = at_the_bank(buyer)
    before = dict(buyer.checkout.typed)

    sign_in(buyer.client, ACCOUNT)
    assert decide(buyer, bank, "refuse") == buyer.url("payment")

    checkout = Checkout.objects.get(pk=buyer.checkout.pk)
    assert checkout.typed == before
    assert checkout.typed["note"] == "Ring twice"
    assert checkout.method_code == "standard"
    form = buyer.get(buyer.url("details")).content.decode()
    for value in ("Keizersgracht 1", "Second bell", "Ada &amp; Co", "+31 20 123 45 67"):
        assert value in form
    assert buyer.client.get("/checkout/").headers["Location"] == buyer.url("payment")
    buyer.get(buyer.url("payment"))
    assert buyer.press().headers["Location"] == buyer.url("thanks")
    assert in_account(buyer.client)


def test_signing_in_before_the_bank_was_asked_keeps_what_is_typed_too(market: Market, buyer: Buyer, jug: Offer) -> None:
    account_with(market, jug)
    before = dict(buyer.checkout.typed)

    sign_in(buyer.client, ACCOUNT)

    assert buyer.client.get("/checkout/").headers["Location"] == buyer.url("payment")
    assert buyer.checkout.typed == before
    buyer.get(buyer.url("payment"))
    assert buyer.press().headers["Location"] == buyer.url("thanks")
    assert in_account(buyer.client)
    assert cart_of(buyer.client) == {}


def test_what_was_typed_in_the_account_helps_where_nothing_was_typed_here(
    market: Market, mug: Offer, jug: Offer
) -> None:
    phone = make_buyer(market, jug)
    sign_in(phone.client, ACCOUNT)
    phone.fill_in(**TYPED)
    here = make_buyer(market, mug)
    here.begin()

    sign_in(here.client, ACCOUNT)

    assert here.checkout.typed["line1"] == "Keizersgracht 1"
    assert here.client.get("/checkout/").headers["Location"] == here.url("delivery")


def test_two_devices_at_the_bank_at_once_make_two_orders_of_one_account(
    market: Market, buyer: Buyer, jug: Offer
) -> None:
    phone = make_buyer(market, jug)
    sign_in(phone.client, ACCOUNT)
    phone.go_to_payment(**DETAILS)
    bank_of_phone = at_the_bank(phone)
    bank = at_the_bank(buyer)

    sign_in(buyer.client, ACCOUNT)

    assert decide(phone, bank_of_phone) == phone.url("thanks")
    assert decide(buyer, bank) == buyer.url("thanks")
    customer = Customer.objects.get()
    assert set(Order.objects.values_list("customer_id", flat=True)) == {customer.pk}
    assert sorted(Order.objects.values_list("lines__offer_id", "lines__quantity")) == sorted(
        [(buyer.cart.lines.get().offer_id, 2), (jug.pk, 1)]
    )


def test_the_webhook_that_places_the_order_knows_who_has_signed_in(buyer: Buyer) -> None:
    at_the_bank(buyer)
    sign_in(buyer.client, ACCOUNT)

    SandboxCharge.objects.update(status="authorised")
    saga.recover(at=clock.now() + saga.PATIENCE)

    assert in_account(buyer.client)


def test_an_order_placed_at_the_very_moment_of_signing_in_is_found_by_it(
    buyer: Buyer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order is written after the checkout was looked at, and before it is claimed."""
    bank = at_the_bank(buyer)
    look = joining.latest_checkout

    def look_and_then_it_is_placed(cart: Cart) -> Checkout | None:
        found = look(cart)
        decide(Buyer(cart=buyer.cart), bank)
        saga.drive(checkout_id=buyer.checkout.public_id, at=clock.now())
        return found

    monkeypatch.setattr(joining, "latest_checkout", look_and_then_it_is_placed)
    sign_in(buyer.client, ACCOUNT)

    assert in_account(buyer.client)


def test_somebody_elses_checkout_does_not_become_mine(buyer: Buyer) -> None:
    sign_in(buyer.client, ACCOUNT)
    bank = at_the_bank(buyer)
    # The same browser, without signing out first.
    sign_in(buyer.client, "eve@example.com")

    back = buyer.post(bank, decision="confirm").headers["Location"]
    assert buyer.client.get(back).status_code == 404
    # Nothing is shown to whoever comes back from the bank; its message finishes the order.
    run_until_idle()

    assert Order.objects.get().customer_id == Customer.objects.get(user__email=ACCOUNT).pk
    assert not in_account(buyer.client)


def test_the_form_of_the_pay_button_still_works_after_signing_in_in_another_tab(
    market: Market, buyer: Buyer, jug: Offer
) -> None:
    account_with(market, jug)
    form = hidden(buyer.page)

    sign_in(buyer.client, ACCOUNT)
    answer = buyer.client.post(buyer.url("payment"), {**form, "method": "sandbox:sandbox_approve"})

    # The cart holds more than the form says: they see the new total before they pay it.
    assert answer.status_code == 422
    assert "The total has changed" in answer.content.decode()
    assert not Order.objects.exists()
