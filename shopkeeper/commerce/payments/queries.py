"""Reading payments."""

from __future__ import annotations

from shopkeeper.commerce.payments.models import Payment, Refund


def payment(key: str) -> Payment | None:
    """The attempt with this key. One query."""
    return Payment.objects.filter(key=key).first()


def payments_for(reference: str) -> list[Payment]:
    """Every attempt to pay for ``reference``, oldest first. One query."""
    return list(Payment.objects.filter(reference=reference).order_by("pk"))


def payments_of_attempt(attempt: str) -> list[Payment]:
    """The payments that stand or fall together, in the order they are asked for. One query."""
    return list(Payment.objects.filter(attempt=attempt).order_by("pk")) if attempt else []


def money_for(reference: str) -> list[Payment]:
    """The payments that have the money of ``reference``, in the order it was paid. One query."""
    holding = (Payment.Status.AUTHORISED, Payment.Status.CAPTURED)
    return list(Payment.objects.filter(reference=reference, status__in=holding).order_by("pk"))


def refunds_named(prefix: str) -> list[Refund]:
    """The refunds whose keys begin like this, their payments loaded. One query."""
    return list(Refund.objects.filter(key__startswith=prefix).select_related("payment").order_by("pk"))
