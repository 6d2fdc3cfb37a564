"""A payment provider of our own with scripted outcomes, so that a whole shop can be tried without one.

It behaves like a service on another machine: it keeps its own books, is idempotent by key, may
answer late or not at all, and tells what happened by signed webhooks that may come twice or out
of order. What happens is chosen by the token, as real providers do with test card numbers.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from shopkeeper.commerce.payments.models import SandboxCharge
from shopkeeper.commerce.payments.ports import (
    Answer,
    BadSignature,
    Charge,
    DisputeNews,
    KeptCard,
    Notice,
    Outcome,
    ProviderUnavailable,
)
from shopkeeper.foundation import clock, ids
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.money import Money

# token: (label in the test form, what the bank says when it refuses)
SCRIPTS: dict[str, str] = {
    "approve": "Approved",
    "decline": "Declined: insufficient funds",
    "expired_card": "Declined: the card has expired",
    "three_d_secure": "Asks to confirm with the bank (3-D Secure)",
    "timeout_before": "Time-out before anything happened",
    "timeout_after": "Time-out after the money was taken",
    "late_webhook": "No answer; the webhook comes later",
    "duplicate_webhook": "Approved; every webhook comes three times",
    "reordered_webhook": "Approved; webhooks come in the wrong order",
    "wrong_amount": "Approved for another amount",
    "dispute": "Approved; the customer disputes it a minute later",
}
_REFUSALS = {
    "decline": ("insufficient_funds", "Your bank declined the payment: there is not enough money in the account."),
    "expired_card": ("expired_card", "Your bank declined the payment: the card has expired."),
}
TOLERANCE = timedelta(minutes=5)


class Sandbox:
    name = "sandbox"

    def card_of(self, token: str) -> str:
        """The test form stands for no card in particular; ``sandbox_decline.4242`` for one that is known again."""
        return token.partition(".")[2]

    def dispute_of(self, payload: Mapping[str, Any]) -> DisputeNews | None:
        status = str(payload.get("type", "")).removeprefix("dispute_")
        row = SandboxCharge.objects.filter(key=str(payload.get("payment_key", ""))).first()
        if status not in {"open", "won", "lost"} or row is None:
            return None
        amount = Money(row.captured_minor, row.currency)
        return DisputeNews(f"dp_{row.provider_id}", amount, "product not received", status)

    def forget(self, token: str) -> None:
        """It keeps nothing: a kept card is a token like any other."""

    def authorise(self, charge: Charge) -> Answer:
        script = charge.token.removeprefix("sandbox_").partition(".")[0]
        if script not in SCRIPTS:
            raise InvalidInput("Choose one of the test payments.", {"payment": "Choose one of the test payments."})
        row = self._book(charge, script)
        if script in {"timeout_before", "timeout_after", "late_webhook"}:
            raise ProviderUnavailable("The sandbox did not answer in time.")
        return self._answer(row)

    @transaction.atomic
    def capture(self, provider_id: str, amount: Money, key: str) -> Answer:
        able = SandboxCharge.objects.filter(
            provider_id=provider_id, status=Outcome.AUTHORISED, amount_minor=amount.minor
        )
        taken = able.update(status=Outcome.CAPTURED, captured_minor=amount.minor)
        row = self._row(provider_id)
        if taken and row.script == "dispute":
            _messenger().tell_of_dispute(row)
        return self._moved(provider_id, taken)

    @transaction.atomic
    def void(self, provider_id: str, key: str) -> Answer:
        able = SandboxCharge.objects.filter(provider_id=provider_id).exclude(status=Outcome.CAPTURED)
        return self._moved(provider_id, able.update(status=Outcome.VOIDED))

    @transaction.atomic
    def refund(self, provider_id: str, amount: Money, key: str) -> Answer:
        row = SandboxCharge.objects.select_for_update().get(provider_id=provider_id)
        if key not in row.acted_keys:
            if row.refunded_minor + amount.minor > row.captured_minor:
                raise InvalidInput("The sandbox has not taken that much.")
            SandboxCharge.objects.filter(pk=row.pk).update(
                refunded_minor=F("refunded_minor") + amount.minor, acted_keys=[*row.acted_keys, key]
            )
        return self._answer(self._row(provider_id))

    def fetch(self, payment_key: str) -> Answer:
        row = SandboxCharge.objects.filter(key=payment_key).first()
        return self._answer(row) if row else Answer(Outcome.MISSING)

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> list[Notice]:
        _verify(headers.get("Shopkeeper-Signature", ""), body, clock.now())
        try:
            data = json.loads(body)
            return [Notice(str(data["id"]), str(data["type"]), str(data["payment_key"]), data)]
        except (ValueError, KeyError, TypeError, RecursionError):
            raise BadSignature("The message is not a sandbox event.") from None

    @transaction.atomic
    def confirm_action(self, provider_id: str, *, approve: bool) -> Answer:
        """What the customer decided on the bank's page (3-D Secure); deciding twice changes nothing."""
        waiting = SandboxCharge.objects.filter(provider_id=provider_id, status=Outcome.REQUIRES_ACTION)
        return self._moved(provider_id, waiting.update(status=Outcome.AUTHORISED if approve else Outcome.DECLINED))

    @transaction.atomic
    def arrive_late(self, payment_key: str) -> None:
        """The moment in which a payment that was still under way is decided after all."""
        able = SandboxCharge.objects.filter(key=payment_key, status=Outcome.PROCESSING)
        if able.update(status=Outcome.AUTHORISED):
            _tell(SandboxCharge.objects.get(key=payment_key))

    def charge(self, provider_id: str) -> SandboxCharge | None:
        """The sandbox's own record, for its page at the bank."""
        return SandboxCharge.objects.filter(provider_id=provider_id).first()

    def _book(self, charge: Charge, script: str) -> SandboxCharge | None:
        if script == "timeout_before":
            return None
        amount = charge.amount.minor + (100 if script == "wrong_amount" else 0)
        try:
            with transaction.atomic():
                row = SandboxCharge.objects.create(
                    provider_id=ids.public_id("sbx"),
                    key=charge.key,
                    script=script,
                    currency=charge.amount.currency,
                    amount_minor=amount,
                    status=_first_status(script, is_off_session=charge.is_off_session),
                    return_url=charge.return_url,
                    kept_token=charge.token if charge.keep_for else "",
                )
                _tell(row)
                return row
        except IntegrityError:
            return SandboxCharge.objects.get(key=charge.key)

    def _moved(self, provider_id: str, changed: int) -> Answer:
        row = self._row(provider_id)
        if changed:
            _tell(row)
        return self._answer(row)

    def _row(self, provider_id: str) -> SandboxCharge:
        row = SandboxCharge.objects.filter(provider_id=provider_id).first()
        if row is None:
            raise InvalidInput("The sandbox does not know this payment.")
        return row

    def _answer(self, row: SandboxCharge | None) -> Answer:
        if row is None:
            return Answer(Outcome.MISSING)
        outcome = Outcome(row.status)
        code, message = _REFUSALS.get(row.script, ("declined", "Your bank declined the payment."))
        if row.script == "three_d_secure" and not row.return_url:
            code, message = "authentication_required", "Your bank wants you to confirm this payment."
        refused = outcome == Outcome.DECLINED
        return Answer(
            outcome=outcome,
            provider_id=row.provider_id,
            amount=Money(row.amount_minor, row.currency),
            captured=Money(row.captured_minor, row.currency),
            refunded=Money(row.refunded_minor, row.currency),
            action_url=f"/pay/sandbox/{row.provider_id}" if outcome == Outcome.REQUIRES_ACTION else "",
            code=code if refused else "",
            message=message if refused else "",
            kept=_kept(row.kept_token),
        )


