"""Customers who ask their bank for the money back. The provider takes it at once, so it is booked at once: the customer
owes it again; won, it is back with the provider; lost, it is written off."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shopkeeper.commerce.ledger.accounts import Account
from shopkeeper.commerce.ledger.operations import credit, debit, post
from shopkeeper.commerce.payments.events import DisputeChanged
from shopkeeper.commerce.payments.models import Dispute, Payment
from shopkeeper.commerce.payments.ports import DisputeNews
from shopkeeper.foundation.events import publish
from shopkeeper.foundation.money import Money

Status = Dispute.Status


def hear(*, payment: Payment, news: DisputeNews, at: datetime) -> Dispute:
    """What a provider's message says about a dispute. Repeated and in any order is fine."""
    return note(
        payment=payment,
        dispute_id=news.dispute_id,
        amount=news.amount,
        reason=news.reason,
        status=news.status,
        answer_by=news.answer_by,
        at=at,
    )


@transaction.atomic
def note(
    *,
    payment: Payment,
    dispute_id: str,
    amount: Money,
    reason: str,
    status: str,
    at: datetime,
    answer_by: datetime | None = None,
) -> Dispute:
    """A dispute stands like this now; what has ended stays ended. Announces DisputeChanged."""
    dispute, is_new = Dispute.objects.get_or_create(
        provider=payment.provider,
        dispute_id=dispute_id[:120],
        defaults={
            "payment": payment,
            "currency": amount.currency,
            "amount_minor": amount.minor,
            "reason": reason[:60],
            "answer_by": answer_by,
            "opened_at": at,
        },
    )
    if is_new:
        _book(dispute, "open", to=Account.RECEIVABLE, out_of=Account.PROVIDER, at=at)
    ended = status != Status.OPEN and Dispute.objects.filter(pk=dispute.pk, status=Status.OPEN).update(
        status=status, closed_at=at
    )
    if ended and status == Status.WON:
        _book(dispute, "won", to=Account.PROVIDER, out_of=Account.RECEIVABLE, at=at)
    if ended and status == Status.LOST:
        _book(dispute, "lost", to=Account.WRITE_OFFS, out_of=Account.RECEIVABLE, at=at)
    if is_new or ended:
        publish(
            DisputeChanged(
                payment_key=payment.key, reference=payment.reference, dispute_id=dispute.dispute_id, status=status
            )
        )
    dispute.refresh_from_db()
    return dispute


def _book(dispute: Dispute, what: str, *, to: Account, out_of: Account, at: datetime) -> None:
    amount, payment = Money(dispute.amount_minor, dispute.currency), dispute.payment
    subjects = {Account.RECEIVABLE: payment.reference, Account.PROVIDER: payment.provider}
    post(
        key=f"dispute:{dispute.provider}:{dispute.dispute_id}:{what}",
        kind="dispute",
        reference=payment.reference,
        lines=[debit(to, amount, subjects.get(to, "")), credit(out_of, amount, subjects.get(out_of, ""))],
        at=at,
        memo=dispute.reason,
    )


def open_ones(*, limit: int = 100) -> list[Dispute]:
    """Disputes to be answered, the most urgent first. One query."""
    found = Dispute.objects.filter(status=Status.OPEN).select_related("payment")
    return list(found.order_by("answer_by", "pk")[:limit])


def held_by_banks() -> dict[tuple[str, str], int]:
    """What providers have had to give up to banks, by provider and currency. One query."""
    sums: dict[tuple[str, str], int] = {}
    for row in Dispute.objects.exclude(status=Status.WON).values_list("provider", "currency", "amount_minor"):
        sums[(row[0], row[1])] = sums.get((row[0], row[1]), 0) + row[2]
    return sums
