"""What is displayed is what is charged, invoiced and, if it comes to that, given back: to the minor unit (F18)."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from shopkeeper.commerce.checkout import money_back, queries, saga
from shopkeeper.commerce.checkout.makers import NOON, make_checkout, make_offer, make_shop, pay_request
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.payments import operations as payments
from shopkeeper.commerce.payments.models import Payment, SandboxCharge
from shopkeeper.commerce.shipping.models import ShippingMethod
from shopkeeper.foundation.money import Money, exponent
from shopkeeper.foundation.remember import forget_all

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("currency", ["JPY", "EUR", "KWD"])
@pytest.mark.parametrize("inclusive", [True, False], ids=["tax inside", "tax on top"])
@pytest.mark.parametrize("seed", range(4))
def test_display_charge_order_invoice_and_refund_are_one_amount(currency: str, inclusive: bool, seed: int) -> None:
    draw = Random(f"{currency} {inclusive} {seed}")
    market = make_shop(currency, inclusive=inclusive, rate=draw.choice(("0.21", "0.07", "0.08875", "0")))
    offers = [
        make_offer(price=Money(draw.randint(1, 9999), currency).plain(), currency=currency, stock=99)
        for _ in range(draw.randint(1, 4))
    ]
    checkout = make_checkout(market, *offers, quantity=draw.randint(1, 7))
    displayed = queries.priced_checkout(queries.checkout(checkout.public_id), at=NOON).total

    order = saga.pay(checkout_id=checkout.public_id, request=pay_request(checkout), at=NOON).order

    assert order is not None
    charge = SandboxCharge.objects.get()
    invoice = orders.issue_invoice(order=order, at=NOON)
    assert Money(charge.captured_minor, charge.currency) == order.total == displayed
    assert (invoice.total_minor, invoice.tax_minor) == (order.total_minor, order.quote["tax_minor"])
    assert Money.parse(displayed.plain(), currency) == displayed
    assert len(displayed.plain().partition(".")[2]) == exponent(currency)

    orders.cancel(order=order, actor=orders.SYSTEM, reason="", at=NOON)
    money_back.return_money(order_id=order.pk, at=NOON)
    charge.refresh_from_db()
    assert charge.refunded_minor == charge.captured_minor


@pytest.mark.parametrize("seed", range(4))
def test_after_some_of_it_was_refunded_cancelling_gives_back_the_rest_and_no_more(seed: int) -> None:
    draw = Random(seed)
    checkout = make_checkout(make_shop(), make_offer(stock=9), quantity=draw.randint(1, 4))
    order = saga.pay(checkout_id=checkout.public_id, request=pay_request(checkout), at=NOON).order
    assert order is not None
    payment = Payment.objects.get()
    for number in range(draw.randint(1, 3)):
        part = Money(draw.randint(1, payment.captured_minor // 4), "EUR")
        refund = payments.request_refund(payment=payment, amount=part, key=f"r{number}", reason="", at=NOON)
        payments.send_refund(refund=refund, at=NOON)

    orders.cancel(order=order, actor=orders.SYSTEM, reason="", at=NOON)
    for hours in range(3):
        money_back.return_money(order_id=order.pk, at=NOON + timedelta(hours=hours))

    charge = SandboxCharge.objects.get()
    payment.refresh_from_db()
    assert charge.refunded_minor == charge.captured_minor == payment.refunded_minor == order.total_minor


def test_a_free_order_needs_no_bank_and_owes_nothing() -> None:
    checkout = make_checkout(make_shop(), make_offer(price="0.00"))
    ShippingMethod.objects.update(free_from_minor=0)
    forget_all()

    progress = saga.pay(checkout_id=checkout.public_id, request=pay_request(checkout, "decline"), at=NOON)

    assert progress.state == "placed"
    assert not Payment.objects.exists()
    assert not SandboxCharge.objects.exists()
