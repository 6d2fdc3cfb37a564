"""What Stripe's objects mean to us. Pure: plain JSON in, an Answer out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import stripe

from shopkeeper.commerce.payments.backends.stripe_amounts import money
from shopkeeper.commerce.payments.backends.stripe_words import words
from shopkeeper.commerce.payments.ports import Answer, DisputeNews, KeptCard, Outcome

PAGE_PREFIX = "cs_"
# docs.stripe.com/payments/paymentintents/lifecycle, read in November 2026.
_OUTCOMES = {
    "requires_payment_method": Outcome.DECLINED,
    "requires_confirmation": Outcome.PROCESSING,
    "requires_action": Outcome.REQUIRES_ACTION,
    "processing": Outcome.PROCESSING,
    "requires_capture": Outcome.AUTHORISED,
    "succeeded": Outcome.CAPTURED,
    "canceled": Outcome.VOIDED,
}


def answer_of_intent(told: Mapping[str, Any]) -> Answer:
    """How a PaymentIntent stands."""
    outcome = _OUTCOMES.get(str(told["status"]), Outcome.PROCESSING)
    currency = str(told["currency"])
    charge = told.get("latest_charge")
    charge = charge if isinstance(charge, dict) else {}
    taken = told.get("amount_received")
    if taken is None:
        taken = told["amount"] if outcome == Outcome.CAPTURED else 0
    error = told.get("last_payment_error") or {}
    code = str(error.get("decline_code") or error.get("code") or "") if outcome == Outcome.DECLINED else ""
    action = (told.get("next_action") or {}).get("redirect_to_url") or {}
    return Answer(
        outcome=outcome,
        provider_id=str(told["id"]),
        amount=money(int(told["amount"]), currency),
        captured=money(int(taken), currency),
        refunded=money(int(charge.get("amount_refunded") or 0), currency),
        action_url=str(action.get("url") or "") if outcome == Outcome.REQUIRES_ACTION else "",
        code=code or ("card_declined" if outcome == Outcome.DECLINED else ""),
        message=words(code) if outcome == Outcome.DECLINED else "",
        kept=_kept(told),
    )


def answer_of_page(told: Mapping[str, Any]) -> Answer:
    """How a Checkout page stands. While it is open, a card refused on it is no refusal of ours: the customer is still
    there and may try another."""
    intent = told.get("payment_intent")
    if told["status"] == "complete" and isinstance(intent, dict):
        return answer_of_intent(intent)
    outcome = {"open": Outcome.REQUIRES_ACTION, "expired": Outcome.VOIDED}.get(told["status"], Outcome.PROCESSING)
    amount = money(int(told["amount_total"]), str(told["currency"]))
    return Answer(
        outcome=outcome,
        provider_id=str(told["id"]),
        amount=amount,
        action_url=str(told.get("url") or "") if outcome == Outcome.REQUIRES_ACTION else "",
    )


def declined(told: stripe.CardError) -> Answer:
    """A refusal at the first try (HTTP 402), with the payment it left behind when Stripe says which."""
    error: Mapping[str, Any] = (told.json_body or {}).get("error", {}) if isinstance(told.json_body, dict) else {}
    code = str(error.get("decline_code") or error.get("code") or "card_declined")
    intent = error.get("payment_intent") or {}
    return Answer(Outcome.DECLINED, provider_id=str(intent.get("id") or ""), code=code, message=words(code))


# Inquiries: the bank asks, but takes nothing.
_TAKES_NOTHING = ("warning_needs_response", "warning_under_review", "warning_closed")


def dispute_of_event(event: Mapping[str, Any]) -> DisputeNews | None:
    """What one of the ``charge.dispute.…`` events says."""
    told = (event.get("data") or {}).get("object") or {}
    if told.get("object") != "dispute" or told.get("status") in _TAKES_NOTHING:
        return None
    by, status = (told.get("evidence_details") or {}).get("due_by"), str(told.get("status"))
    return DisputeNews(
        dispute_id=str(told["id"]),
        amount=money(int(told["amount"]), str(told["currency"])),
        reason=str(told.get("reason") or "").replace("_", " "),
        status=status if status in {"won", "lost"} else "open",
        answer_by=datetime.fromtimestamp(int(by), UTC) if by else None,
    )


def _kept(told: Mapping[str, Any]) -> KeptCard | None:
    """The card, where Stripe holds it for a customer at their wish."""
    method, customer = told.get("payment_method"), told.get("customer")
    card = method.get("card") if isinstance(method, dict) else None
    if not card or not customer or not isinstance(method, dict):
        return None
    return KeptCard(
        token=f"{customer}/{method['id']}",
        brand=str(card.get("brand") or ""),
        last4=str(card.get("last4") or ""),
        exp_month=int(card.get("exp_month") or 0),
        exp_year=int(card.get("exp_year") or 0),
    )
