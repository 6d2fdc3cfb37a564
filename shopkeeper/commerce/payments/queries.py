"""Reading payments."""

from __future__ import annotations

from shopkeeper.commerce.payments.models import Payment


def payment(key: str) -> Payment | None:
    """The attempt with this key. One query."""
    return Payment.objects.filter(key=key).first()


def payments_for(reference: str) -> list[Payment]:
    """Every attempt to pay for ``reference``, oldest first. One query."""
    return list(Payment.objects.filter(reference=reference).order_by("pk"))


def money_for(reference: str) -> Payment | None:
    """The attempt that has the money of ``reference``; at most one exists. One query."""
    return Payment.objects.filter(
        reference=reference, status__in=(Payment.Status.AUTHORISED, Payment.Status.CAPTURED)
    ).first()
