"""Reactions to what providers tell: charges are settled, disputes written down and booked."""

from __future__ import annotations

from shopkeeper.commerce.payments import disputes
from shopkeeper.commerce.payments.charging import OURS
from shopkeeper.commerce.payments.events import ProviderNoticeReceived
from shopkeeper.commerce.payments.models import Payment, ProviderMessage
from shopkeeper.commerce.payments.ports import TellsOfDisputes
from shopkeeper.commerce.payments.providers import provider
from shopkeeper.commerce.payments.tasks import settle_charge
from shopkeeper.foundation.events import subscribe


@subscribe(ProviderNoticeReceived, name="payments.settle_charge")
def settle_on_notice(event: ProviderNoticeReceived) -> None:
    """A kept card was charged, or somebody paid by a link, and the provider has news of it."""
    if event.payment_key.startswith(OURS):
        settle_charge.enqueue(event.payment_key)


@subscribe(ProviderNoticeReceived, name="payments.hear_of_dispute")
def hear_of_dispute(event: ProviderNoticeReceived) -> None:
    """Most messages are about something else: one query then, none from providers that never tell of disputes."""
    backend = provider(event.provider)
    if not isinstance(backend, TellsOfDisputes):
        return
    message = ProviderMessage.objects.filter(provider=event.provider, event_id=event.event_id).first()
    news = backend.dispute_of(message.payload) if message is not None else None
    payment = Payment.objects.filter(key=event.payment_key).first() if news else None
    if message is not None and news is not None and payment is not None:
        disputes.hear(payment=payment, news=news, at=message.received_at)
