"""Money is taken back while another driver places the order: forced to meet at the worst moment, one of them wins and
the money follows the order (I4)."""

from __future__ import annotations

from functools import partial

import pytest

from shopkeeper.commerce.checkout import bank, saga
from shopkeeper.commerce.checkout.makers import NOON, make_checkout, make_offer, make_shop, pay_request
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.payments.backends.sandbox import Sandbox
from shopkeeper.commerce.payments.models import Payment, SandboxCharge
from tests.threads import stopped_at

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at_the_bank() -> Checkout:
    """A checkout whose buyer stands on the bank's page."""
    checkout = make_checkout(make_shop(), make_offer(stock=5), quantity=2)
    assert saga.pay(checkout_id=checkout.public_id, request=pay_request(checkout, "three_d_secure"), at=NOON).action_url
    return checkout


def confirm_and_come_back(checkout: Checkout) -> saga.Progress:
    """The buyer says yes at the bank and follows its link back."""
    Sandbox().confirm_action(SandboxCharge.objects.get().provider_id, approve=True)
    return saga.drive(checkout_id=checkout.public_id, at=NOON)


def kept_minor() -> int:
    """What the provider keeps of the buyer's money; what it only set aside counts, too."""
    charge = SandboxCharge.objects.get()
    return charge.amount_minor if charge.status == "authorised" else charge.captured_minor - charge.refunded_minor


def test_an_order_placed_while_its_attempt_is_about_to_be_taken_back_keeps_its_money(at_the_bank: Checkout) -> None:
    leave = partial(bank.leave, checkout_id=at_the_bank.public_id, at=NOON)

    with stopped_at("checkout.hand_back.before", leave):
        assert confirm_and_come_back(at_the_bank).state == "placed"

    order, payment = Order.objects.get(), Payment.objects.get()
    assert kept_minor() == order.total_minor
    assert (payment.status, payment.captured_minor, payment.refunded_minor) == ("captured", order.total_minor, 0)
    assert saga.drive(checkout_id=at_the_bank.public_id, at=NOON).state == "placed"


def test_nobody_captures_what_is_just_being_voided(at_the_bank: Checkout) -> None:
    """Were the money undone before the checkout is taken back, the order would be placed and captured meanwhile, the
    void answer “captured”, and the money of a placed order be refunded."""
    leave = partial(bank.leave, checkout_id=at_the_bank.public_id, at=NOON)

    with stopped_at("payments.undo.after_fetch", leave):
        confirm_and_come_back(at_the_bank)

    at_the_bank.refresh_from_db()
    assert kept_minor() == sum(Order.objects.values_list("total_minor", flat=True))
    assert (at_the_bank.status, Order.objects.count(), kept_minor()) == ("open", 0, 0)


def test_a_void_that_answers_captured_gives_the_money_back_for_real(at_the_bank: Checkout) -> None:
    leave = partial(bank.leave, checkout_id=at_the_bank.public_id, at=NOON)
    charge = SandboxCharge.objects.get()

    with stopped_at("payments.undo.after_fetch", leave):
        # A provider that captures by itself as soon as the bank agrees.
        SandboxCharge.objects.update(status="captured", captured_minor=charge.amount_minor)
        saga.drive(checkout_id=at_the_bank.public_id, at=NOON)

    charge.refresh_from_db()
    at_the_bank.refresh_from_db()
    assert charge.refunded_minor == charge.captured_minor == charge.amount_minor
    assert (at_the_bank.status, Order.objects.count(), Payment.objects.get().status) == ("open", 0, "voided")


def test_a_driver_that_comes_too_late_neither_orders_nor_captures(at_the_bank: Checkout) -> None:
    seen = Payment.objects.get()
    come_back = partial(confirm_and_come_back, at_the_bank)

    with stopped_at("checkout.t2.before", come_back):
        saga.hand_back(Checkout.objects.get(), [seen], "abandoned", "Your bank was not asked in time.")

    assert (Order.objects.count(), kept_minor()) == (0, 0)
    assert Payment.objects.get().status == "voided"
