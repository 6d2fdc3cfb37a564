"""Money customers send by themselves: what came in, what is missing, what was too much. Each receipt is a journal.

An example, 40.95 promised by transfer. 20.00 comes in: the bank has 20.00 more, 20.95 are missing, the order waits.
25.00 come in: the promise is taken, and 4.05 are too much; they stay on the list until they have been sent back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet, Sum

from shopkeeper.commerce.ledger.accounts import Account
from shopkeeper.commerce.ledger.operations import Line, credit, debit, post
from shopkeeper.commerce.payments.events import PaymentReminded, PromiseKept
from shopkeeper.commerce.payments.models import Payment, Promise, Receipt, Terms
from shopkeeper.foundation.audit.operations import Actor, record
from shopkeeper.foundation.errors import Conflict, InvalidInput, NotFound
from shopkeeper.foundation.events import publish
from shopkeeper.foundation.money import Money

PROVIDERS = ("transfer", "invoice", "cod")
# The goods wait for the money; the others are sent first.
PREPAID = ("transfer",)
Kind = Receipt.Kind


@dataclass(frozen=True)
class Awaited:
    """A promise with what came of it. ``missing`` and ``surplus`` are zero or more, never both above zero."""

    promise: Promise
    payment: Payment
    received: Money
    missing: Money
    surplus: Money

    def is_overdue(self, on: date) -> bool:
        return bool(self.missing) and self.promise.due_on < on


def terms(provider: str) -> Terms:
    """The terms of one of these ways to pay; those of a new shop when nobody has set any. One query."""
    return Terms.objects.filter(provider=provider).first() or Terms(provider=provider)


def with_receipts(promises: Sequence[Promise]) -> list[Awaited]:
    """Each with what came in for it. Two queries, however many."""
    sums: dict[tuple[int, str], int] = {}
    rows = Receipt.objects.filter(promise__in=promises).values("promise", "kind").annotate(sum=Sum("amount_minor"))
    for row in rows:
        sums[(row["promise"], row["kind"])] = row["sum"]
    payments = {one.key: one for one in Payment.objects.filter(key__in=[promise.key for promise in promises])}
    return [_awaited(one, payments[one.key], sums) for one in promises if one.key in payments]


def _awaited(promise: Promise, payment: Payment, sums: dict[tuple[int, str], int]) -> Awaited:
    came, back, given_up = (
        sums.get((promise.pk, kind), 0) for kind in (Kind.RECEIVED, Kind.SENT_BACK, Kind.WRITTEN_OFF)
    )
    wanted = 0 if promise.status == Promise.Status.VOIDED else promise.amount_minor - promise.refunded_minor
    left = wanted - (came - back + given_up)
    code = promise.currency
    return Awaited(promise, payment, Money(came, code), Money(max(left, 0), code), Money(max(-left, 0), code))


def awaited(*, limit: int = 200) -> list[Awaited]:
    """What orders are waiting for, and what came in too much, first what was due first. Three queries."""
    open_ones = Promise.objects.filter(is_relied_on=True).exclude(status=Promise.Status.VOIDED)
    touched = Promise.objects.filter(pk__in=Receipt.objects.values("promise"))
    found = with_receipts(list((open_ones | touched).order_by("due_on", "pk").distinct()[: limit * 5]))
    return [one for one in found if one.missing or one.surplus][:limit]


def one(payment_key: str) -> Awaited:
    """The promise behind a payment. Raises NotFound. Three queries."""
    found = with_receipts(list(Promise.objects.filter(key=payment_key)))
    if not found:
        raise NotFound("Nobody promised this.")
    return found[0]


def relied_on() -> QuerySet[Promise, str]:
    """Keys of payments that orders wait for; time alone settles none of them."""
    return Promise.objects.filter(status=Promise.Status.OPEN, is_relied_on=True).values_list("key", flat=True)


@transaction.atomic
def rely_on(*, payment: Payment) -> None:
    """An order stands on it. Called in the transaction that places the order."""
    Promise.objects.filter(key=payment.key).update(is_relied_on=True)


@transaction.atomic
def receive(*, payment_key: str, amount: Money, key: str, note: str, actor: Actor, at: datetime) -> Awaited:
    """``amount`` is in the bank (or the till). Once for each ``key``. With all of it there the promise is taken.

    Raises InvalidInput, NotFound. Announces PromiseKept.
    """
    promise = _locked(payment_key)
    if amount.minor <= 0 or amount.currency != promise.currency:
        raise InvalidInput("Enter what came in.", {"amount": f"Enter an amount in {promise.currency} above 0."})
    _receipt(promise, Kind.RECEIVED, amount, key, note, actor, at)
    return _taken_when_whole(promise)


@transaction.atomic
def write_off(*, payment_key: str, key: str, note: str, actor: Actor, at: datetime) -> Awaited:
    """What is missing will not come and is given up: the order counts as paid. Raises Conflict when nothing came."""
    promise = _locked(payment_key)
    standing = one(payment_key)
    if not standing.received:
        raise Conflict("Nothing has come in yet. Cancel the order instead.")
    if not note.strip():
        raise InvalidInput("Please say why.", {"note": "Please say why."})
    if standing.missing:
        _receipt(promise, Kind.WRITTEN_OFF, standing.missing, key, note, actor, at)
    return _taken_when_whole(promise)


@transaction.atomic
def send_back(*, payment_key: str, key: str, note: str, actor: Actor, at: datetime) -> Awaited:
    """What came in too much, or is owed after a refund, has been sent back. Raises Conflict when nothing is."""
    promise = _locked(payment_key)
    standing = one(payment_key)
    if Receipt.objects.filter(key=key).exists():
        return standing
    if not standing.surplus:
        raise Conflict("There is nothing to send back.")
    _receipt(promise, Kind.SENT_BACK, standing.surplus, key, note, actor, at)
    return one(payment_key)


@transaction.atomic
def brought(*, payment: Payment, at: datetime) -> None:
    """The parcel was handed over for cash: the carrier has the money now. Twice is fine."""
    Promise.objects.filter(key=payment.key, provider="cod", status=Promise.Status.OPEN).update(
        status=Promise.Status.TAKEN
    )


def _locked(payment_key: str) -> Promise:
    promise = Promise.objects.select_for_update().filter(key=payment_key).first()
    if promise is None:
        raise NotFound("Nobody promised this.")
    return promise


def _taken_when_whole(promise: Promise) -> Awaited:
    standing = one(promise.key)
    ours = Promise.objects.filter(pk=promise.pk, status=Promise.Status.OPEN)
    if not standing.missing and ours.update(status=Promise.Status.TAKEN):
        publish(PromiseKept(payment_key=standing.payment.key, reference=standing.payment.reference))
    return one(promise.key)


def _receipt(promise: Promise, kind: str, amount: Money, key: str, note: str, actor: Actor, at: datetime) -> None:
    if Receipt.objects.filter(key=key).exists():
        return
    Receipt.objects.create(
        promise=promise,
        key=key,
        kind=kind,
        amount_minor=amount.minor,
        note=note.strip()[:200],
        actor=(actor.label or actor.id)[:120],
        at=at,
    )
    payment = Payment.objects.get(key=promise.key)
    post(
        key=f"receipt:{key}",
        kind="receipt",
        reference=payment.reference,
        lines=_lines(kind, amount, promise.provider),
        at=at,
        memo=note,
    )
    told = {"amount": str(amount), "provider": promise.provider}
    record(actor=actor, action=f"payments.{kind}", target=f"payment:{promise.key}", after=told, reason=note, at=at)


def _lines(kind: str, amount: Money, provider: str) -> list[Line]:
    """Too much, or what comes before it is taken, stands with the provider in credit: we owe it to the sender."""
    bank = Account.BANK
    if kind == Kind.RECEIVED:
        return [debit(bank, amount), credit(Account.PROVIDER, amount, provider)]
    if kind == Kind.SENT_BACK:
        return [debit(Account.PROVIDER, amount, provider), credit(bank, amount)]
    return [debit(Account.WRITE_OFFS, amount), credit(Account.PROVIDER, amount, provider)]


def to_be_reminded(*, at: datetime, limit: int = 100) -> list[Promise]:
    """Awaited for longer than the terms have patience, and not reminded yet. Two queries."""
    patience = {one.provider: timedelta(days=one.remind_days) for one in Terms.objects.all()}
    due = Promise.objects.filter(status=Promise.Status.OPEN, is_relied_on=True, reminded_at=None, due_on__lt=at.date())
    late = [
        one
        for one in due.order_by("due_on")[:limit]
        if one.due_on + patience.get(one.provider, timedelta(1)) <= at.date()
    ]
    return [one for one in late if one.provider != "cod"]


def to_be_cancelled(*, at: datetime, limit: int = 100) -> list[Promise]:
    """Orders nobody has paid anything for, long after it was due. Three queries."""
    ends = {one.provider: one.cancel_days for one in Terms.objects.filter(provider__in=PREPAID)}
    due = Promise.objects.filter(
        status=Promise.Status.OPEN, is_relied_on=True, provider__in=PREPAID, due_on__lt=at.date()
    ).exclude(reminded_at=None)
    found = []
    for promise in due.exclude(pk__in=Receipt.objects.values("promise")).order_by("due_on")[:limit]:
        days = ends.get(promise.provider)
        if days is not None and promise.due_on + timedelta(days=days) < at.date():
            found.append(promise)
    return found


def confirmed_but_not_taken(*, limit: int = 100) -> list[Payment]:
    """Staff have confirmed the money, and a killed process did not get to take it. One query."""
    taken = Promise.objects.filter(status=Promise.Status.TAKEN).values("key")
    found = Payment.objects.filter(status=Payment.Status.AUTHORISED, provider__in=PROVIDERS, key__in=taken)
    return list(found[:limit])


@transaction.atomic
def remind(*, promise: Promise, at: datetime) -> bool:
    """Have the customer reminded, once. Announces PaymentReminded."""
    if not Promise.objects.filter(pk=promise.pk, status=Promise.Status.OPEN, reminded_at=None).update(reminded_at=at):
        return False
    payment = Payment.objects.get(key=promise.key)
    publish(PaymentReminded(payment_key=payment.key, reference=payment.reference))
    return True


@transaction.atomic
def set_terms(*, provider: str, changes: dict[str, object], actor: Actor, at: datetime) -> Terms:
    """The office's policy for one of these ways. The caller has checked the fields."""
    if provider not in PROVIDERS:
        raise NotFound("There is no such way to pay.")
    before = {name: getattr(terms(provider), name) for name in changes}
    found, _ = Terms.objects.update_or_create(provider=provider, defaults=changes)
    record(actor=actor, action="payments.terms", target=f"terms:{provider}", before=before, after=changes, at=at)
    return found


def net_received() -> dict[tuple[str, str], int]:
    """For the books: what came in net of what went back, by provider and currency (write-offs count as come in).
    One query."""
    sign = {Kind.RECEIVED.value: 1, Kind.WRITTEN_OFF.value: 1, Kind.SENT_BACK.value: -1}
    sums: dict[tuple[str, str], int] = {}
    rows = Receipt.objects.values("promise__provider", "promise__currency", "kind").annotate(sum=Sum("amount_minor"))
    for row in rows:
        place = (row["promise__provider"], row["promise__currency"])
        sums[place] = sums.get(place, 0) + sign[row["kind"]] * row["sum"]
    return sums
