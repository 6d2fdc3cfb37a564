"""Reactions to returns. Talking to providers is left to tasks: handlers run inside a transaction."""

from __future__ import annotations

from shopkeeper.commerce.payments.events import PaymentChanged, ProviderNoticeReceived
from shopkeeper.commerce.returns.events import ReturnMoved
from shopkeeper.commerce.returns.models import Return
from shopkeeper.commerce.returns.settling import OURS
from shopkeeper.commerce.returns.tasks import settle_payment, settle_return
from shopkeeper.foundation.events import subscribe


@subscribe(ReturnMoved, name="returns.settle")
def settle_received(event: ReturnMoved) -> None:
    instant = Return.objects.filter(pk=event.return_id, is_instant=True).exists()
    if event.status == Return.Status.RECEIVED or (event.status == Return.Status.REQUESTED and instant):
        settle_return.enqueue(event.return_id)


@subscribe(ProviderNoticeReceived, name="returns.settle_on_notice")
def settle_on_notice(event: ProviderNoticeReceived) -> None:
    if event.payment_key.startswith(OURS):
        settle_payment.enqueue(event.payment_key)


@subscribe(PaymentChanged, name="returns.settle_payment")
def settle_changed(event: PaymentChanged) -> None:
    if event.payment_key.startswith(OURS) and event.status != "voided":
        settle_payment.enqueue(event.payment_key)