def _kept(token: str) -> KeptCard | None:
    """The card of a test payment: what was typed after the dot, or the end of the usual test number."""
    return KeptCard(token, "visa", (token.partition(".")[2] or "4242")[-4:], 12, 2031) if token else None


def _first_status(script: str, *, is_off_session: bool = False) -> Outcome:
    if script in _REFUSALS or (is_off_session and script == "three_d_secure"):
        return Outcome.DECLINED
    if script == "three_d_secure":
        return Outcome.REQUIRES_ACTION
    return Outcome.PROCESSING if script == "late_webhook" else Outcome.AUTHORISED


def _tell(row: SandboxCharge) -> None:
    """Have the messenger bring word of where a charge stands now."""
    if row.status == Outcome.PROCESSING:
        _messenger().tell_later(row)
    else:
        _messenger().tell(row, row.status)


def _messenger() -> Any:
    from shopkeeper.commerce.payments.backends import sandbox_webhooks

    return sandbox_webhooks


def signed(event: dict[str, Any], at: datetime) -> tuple[dict[str, str], bytes]:
    """An event as the sandbox would send it: headers with the signature, and the body."""
    body = json.dumps(event, sort_keys=True).encode()
    stamp = str(int(at.timestamp()))
    return {"Shopkeeper-Signature": f"t={stamp},v1={_mac(stamp, body)}"}, body


def _mac(stamp: str, body: bytes) -> str:
    secret = hashlib.sha256(b"sandbox-webhook:" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(secret, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _verify(header: str, body: bytes, at: datetime) -> None:
    parts = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    stamp, mac = parts.get("t", ""), parts.get("v1", "")
    plausible = stamp.isascii() and stamp.isdigit() and len(stamp) <= 12
    if not plausible or not hmac.compare_digest(mac.encode(), _mac(stamp, body).encode()):
        raise BadSignature("The signature does not match.")
    if abs(at - datetime.fromtimestamp(int(stamp), UTC)) > TOLERANCE:
        raise BadSignature("The message is too old.")
