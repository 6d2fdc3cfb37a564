"""From goods that are back to money or other goods, once, whatever fails in between.

    S1  one transaction: claim the return
        (an exchange for dearer goods: the difference is charged, if that has not been done)
    S2  one transaction: the credit note, and the refunds set aside
        the providers pay back; of an exchange, into an account of its own
    S3  (exchange) the order for the other goods, paid from that account
    S4  one transaction: settled, announced

Each step is keyed by the return, so :func:`settle` may be called as often as anybody likes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from shopkeeper.commerce.changes.destinations import check_means
from shopkeeper.commerce.checkout.holders import CARRIER
from shopkeeper.commerce.checkout.money_back import give_back
from shopkeeper.commerce.checkout.saga import ABANDONED, Paid, Refused, Undecided, each_alone
from shopkeeper.commerce.credit import operations as credit
from shopkeeper.commerce.credit.models import CreditAccount
from shopkeeper.commerce.credit.queries import account_by_token
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders.documents import issue_credit_note
from shopkeeper.commerce.orders.models import CreditNote, Order
from shopkeeper.commerce.orders.operations import SYSTEM
from shopkeeper.commerce.orders.queries import paid_for
from shopkeeper.commerce.payments import operations as payments
from shopkeeper.commerce.payments import queries as payment_queries
from shopkeeper.commerce.payments.models import Payment
from shopkeeper.commerce.returns import assess, exchanging
from shopkeeper.commerce.returns.events import ReturnMoved
from shopkeeper.commerce.returns.models import Return, ReturnLine
from shopkeeper.commerce.returns.operations import KEPT_FOR, let_go
from shopkeeper.foundation import ids
from shopkeeper.foundation.errors import Conflict, ShopError
from shopkeeper.foundation.events import publish
from shopkeeper.foundation.faults import faultpoint
from shopkeeper.foundation.money import Money, round_half_up

log = structlog.get_logger(__name__)
Status = Return.Status
OPEN = (Status.REQUESTED, Status.RECEIVED, Status.SETTLING)
# What the attempts to pay for a dearer exchange are called, and which part of an order they are.
OURS = "ret:"
PART = "return:"


def settle(*, made: Return, at: datetime) -> Return:
    """Give the customer what they are due, as far as it can go now. Harmless when repeated or run in parallel."""
    made.refresh_from_db()
    ready = made.status in {Status.RECEIVED, Status.SETTLING} or (made.is_instant and made.status == Status.REQUESTED)
    if not ready:
        return made
    if made.kind == Return.Kind.EXCHANGE and not _paid_for(made, at):
        made.refresh_from_db()
        return made
    Return.objects.filter(pk=made.pk).exclude(status=Status.SETTLED).update(
        status=Status.SETTLING, driven_at=at, problem=""
    )
    try:
        _carry_out(made, at)
    except ShopError as refused:
        log.error("return_not_settled", made=made.number, code=refused.code, message=refused.message)
        Return.objects.filter(pk=made.pk, status=Status.SETTLING).update(problem=refused.message[:300])
    made.refresh_from_db()
    return made


def _carry_out(made: Return, at: datetime) -> None:
    lines = [one for one in _lines(made) if one.outcome != ReturnLine.Outcome.SEND_BACK]
    exchange = made.kind == Return.Kind.EXCHANGE
    quote = exchanging.accepted_quote(made, lines, today=at.date()) if exchange else {}
    account = _account(made, at) if exchange else None
    _credit_and_set_aside(made, lines, quote, account, at)
    faultpoint("returns.s2.after_commit")
    for refund in payment_queries.refunds_named(f"return:{made.pk}:"):
        payments.send_refund(refund=refund, at=at)
    if any(one.status == one.Status.FAILED for one in payment_queries.refunds_named(f"return:{made.pk}:")):
        Return.objects.filter(pk=made.pk).update(problem="A refund failed. Give the money back by hand.")
    _give_bonus(made, at)
    placed = _place_exchange(made, lines, quote, account, at) if account else None
    with transaction.atomic():
        done = Return.objects.filter(pk=made.pk, status=Status.SETTLING)
        if done.update(status=Status.SETTLED, settled_at=at, exchange_order=placed):
            publish(ReturnMoved(return_id=made.pk, order_id=made.order_id, kind=made.kind, status=Status.SETTLED))
            orders.note(order=made.order, kind="return_settled", actor=SYSTEM, at=at, data={"return": made.number})


def _lines(made: Return) -> list[ReturnLine]:
    return list(ReturnLine.objects.filter(part_of=made).select_related("line").order_by("line__position"))


@transaction.atomic
def _credit_and_set_aside(
    made: Return, lines: Sequence[ReturnLine], quote: dict[str, Any], account: CreditAccount | None, at: datetime
) -> None:
    """S2. The whole of it, or nothing: a credit note without its refund would owe the customer money for ever."""
    order = Order.objects.select_for_update().get(pk=made.order_id)
    rows = _rows(made, order, lines)
    note = issue_credit_note(order=order, key=f"return:{made.public_id}", rows=rows, at=at)
    due = Money(note.total_minor, order.currency)
    paid = payment_queries.money_for(paid_for(order.checkout_id))
    own = [one for one in paid if not one.part.startswith(PART)]
    key = f"return:{made.pk}"
    give = partial(give_back, order=order, reason=f"Return {made.number}", at=at)
    if account is None:
        give(payments_made=own, amount=due, key=f"{key}:money", destination=made.refund_to)
        return
    for_goods = Money(min(due.minor, int(quote["total_minor"])), order.currency)
    carrier = f"credit:{account.token}"
    give(payments_made=own, amount=for_goods, key=f"{key}:goods", destination=carrier)
    if due != for_goods:
        give(payments_made=_fresh(own), amount=due - for_goods, key=f"{key}:money", destination=made.refund_to)
    extra = [one for one in paid if one.attempt == made.payment_key and made.payment_key]
    if not extra:
        return
    missing = Money(int(quote["total_minor"]) - for_goods.minor, order.currency)
    over = Money(sum(one.amount_minor for one in extra) - missing.minor, order.currency)
    if missing:
        give(payments_made=extra, amount=missing, key=f"{key}:extra", destination=carrier)
    if over:
        give(payments_made=_fresh(extra), amount=over, key=f"{key}:over")


def _fresh(payments_made: Sequence[Payment]) -> list[Payment]:
    """The same payments as they stand now, after money was set aside from them."""
    return [Payment.objects.get(pk=one.pk) for one in payments_made]


def _rows(made: Return, order: Order, lines: Sequence[ReturnLine]) -> list[dict[str, Any]]:
    """What the credit note is for: goods, the delivery that comes back with all of them, the fee for the way back."""
    rows: list[dict[str, Any]] = [
        {
            "kind": "goods",
            "title": one.line.title,
            "detail": one.line.variant_title,
            "sku": one.line.sku,
            "quantity": one.quantity,
            "total_minor": one.value_minor,
            "tax_minor": one.tax_minor,
            "tax_rate": str(one.line.tax_rate),
        }
        for one in lines
    ]
    if made.kind != Return.Kind.EXCHANGE:
        # With the last of an order, whatever was said when it was asked for: others may have been called off since.
        back = {one.line_id: one.quantity for one in lines}
        rows += delivery_rows(order, assess.delivery_of(order, back, but=made.pk))
    fee = min(made.fee_minor, sum(row["total_minor"] for row in rows))
    if fee and lines:
        rate = lines[0].line.tax_rate
        rows.append(
            {
                "kind": "fee",
                "title": "Return fee",
                "quantity": 1,
                "total_minor": -fee,
                "tax_minor": -round_half_up(fee * rate / (1 + rate)),
                "tax_rate": str(rate),
            }
        )
    return rows


def delivery_rows(order: Order, delivery: assess.Delivery) -> list[dict[str, Any]]:
    """A delivery charge that comes back, as rows of a credit note."""
    return [
        {
            "kind": "delivery",
            "title": order.quote.get("shipping_label", ""),
            "quantity": 1,
            "total_minor": paid,
            "tax_minor": tax,
            "tax_rate": rate,
        }
        for rate, paid, tax in delivery.rows
    ]


def _give_bonus(made: Return, at: datetime) -> None:
    """Store credit instead of money is worth more, by the policy's per cent."""
    kind, _, token = made.refund_to.partition(":")
    if kind != "credit" or not made.bonus_percent:
        return
    # Only money that becomes credit is worth more; credit that comes back is what it was.
    money = payment_queries.refunds_named(f"return:{made.pk}:money:")
    refunded = sum(one.amount_minor for one in money if one.payment.provider != "credit")
    bonus = Money(round_half_up(Decimal(refunded * made.bonus_percent) / 100), made.order.currency)
    if bonus:
        credit.give(
            account=account_by_token(token),
            amount=bonus,
            key=f"return:{made.pk}:bonus",
            reason=f"{made.bonus_percent} % more as store credit, return {made.number}",
            at=at,
        )


