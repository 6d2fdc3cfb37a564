"""Why a bank refused, in words a customer can act on.

The codes are Stripe's (docs.stripe.com/declines/codes, read in November 2026); the sentences are ours. A card reported
lost or stolen is told like any other refusal: whoever holds it may be the thief.
"""

from __future__ import annotations

_OTHER_CARD = "Please try another card or another way to pay."
PLAIN = f"Your bank declined the payment and does not say why. {_OTHER_CARD}"

WORDS: dict[str, str] = {
    "insufficient_funds": "Your bank declined the payment: there is not enough money in the account.",
    "card_velocity_exceeded": "Your bank declined the payment: the card's limit is reached.",
    "withdrawal_count_limit_exceeded": "Your bank declined the payment: the card's limit is reached.",
    "expired_card": "Your bank declined the payment: the card has expired.",
    "incorrect_cvc": "The security code does not match the card. Please check it and try again.",
    "invalid_cvc": "The security code does not match the card. Please check it and try again.",
    "incorrect_number": "The card number is not right. Please check it and try again.",
    "invalid_number": "The card number is not right. Please check it and try again.",
    "invalid_expiry_month": "The card's expiry month is not right. Please check it and try again.",
    "invalid_expiry_year": "The card's expiry year is not right. Please check it and try again.",
    "incorrect_zip": "The postcode does not match the one your bank knows. Please check it and try again.",
    "incorrect_address": "The address does not match the one your bank knows. Please check it and try again.",
    "currency_not_supported": f"This card does not pay in this currency. {_OTHER_CARD}",
    "card_not_supported": f"This card cannot be used here. {_OTHER_CARD}",
    "authentication_required": "Your bank wants you to confirm this payment. Please pay again and confirm it there.",
    "authentication_not_handled": "Your bank wants you to confirm this payment. Please pay again and confirm it there.",
    "payment_intent_authentication_failure": "The payment was not confirmed with your bank. You have not been charged.",
    "approve_with_id": "Your bank could not be reached. Please try again in a few minutes.",
    "issuer_not_available": "Your bank could not be reached. Please try again in a few minutes.",
    "processing_error": "Something went wrong between the banks. Please try again in a few minutes.",
    "reenter_transaction": "Something went wrong between the banks. Please try again in a few minutes.",
    "try_again_later": "Your bank could not decide just now. Please try again in a few minutes.",
    "duplicate_transaction": "Your bank has seen the same payment a moment ago. Please look at your orders first.",
}


def words(code: str) -> str:
    """The sentence for a code; the plain one for those the bank does not explain or we must not."""
    return WORDS.get(code, PLAIN)
