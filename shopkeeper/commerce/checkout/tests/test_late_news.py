"""Fault F2: messages from a provider come ten times, reversed, days late, too early, or about something else.

Each has one effect or none; money for something that is not ordered any more goes back by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from shopkeeper.commerce.checkout import saga
from shopkeeper.commerce.checkout.makers import make_checkout, make_offer, make_shop, pay_request
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.inventory import operations as inventory
from shopkeeper.commerce.inventory.models import Bucket, Hold
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders.models import Order, OrderEvent
from shopkeeper.commerce.payments import operations as payments
from shopkeeper.commerce.payments.backends.sandbox import Sandbox, signed
from shopkeeper.commerce.payments.models import Payment, ProviderMessage, SandboxCharge
from shopkeeper.commerce.payments.ports import Answer, BadSignature
from shopkeeper.commerce.payments.tests.unruly import trouble
from shopkeeper.commerce.pricing import operations as pricing
from shopkeeper.commerce.pricing.operations import NewPrice
from shopkeeper.foundation import clock
from shopkeeper.foundation.ids import token
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.tasks.models import QueuedTask
from shopkeeper.foundation.tasks.worker import run_until_idle

pytestmark = pytest.mark.django_db
TOTAL = 4095
KINDS = ("authorised", "captured", "declined", "voided", "requires_action", "refunded", "something new")


@pytest.fixture
def checkout() -> Checkout:
    return make_checkout(make_shop(), make_offer(stock=5, at=clock.now()), quantity=2, at=clock.now())


def pay(checkout: Checkout, script: str = "approve", provider: str = "sandbox") -> saga.Progress:
    wanted = pay_request(checkout, script, at=clock.now())
    request = replace(wanted, provider=provider)
    return saga.pay(checkout_id=checkout.public_id, request=request, at=clock.now())


def tell(kind: str = "authorised", key: str = "", *, event_id: str = "", provider: str = "sandbox") -> int:
    """A message of the provider about the payment there is, as it comes in over the web."""
    event = {"id": event_id or token(), "type": kind, "payment_key": key or Payment.objects.get().key}
    headers, body = signed(event, clock.now())
    return payments.receive_webhook(provider_name=provider, headers=headers, body=body, at=clock.now())


def work() -> None:
    """The worker does what is due; the sandbox's own messenger is told to stay at home."""
    QueuedTask.objects.filter(path__contains="sandbox_webhooks").delete()
    run_until_idle()


def kept() -> int:
    found = SandboxCharge.objects.values_list("captured_minor", "refunded_minor")
    return sum(captured - refunded for captured, refunded in found)


def assert_ordered_once() -> None:
    assert Order.objects.count() == OrderEvent.objects.filter(kind="placed").count() == 1
    assert (kept(), Bucket.objects.get().taken) == (TOTAL, 2)


def assert_nothing_ordered() -> None:
    assert not Order.objects.exclude(status="cancelled").exists()
    assert kept() == 0
    assert not SandboxCharge.objects.filter(status__in=("authorised", "processing")).exists()


def test_a_message_ten_times_has_one_effect(checkout: Checkout) -> None:
    pay(checkout, "three_d_secure")
    Sandbox().confirm_action(SandboxCharge.objects.get().provider_id, approve=True)

    new = [tell(event_id="evt_1") for _ in range(10)]
    work()
    assert new == [1] + [0] * 9
    assert_ordered_once()

    for _ in range(10):
        tell()
        work()
    assert_ordered_once()


def test_messages_in_the_wrong_order_come_to_the_same_end(checkout: Checkout) -> None:
    pay(checkout, "three_d_secure")
    Sandbox().confirm_action(SandboxCharge.objects.get().provider_id, approve=True)

    for kind in ("captured", "authorised", "requires_action"):
        tell(kind)
    work()

    assert_ordered_once()


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_message_says_is_never_believed_only_what_the_provider_answers(checkout: Checkout, kind: str) -> None:
    pay(checkout, "three_d_secure")

    tell(kind)
    work()

    assert saga.drive(checkout_id=checkout.public_id, at=clock.now()).state == "action"
    assert not Order.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_old_news_about_a_placed_order_changes_nothing(checkout: Checkout, kind: str) -> None:
    pay(checkout)
    work()

    tell(kind)
    work()

    assert_ordered_once()
    assert Payment.objects.get().status == "captured"


def test_a_message_that_comes_before_the_answer_it_is_about_makes_one_order(checkout: Checkout) -> None:
    def told_first(act: Callable[[], Answer]) -> Answer:
        answer = act()
        tell(provider="unruly")
        work()
        return answer

    with trouble(authorise=told_first):
        progress = pay(checkout, provider="unruly")

    assert progress.state == "placed"
    work()
    assert_ordered_once()


def three_days_pass(checkout: Checkout) -> None:
    """The shop's time goes on: what was set aside is offered again, the recovery task keeps asking."""
    later = clock.now() + timedelta(days=3)
    inventory.expire_due(at=later)
    saga.recover(at=later)