def _account(made: Return, at: datetime) -> CreditAccount:
    """The account that carries an exchange's value from the old order to the new one; nobody can spend it."""
    return CreditAccount.objects.get_or_create(
        token=f"{CARRIER}{made.public_id}"[:40],
        defaults={
            "kind": CreditAccount.Kind.STORE_CREDIT,
            "currency": made.order.currency,
            "created_at": at,
        },
    )[0]


def _place_exchange(
    made: Return, lines: Sequence[ReturnLine], quote: dict[str, Any], account: CreditAccount, at: datetime
) -> Order | None:
    """S3. The payment first, as in any checkout: it is authorised, the order placed, the payment captured."""
    if not lines:
        return None
    draft = exchanging.draft_of(made, lines, quote, today=at.date())
    holds = {one.replacement["key"]: one.hold_id for one in lines if one.hold_id is not None}
    total = Money(int(quote["total_minor"]), made.order.currency)
    payment = _credit_payment(made, account, total, draft.checkout_id, at) if total else None
    placed = orders.place(draft=draft, holds=holds, at=at)
    if payment:
        payments.capture(payment=payment, at=at)
    return placed


def _credit_payment(made: Return, account: CreditAccount, total: Money, checkout_id: str, at: datetime) -> Payment:
    key = f"{OURS}{made.pk}:exchange"
    payment = payment_queries.payment(key)
    if payment is None:
        try:
            with transaction.atomic():
                payment = payments.create(
                    key=key,
                    reference=paid_for(checkout_id),
                    provider_name="credit",
                    amount=total,
                    token=account.token,
                    known_by={},
                    at=at,
                )
        except IntegrityError:
            # Another worker settles the same return.
            payment = Payment.objects.get(key=key)
    if payment.status not in Paid:
        payment = payments.authorise(payment=payment, return_url="", description=f"Exchange {made.number}")
    if payment.status not in Paid:
        raise ShopError(payment.failure_message or "The other goods could not be paid for.")
    return payment


