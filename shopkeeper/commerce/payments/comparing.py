"""What the provider says about a payment, held against what our books say."""

from __future__ import annotations

from datetime import datetime

from shopkeeper.commerce.payments import operations
from shopkeeper.commerce.payments.models import Payment, Refund
from shopkeeper.commerce.payments.ports import Answer, Outcome, ProviderUnavailable
from shopkeeper.commerce.payments.providers import provider
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.money import Money

Status = Payment.Status
# These agree; of any other pair, one of the two has not heard of something.
_SAME = {
    Status.AUTHORISED: {Outcome.AUTHORISED},
    Status.CAPTURED: {Outcome.CAPTURED},
    Status.VOIDED: {Outcome.VOIDED, Outcome.MISSING, Outcome.DECLINED, Outcome.CAPTURED},
    Status.FAILED: {Outcome.DECLINED, Outcome.MISSING, Outcome.VOIDED},
    Status.CREATED: {Outcome.MISSING},
    Status.REQUIRES_ACTION: {Outcome.REQUIRES_ACTION},
    Status.UNKNOWN: {Outcome.PROCESSING, Outcome.MISSING},
}


def compare(*, payment: Payment, at: datetime) -> str:
    """Ask the provider and record what is news; then what still differs, in words, kept with the payment. While the
    provider cannot be asked, what was found before stands."""
    try:
        answer = provider(payment.provider).fetch(payment.key)
    except ProviderUnavailable:
        return payment.difference
    except InvalidInput:
        # A provider that was switched off; its payments can no longer be asked about.
        return note(payment=payment, difference="", at=at)
    if answer.outcome != Outcome.MISSING:
        payment = operations.record_answer(payment=payment, answer=answer, at=at)
    return note(payment=payment, difference=_difference(payment, answer), at=at)


def note(*, payment: Payment, difference: str, at: datetime) -> str:
    """Keep what a comparison has found. The payment's own clock does not move: nothing has happened to it."""
    Payment.objects.filter(pk=payment.pk).update(difference=difference[:200], compared_at=at)
    return difference


def _difference(payment: Payment, answer: Answer) -> str:
    if answer.outcome not in _SAME[Status(payment.status)]:
        return f"Ours is {payment.get_status_display().lower()}, the provider says {answer.outcome.replace('_', ' ')}."
    taken, back = answer.captured, answer.refunded
    if payment.status == Status.VOIDED and taken and back is not None and taken != back:
        return f"It was given up, and the provider still keeps {taken - back}."
    if payment.status != Status.CAPTURED or taken is None:
        return ""
    if taken != Money(payment.captured_minor, payment.currency):
        return f"The provider took {taken}, our books say {Money(payment.captured_minor, payment.currency)}."
    ours = Money(_through_the_provider(payment), payment.currency)
    return "" if back is None or back == ours else f"The provider gave back {back}, our books say {ours}."


def _through_the_provider(payment: Payment) -> int:
    """What our books have as given back the way it came: not by hand, not to credit, not what is still to be sent."""
    other = Refund.objects.filter(payment=payment).exclude(status=Refund.Status.FAILED)
    elsewhere = [one for one in other if one.destination or one.status == Refund.Status.PENDING]
    return payment.refunded_minor - sum(one.amount_minor for one in elsewhere)
