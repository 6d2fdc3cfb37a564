"""From “pay” to an order, once, whatever fails in between.

    T1  one transaction: claim the checkout, check the total, hold the stock, write down the payments
        ask the provider of each to authorise, with the payment's key
    T2  one transaction: confirm the holds, write the order, close cart and checkout, announce it
        ask the providers to capture, with the payments' keys
    T3  record the captures

Gift cards and store credit are payments like any other and are asked first; all of an attempt's payments have the
money, or none keeps it.

Nothing is held in memory between the steps: :func:`drive` looks at what is recorded and does what comes next.
The pay button, the way back from the bank, the provider's webhook and the recovery task all just call it,
in any order and as often as they like.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import structlog
from django.db import transaction
from django.db.models import F, QuerySet

from shopkeeper.commerce.cart import operations as carts
from shopkeeper.commerce.cart.queries import hold_reference
from shopkeeper.commerce.checkout import details, operations, queries, steps, tenders, waiting
from shopkeeper.commerce.checkout.agreement import draft_of
from shopkeeper.commerce.checkout.events import CheckoutRefused
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.checkout.queries import PricedCart
from shopkeeper.commerce.inventory import operations as inventory
from shopkeeper.commerce.inventory.allocation import Want
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders import queries as order_queries
from shopkeeper.commerce.orders.draft import OrderDraft
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.orders.queries import paid_for
from shopkeeper.commerce.payments import declines, promises
from shopkeeper.commerce.payments import operations as payments
from shopkeeper.commerce.payments import queries as payment_queries
from shopkeeper.commerce.payments.declines import Payer
from shopkeeper.commerce.payments.models import Payment
from shopkeeper.foundation.errors import Conflict, InvalidInput, ShopError
from shopkeeper.foundation.events import publish
from shopkeeper.foundation.faults import faultpoint
from shopkeeper.foundation.money import Money

log = structlog.get_logger(__name__)

HOLD_TIME = timedelta(minutes=15)
# After this long an attempt the provider has never heard of is taken as not made (calls to it end well before).
PATIENCE = timedelta(seconds=40)
# After this long a customer is not coming back from the bank's page.
ABANDONED = timedelta(minutes=30)

# What the attempts of a checkout are called. An order that was changed has payments of others, too.
OURS = "co:"

# Ways to end an attempt that the bank wanted confirmed and nobody did.
UNCONFIRMED = frozenset({"abandoned", "left"})

Status = Checkout.Status
UNDER_WAY = (Status.PLACING, Status.ACTION)
_READ_AGAIN = ["status", "typed", "method_code", "agreed", "agreed_minor", "attempt", "payment_key", "refusal"]
Paid = (Payment.Status.AUTHORISED, Payment.Status.CAPTURED)
Refused = (Payment.Status.FAILED, Payment.Status.VOIDED)
Undecided = (Payment.Status.CREATED, Payment.Status.REQUIRES_ACTION, Payment.Status.UNKNOWN)


class TotalChanged(ShopError):
    """The order costs something else than the customer agreed to; they must see and confirm the new total."""

    code = "total_changed"


class NotReady(ShopError):
    """The cart cannot be ordered as it is; its problems say why."""

    code = "cart_not_ready"


@dataclass(frozen=True)
class Progress:
    """Where an attempt stands: ``placed`` with an order, ``action`` with a page of the bank to visit,
    ``confirming`` while the provider has not answered, ``open`` after a refusal (with its ``code`` and sentence)."""

    state: str
    checkout_id: str
    order: Order | None = None
    action_url: str = ""
    code: str = ""
    message: str = ""


@dataclass(frozen=True)
class PayRequest:
    """What the customer pressed: the order's total and what of it their credit pays, as they saw both (minor units),
    the provider of the rest, its token for the card; and who they are, because whoever is declined again and again
    has to wait, whatever door they come through. ``keep``: they want the card kept in their account."""

    total_minor: int
    currency: str
    provider: str
    token: str
    return_url: str
    payer: Payer
    credit_minor: int = 0
    keep: bool = False


def pay(*, checkout_id: str, request: PayRequest, at: datetime) -> Progress:
    """Place the order of a checkout. Pressing again, in another tab or after a lost answer, never orders or pays twice.

    Raises InvalidInput (details), NotReady (cart problems), OutOfStock, TotalChanged, TooManyDeclines; then nothing
    was done.
    """
    checkout = queries.checkout(checkout_id)
    attempt: Sequence[Payment] = ()
    if checkout.status == Status.OPEN:
        known_by = _known_by(checkout, request)
        declines.refuse_too_many(known_by, at=at)
        operations.ask_about_tax(checkout=checkout, at=at)
        attempt = _authorised(_begin(checkout, request, known_by, at), checkout, request.return_url)
    return _drive(checkout, attempt or payment_queries.payments_of_attempt(checkout.payment_key), at)


def _authorised(attempt: Sequence[Payment], checkout: Checkout, return_url: str) -> list[Payment]:
    """Each payment of the attempt after its provider was asked; the first refusal leaves the others unasked."""
    faultpoint("checkout.t1.after_commit")
    asked = list(attempt)
    for place, payment in enumerate(asked):
        told = f"Checkout {checkout.pk}"
        asked[place] = payments.authorise(payment=payment, return_url=return_url, description=told)
        faultpoint("checkout.authorise.after_record")
        if asked[place].status not in Paid:
            break
    return asked


def _known_by(checkout: Checkout, request: PayRequest) -> dict[str, str]:
    """By what earlier attempts of the same payer are found. Nothing where there is nothing to pay."""
    if request.total_minor == request.credit_minor:
        return {}
    card = payments.card_of(provider_name=request.provider, token=request.token)
    return declines.marks(request.payer, basket=f"cart:{checkout.cart_id}", card=card)


@transaction.atomic
def _begin(checkout: Checkout, request: PayRequest, known_by: Mapping[str, str], at: datetime) -> list[Payment]:
    """T1. Nothing to ask for when another request was faster, or when there is nothing to pay."""
    claimed = Checkout.objects.filter(pk=checkout.pk, status=Status.OPEN).update(
        status=Status.PLACING, attempt=F("attempt") + 1, driven_at=at, refusal={}
    )
    # What was typed until the claim counts, not what was read before it.
    checkout.refresh_from_db(fields=_READ_AGAIN)
    if not claimed:
        return []
    if request.provider == tenders.PROVIDER:
        # Credit is added to a checkout by its code or by its holder, never named by a form.
        raise InvalidInput("Choose one of the ways to pay on this page.", {"payment": "Choose a way to pay."})
    if not carts.is_open(cart_id=checkout.cart_id):
        raise NotReady("This cart has been joined with the one in your account. Please go on from there.")
    priced = queries.priced_checkout(checkout, at=at)
    form = details.parse(checkout.typed, countries=priced.cart.market.countries)
    _check(checkout, priced, request)
    shares = tenders.shares(checkout, priced.total, at=at)
    _check_credit(shares, request)
    draft = draft_of(checkout, form, priced)
    wants = [Want(line.key, line.offer_id, line.quantity) for line in priced.quote.lines]
    inventory.take(reference=hold_reference(checkout.cart_id), wants=wants, at=at, expires_at=at + HOLD_TIME)
    faultpoint("checkout.t1.after_hold")
    checkout.payment_key = f"co:{checkout.pk}:{checkout.attempt}:auth"
    checkout.agreed = draft.as_json()
    checkout.agreed_minor = priced.quote.total_minor
    checkout.save(update_fields=["payment_key", "agreed", "agreed_minor", "updated_at"])
    rest = tenders.rest(priced.total, shares)
    by_credit = [_payment_of_credit(checkout, share, at) for share in shares]
    if not rest:
        return by_credit
    main = payments.create(
        key=checkout.payment_key,
        reference=paid_for(checkout.public_id),
        provider_name=request.provider,
        amount=rest,
        token=request.token,
        known_by=known_by,
        at=at,
        keep_for=checkout.cart.customer_id if request.keep else None,
    )
    return [*by_credit, main]


def _payment_of_credit(checkout: Checkout, share: tenders.Share, at: datetime) -> Payment:
    return payments.create(
        key=f"co:{checkout.pk}:{checkout.attempt}:{share.part}",
        reference=paid_for(checkout.public_id),
        part=share.part,
        attempt=checkout.payment_key,
        provider_name=tenders.PROVIDER,
        amount=share.amount,
        token=share.token,
        known_by={},
        at=at,
    )


def _check_credit(shares: Sequence[tenders.Share], request: PayRequest) -> None:
    """What is left for the card is what the customer saw: credit may have been spent elsewhere meanwhile."""
    if sum(share.amount.minor for share in shares) != request.credit_minor:
        raise TotalChanged("Your credit has changed since you saw this page. Please check what is left to pay.")


def _check(checkout: Checkout, priced: PricedCart, request: PayRequest) -> None:
    if priced.delivery is None or not priced.ready:
        problem = next(iter(priced.cart.problems), None)
        raise NotReady(
            priced.undeliverable or (f"Please look at “{problem.title}” first." if problem else "Your cart is empty.")
        )
    if priced.delivery.code != checkout.method_code:
        # Another way may cost the same and still take three weeks.
        raise NotReady("The way of delivery you chose is no longer offered. Please choose again.")
    steps.check_phone(checkout, priced.delivery)
    if priced.total != Money(request.total_minor, request.currency):
        raise TotalChanged(
            "The total has changed since you saw it. Please check the new total; nothing was charged.",
            total=priced.total,
        )


def drive(*, checkout_id: str, at: datetime) -> Progress:
    """Take a checkout as far as it can go now, from whatever is recorded. Harmless when repeated or run in parallel."""
    checkout = queries.checkout(checkout_id)
    return _drive(checkout, payment_queries.payments_of_attempt(checkout.payment_key), at)


def _drive(checkout: Checkout, attempt: Sequence[Payment], at: datetime) -> Progress:
    order = None
    if checkout.status in UNDER_WAY:
        attempt = [_settle(payment, at) for payment in attempt]
        order = _next_step(checkout, attempt, at)
        if order is None:
            checkout.refresh_from_db(fields=_READ_AGAIN)
    if checkout.status == Status.PLACED:
        order = order or order_queries.order_of_checkout(checkout.public_id)
        for payment in attempt if order else ():
            if payment.status == Payment.Status.AUTHORISED:
                _capture_or_undo(order, payment, at)  # type: ignore[arg-type]
    return _progress(checkout, order, attempt)


def _settle(payment: Payment, at: datetime) -> Payment:
    """Find out how the payment stands, asking the provider where we do not know."""
    if payment.status in {*Paid, *Refused}:
        return payment
    return payments.refresh(payment=payment, made_by=at - PATIENCE)


def _next_step(checkout: Checkout, attempt: Sequence[Payment], at: datetime) -> Order | None:
    """Do what comes next; the order when there is one now."""
    if not attempt and checkout.agreed_minor:
        _reopen(checkout, "not_started", "Nothing was charged. Please try again.")
        return None
    if all(payment.status in Paid for payment in attempt):
        return _finish(checkout, attempt, at)
    refused = next((payment for payment in attempt if payment.status in Refused), None)
    at_the_bank = next((payment for payment in attempt if payment.status == Payment.Status.REQUIRES_ACTION), None)
    if refused:
        told = refused.failure_message or payments.NO_ANSWER
        hand_back(checkout, attempt, refused.failure_code or "payment_failed", told)
    elif at_the_bank and at - at_the_bank.created_at > ABANDONED:
        hand_back(checkout, attempt, "abandoned", "Your bank was not asked in time. You have not been charged.")
    else:
        _under_way(checkout).update(status=Status.ACTION if at_the_bank else Status.PLACING, driven_at=at)
    return None


def _finish(checkout: Checkout, attempt: Sequence[Payment], at: datetime) -> Order | None:
    """T2, or the way back when what was held is gone."""
    faultpoint("checkout.t2.before")
    try:
        order = _place(checkout, at)
    except (inventory.HoldGone, inventory.OutOfStock):
        told = "While your bank was answering, an item sold out. You have not been charged."
        hand_back(checkout, attempt, "sold_out", told)
        return None
    faultpoint("checkout.t2.after_commit")
    return order


@transaction.atomic
def _place(checkout: Checkout, at: datetime) -> Order | None:
    """T2. The guarded UPDATE lets one of several drivers through; the others find the order made."""
    if not _under_way(checkout).update(status=Status.PLACED, driven_at=at):
        return None
    draft = _signed_for(OrderDraft.from_json(checkout.agreed), checkout)
    holds = _confirmed(checkout, draft, at)
    faultpoint("checkout.t2.after_confirm")
    order = orders.place(draft=draft, holds=holds, at=at)
    waiting.hold_back(order, payment_queries.payments_of_attempt(checkout.payment_key), at=at)
    ordered = {int(line["offer_id"]): int(line["quantity"]) for line in draft.quote["lines"]}
    carts.close_ordered(cart_id=checkout.cart_id, ordered=ordered)
    faultpoint("checkout.t2.before_commit")
    checkout.status = Status.PLACED
    return order


def _signed_for(draft: OrderDraft, checkout: Checkout) -> OrderDraft:
    """The order of a guest who has signed in since they agreed is theirs. Asked with the checkout's row locked."""
    if draft.customer_id is not None:
        return draft
    return replace(draft, customer_id=Checkout.objects.values_list("customer_id", flat=True).get(pk=checkout.pk))


