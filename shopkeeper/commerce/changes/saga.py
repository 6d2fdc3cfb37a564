"""From “confirm” to a changed order, once, whatever fails in between; the same walk as the checkout's.

    T1  one transaction: claim the change, compare the difference, hold the new goods, write down the payment
        ask the provider to authorise, with the payment's key
    T2  one transaction: confirm the holds, rewrite the order, free what is not needed, set refunds aside
        ask the providers to capture and to refund

Nothing is held in memory between the steps. A change that cannot be applied any more gives its money back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import IntegrityError, transaction

from shopkeeper.commerce.changes.destinations import check_destination, check_means
from shopkeeper.commerce.changes.models import Change
from shopkeeper.commerce.changes.plan import Plan, PlannedLine
from shopkeeper.commerce.checkout.money_back import give_back
from shopkeeper.commerce.checkout.saga import ABANDONED, HOLD_TIME, PATIENCE, Paid, Refused, each_alone
from shopkeeper.commerce.content import queries as content
from shopkeeper.commerce.inventory import operations as inventory
from shopkeeper.commerce.inventory.allocation import Want
from shopkeeper.commerce.orders import revising
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.orders.operations import Actor, TooLate
from shopkeeper.commerce.orders.queries import paid_for
from shopkeeper.commerce.orders.revising import RevisedLine, Revision
from shopkeeper.commerce.payments import declines, promises
from shopkeeper.commerce.payments import operations as payments
from shopkeeper.commerce.payments import queries as payment_queries
from shopkeeper.commerce.payments.declines import Payer
from shopkeeper.commerce.payments.models import Payment
from shopkeeper.foundation.errors import Conflict
from shopkeeper.foundation.faults import faultpoint
from shopkeeper.foundation.money import Money

Status = Change.Status
UNDER_WAY = (Status.PLACING, Status.ACTION)
# Prices are good for so long after they were shown.
GOOD_FOR = timedelta(minutes=30)
# What the attempts of a change are called.
OURS = "chg:"


@dataclass(frozen=True)
class PayWith:
    """How a difference is paid: the provider, its token, and who is paying."""

    provider: str
    token: str
    payer: Payer
    return_url: str = ""


@dataclass(frozen=True)
class Progress:
    """Where a change stands: ``applied``, ``action`` with a page of the bank to visit, ``confirming``, or ``refused``
    with a ``code`` and a sentence."""

    state: str
    change: Change
    action_url: str = ""
    code: str = ""
    message: str = ""


def confirm(
    *, change: Change, difference: Money, pay_with: PayWith | None, refund_to: str = "", at: datetime
) -> Progress:
    """Carry out a proposed change. ``difference`` is what the customer saw; ``refund_to`` where money goes when some
    comes back (see ``payments.models.Refund.destination``). Again and again changes it once.

    Raises Conflict, TooLate, OutOfStock, InvalidInput, TooManyDeclines; then nothing was done.
    """
    attempt: list[Payment] = []
    if change.status == Status.PROPOSED:
        amount = to_charge(change)
        _check(change, pay_with, refund_to, at)
        _take_what_was_promised(change, at)
        known_by = {}
        if amount and pay_with:
            card = payments.card_of(provider_name=pay_with.provider, token=pay_with.token)
            known_by = declines.marks(pay_with.payer, basket=f"order:{change.order_id}", card=card)
            declines.refuse_too_many(known_by, at=at)
        payment = _begin(change, difference, pay_with, known_by, refund_to, at)
        faultpoint("changes.t1.after_commit")
        if payment and pay_with:
            told = f"Order {change.order.number}"
            attempt = [payments.authorise(payment=payment, return_url=pay_with.return_url, description=told)]
    return _drive(change, attempt or payment_queries.payments_of_attempt(change.payment_key), at)


def _check(change: Change, pay_with: PayWith | None, refund_to: str, at: datetime) -> None:
    """What can be told before anything is set in motion."""
    if at - change.created_at > GOOD_FOR:
        raise Conflict("This offer has run out, for prices may have changed. Please start again from your order.")
    policy = content.change_policy()
    check_destination(change.order, refund_to, by_hand=policy.other_card_refunds)
    if pay_with is None:
        return
    check_means(change.order, pay_with.provider, pay_with.token, to_charge(change), at=at)
    if change.kind != Change.Kind.PAYMENT:
        return
    standing = payment_queries.payments_for(paid_for(change.order.checkout_id))
    kept = [one for one in standing if one.status in Paid and one.captured_minor != one.refunded_minor]
    if len(kept) == 1 and kept[0].provider == pay_with.provider and _same_card(kept[0], pay_with.token):
        raise Conflict("This is how the order is paid already.")
    if policy.one_payment_only and sum(one.captured_minor > 0 for one in standing) != 1:
        raise Conflict("The way to pay was changed already, or the order has more than one payment.")


def _same_card(payment: Payment, token: str) -> bool:
    """Whether a payment was made with what ``token`` stands for; no where the provider cannot tell."""
    card = payments.card_of(provider_name=payment.provider, token=token)
    return bool(card) and card == payments.card_of(provider_name=payment.provider, token=payment.method)


def _take_what_was_promised(change: Change, at: datetime) -> None:
    """What an order was paid with is captured first, so that money can go back from it."""
    for payment in payment_queries.money_for(paid_for(change.order.checkout_id)):
        if payment.status == Payment.Status.AUTHORISED:
            payment = payments.capture(payment=payment, at=at)
        if payment.status == Payment.Status.AUTHORISED and payment.provider in promises.PROVIDERS:
            raise Conflict("Your payment has not come yet. Until then you can cancel the order and place it anew.")
        if payment.status == Payment.Status.AUTHORISED:
            raise Conflict("Your payment is still being taken. Please try again in a few minutes.")


def to_charge(change: Change) -> Money:
    """What confirming a change charges: the difference, or everything when it is the way to pay that changes."""
    if change.kind == Change.Kind.PAYMENT:
        return change.order.total
    return Money(max(0, change.difference_minor), change.order.currency)


@transaction.atomic
def _begin(
    change: Change,
    difference: Money,
    pay_with: PayWith | None,
    known_by: dict[str, str],
    refund_to: str,
    at: datetime,
) -> Payment | None:
    """T1. Null when there is nothing to pay or another request was faster."""
    if difference != change.difference:
        raise Conflict("The difference is another than you saw. Please look at the change again.")
    try:
        with transaction.atomic():
            claimed = Change.objects.filter(pk=change.pk, status=Status.PROPOSED).update(
                status=Status.PLACING, driven_at=at, refund_to=refund_to, payment_key=f"{OURS}{change.pk}:auth"
            )
    except IntegrityError:
        raise Conflict("Another change of this order is under way. Please wait a moment.") from None
    change.refresh_from_db(fields=["status", "payment_key", "refund_to"])
    if not claimed:
        return None
    revising.locked(order_id=change.order_id, revision=change.revision)
    wants = [want for line in Plan.from_json(change.plan).lines if (want := _want(line))]
    if wants:
        inventory.take(reference=_held(change), wants=wants, at=at, expires_at=at + HOLD_TIME)
    amount = to_charge(change)
    if not amount:
        return None
    if pay_with is None:
        raise Conflict("Choose how you want to pay the difference.")
    return payments.create(
        key=change.payment_key,
        reference=paid_for(change.order.checkout_id),
        part=f"change:{change.pk}",
        provider_name=pay_with.provider,
        amount=amount,
        token=pay_with.token,
        known_by=known_by,
        at=at,
    )


def _held(change: Change) -> str:
    return f"change:{change.pk}"


def _want(line: PlannedLine) -> Want | None:
    """The units a line needs beyond what the order has."""
    missing = line.quantity if line.is_other_goods else line.quantity - line.was_quantity
    return Want(line.draft.key, line.draft.offer_id, missing) if missing > 0 else None


def drive(*, change: Change, at: datetime) -> Progress:
    """Take a change as far as it can go now. Harmless when repeated or run in parallel."""
    change.refresh_from_db()
    return _drive(change, payment_queries.payments_of_attempt(change.payment_key), at)


def _drive(change: Change, attempt: Sequence[Payment], at: datetime) -> Progress:
    if change.status in UNDER_WAY:
        attempt = [
            one if one.status in {*Paid, *Refused} else payments.refresh(payment=one, made_by=at - PATIENCE)
            for one in attempt
        ]
        _next_step(change, attempt, at)
        change.refresh_from_db()
    if change.status == Status.APPLIED:
        for payment in attempt:
            if payment.status == Payment.Status.AUTHORISED:
                payments.capture(payment=payment, at=at)
        _send_refunds(change, at)
    return _progress(change, attempt)


def _next_step(change: Change, attempt: Sequence[Payment], at: datetime) -> None:
    if not attempt and to_charge(change):
        hand_back(change, attempt, "not_started", "Nothing was charged. Please try again.")
    elif all(payment.status in Paid for payment in attempt):
        _finish(change, attempt, at)
    elif any(payment.status in Refused for payment in attempt):
        refused = next(payment for payment in attempt if payment.status in Refused)
        told = refused.failure_message or payments.NO_ANSWER
        hand_back(change, attempt, refused.failure_code or "payment_failed", told)
    else:
        waits = any(payment.status == Payment.Status.REQUIRES_ACTION for payment in attempt)
        if waits and at - attempt[0].created_at > ABANDONED:
            hand_back(change, attempt, "abandoned", "Your bank was not asked in time. You have not been charged.")
            return
        Change.objects.filter(pk=change.pk, status__in=UNDER_WAY).update(
            status=Status.ACTION if waits else Status.PLACING, driven_at=at
        )


def _finish(change: Change, attempt: Sequence[Payment], at: datetime) -> None:
    """T2, or the way back when it is too late."""
    try:
        _apply(change, at)
    except Conflict as late:
        hand_back(change, attempt, late.code, late.message)
    except (inventory.HoldGone, inventory.OutOfStock):
        told = "While your bank was answering, an item sold out. You have not been charged."
        hand_back(change, attempt, "sold_out", told)


@transaction.atomic
def _apply(change: Change, at: datetime) -> None:
    order = revising.locked(order_id=change.order_id, revision=change.revision)
    moved = Change.objects.filter(pk=change.pk, status__in=UNDER_WAY)
    if not moved.update(status=Status.APPLIED, applied_at=at, driven_at=at):
        return
    plan = Plan.from_json(change.plan)
    before = payment_queries.money_for(paid_for(order.checkout_id))
    lines = _holds(change, plan, at)
    revision = Revision(change.kind, lines, plan.quote, plan.shipping_address, plan.delivery, plan.tax)
    revising.revise(order=order, revision=revision, actor=Actor(change.actor_kind, change.actor), at=at)
    _set_refunds_aside(change, order, before, at)
    faultpoint("changes.t2.before_commit")


def _holds(change: Change, plan: Plan, at: datetime) -> list[RevisedLine]:
    """The lines to be with their goods: new ones confirmed, more joined, fewer given back."""
    wants = [want for line in plan.lines if (want := _want(line))]
    new = _confirmed(change, wants, at) if wants else {}
    lines, gone = [], list(plan.removed)
    for line in plan.lines:
        hold_id = line.hold_id
        extra = new.get(line.draft.key)
        if line.is_other_goods:
            gone += [hold_id] if hold_id is not None else []
            hold_id = extra
        elif extra is not None and hold_id is not None:
            inventory.join(hold_id=hold_id, extra_id=extra)
        elif line.quantity < line.was_quantity and hold_id is not None:
            inventory.shrink(hold_id=hold_id, quantity=line.quantity)
        if hold_id is None:
            raise inventory.HoldGone("Some of the items were given back.")
        lines.append(RevisedLine(line.line_id, line.draft, hold_id))
    if gone and inventory.cancel_confirmed(hold_ids=gone) != len(gone):
        raise TooLate("Some of these items were sent already.")
    return lines


def _confirmed(change: Change, wants: Sequence[Want], at: datetime) -> dict[str, int]:
    """The new holds by line; when they ran out meanwhile, taken again if there is still enough."""
    try:
        return inventory.confirm(reference=_held(change))
    except inventory.HoldGone:
        inventory.take(reference=_held(change), wants=wants, at=at, expires_at=at + HOLD_TIME)
        return inventory.confirm(reference=_held(change))


def _set_refunds_aside(change: Change, order: Order, before: Sequence[Payment], at: datetime) -> None:
    """What goes back: what the order costs less, or all that was paid before when the way to pay changes."""
    if change.kind == Change.Kind.PAYMENT:
        old = [payment for payment in before if payment.attempt != change.payment_key]
        due = sum(payment.amount_minor - payment.refunded_minor for payment in old)
    else:
        old, due = list(before), -change.difference_minor
    if due > 0:
        give_back(
            order=order,
            payments_made=old,
            amount=Money(due, order.currency),
            key=f"change:{change.pk}",
            reason="Order changed",
            destination=change.refund_to,
            at=at,
        )


def _send_refunds(change: Change, at: datetime) -> None:
    for refund in payment_queries.refunds_named(f"change:{change.pk}:"):
        payments.send_refund(refund=refund, at=at)


def hand_back(change: Change, attempt: Sequence[Payment], code: str, message: str) -> None:
    """End a change without effect: the order stays as it was, the goods are free again, the money goes back."""
    with transaction.atomic():
        ended = Change.objects.filter(pk=change.pk, status__in=UNDER_WAY).update(
            status=Status.REFUSED, refusal={"code": code, "message": message}
        )
        if ended:
            inventory.release(reference=_held(change))
    for payment in attempt if ended else ():
        if payment.status not in Refused:
            payments.undo(payment=payment)


def leave(*, change: Change, at: datetime) -> Progress:
    """The customer came back from the bank's page without deciding."""
    progress = drive(change=change, at=at)
    if progress.state == "action":
        attempt = payment_queries.payments_of_attempt(change.payment_key)
        hand_back(change, attempt, "left", "You left your bank's page. You have not been charged.")
        return drive(change=change, at=at)
    return progress


