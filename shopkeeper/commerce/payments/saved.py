"""Cards that customers keep for next time. The cards are with the provider; here is what they are known by."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import structlog
from django.db import transaction

from shopkeeper.commerce.payments.models import Payment, SavedMethod
from shopkeeper.commerce.payments.ports import KeepsCards, KeptCard, ProviderUnavailable
from shopkeeper.commerce.payments.providers import provider
from shopkeeper.foundation import ids
from shopkeeper.foundation.errors import NotFound
from shopkeeper.foundation.transactions import refuse_inside_transaction

log = structlog.get_logger(__name__)


@transaction.atomic
def keep(*, payment: Payment, card: KeptCard) -> None:
    """The customer asked for it at this payment, and the provider has kept the card. Once for each card."""
    if payment.keep_for_id is None:
        return
    own = SavedMethod.objects.filter(customer=payment.keep_for_id)
    told = {
        "brand": card.brand[:30],
        "last4": card.last4[:4],
        "exp_month": card.exp_month,
        "exp_year": card.exp_year,
        "agreed_at": payment.created_at,
    }
    fresh = {"public_id": ids.public_id("sm"), "is_default": not own.filter(is_default=True).exists()}
    SavedMethod.objects.update_or_create(
        customer_id=payment.keep_for_id,
        provider=payment.provider,
        token=card.token[:120],
        defaults=told,
        create_defaults={**told, **fresh},
    )


def of_customer(public_id: str, *, customer_id: int) -> SavedMethod:
    """One of a customer's own. Raises NotFound, also for other people's. One query."""
    found = SavedMethod.objects.filter(public_id=public_id, customer=customer_id).first()
    if found is None:
        raise NotFound("This way to pay is not in your account any more.")
    return found


@transaction.atomic
def make_default(*, method: SavedMethod) -> None:
    """The one that is chosen already on the payment page."""
    SavedMethod.objects.filter(customer=method.customer_id, is_default=True).update(is_default=False)
    SavedMethod.objects.filter(pk=method.pk).update(is_default=True)


def remove(*, method: SavedMethod) -> None:
    """Forget it here at once, and have the provider forget it; one that is away is told in the log, not to the
    customer: from here nobody can pay with it any more."""
    refuse_inside_transaction("A payment provider")
    SavedMethod.objects.filter(pk=method.pk).delete()
    _forget_there(method)


@transaction.atomic
def remove_all(*, user_id: int) -> None:
    """Everything an account keeps; the providers are asked to forget once the transaction around it is through."""
    for method in SavedMethod.objects.filter(customer__user_id=user_id):
        SavedMethod.objects.filter(pk=method.pk).delete()
        transaction.on_commit(partial(_forget_there, method))


def _forget_there(method: SavedMethod) -> None:
    backend = provider(method.provider)
    if isinstance(backend, KeepsCards):
        try:
            backend.forget(method.token)
        except ProviderUnavailable:
            log.error("kept_card_not_forgotten", provider=method.provider, method=method.public_id)


def is_expired(method: SavedMethod, at: datetime) -> bool:
    """Whether its last month is over; cards whose end nobody told are taken as good."""
    return bool(method.exp_year) and (method.exp_year, method.exp_month) < (at.year, at.month)