def _under_way(checkout: Checkout) -> QuerySet[Checkout]:
    return Checkout.objects.filter(pk=checkout.pk, status__in=UNDER_WAY)


def _confirmed(checkout: Checkout, draft: OrderDraft, at: datetime) -> dict[str, int]:
    """The holds, confirmed; when they ran out while the bank was asked, taken again if there is still enough."""
    reference = hold_reference(checkout.cart_id)
    try:
        return _complete(inventory.confirm(reference=reference), draft)
    except inventory.HoldGone:
        quantities = {line["key"]: int(line["quantity"]) for line in draft.quote["lines"]}
        wants = [Want(line.key, line.offer_id, quantities[line.key]) for line in draft.lines]
        inventory.take(reference=reference, wants=wants, at=at, expires_at=at + HOLD_TIME)
        return _complete(inventory.confirm(reference=reference), draft)


def _complete(holds: dict[str, int], draft: OrderDraft) -> dict[str, int]:
    if holds.keys() != {line.key for line in draft.lines}:
        raise inventory.HoldGone("Some of the items were given back.")
    return holds


def _capture_or_undo(order: Order, payment: Payment, at: datetime) -> None:
    if order.status == Order.Status.CANCELLED:
        payments.undo(payment=payment)
        return
    faultpoint("checkout.capture.before")
    payments.capture(payment=payment, at=at)
    faultpoint("checkout.t3.after_commit")


