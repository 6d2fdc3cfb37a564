"""From “pay” to an order: every outcome of the provider, and what the shop's books say afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from shopkeeper.commerce.checkout import saga
from shopkeeper.commerce.checkout.makers import NOON, make_checkout, make_offer, make_shop, pay_request
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.inventory import operations as inventory
from shopkeeper.commerce.inventory.models import Bucket, Hold
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.payments import queries as payment_queries
from shopkeeper.commerce.payments.backends.sandbox import Sandbox
from shopkeeper.commerce.payments.models import Payment, SandboxCharge
from shopkeeper.commerce.payments.ports import Outcome
from shopkeeper.commerce.pricing import operations as pricing
from shopkeeper.commerce.pricing.operations import NewPrice
from shopkeeper.foundation.money import Money

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(minutes=5)


def ready(script: str = "approve", stock: int = 10) -> tuple[Checkout, saga.PayRequest]:
    market = make_shop()
    checkout = make_checkout(market, make_offer(stock=stock), quantity=2)
    return checkout, pay_request(checkout, script)


def test_an_approved_payment_becomes_one_paid_order() -> None:
    checkout, request = ready()

    progress = saga.pay(checkout_id=checkout.public_id, request=request, at=NOON)

    assert progress.state == "placed"
    order = Order.objects.get()
    assert progress.order == order
    assert (order.total_minor, order.lines_minor, order.shipping_minor) == (4095, 3600, 495)
    payment = Payment.objects.get()
    assert (payment.status, payment.captured_minor) == ("captured", 4095)
    assert Hold.objects.get().status == Hold.Status.CONFIRMED
    assert Bucket.objects.get().taken == 2


def test_pressing_pay_again_gives_the_same_order_and_charges_nothing_more() -> None:
    checkout, request = ready()

    first = saga.pay(checkout_id=checkout.public_id, request=request, at=NOON)
    again = saga.pay(checkout_id=checkout.public_id, request=request, at=LATER)

    assert first.order == again.order
    assert SandboxCharge.objects.count() == Payment.objects.count() == 1


@pytest.mark.parametrize("script", ["decline", "expired_card"])
def test_a_declined_card_keeps_everything_and_says_what_the_bank_said(script: str) -> None:
    checkout, request = ready(script)

    progress = saga.pay(checkout_id=checkout.public_id, request=request, at=NOON)

    assert progress.state == "open"
    assert "Your bank declined" in progress.message
    assert not Order.objects.exists()
    checkout.refresh_from_db()
    assert checkout.typed["email"] == "ada@example.com"
    assert Hold.objects.get().status == Hold.Status.HELD


def test_another_card_after_a_decline_uses_the_same_hold_even_of_the_last_units() -> None:
    checkout, request = ready("decline", stock=2)
    saga.pay(checkout_id=checkout.public_id, request=request, at=NOON)

    progress = saga.pay(checkout_id=checkout.public_id, request=pay_request(checkout), at=LATER)

    assert progress.state == "placed"
    assert Hold.objects.get().status == Hold.Status.CONFIRMED
    assert Payment.objects.filter(status="captured").count() == 1


def test_three_d_secure_waits_for_the_bank_and_then_places_the_order() -> None:
    checkout, request = ready("three_d_secure")

    progress = saga.pay(checkout_id=checkout.public_id, request=request, at=NOON)
    assert progress.state == "action"
    Sandbox().confirm_action(SandboxCharge.objects.get().provider_id, approve=True)
    done = saga.drive(checkout_id=checkout.public_id, at=LATER)

    assert progress.action_url.startswith("/pay/sandbox/")
    assert done.state == "placed"


def test_refusing_at_the_bank_goes_back_to_the_checkout() -> None:
    checkout, request = ready("three_d_secure")
    saga.pay(checkout_id=checkout.public_id, request=request, at=NOON)

    Sandbox().confirm_action(SandboxCharge.objects.get().provider_id, approve=False)
    done = saga.drive(checkout_id=checkout.public_id, at=LATER)

    assert (done.state, Order.objects.count()) == ("open", 0)


def test_a_time_out_after_the_money_was_taken_still_becomes_an_order() -> None:
    checkout, request = ready("timeout_after")

    progress = saga.pay(checkout_id=checkout.public_id, request=request, at=NOON)

    assert progress.state == "placed"
    assert SandboxCharge.objects.get().captured_minor == 4095


def test_a_time_out_before_anything_happened_is_confirming_and_then_open_again() -> None:
    checkout, request = ready("timeout_before")

    progress = saga.pay(checkout_id=checkout.public_id, request=request, at=NOON)
    soon = saga.drive(checkout_id=checkout.public_id, at=NOON + timedelta(seconds=20))
    later = saga.drive(checkout_id=checkout.public_id, at=LATER)

    assert (progress.state, soon.state, later.state) == ("confirming", "confirming", "open")
    assert "not been charged" in later.message
    assert not SandboxCharge.objects.exists()


def test_a_late_answer_is_found_by_the_recovery_task() -> None:
    checkout, request = ready("late_webhook")
    saga.pay(checkout_id=checkout.public_id, request=request, at=NOON)
    payment = Payment.objects.get()

    Sandbox().arrive_late(payment.key)
    saga.recover(at=LATER)

    assert Order.objects.count() == 1
    assert SandboxCharge.objects.get().captured_minor == 4095


def test_money_that_arrives_after_we_gave_up_goes_back() -> None:
    checkout, request = ready("timeout_before")
    saga.pay(checkout_id=checkout.public_id, request=request, at=NOON)
    saga.drive(checkout_id=checkout.public_id, at=LATER)
    payment = Payment.objects.get()
    SandboxCharge.objects.create(
        provider_id="sbx_late",
        key=payment.key,
        script="approve",
        currency="EUR",
        amount_minor=4095,
        status="authorised",
    )

    saga.resolve(payment=saga.payments.refresh(payment=payment), at=LATER)

    assert SandboxCharge.objects.get().status == "voided"
    assert not Order.objects.exists()


def test_a_second_success_for_one_checkout_is_handed_back() -> None:
    checkout, request = ready("timeout_before")
    saga.pay(checkout_id=checkout.public_id, request=request, at=NOON)
    saga.drive(checkout_id=checkout.public_id, at=LATER)
    first = Payment.objects.get()
    saga.pay(checkout_id=checkout.public_id, request=pay_request(checkout), at=LATER)
    SandboxCharge.objects.create(
        provider_id="sbx_late", key=first.key, script="approve", currency="EUR", amount_minor=4095, status="authorised"
    )

    saga.payments.refresh(payment=first)

    assert SandboxCharge.objects.get(provider_id="sbx_late").status == "voided"
    assert sorted(Payment.objects.values_list("status", flat=True)) == ["captured", "voided"]
    assert Order.objects.count() == 1


def test_another_amount_than_agreed_is_never_kept() -> None:
    checkout, request = ready("wrong_amount")

    progress = saga.pay(checkout_id=checkout.public_id, request=request, at=NOON)

    assert (progress.state, progress.code) == ("open", "amount_mismatch")
    assert SandboxCharge.objects.get().status == "voided"
    assert not Order.objects.exists()


def test_a_total_that_rose_since_it_was_shown_is_not_charged() -> None:
    checkout, request = ready()
    offer_id = checkout.cart.lines.get().offer_id
    pricing.set_prices(prices=[NewPrice(offer_id, Money(2000, "EUR"))], at=NOON)

    with pytest.raises(saga.ShopError) as refused:
        saga.pay(checkout_id=checkout.public_id, request=request, at=NOON)

    assert refused.value.code in {"total_changed", "cart_not_ready"}
    assert not Payment.objects.exists()
    assert not Hold.objects.exists()
    checkout.refresh_from_db()
    assert checkout.status == "open"


def test_the_hold_running_out_while_the_bank_thinks_does_not_lose_the_order_if_stock_is_left() -> None:
    checkout, request = ready("three_d_secure")
    saga.pay(checkout_id=checkout.public_id, request=request, at=NOON)
    inventory.expire_due(at=NOON + timedelta(minutes=20))
    Sandbox().confirm_action(SandboxCharge.objects.get().provider_id, approve=True)

    done = saga.drive(checkout_id=checkout.public_id, at=NOON + timedelta(minutes=21))

    assert done.state == "placed"
    assert Bucket.objects.get().taken == 2


def test_sold_out_while_the_bank_thinks_gives_the_money_back() -> None:
    checkout, request = ready("three_d_secure", stock=2)
    saga.pay(checkout_id=checkout.public_id, request=request, at=NOON)
    inventory.expire_due(at=NOON + timedelta(minutes=20))
    bucket = Bucket.objects.get()
    inventory.adjust(bucket_id=bucket.pk, delta=-1, reason="broken", actor="staff", at=NOON)
    Sandbox().confirm_action(SandboxCharge.objects.get().provider_id, approve=True)

    done = saga.drive(checkout_id=checkout.public_id, at=NOON + timedelta(minutes=21))

    assert (done.state, done.code) == ("open", "sold_out")
    assert SandboxCharge.objects.get().status == "voided"
    assert payment_queries.money_for(f"checkout:{checkout.public_id}") == []


def test_the_money_of_a_placed_order_is_never_handed_back_by_a_driver_that_was_too_slow() -> None:
    checkout, request = ready()
    stale = Checkout.objects.get(pk=checkout.pk)
    saga.pay(checkout_id=checkout.public_id, request=request, at=NOON)

    saga.hand_back(stale, Payment.objects.get(), "sold_out", "Too late.")

    assert Payment.objects.get().refunded_minor == SandboxCharge.objects.get().refunded_minor == 0
    assert SandboxCharge.objects.get().status == "captured"
    checkout.refresh_from_db()
    assert checkout.status == "placed"


def test_a_void_that_comes_after_the_capture_becomes_a_real_refund(monkeypatch: pytest.MonkeyPatch) -> None:
    checkout, request = ready()
    saga.pay(checkout_id=checkout.public_id, request=request, at=NOON)
    known = Sandbox().fetch(Payment.objects.get().key)
    monkeypatch.setattr(Sandbox, "fetch", lambda self, key: replace(known, outcome=Outcome.AUTHORISED))

    saga.payments.undo(payment=Payment.objects.get())

    assert SandboxCharge.objects.get().refunded_minor == Payment.objects.get().refunded_minor == 4095


def test_one_checkout_that_cannot_be_helped_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    market = make_shop()
    poisoned, healthy = (make_checkout(market, make_offer()) for _ in range(2))
    for checkout in (poisoned, healthy):
        saga.pay(checkout_id=checkout.public_id, request=pay_request(checkout, "late_webhook"), at=NOON)
    for payment in Payment.objects.all():
        Sandbox().arrive_late(payment.key)
    drive = saga.drive

    def fails_for_one(*, checkout_id: str, at: datetime) -> saga.Progress:
        if checkout_id == poisoned.public_id:
            raise RuntimeError("a bug")
        return drive(checkout_id=checkout_id, at=at)

    monkeypatch.setattr(saga, "drive", fails_for_one)
    saga.recover(at=LATER)

    assert Order.objects.get().checkout_id == healthy.public_id
