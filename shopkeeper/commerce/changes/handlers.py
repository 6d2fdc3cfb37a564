"""Reactions to payments. Talking to providers is left to tasks: handlers run inside a transaction."""

from __future__ import annotations

from shopkeeper.commerce.changes.saga import OURS
from shopkeeper.commerce.changes.tasks import settle_payment
from shopkeeper.commerce.payments.events import PaymentChanged, ProviderNoticeReceived
from shopkeeper.foundation.events import subscribe


@subscribe(ProviderNoticeReceived, name="changes.settle_on_notice")
def settle_on_notice(event: ProviderNoticeReceived) -> None:
    if event.payment_key.startswith(OURS):
        settle_payment.enqueue(event.payment_key)


@subscribe(PaymentChanged, name="changes.settle_payment")
def settle_changed(event: PaymentChanged) -> None:
    if event.payment_key.startswith(OURS):
        settle_payment.enqueue(event.payment_key)
