"""Which page of a checkout comes next, from what is filled in. Pure."""

from __future__ import annotations

from enum import StrEnum

from shopkeeper.commerce.checkout import details
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.checkout.queries import PricedCart
from shopkeeper.commerce.shipping.queries import DeliveryOption
from shopkeeper.foundation.errors import InvalidInput


class Step(StrEnum):
    DETAILS = "details"
    DELIVERY = "delivery"
    PAYMENT = "payment"
    CONFIRMING = "confirming"
    THANKS = "thanks"


def first_unfinished(checkout: Checkout, priced: PricedCart) -> Step:
    """Where somebody who comes back goes on."""
    if checkout.status == Checkout.Status.PLACED:
        return Step.THANKS
    if checkout.status != Checkout.Status.OPEN:
        return Step.CONFIRMING
    if details.contact_problems(checkout.typed, countries=priced.cart.market.countries):
        return Step.DETAILS
    chosen = next((option for option in priced.options if option.code == checkout.method_code), None)
    return Step.DELIVERY if chosen is None or lacks_phone(checkout, chosen) else Step.PAYMENT


def check_phone(checkout: Checkout, option: DeliveryOption) -> None:
    """Raises InvalidInput when the carrier needs a phone number that nobody has typed."""
    if lacks_phone(checkout, option):
        message = f"Enter a phone number; {option.carrier or 'the courier'} calls before delivering."
        raise InvalidInput(message, {"phone": message})


def lacks_phone(checkout: Checkout, option: DeliveryOption) -> bool:
    """Whether the carrier needs a phone number that nobody has typed."""
    return option.needs_phone and not checkout.typed.get("phone", "").strip()
