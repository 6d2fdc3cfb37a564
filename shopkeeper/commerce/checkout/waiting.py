"""What an order waits for before it is packed, decided in the transaction that places it; and how that ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from shopkeeper.commerce.checkout.risk import HOLD_FROM, Assessment, Facts, assess
from shopkeeper.commerce.content import queries as content
from shopkeeper.commerce.orders import holds
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.orders.operations import SYSTEM
from shopkeeper.commerce.orders.queries import order_of_checkout, paid_for
from shopkeeper.commerce.payments import declines, promises
from shopkeeper.commerce.payments import operations as payments
from shopkeeper.commerce.payments import queries as payment_queries
from shopkeeper.commerce.payments.models import Dispute, Payment, Promise
from shopkeeper.foundation.audit.operations import Actor
from shopkeeper.foundation.money import Money

log = structlog.get_logger(__name__)

DAY, GOOD_AFTER = timedelta(days=1), timedelta(days=30)
USUAL_ORDERS = 100
NOT_PAID = "The payment has not come in time."
AWAITED = "The money has not come yet."


def hold_back(order: Order, attempt: Sequence[Payment], *, at: datetime) -> None:
    """Called in the transaction that places the order: wait for what was promised, and for a look where one is due."""
    promised = [payment for payment in attempt if payment.provider in promises.PROVIDERS]
    for payment in promised:
        promises.rely_on(payment=payment)
    if any(payment.provider in promises.PREPAID for payment in promised):
        holds.hold(order=order, kind=holds.Kind.PAYMENT, reasons=[AWAITED], at=at)
    found = assess(facts_of(order, attempt, at=at))
    if found.score >= threshold():
        reasons = [one.text for one in found.reasons if one.points > 0]
        holds.hold(order=order, kind=holds.Kind.RISK, reasons=reasons, score=found.score, at=at)


def threshold() -> int:
    """From which score on an order is held; 101 holds none."""
    return int(content.block("risk").get("hold_from", HOLD_FROM))


def facts_of(order: Order, attempt: Sequence[Payment], *, at: datetime) -> Facts:
    """What is known about an order and who pays for it. Five queries."""
    theirs = Order.objects.filter(email_key=order.email_key).exclude(pk=order.pk)
    good = theirs.filter(status=Order.Status.COMPLETED, placed_at__lt=at - GOOD_AFTER).values_list(
        "checkout_id", flat=True
    )
    references = [paid_for(checkout_id) for checkout_id in good[:50]]
    disputed = Dispute.objects.filter(payment__reference__in=references).exists() if references else False
    usual = Order.objects.filter(currency=order.currency).exclude(pk=order.pk).order_by("-pk")
    declined, cards = declines.tried(payments=attempt, since=at - DAY)
    return Facts(
        total=order.total,
        email=order.email,
        ships_to=str(order.shipping_address.get("country", "")),
        bills_to=str(order.billing_address.get("country", "")),
        declined=declined,
        cards=cards,
        lately=theirs.filter(placed_at__gt=at - DAY).count(),
        good_orders=0 if disputed else len(references),
        usual=list(usual.values_list("total_minor", flat=True)[:USUAL_ORDERS]),
    )


def assessment_of(order: Order) -> Assessment:
    """How the order stood when it was placed, as far as that is still known. For staff."""
    attempt = payment_queries.payments_for(paid_for(order.checkout_id))
    return assess(facts_of(order, attempt, at=order.placed_at))


def money_came(*, payment_key: str, amount: Money, key: str, note: str, actor: Actor, at: datetime) -> promises.Awaited:
    """Staff have found money for an order in the bank. With all of it there the order is paid and may be packed."""
    standing = promises.receive(payment_key=payment_key, amount=amount, key=key, note=note, actor=actor, at=at)
    settle(payment=standing.payment, at=at)
    return promises.one(payment_key)


def give_up_rest(*, payment_key: str, key: str, note: str, actor: Actor, at: datetime) -> promises.Awaited:
    """What is missing is given up, and the order goes on."""
    standing = promises.write_off(payment_key=payment_key, key=key, note=note, actor=actor, at=at)
    settle(payment=standing.payment, at=at)
    return promises.one(payment_key)


def settle(*, payment: Payment, at: datetime) -> None:
    """Take what has been confirmed, and let its order go on. Harmless when repeated; nothing while it is awaited."""
    payment = payments.capture(payment=payment, at=at)
    order = order_of_checkout(payment.reference.removeprefix("checkout:"))
    if order is None:
        return
    rest = payment_queries.money_for(payment.reference)
    if rest and all(one.status == Payment.Status.CAPTURED for one in rest):
        holds.release(order=order, kind=holds.Kind.PAYMENT, actor=SYSTEM, at=at, note="The money is here.")


def look_after(*, at: datetime) -> None:
    """What the terms say about money that does not come; each order for itself."""
    for promise in promises.to_be_reminded(at=at):
        _alone(lambda promise=promise: promises.remind(promise=promise, at=at), promise.key)  # type: ignore[misc]
    for promise in promises.to_be_cancelled(at=at):
        _alone(lambda promise=promise: _cancel_unpaid(promise, at), promise.key)  # type: ignore[misc]
    for payment in promises.confirmed_but_not_taken():
        _alone(lambda payment=payment: settle(payment=payment, at=at), payment.key)  # type: ignore[misc]


def _alone(action: Callable[[], object], key: str) -> None:
    """What goes wrong with one is told and holds up no other."""
    try:
        action()
    except Exception as error:
        log.error("promise_failed", exc_info=error, payment=key)


def _cancel_unpaid(promise: Promise, at: datetime) -> None:
    """Nobody paid: the goods go back on the shelf, and the customer is told."""
    payment = payment_queries.payment(promise.key)
    order = order_of_checkout(payment.reference.removeprefix("checkout:")) if payment else None
    if order is not None and order.status == Order.Status.PLACED:
        orders.cancel(order=order, actor=SYSTEM, reason=NOT_PAID, at=at)


def is_paid_at_the_door(*, order_id: int) -> bool:
    """Whether a delivered order still has cash to be taken for. Two queries."""
    return bool(_at_the_door(order_id))


def delivered(*, order_id: int, at: datetime) -> list[Payment]:
    """An order has come: what was to be paid at the door is with the carrier. The payments to be settled."""
    paid = _at_the_door(order_id)
    with transaction.atomic():
        for payment in paid:
            promises.brought(payment=payment, at=at)
    return paid


def _at_the_door(order_id: int) -> list[Payment]:
    order = Order.objects.get(pk=order_id)
    if order.status != Order.Status.COMPLETED:
        return []
    paid = Payment.objects.filter(reference=paid_for(order.checkout_id), provider="cod")
    return list(paid.filter(status=Payment.Status.AUTHORISED))
