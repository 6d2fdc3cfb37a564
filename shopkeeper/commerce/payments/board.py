"""Payments that need a person: refunds that failed, another amount than agreed, and outcomes nobody knows for long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from shopkeeper.commerce.payments.models import Payment, Refund
from shopkeeper.commerce.payments.operations import NOT_TAKEN_CODE, WRONG_AMOUNT_CODE
from shopkeeper.foundation.money import Money

PATIENCE = timedelta(minutes=10)
# How long a difference that nothing in the books can settle stays on the list.
SHOWN_FOR = timedelta(days=30)


@dataclass(frozen=True)
class MoneyTrouble:
    """``key`` is the payment's; ``what`` says in words what is wrong."""

    key: str
    reference: str
    amount: Money
    what: str
    since: datetime


def money_troubles(*, at: datetime, limit: int = 20) -> list[MoneyTrouble]:
    """What needs looking at, oldest first. Four queries."""
    unknown = Payment.objects.filter(status=Payment.Status.UNKNOWN, created_at__lt=at - PATIENCE).order_by("created_at")
    wrong = Q(status=Payment.Status.CAPTURED, failure_code=WRONG_AMOUNT_CODE, created_at__gt=at - SHOWN_FOR)
    other = Payment.objects.filter(wrong | ~Q(difference="")).order_by("updated_at")
    refused = Payment.objects.filter(status=Payment.Status.AUTHORISED, failure_code=NOT_TAKEN_CODE)
    failed = Refund.objects.filter(status=Refund.Status.FAILED).select_related("payment").order_by("created_at")
    found = [
        MoneyTrouble(
            one.key,
            one.reference,
            Money(one.amount_minor, one.currency),
            "The provider has not said what became of it.",
            one.created_at,
        )
        for one in unknown[:limit]
    ]
    found += [
        MoneyTrouble(
            one.key,
            one.reference,
            Money(one.captured_minor or one.amount_minor, one.currency),
            one.difference
            or f"The provider took another amount than {Money(one.amount_minor, one.currency)}. Please look there.",
            one.updated_at,
        )
        for one in other[:limit]
    ]
    found += [
        MoneyTrouble(
            one.key,
            one.reference,
            Money(one.amount_minor, one.currency),
            "The provider will not hand it over. Send nothing; ask the customer to pay anew, or cancel the order.",
            one.created_at,
        )
        for one in refused.order_by("created_at")[:limit]
    ]
    found += [
        MoneyTrouble(
            one.payment.key,
            one.payment.reference,
            Money(one.amount_minor, one.payment.currency),
            "A refund failed. Give the money back by hand and tell the customer.",
            one.created_at,
        )
        for one in failed[:limit]
    ]
    return sorted(found, key=lambda one: one.since)
