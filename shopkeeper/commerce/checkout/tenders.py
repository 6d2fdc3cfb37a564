"""Paying part of an order with gift cards and store credit; the rest goes to a card or the bank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.credit import queries as credit
from shopkeeper.foundation.money import Money

PROVIDER = "credit"


@dataclass(frozen=True)
class Share:
    """What one gift card, or the customer's credit, pays of an order. ``token`` names it to the credit provider."""

    token: str
    label: str
    amount: Money

    @property
    def part(self) -> str:
        return f"credit:{self.token}"[:60]


def shares(checkout: Checkout, total: Money, *, at: datetime) -> list[Share]:
    """What the credit added to a checkout pays of ``total``, each as much as it can, in the order it was added.
    Two queries; none without credit."""
    left = total
    found = []
    for account in credit.usable(checkout.credit, currency=total.currency, at=at):
        amount = min(left, account.available, key=lambda money: money.minor)
        if amount.minor > 0:
            found.append(Share(account.token, account.label, amount))
            left = left - amount
    return found


def rest(total: Money, paid: Sequence[Share]) -> Money:
    """What is left to pay by other means."""
    return Money(total.minor - sum(share.amount.minor for share in paid), total.currency)