def _paid_for(made: Return, at: datetime) -> bool:
    """Whether nothing is left to pay for what goes out; what stands in the way is noted for staff and customer."""
    try:
        _rebalance(made)
        return made.estimate_minor >= 0 or _difference_paid(made, at)
    except ShopError as refused:
        Return.objects.filter(pk=made.pk).update(problem=refused.message[:300])
        return False


def _rebalance(made: Return) -> None:
    """What an exchange costs or gives is agreed for all of it. When a part was not accepted, it is worked out anew for
    the rest; if that is dearer, the customer pays the new difference before anything goes out."""
    lines = _lines(made)
    accepted = [one for one in lines if one.outcome != ReturnLine.Outcome.SEND_BACK]
    if len(accepted) == len(lines) or CreditNote.objects.filter(key=f"return:{made.public_id}").exists():
        return
    today = made.requested_at.date()
    total = int(exchanging.accepted_quote(made, accepted, today=today)["total_minor"]) if accepted else 0
    balance = sum(one.value_minor for one in accepted) - total
    if balance >= min(0, made.estimate_minor):
        return
    give_difference_back(made=made, at=made.requested_at)
    told = "A part was not accepted, so the rest costs more than what came back for it."
    Return.objects.filter(pk=made.pk).update(estimate_minor=balance, payment_key="", pay_with={}, problem=told)
    made.refresh_from_db()


def _difference_paid(made: Return, at: datetime) -> bool:
    """Whether the dearer goods are paid for; charges them when they are to be paid on receipt."""
    if not made.payment_key:
        charge_difference(made=made, at=at)
        made.refresh_from_db()
    look_at_difference(made=made, at=at)
    paid = payment_queries.payments_of_attempt(made.payment_key)
    return any(payment.status == Payment.Status.CAPTURED for payment in paid)


def charge_difference(*, made: Return, at: datetime, return_url: str = "") -> Payment | None:
    """Charge what the other goods cost more, with the means the customer chose. Null when none was chosen."""
    chosen = made.pay_with
    if not chosen or made.estimate_minor >= 0:
        return None
    key = f"{OURS}{made.pk}:{ids.token(32)}"
    with transaction.atomic():
        if not Return.objects.filter(pk=made.pk, payment_key="", status__in=OPEN).update(payment_key=key):
            return None
        payment = payments.create(
            key=key,
            reference=paid_for(made.order.checkout_id),
            part=f"{PART}{made.pk}",
            provider_name=chosen["provider"],
            amount=Money(-made.estimate_minor, made.order.currency),
            token=chosen["token"],
            known_by={},
            at=at,
        )
    payment = payments.authorise(payment=payment, return_url=return_url, description=f"Exchange {made.number}")
    if payment.status == Payment.Status.AUTHORISED:
        payment = payments.capture(payment=payment, at=at)
    return payment


def look_at_difference(*, made: Return, at: datetime) -> None:
    """Ask the provider how the payment of a dearer exchange stands, and take it when it can be taken."""
    for payment in payment_queries.payments_of_attempt(made.payment_key):
        if payment.status not in {*Paid, *Refused}:
            payment = payments.refresh(payment=payment, made_by=at - timedelta(minutes=1))
        if payment.status == Payment.Status.AUTHORISED:
            payment = payments.capture(payment=payment, at=at)
        if payment.status == Payment.Status.REQUIRES_ACTION and at - payment.created_at > ABANDONED:
            payment = payments.undo(payment=payment)
        if payment.status in Refused:
            note_unpaid(made=made, payment=payment)