def test_an_approval_three_days_late_is_an_order_at_the_agreed_price_if_goods_are_left(checkout: Checkout) -> None:
    pay(checkout, "late_webhook")
    three_days_pass(checkout)
    assert Bucket.objects.get().taken == 0
    dearer = NewPrice(checkout.cart.lines.get().offer_id, Money(9900, "EUR"))
    pricing.set_prices(prices=[dearer], at=clock.now())
    Sandbox().arrive_late(Payment.objects.get().key)

    tell()
    work()

    assert_ordered_once()
    assert Order.objects.get().lines.get().unit_minor == 1800


def test_an_approval_three_days_late_goes_back_when_the_goods_are_gone(checkout: Checkout) -> None:
    pay(checkout, "late_webhook")
    three_days_pass(checkout)
    bucket = Bucket.objects.get()
    inventory.adjust(bucket_id=bucket.pk, delta=-4, reason="damaged", actor="Sam", at=clock.now())
    Sandbox().arrive_late(Payment.objects.get().key)

    tell()
    work()

    assert_nothing_ordered()
    checkout.refresh_from_db()
    assert (checkout.status, checkout.refusal["code"]) == ("open", "sold_out")


def test_an_approval_for_an_attempt_that_was_given_up_goes_back(checkout: Checkout) -> None:
    pay(checkout, "timeout_before")
    saga.drive(checkout_id=checkout.public_id, at=clock.now() + timedelta(minutes=5))
    payment = Payment.objects.get()
    assert payment.status == "failed"
    SandboxCharge.objects.create(
        provider_id="sbx_late",
        key=payment.key,
        script="approve",
        currency="EUR",
        amount_minor=TOTAL,
        status="authorised",
    )

    tell()
    work()

    assert_nothing_ordered()
    assert SandboxCharge.objects.get().status == "voided"


def test_an_approval_for_the_first_of_two_attempts_goes_back_and_the_second_stays(checkout: Checkout) -> None:
    pay(checkout, "timeout_before")
    saga.drive(checkout_id=checkout.public_id, at=clock.now() + timedelta(minutes=5))
    first = Payment.objects.get()
    pay(checkout)
    SandboxCharge.objects.create(
        provider_id="sbx_late", key=first.key, script="approve", currency="EUR", amount_minor=TOTAL, status="authorised"
    )

    tell(key=first.key)
    work()

    assert_ordered_once()
    assert SandboxCharge.objects.get(provider_id="sbx_late").status == "voided"


@pytest.mark.parametrize("kind", ["authorised", "captured"])
def test_news_after_the_order_was_cancelled_gives_the_money_back_once(checkout: Checkout, kind: str) -> None:
    pay(checkout)
    orders.cancel(order=Order.objects.get(), actor=orders.SYSTEM, reason="", at=clock.now())

    for _ in range(3):
        tell(kind)
        work()

    assert_nothing_ordered()
    assert SandboxCharge.objects.get().refunded_minor == TOTAL
    assert Bucket.objects.get().taken == 0


def test_money_taken_although_it_was_handed_back_goes_back_again(checkout: Checkout) -> None:
    """The order was cancelled and its payment voided; the provider took the money all the same."""
    with trouble(capture=lambda act: Sandbox().fetch(Payment.objects.get().key)):
        pay(checkout, provider="unruly")
    orders.cancel(order=Order.objects.get(), actor=orders.SYSTEM, reason="", at=clock.now())
    work()
    assert Payment.objects.get().status == "voided"
    SandboxCharge.objects.update(status="captured", captured_minor=TOTAL)

    tell("captured", provider="unruly")
    work()

    assert kept() == 0
    assert SandboxCharge.objects.get().refunded_minor == TOTAL


def test_a_message_about_a_payment_nobody_knows_is_kept_and_has_no_effect(checkout: Checkout) -> None:
    pay(checkout)

    assert tell(key="co:999999:1:auth") == 1
    assert tell(key="pi_of_another_shop") == 1
    work()

    assert ProviderMessage.objects.filter(payment_key__startswith="pi_").exists()
    assert_ordered_once()


def test_another_merchants_message_is_refused_at_the_door(checkout: Checkout, settings: object) -> None:
    pay(checkout, "three_d_secure")
    Sandbox().confirm_action(SandboxCharge.objects.get().provider_id, approve=True)
    event = {"id": "evt_1", "type": "authorised", "payment_key": Payment.objects.get().key}
    ours = settings.SECRET_KEY  # type: ignore[attr-defined]
    settings.SECRET_KEY = "the key of another merchant"  # type: ignore[attr-defined]
    headers, body = signed(event, clock.now())
    settings.SECRET_KEY = ours  # type: ignore[attr-defined]

    with pytest.raises(BadSignature):
        payments.receive_webhook(provider_name="sandbox", headers=headers, body=body, at=clock.now())
    work()

    assert not ProviderMessage.objects.exists()
    assert not Order.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_never_charges_a_checkout_that_was_not_paid_for(checkout: Checkout, kind: str) -> None:
    tell(kind, key=f"co:{checkout.pk}:1:auth")
    work()

    assert not Payment.objects.exists()
    assert not Hold.objects.exists()
    checkout.refresh_from_db()
    assert checkout.status == "open"
