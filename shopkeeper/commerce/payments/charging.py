"""Charging a kept card while its owner is elsewhere: for what comes due later, such as a rest or a won lot.

The bank may want its customer to confirm. Then nothing is charged; the customer is mailed a link to a page of the shop
where they pay the same sum themselves. However that goes, one attempt for a reference has the money, or none.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction

from shopkeeper.commerce.payments import operations, queries
from shopkeeper.commerce.payments.events import ConfirmationNeeded
from shopkeeper.commerce.payments.models import Payment, SavedMethod
from shopkeeper.foundation.errors import NotFound
from shopkeeper.foundation.events import publish
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.transactions import refuse_inside_transaction

# What providers call a bank that wants its customer (docs.stripe.com/declines/codes).
WANTS_ITS_CUSTOMER = frozenset({"authentication_required", "authentication_not_handled"})
# Names the payments that are looked after here.
OURS = "due:"
PATIENCE = timedelta(minutes=1)
SALT = "shopkeeper.payments.link"
LINK_AGE_SECONDS = 30 * 24 * 3600
Status = Payment.Status
UNDECIDED = (Status.CREATED, Status.REQUIRES_ACTION, Status.UNKNOWN, Status.AUTHORISED)


def charge_saved(
    *, method: SavedMethod, amount: Money, reference: str, key: str, description: str, at: datetime
) -> Payment:
    """Charge a kept card for ``reference``, once for each ``key``; the money is taken at once. Announces
    ConfirmationNeeded when the bank wants its customer. The payment says how it stands."""
    refuse_inside_transaction("A payment provider")
    key = f"{OURS}{key}"
    payment = queries.payment(key) or operations.create(
        key=key,
        reference=reference,
        provider_name=method.provider,
        amount=amount,
        token=method.token,
        known_by={"account": str(method.customer_id)},
        at=at,
    )
    if payment.status == Status.CREATED:
        payment = operations.authorise(payment=payment, return_url="", description=description)
    return settle(payment=payment, at=at, customer_id=method.customer_id, description=description)


def settle(*, payment: Payment, at: datetime, customer_id: int | None = None, description: str = "") -> Payment:
    """Take what was approved; have the customer asked where the bank wants them. Harmless when repeated."""
    payment = operations.capture(payment=payment, at=at)
    if customer_id and payment.status == Status.FAILED and payment.failure_code in WANTS_ITS_CUSTOMER:
        _ask_for_confirmation(payment, customer_id, description)
    return payment


@transaction.atomic
def _ask_for_confirmation(payment: Payment, customer_id: int, description: str) -> None:
    publish(
        ConfirmationNeeded(
            payment_key=payment.key,
            reference=payment.reference,
            customer_id=customer_id,
            amount=Money(payment.amount_minor, payment.currency),
            description=description,
        )
    )


def unsettled(*, at: datetime, limit: int = 100) -> list[Payment]:
    """Charges under way for longer than a minute: not those that wait at a bank for their customer. One query."""
    standing = (Status.CREATED, Status.UNKNOWN, Status.AUTHORISED)
    ours = Payment.objects.filter(attempt__startswith=OURS, status__in=standing, created_at__lt=at - PATIENCE)
    return list(ours.order_by("updated_at")[:limit])


def link_token(payment_key: str) -> str:
    """What makes the link to pay one sum: signed, for this purpose only."""
    return signing.dumps(payment_key, salt=SALT, compress=False)


def of_link(token: str) -> Payment:
    """The attempt a link was made for. Raises NotFound for a forged or old one. One query."""
    try:
        key = signing.loads(token, salt=SALT, max_age=LINK_AGE_SECONDS)
    except signing.BadSignature:
        raise NotFound("This link is no longer valid. Please ask us for a new one.") from None
    found = queries.payment(str(key))
    if found is None:
        raise NotFound("This link is no longer valid. Please ask us for a new one.")
    return found


def is_paid(payment: Payment) -> bool:
    """Whether some attempt for the same thing has the money. One query."""
    return bool(queries.money_for(payment.reference))


def catch_up(*, payment: Payment, at: datetime) -> None:
    """Somebody is back from the bank: ask how their attempts stand, and take what was approved."""
    for one in queries.payments_for(payment.reference):
        if one.key.startswith(f"{payment.key}:link:") and one.status in UNDECIDED:
            settle(payment=operations.refresh(payment=one), at=at)


def pay_by_link(*, payment: Payment, token: str, provider_name: str, return_url: str, at: datetime) -> Payment:
    """The customer pays the same sum themselves, with whatever they choose. An attempt of theirs that is still open is
    gone on with; each new one has a key of its own."""
    refuse_inside_transaction("A payment provider")
    earlier = [one for one in queries.payments_for(payment.reference) if one.key.startswith(f"{payment.key}:link:")]
    for one in earlier:
        one = settle(payment=operations.refresh(payment=one), at=at)
        if one.status in {Status.CAPTURED, Status.AUTHORISED, Status.REQUIRES_ACTION, Status.UNKNOWN}:
            return one
    made = operations.create(
        key=f"{payment.key}:link:{len(earlier) + 1}",
        reference=payment.reference,
        provider_name=provider_name,
        amount=Money(payment.amount_minor, payment.currency),
        token=token,
        known_by={},
        at=at,
    )
    made = operations.authorise(payment=made, return_url=return_url, description=payment.reference)
    return settle(payment=made, at=at)
