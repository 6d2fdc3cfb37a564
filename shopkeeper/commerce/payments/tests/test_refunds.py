"""Giving money back: never more than was taken, never twice, and never silently not at all."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shopkeeper.commerce.payments import board, operations
from shopkeeper.commerce.payments.events import RefundSettled
from shopkeeper.commerce.payments.models import Payment, Refund, SandboxCharge
from shopkeeper.commerce.payments.ports import ProviderUnavailable
from shopkeeper.commerce.payments.tests.unruly import lost_after, lost_before, trouble
from shopkeeper.foundation.errors import Conflict, InvalidInput
from shopkeeper.foundation.events.testing import recorded_events
from shopkeeper.foundation.money import Money, apportion

pytestmark = pytest.mark.django_db
NOON = datetime.fromisoformat("2026-11-18T12:00:00+00:00")
LATER = NOON + timedelta(days=1)


def paid(minor: int = 4095, currency: str = "EUR") -> Payment:
    """A captured payment, in our books and the provider's."""
    SandboxCharge.objects.create(
        provider_id="sbx_1",
        key="co:1:1:auth",
        script="approve",
        currency=currency,
        amount_minor=minor,
        captured_minor=minor,
        status="captured",
    )
    return Payment.objects.create(
        key="co:1:1:auth",
        reference="checkout:1",
        provider="unruly",
        provider_id="sbx_1",
        currency=currency,
        amount_minor=minor,
        captured_minor=minor,
        status="captured",
        created_at=NOON,
    )


def request(payment: Payment, minor: int, key: str = "r1", currency: str = "EUR") -> Refund:
    return operations.request_refund(payment=payment, amount=Money(minor, currency), key=key, reason="", at=NOON)


def back() -> tuple[int, int]:
    """What went back: in our books, and at the provider's."""
    return Payment.objects.get().refunded_minor, SandboxCharge.objects.get().refunded_minor


def test_a_refund_is_written_down_first_and_sent_afterwards() -> None:
    payment = paid()

    refund = request(payment, 1000)
    assert (refund.status, back()) == (Refund.Status.PENDING, (1000, 0))

    refund = operations.send_refund(refund=refund, at=LATER)
    assert (refund.status, refund.settled_at, back()) == (Refund.Status.DONE, LATER, (1000, 1000))


@pytest.mark.parametrize(("minor", "currency"), [(0, "EUR"), (-1, "EUR"), (1000, "USD")])
def test_a_refund_is_a_positive_amount_of_the_same_currency(minor: int, currency: str) -> None:
    payment = paid()

    with pytest.raises(InvalidInput):
        request(payment, minor, currency=currency)

    assert (Refund.objects.count(), back()) == (0, (0, 0))


def test_not_one_cent_more_goes_back_than_was_taken() -> None:
    payment = paid()
    request(payment, 4000, "r1")

    with pytest.raises(Conflict):
        request(payment, 96, "r2")

    assert request(payment, 95, "r3")
    assert back() == (4095, 0)


@pytest.mark.parametrize("status", ["authorised", "failed", "voided", "created"])
def test_money_that_was_not_taken_cannot_go_back(status: str) -> None:
    payment = paid()
    Payment.objects.update(status=status, captured_minor=0)

    with pytest.raises(Conflict):
        request(payment, 1)


def test_the_same_refund_asked_for_twice_is_one() -> None:
    payment = paid()

    first, again = request(payment, 1000), request(payment, 1000)
    for refund in (first, again, Refund.objects.get()):
        operations.send_refund(refund=refund, at=LATER)

    assert first == again
    assert back() == (1000, 1000)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("currency", ["JPY", "EUR", "KWD"])
def test_partial_refunds_in_any_order_add_up_to_what_was_taken(seed: int, currency: str) -> None:
    draw = Random(f"{seed} {currency}")
    total = draw.choice((1, 7, 4095, 10**12 + 1))
    payment = paid(total, currency)
    parts = [part for part in apportion(total, [draw.randint(0, 9) for _ in range(draw.randint(1, 6))]) if part]
    draw.shuffle(parts)

    refunds = [request(payment, part, f"r{number}", currency) for number, part in enumerate(parts)]
    draw.shuffle(refunds)
    for refund in refunds:
        operations.send_refund(refund=refund, at=LATER)

    assert back() == (total, total)
    with pytest.raises(Conflict):
        request(payment, 1, "one more", currency)


@pytest.mark.parametrize("lost", [lost_before, lost_after])
def test_a_refund_nobody_confirmed_stays_pending_and_is_sent_again_without_going_back_twice(lost: Any) -> None:
    refund = request(paid(), 1000)

    with trouble(refund=lost()):
        refund = operations.send_refund(refund=refund, at=NOON)
    assert refund.status == Refund.Status.PENDING

    operations.send_refund(refund=refund, at=LATER)
    assert (Refund.objects.get().status, back()) == (Refund.Status.DONE, (1000, 1000))


def test_a_refund_the_provider_refuses_is_failed_counted_back_and_shown_to_a_person() -> None:
    payment = paid()
    refund = request(payment, 1000)

    with trouble(refund=lost_before(InvalidInput("The account is closed."))), recorded_events() as found:
        refund = operations.send_refund(refund=refund, at=NOON)

    assert refund.status == Refund.Status.FAILED
    assert back() == (0, 0)
    assert [one.key for one in board.money_troubles(at=NOON)] == [payment.key]
    assert not [event for event in found if isinstance(event, RefundSettled)]


def test_a_failed_refund_is_not_sent_again_by_itself() -> None:
    """A person gives the money back by hand; a second try behind their back would give it twice."""
    refund = request(paid(), 1000)
    with trouble(refund=lost_before(InvalidInput("The account is closed."))):
        operations.send_refund(refund=refund, at=NOON)

    for _ in range(2):
        operations.send_refund(refund=Refund.objects.get(), at=LATER)

    assert (Refund.objects.get().status, back()) == (Refund.Status.FAILED, (0, 0))


def test_a_mistake_in_a_providers_code_is_no_refusal() -> None:
    refund = request(paid(), 1000)

    with trouble(refund=lost_after(KeyError("id"))), pytest.raises(KeyError):
        operations.send_refund(refund=refund, at=NOON)

    assert Refund.objects.get().status == Refund.Status.PENDING
    operations.send_refund(refund=Refund.objects.get(), at=LATER)
    assert back() == (1000, 1000)


def test_the_customer_is_told_once_when_the_money_is_on_its_way() -> None:
    refund = request(paid(), 1000)

    with recorded_events() as found:
        with trouble(refund=lost_after(ProviderUnavailable("Slow."))):
            operations.send_refund(refund=refund, at=NOON)
        for _ in range(3):
            operations.send_refund(refund=Refund.objects.get(), at=LATER)

    assert [event.amount for event in found if isinstance(event, RefundSettled)] == [Money(1000, "EUR")]


def test_the_database_itself_refuses_to_give_back_more_than_was_taken() -> None:
    payment = paid()

    for wrong in ({"refunded_minor": 4096}, {"refunded_minor": -1}, {"captured_minor": 4096}, {"amount_minor": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Payment.objects.filter(pk=payment.pk).update(**wrong)
