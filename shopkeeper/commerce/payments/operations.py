"""Taking and giving back money. The provider is never called inside a transaction: the intention is committed first,
then the provider asked with its key, then the answer recorded. Killed in between, asking again is harmless."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from json import dumps, loads
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.db.models import F

from shopkeeper.commerce.payments import declines, saved
from shopkeeper.commerce.payments.books import book_capture, book_refund, book_undone
from shopkeeper.commerce.payments.events import PaymentChanged, ProviderNoticeReceived, RefundSettled
from shopkeeper.commerce.payments.models import Payment, ProviderMessage, Refund
from shopkeeper.commerce.payments.ports import Answer, Charge, Notice, Outcome, ProviderUnavailable
from shopkeeper.commerce.payments.providers import deposits, provider
from shopkeeper.foundation.errors import Conflict, InvalidInput, ShopError
from shopkeeper.foundation.events import publish
from shopkeeper.foundation.faults import faultpoint
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.text import storable
from shopkeeper.foundation.transactions import refuse_inside_transaction

log = structlog.get_logger(__name__)

Status = Payment.Status

# Which state may follow which. Anything else a provider reports late is old news and changes nothing.
NEXT: dict[str, frozenset[str]] = {
    Status.CREATED: frozenset(
        {Status.REQUIRES_ACTION, Status.UNKNOWN, Status.AUTHORISED, Status.CAPTURED, Status.FAILED, Status.VOIDED}
    ),
    Status.REQUIRES_ACTION: frozenset(
        {Status.UNKNOWN, Status.AUTHORISED, Status.CAPTURED, Status.FAILED, Status.VOIDED}
    ),
    Status.UNKNOWN: frozenset(
        {Status.REQUIRES_ACTION, Status.AUTHORISED, Status.CAPTURED, Status.FAILED, Status.VOIDED}
    ),
    Status.AUTHORISED: frozenset({Status.CAPTURED, Status.VOIDED}),
    # A provider may act on a request we had given up on; it is then found as money without an order.
    Status.FAILED: frozenset({Status.AUTHORISED, Status.CAPTURED, Status.VOIDED}),
    Status.CAPTURED: frozenset(),
    Status.VOIDED: frozenset(),
}
LONGEST_NAME = 120
BY_HAND = "hand:"
TO_CREDIT = "credit"
WRONG_AMOUNT_CODE = "amount_mismatch"
WRONG_AMOUNT = "The bank confirmed another amount than you agreed to. You have not been charged; please try again."
NO_ANSWER = "Your bank did not answer. You have not been charged; please try again."
NOT_TAKEN_CODE = "capture_refused"
NOT_TAKEN = "The bank no longer stands by what it approved. Nothing was charged."
_NOT_TAKEN = frozenset({Outcome.DECLINED, Outcome.VOIDED, Outcome.MISSING})
_HOLDS_MONEY = frozenset({Outcome.AUTHORISED, Outcome.CAPTURED, Outcome.PROCESSING})
_STATUS_OF = {
    Outcome.AUTHORISED: Status.AUTHORISED,
    Outcome.CAPTURED: Status.CAPTURED,
    Outcome.REQUIRES_ACTION: Status.REQUIRES_ACTION,
    Outcome.DECLINED: Status.FAILED,
    Outcome.VOIDED: Status.VOIDED,
    Outcome.PROCESSING: Status.UNKNOWN,
}


def create(
    *,
    key: str,
    reference: str,
    provider_name: str,
    amount: Money,
    token: str,
    known_by: Mapping[str, str],
    at: datetime,
    part: str = "",
    attempt: str = "",
    keep_for: int | None = None,
) -> Payment:
    """Write down the intention to be paid, and whose (``declines.marks``). Called inside the caller's transaction;
    asks nobody. ``attempt`` is for one of several payments that stand or fall together, ``keep_for`` the customer who
    wants the card kept."""
    provider(provider_name)
    payment = Payment.objects.create(
        key=key,
        reference=reference,
        part=part,
        attempt=attempt or key,
        provider=provider_name,
        method=token[:120],
        currency=amount.currency,
        amount_minor=amount.minor,
        keep_for_id=keep_for,
        created_at=at,
    )
    declines.remember(payment=payment, known_by=known_by, at=at)
    return payment


def card_of(*, provider_name: str, token: str) -> str:
    """What the provider calls the card behind ``token``; nothing when it cannot tell."""
    refuse_inside_transaction("A payment provider")
    try:
        return provider(provider_name).card_of(token)
    except ProviderUnavailable:
        return ""


def authorise(*, payment: Payment, return_url: str, description: str) -> Payment:
    """Ask the provider for the money and record the answer. Unknown outcomes are recorded as such. Without a
    ``return_url`` nobody is there to confirm anything."""
    refuse_inside_transaction("A payment provider")
    amount, keeper = Money(payment.amount_minor, payment.currency), str(payment.keep_for_id or "")
    charge = Charge(payment.key, amount, payment.method, return_url, description, keeper, not return_url)
    try:
        answer = provider(payment.provider).authorise(charge)
    except ProviderUnavailable:
        return _record(payment, Status.UNKNOWN, Answer(Outcome.PROCESSING))
    except ShopError as refused:
        # The provider will not even try (a token it never gave out): that is a refusal, not an open question.
        return _record(payment, Status.FAILED, Answer(Outcome.DECLINED, code=refused.code, message=refused.message))
    faultpoint("payments.authorise.after_provider")
    return record_answer(payment=payment, answer=answer)


def refresh(*, payment: Payment, made_by: datetime | None = None) -> Payment:
    """Ask the provider how a payment stands and record it; the truth is theirs, not the webhook's.

    An attempt from before ``made_by`` that the provider has never heard of is closed. While it cannot be asked
    nothing is decided: it may have the money.
    """
    refuse_inside_transaction("A payment provider")
    try:
        answer = provider(payment.provider).fetch(payment.key)
    except ProviderUnavailable:
        return payment
    if answer.outcome == Outcome.MISSING:
        unheard_of = not payment.provider_id and payment.status in {Status.CREATED, Status.UNKNOWN}
        overdue = made_by is not None and payment.created_at < made_by
        return _give_up(payment) if unheard_of and overdue else payment
    return record_answer(payment=payment, answer=answer)


def _give_up(payment: Payment) -> Payment:
    """If the provider acts on it later all the same, the money goes back."""
    return _record(payment, Status.FAILED, Answer(Outcome.MISSING, code="no_answer", message=NO_ANSWER))


def record_answer(*, payment: Payment, answer: Answer, at: datetime | None = None) -> Payment:
    """Record what the provider said. Another amount than was agreed is never kept: it is handed back at once, unless
    goods were promised for it already; then the books say what was taken, and a person is told."""
    if answer.outcome in _HOLDS_MONEY and _is_another_amount(payment, answer):
        return _refuse_amount(payment, answer)
    payment = _record(payment, _STATUS_OF[answer.outcome], answer, at)
    if payment.status == Status.VOIDED and _still_keeps(answer):
        log.error("payment_kept_after_void", payment=payment.key, provider=answer.outcome)
        return undo(payment=payment)
    return payment


def _is_another_amount(payment: Payment, answer: Answer) -> bool:
    agreed = Money(payment.amount_minor, payment.currency)
    told = [answer.amount]
    if answer.outcome == Outcome.CAPTURED:
        told.append(answer.captured)
    return any(amount is not None and amount != agreed for amount in told)


def _refuse_amount(payment: Payment, answer: Answer) -> Payment:
    log.error("payment_amount_mismatch", payment=payment.key, agreed=payment.amount_minor, provider=str(answer))
    note = {"failure_code": WRONG_AMOUNT_CODE, "failure_message": WRONG_AMOUNT}
    nothing_promised = Payment.objects.filter(pk=payment.pk).exclude(status__in=(Status.AUTHORISED, Status.CAPTURED))
    if nothing_promised.update(**note, provider_id=answer.provider_id or payment.provider_id):
        payment.refresh_from_db()
        return undo(payment=payment)
    if answer.outcome == Outcome.CAPTURED:
        return _record(payment, Status.CAPTURED, replace(answer, code=WRONG_AMOUNT_CODE))
    payment.refresh_from_db()
    return payment


def _still_keeps(answer: Answer) -> bool:
    """Whether the provider has or may take money that our books have as handed back."""
    left = answer.captured - answer.refunded if answer.captured and answer.refunded else answer.captured
    return answer.outcome == Outcome.AUTHORISED or (answer.outcome == Outcome.CAPTURED and bool(left))


def _record(payment: Payment, status: str, answer: Answer, at: datetime | None = None) -> Payment:
    before = [state for state, following in NEXT.items() if status in following]
    taken = _taken(payment, answer) if status == Status.CAPTURED else 0
    fields = {
        "status": status,
        "provider_id": answer.provider_id or payment.provider_id,
        "action_url": answer.action_url,
        "failure_code": answer.code[:60],
        "failure_message": answer.message[:300],
        "captured_minor": taken,
    }
    try:
        with transaction.atomic():
            moved = Payment.objects.filter(pk=payment.pk, status__in=before).update(**fields)
            if moved and status == Status.CAPTURED:
                book_capture(payment, taken, at)
            if moved and answer.outcome == Outcome.DECLINED:
                declines.count(payment=payment)
            if moved and answer.kept and status in {Status.AUTHORISED, Status.CAPTURED}:
                saved.keep(payment=payment, card=answer.kept)
            if moved and _is_news(payment.status, status):
                publish(PaymentChanged(payment_key=payment.key, reference=payment.reference, status=status))
    except IntegrityError:
        # Another attempt for the same thing already has the money: this one must not keep any.
        return _hand_back_second(payment, answer)
    if not moved:
        payment.refresh_from_db()
        return payment
    for name, value in fields.items():
        setattr(payment, name, value)
    return payment


def _taken(payment: Payment, answer: Answer) -> int:
    """What was really taken, as far as the books can hold it: not more than was agreed, nothing in another currency."""
    if answer.captured is None:
        return payment.amount_minor
    if answer.captured.currency != payment.currency:
        return 0
    return min(answer.captured.minor, payment.amount_minor)


def _is_news(was: str, now: str) -> bool:
    """An authorisation that follows the request is no news to the one who asked; a late one is, to everybody."""
    return now != Status.AUTHORISED or was == Status.FAILED


def _hand_back_second(payment: Payment, answer: Answer) -> Payment:
    Payment.objects.filter(pk=payment.pk).update(provider_id=answer.provider_id or payment.provider_id)
    payment.refresh_from_db()
    return undo(payment=payment)


def undo(*, payment: Payment) -> Payment:
    """Make sure a payment takes nothing: void what was authorised, refund what was captured. Harmless when repeated."""
    refuse_inside_transaction("A payment provider")
    backend = provider(payment.provider)
    try:
        answer = backend.fetch(payment.key)
        faultpoint("payments.undo.after_fetch")
        if answer.outcome in {Outcome.AUTHORISED, Outcome.REQUIRES_ACTION, Outcome.PROCESSING}:
            answer = backend.void(answer.provider_id, f"{payment.key}:void")
        if answer.outcome == Outcome.CAPTURED:
            # Captured before, or while we were about to void it: then it goes back the long way.
            taken = Money(payment.amount_minor, payment.currency) if answer.captured is None else answer.captured
            left = taken - answer.refunded if answer.refunded else taken
            if left:
                backend.refund(answer.provider_id, left, f"{payment.key}:undo")
            return _undone(payment, refunded=True)
    except ProviderUnavailable:
        return payment
    keeps_nothing = answer.outcome == Outcome.VOIDED or (
        payment.status == Status.AUTHORISED and answer.outcome in _NOT_TAKEN
    )
    return _undone(payment, refunded=False) if keeps_nothing else payment


def _undone(payment: Payment, *, refunded: bool) -> Payment:
    """Note that the provider keeps nothing. What our books have as captured is only refunded when it really was."""
    faultpoint("payments.undo.before_record")
    with transaction.atomic():
        Payment.objects.filter(pk=payment.pk).exclude(status=Status.CAPTURED).update(status=Status.VOIDED)
        if refunded:
            _note_gone_back(payment)
        publish(PaymentChanged(payment_key=payment.key, reference=payment.reference, status=Status.VOIDED))
    payment.refresh_from_db()
    return payment


def _note_gone_back(payment: Payment) -> None:
    captured = Payment.objects.select_for_update().filter(pk=payment.pk, status=Status.CAPTURED).first()
    if captured and captured.refunded_minor < captured.captured_minor:
        book_undone(captured, captured.captured_minor - captured.refunded_minor)
        Payment.objects.filter(pk=payment.pk).update(refunded_minor=F("captured_minor"))


def capture(*, payment: Payment, at: datetime | None = None) -> Payment:
    """Take authorised money, all of it. Asking again is harmless; an unreachable provider leaves it authorised.

    ``at`` is when the books say it was taken.
    """
    refuse_inside_transaction("A payment provider")
    if payment.status != Status.AUTHORISED:
        return payment
    try:
        amount = Money(payment.amount_minor, payment.currency)
        answer = provider(payment.provider).capture(payment.provider_id, amount, f"{payment.key}:capture")
    except ProviderUnavailable:
        return payment
    faultpoint("payments.capture.after_provider")
    if answer.outcome in _NOT_TAKEN:
        return _note_not_taken(payment, answer)
    return record_answer(payment=payment, answer=answer, at=at)


def _note_not_taken(payment: Payment, answer: Answer) -> Payment:
    """The provider will not hand over what it had promised: an authorisation that ran out. A person must decide."""
    log.error("capture_refused", payment=payment.key, outcome=answer.outcome, code=answer.code, message=answer.message)
    promised = Payment.objects.filter(pk=payment.pk, status=Status.AUTHORISED)
    promised.update(failure_code=NOT_TAKEN_CODE, failure_message=(answer.message or NOT_TAKEN)[:300])
    payment.refresh_from_db()
    return payment


def put_behind(*, payments: Sequence[Payment], at: datetime) -> None:
    """These were looked at now: whoever cannot be helped waits behind the others."""
    Payment.objects.filter(pk__in=[payment.pk for payment in payments]).update(updated_at=at)


@transaction.atomic
def request_refund(
    *, payment: Payment, amount: Money, key: str, reason: str, at: datetime, destination: str = ""
) -> Refund:
    """Set money aside to go back, the way it came or to ``destination``; :func:`send_refund` sends it. Never more
    than was captured, whatever races."""
    standing = Refund.objects.filter(key=key).first()
    if standing:
        return standing
    if amount.minor <= 0 or amount.currency != payment.currency:
        raise InvalidInput("A refund is a positive amount in the currency of the payment.")
    within = Payment.objects.filter(pk=payment.pk, captured_minor__gte=F("refunded_minor") + amount.minor)
    if not within.update(refunded_minor=F("refunded_minor") + amount.minor):
        raise Conflict("That is more than is left of this payment.")
    return Refund.objects.create(
        payment=payment,
        key=key,
        amount_minor=amount.minor,
        reason=reason[:200],
        destination=destination[:160],
        created_at=at,
    )


def send_refund(*, refund: Refund, at: datetime) -> Refund:
    """Have the provider pay it back. Unreachable: it stays pending and is sent again later. Refused: it has failed,
    what it set aside is free again, and a person gives the money back by another way. What goes back by hand waits
    for :func:`confirm_by_hand`."""
    refuse_inside_transaction("A payment provider")
    if refund.status != Refund.Status.PENDING or refund.destination.startswith(BY_HAND):
        return refund
    payment = refund.payment
    amount = Money(refund.amount_minor, payment.currency)
    try:
        _pay_back(refund, amount)
    except ProviderUnavailable:
        return refund
    except ShopError as refused:
        log.error("refund_refused", refund=refund.key, payment=payment.key, code=refused.code, message=refused.message)
        return _fail_refund(refund, at)
    return _settle_refund(refund, amount, at)


def _pay_back(refund: Refund, amount: Money) -> None:
    kind, _, token = refund.destination.partition(":")
    if kind == TO_CREDIT:
        deposits(kind).deposit(token, amount, refund.key)
    else:
        provider(refund.payment.provider).refund(refund.payment.provider_id, amount, refund.key)


def confirm_by_hand(*, refund: Refund, at: datetime) -> Refund:
    """A person has paid it back by another way, such as a bank transfer. Twice is fine."""
    if not refund.destination.startswith(BY_HAND):
        raise Conflict("This refund goes back through the payment provider.")
    return _settle_refund(refund, Money(refund.amount_minor, refund.payment.currency), at)


def _settle_refund(refund: Refund, amount: Money, at: datetime) -> Refund:
    payment = refund.payment
    with transaction.atomic():
        pending = Refund.objects.filter(pk=refund.pk, status=Refund.Status.PENDING)
        if pending.update(status=Refund.Status.DONE, settled_at=at):
            book_refund(refund, at)
            publish(
                RefundSettled(
                    payment_key=payment.key, reference=payment.reference, refund_key=refund.key, amount=amount
                )
            )
    refund.refresh_from_db()
    return refund


@transaction.atomic
def _fail_refund(refund: Refund, at: datetime) -> Refund:
    pending = Refund.objects.filter(pk=refund.pk, status=Refund.Status.PENDING)
    if pending.update(status=Refund.Status.FAILED, settled_at=at):
        payment = Payment.objects.filter(pk=refund.payment_id)
        payment.update(refunded_minor=F("refunded_minor") - refund.amount_minor)
    refund.refresh_from_db()
    return refund


def receive_webhook(*, provider_name: str, headers: Mapping[str, str], body: bytes, at: datetime) -> int:
    """Verify and store a webhook; what it means is worked out later, by asking. Returns how many events were new.

    Raises BadSignature. Duplicates, any order, any delay and unknown payments are all fine.
    """
    notices = provider(provider_name).read_webhook(headers, body)
    return sum(_keep_notice(provider_name, notice, at) for notice in notices)


@transaction.atomic
def _keep_notice(provider_name: str, notice: Notice, at: datetime) -> bool:
    """Whether it was new. However odd what a provider sends, it is kept: it would only be sent again for days."""
    event_id, payment_key = _name(notice.event_id), _name(notice.payment_key)
    _, created = ProviderMessage.objects.get_or_create(
        provider=provider_name,
        event_id=event_id,
        defaults={
            "kind": storable(notice.kind)[:60],
            "payment_key": payment_key,
            "payload": _plain_json(notice.payload),
            "received_at": at,
        },
    )
    if created:
        publish(ProviderNoticeReceived(provider=provider_name, event_id=event_id, payment_key=payment_key))
    return created


def _name(text: str) -> str:
    """A name as it can be kept; one that is longer than any of ours goes by its digest, so that no two are one."""
    kept = storable(text)
    return kept if len(kept) <= LONGEST_NAME else f"sha256:{sha256(kept.encode()).hexdigest()}"


def _plain_json(payload: Mapping[str, Any]) -> dict[str, Any]:
    text = storable(dumps(dict(payload), ensure_ascii=False)).replace("\\u0000", "\\ufffd")
    plain: dict[str, Any] = loads(text)
    return plain