def _progress(change: Change, attempt: Sequence[Payment]) -> Progress:
    if change.status == Status.APPLIED:
        return Progress("applied", change)
    if change.status == Status.ACTION:
        pages = [one.action_url for one in attempt if one.status == Payment.Status.REQUIRES_ACTION]
        return Progress("action", change, action_url=pages[0] if pages else "")
    if change.status == Status.PLACING:
        return Progress("confirming", change)
    refusal = change.refusal
    return Progress("refused", change, code=refusal.get("code", ""), message=refusal.get("message", ""))


def recover(*, at: datetime, older_than: timedelta = timedelta(seconds=30), limit: int = 100) -> int:
    """Drive every change that has been standing still, oldest first, and settle money of changes that is loose.
    Returns how many changes."""
    stuck = Change.objects.filter(status__in=UNDER_WAY, driven_at__lte=at - older_than).order_by("driven_at")
    found = list(stuck.select_related("order")[:limit])
    for change in found:
        each_alone(partial(drive, change=change, at=at), change=change.public_id)
    _settle_loose(at=at, older_than=older_than, limit=limit)
    return len(found)


def _settle_loose(*, at: datetime, older_than: timedelta, limit: int) -> None:
    ours = Payment.objects.filter(attempt__startswith=OURS, updated_at__lte=at - older_than).order_by("updated_at")
    loose = list(ours.exclude(status__in=(*Refused, Payment.Status.CAPTURED))[:limit])
    payments.put_behind(payments=loose, at=at)
    for payment in loose:
        each_alone(partial(settle, payment=payment, at=at), payment=payment.key)


def settle(*, payment: Payment, at: datetime) -> None:
    """Put one payment of a change in order: on with its change, or back when that has ended."""
    change = Change.objects.filter(payment_key=payment.attempt).select_related("order").first()
    if change is not None and change.status in {*UNDER_WAY, Status.APPLIED}:
        drive(change=change, at=at)
        return
    payment = payments.refresh(payment=payment, made_by=at - PATIENCE)
    if payment.status not in Refused:
        payments.undo(payment=payment)