def hand_back(checkout: Checkout, attempt: Sequence[Payment], code: str, message: str) -> None:
    """End an attempt and give its money back. The checkout is taken back first, by the guarded UPDATE: whoever lost
    that race has an order to keep the money for. Killed in between, the recovery task finds the money loose."""
    faultpoint("checkout.hand_back.before")
    if not _reopen(checkout, code, message):
        return
    faultpoint("checkout.hand_back.after_reopen")
    for payment in attempt:
        if code in UNCONFIRMED and payment.status == Payment.Status.REQUIRES_ACTION:
            declines.count(payment=payment)
        if payment.status not in Refused:
            payments.undo(payment=payment)


@transaction.atomic
def _reopen(checkout: Checkout, code: str, message: str) -> bool:
    """Back to the customer with the reason. What they typed stays; what was held stays held for another try. False
    when somebody else had moved the checkout on."""
    if _under_way(checkout).update(status=Status.OPEN, refusal={"code": code, "message": message}):
        publish(CheckoutRefused(checkout_id=checkout.public_id, code=code))
        return True
    return False


def _progress(checkout: Checkout, order: Order | None, attempt: Sequence[Payment]) -> Progress:
    if checkout.status == Status.PLACED:
        return Progress("placed", checkout.public_id, order=order)
    if checkout.status == Status.ACTION:
        pages = [one.action_url for one in attempt if one.status == Payment.Status.REQUIRES_ACTION]
        return Progress("action", checkout.public_id, action_url=pages[0] if pages else "")
    if checkout.status == Status.PLACING:
        return Progress("confirming", checkout.public_id)
    refusal = checkout.refusal
    return Progress("open", checkout.public_id, code=refusal.get("code", ""), message=refusal.get("message", ""))


