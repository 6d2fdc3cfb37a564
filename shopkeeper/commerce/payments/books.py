"""What payments mean in the ledger. Each is called in the transaction of what it books.

Money a provider took for us stands with the provider until it pays out; the customer owes that much less. Until the
goods are invoiced the customer's account is therefore in credit: we owe them goods.
"""

from __future__ import annotations

from datetime import datetime

from shopkeeper.commerce.ledger.accounts import Account
from shopkeeper.commerce.ledger.operations import Line, credit, debit, post
from shopkeeper.commerce.payments.models import Payment, Refund
from shopkeeper.foundation.money import Money


def book_capture(payment: Payment, taken_minor: int, at: datetime | None) -> None:
    """The provider has taken ``taken_minor`` of the payment's currency."""
    amount = Money(taken_minor, payment.currency)
    post(
        key=f"payment:{payment.key}:capture",
        kind="capture",
        reference=payment.reference,
        lines=[
            debit(Account.PROVIDER, amount, payment.provider),
            credit(Account.RECEIVABLE, amount, payment.reference),
        ],
        at=at,
    )


def book_undone(payment: Payment, left_minor: int) -> None:
    """What was left of a captured payment went back whole."""
    _book_back(payment, Money(left_minor, payment.currency), f"payment:{payment.key}:undo", "undo", None)


def book_refund(refund: Refund, at: datetime) -> None:
    """A refund was paid: by the payment's provider, into store credit, or from the bank by hand."""
    amount = Money(refund.amount_minor, refund.payment.currency)
    kind = refund.destination.partition(":")[0]
    came_from = {
        "hand": credit(Account.BANK, amount),
        "credit": credit(Account.PROVIDER, amount, "credit"),
    }.get(kind)
    _book_back(refund.payment, amount, f"refund:{refund.key}", "refund", at, refund.reason, came_from)


def _book_back(
    payment: Payment,
    amount: Money,
    key: str,
    kind: str,
    at: datetime | None,
    memo: str = "",
    came_from: Line | None = None,
) -> None:
    post(
        key=key,
        kind=kind,
        reference=payment.reference,
        lines=[
            debit(Account.RECEIVABLE, amount, payment.reference),
            came_from or credit(Account.PROVIDER, amount, payment.provider),
        ],
        at=at,
        memo=memo,
    )
