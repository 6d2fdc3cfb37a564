"""What payments hold about people. Whose they are is known to whoever was paid; amounts are never touched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from shopkeeper.commerce.payments import saved
from shopkeeper.commerce.payments.models import Payment, ProviderMessage, Receipt, Refund, SavedMethod
from shopkeeper.foundation.privacy.ports import Person, Silent
from shopkeeper.foundation.privacy.scrub import scrub, scrub_text


class Cards(Silent):
    """The ways to pay that customers keep: told without what pays with them, and forgotten with the account."""

    name = "saved ways to pay"
    tables: Sequence[str] = ("payments_savedmethod",)

    def export(self, person: Person) -> Mapping[str, Any]:
        own = SavedMethod.objects.filter(customer__user_id=person.user_id).order_by("pk")
        return {"saved_methods": [{"what": one.label, "agreed_at": one.agreed_at} for one in own]}

    def erase(self, person: Person, *, at: datetime) -> None:
        if person.user_id:
            saved.remove_all(user_id=person.user_id)


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
    for receipt in Receipt.objects.filter(promise__key__in=keys):
        receipt.note = scrub_text(receipt.note, pseudonym, needles)[:200]
        receipt.save(update_fields=["note"])