def checkout_of_reference(reference: str) -> Checkout | None:
    """The checkout a payment's reference names; null for another kind of reference."""
    kind, _, public_id = reference.partition(":")
    return Checkout.objects.filter(public_id=public_id).first() if kind == "checkout" else None


def recover(*, at: datetime, older_than: timedelta = timedelta(seconds=30), limit: int = 100) -> int:
    """Drive every attempt that has been standing still, oldest first. Returns how many.

    This is what picks up after a killed process: an attempt whose money is with the provider gets its
    order, one whose money never moved goes back to the customer.
    """
    stuck = Checkout.objects.filter(status__in=UNDER_WAY, driven_at__lte=at - older_than).order_by("driven_at")
    found = list(stuck.values_list("public_id", flat=True)[:limit])
    # Whoever cannot be helped now goes to the end of the queue and holds up nobody.
    Checkout.objects.filter(public_id__in=found, status__in=UNDER_WAY).update(driven_at=at)
    for public_id in found:
        each_alone(partial(drive, checkout_id=public_id, at=at), checkout=public_id)
    return len(found)


def each_alone(action: Callable[[], object], **about: object) -> None:
    """One piece of recovery work; what goes wrong with it is told and holds up no other."""
    try:
        action()
    except Exception as error:
        log.error("recovery_failed", exc_info=error, **about)