def note_unpaid(*, made: Return, payment: Payment) -> None:
    """The difference was not paid: the return goes on, and the customer chooses another way before the goods go out.
    What was refused is not tried again by itself."""
    problem = payment.failure_message or "The difference could not be charged."
    unpaid = Return.objects.filter(pk=made.pk, payment_key=payment.attempt)
    unpaid.update(payment_key="", pay_with={}, problem=problem[:300])


def is_unpaid(made: Return) -> bool:
    """Whether an exchange waits for its difference to be paid by the customer."""
    return made.is_open and made.estimate_minor < 0 and not made.payment_key and not made.pay_with


@transaction.atomic
def choose_means(*, made: Return, provider: str, token: str, at: datetime) -> Return:
    """Another way to pay the difference of an exchange. Raises Conflict when there is nothing to pay, InvalidInput for
    credit that is not enough."""
    check_means(made.order, provider, token, -made.estimate, at=at)
    waiting = Return.objects.filter(pk=made.pk, payment_key="", pay_with={}, estimate_minor__lt=0)
    open_ones = waiting.filter(status__in=OPEN)
    if not provider or not open_ones.update(pay_with={"provider": provider, "token": token}, problem=""):
        raise Conflict("There is nothing to pay for this return any more.")
    made.refresh_from_db()
    return made


def give_difference_back(*, made: Return, at: datetime) -> None:
    """An exchange that ended without its goods: what was paid for them goes back."""
    for payment in payment_queries.payments_of_attempt(made.payment_key):
        is_back = payment.status == Payment.Status.CAPTURED and payment.captured_minor == payment.refunded_minor
        if payment.status not in Refused and not is_back:
            payments.undo(payment=payment)


def recover(*, at: datetime, older_than: timedelta = timedelta(seconds=30), limit: int = 100) -> int:
    """Settle what has been standing still, give back what was paid for exchanges that ended, and let go of goods kept
    for exchanges whose old ones never came. Returns how many were looked at."""
    ready = Return.objects.filter(status__in=(Status.RECEIVED, Status.SETTLING), driven_at__lte=at - older_than)
    found = list(ready.select_related("order").order_by("driven_at")[:limit])
    Return.objects.filter(pk__in=[made.pk for made in found]).update(driven_at=at)
    for made in found:
        each_alone(partial(settle, made=made, at=at), made=made.number)
    never = Return.objects.filter(
        status=Status.REQUESTED, kind=Return.Kind.EXCHANGE, requested_at__lt=at - KEPT_FOR
    ).select_related("order")
    for made in never[:limit]:
        each_alone(partial(let_go, made=made, at=at), made=made.number)
    ended = Return.objects.filter(status__in=(Status.CALLED_OFF, Status.REFUSED)).exclude(payment_key="")
    for made in ended.select_related("order").order_by("-pk")[:limit]:
        each_alone(partial(give_difference_back, made=made, at=at), made=made.number)
    _settle_loose(at=at, older_than=older_than, limit=limit)
    return len(found)


def _settle_loose(*, at: datetime, older_than: timedelta, limit: int) -> None:
    """Payments of exchanges that nobody waits for any more, and those nobody has heard of for a while."""
    ours = Payment.objects.filter(attempt__startswith=OURS, part__startswith=PART, updated_at__lte=at - older_than)
    waited_for = Return.objects.filter(status__in=OPEN).exclude(payment_key="").values("payment_key")
    unclear = Q(status__in=(*Undecided, Payment.Status.AUTHORISED))
    kept = Q(status=Payment.Status.CAPTURED, captured_minor__gt=F("refunded_minor")) & ~Q(attempt__in=waited_for)
    loose = list(ours.filter(unclear | kept).order_by("updated_at")[:limit])
    payments.put_behind(payments=loose, at=at)
    for payment in loose:
        each_alone(partial(settle_payment, payment=payment, at=at), payment=payment.key)


def settle_payment(*, payment: Payment, at: datetime) -> None:
    """Put one payment of an exchange in order: on with its return, or back when that has ended or goes another way."""
    if not payment.part.startswith(PART):
        return
    payment = payments.refresh(payment=payment, made_by=at - timedelta(minutes=1))
    made = Return.objects.filter(payment_key=payment.attempt).select_related("order").first()
    if made is not None and made.status in OPEN:
        look_at_difference(made=made, at=at)
        return
    is_back = payment.captured_minor == payment.refunded_minor and payment.status == Payment.Status.CAPTURED
    waits_for_nobody = made is None or made.status in {Status.CALLED_OFF, Status.REFUSED}
    if waits_for_nobody and payment.status not in Refused and not is_back:
        payments.undo(payment=payment)
