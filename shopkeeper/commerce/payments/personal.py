"""What payments hold about people. Whose they are is known to whoever was paid; amounts are never touched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from shopkeeper.commerce.payments.models import Payment, ProviderMessage, Refund
from shopkeeper.foundation.privacy.scrub import scrub, scrub_text


def told(references: Sequence[str]) -> list[Mapping[str, Any]]:
    """What was paid for ``references`` and given back: no keys, no provider's own numbers. Two queries."""
    found = Payment.objects.filter(reference__in=references).order_by("pk").prefetch_related("refunds")
    return [
        {
            "at": one.created_at,
            "with": one.method or one.provider,
            "amount_minor": one.amount_minor,
            "currency": one.currency,
            "status": one.status,
            "refunds": [
                {"at": back.created_at, "amount_minor": back.amount_minor, "reason": back.reason}
                for back in one.refunds.all()
            ],
        }
        for one in found
    ]


@transaction.atomic
def forget(*, references: Iterable[str], pseudonym: str, texts: Iterable[str]) -> None:
    """Take the buyer out of what the provider told and staff wrote."""
    needles = set(texts)
    keys = []
    for payment in Payment.objects.filter(reference__in=list(references)):
        keys.append(payment.key)
        payment.method = scrub_text(payment.method, pseudonym, needles)[:120]
        payment.save(update_fields=["method", "updated_at"])
    for message in ProviderMessage.objects.filter(payment_key__in=keys):
        message.payload = scrub(message.payload, pseudonym, needles)
        message.save(update_fields=["payload"])
    for refund in Refund.objects.filter(payment__key__in=keys):
        refund.reason = scrub_text(refund.reason, pseudonym, needles)[:200]
        refund.destination = scrub_text(refund.destination, pseudonym, needles)[:160]
        refund.save(update_fields=["reason", "destination"])