def settle_loose_money(*, at: datetime, older_than: timedelta = timedelta(minutes=1), limit: int = 100) -> int:
    """Find money that belongs to no order, orders whose money was not taken, and attempts that were given up but not
    ended at the provider, and mend all three. Returns how many."""
    ours = Payment.objects.filter(attempt__startswith=OURS, updated_at__lte=at - older_than)
    ours = ours.exclude(key__in=promises.relied_on()).order_by("updated_at")
    live = Checkout.objects.filter(status__in=UNDER_WAY).values("payment_key")
    found = [
        *ours.filter(status=Payment.Status.AUTHORISED)[:limit],
        *ours.filter(status__in=Undecided).exclude(attempt__in=live)[:limit],
    ]
    payments.put_behind(payments=found, at=at)
    for payment in found:
        each_alone(partial(resolve, payment=payment, at=at), payment=payment.key)
    return len(found)


def resolve(*, payment: Payment, at: datetime) -> None:
    """Put one payment in order: take it for its order, or give it back when there is none to take it for."""
    if not payment.attempt.startswith(OURS):
        return
    checkout = checkout_of_reference(payment.reference)
    if checkout is None:
        raise Conflict(f"Payment {payment.key} belongs to nothing this shop knows.")
    if checkout.payment_key == payment.attempt and checkout.status != Status.OPEN:
        drive(checkout_id=checkout.public_id, at=at)
        return
    payment = payments.refresh(payment=payment, made_by=at - PATIENCE)
    if payment.status not in Refused:
        payments.undo(payment=payment)
