"""What is the matter with a cart, as typed messages with the fix attached. Nothing is ever changed silently. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from shopkeeper.foundation.money import Money


class Code(StrEnum):
    PRICE_ROSE = "price_rose"
    PRICE_FELL = "price_fell"
    NOT_SOLD = "not_sold"
    SOLD_OUT = "sold_out"
    TOO_FEW_LEFT = "too_few_left"


class Fix(StrEnum):
    """What one tap does about it."""

    REMOVE = "remove"
    TAKE_WHAT_IS_LEFT = "take_what_is_left"
    ACCEPT_PRICE = "accept_price"


@dataclass(frozen=True)
class Problem:
    """``blocks``: the order cannot be placed until it is mended. ``was`` and ``now`` are set for price changes,
    ``left`` for shortages."""

    code: Code
    offer_id: int
    title: str
    fixes: tuple[Fix, ...]
    blocks: bool
    was: Money | None = None
    now: Money | None = None
    left: int = 0


def line_problems(
    *, offer_id: int, title: str, quantity: int, seen: Money, now: Money | None, available: int
) -> tuple[Problem, ...]:
    """What has changed about one line since the customer last saw it."""
    if now is None:
        return (Problem(Code.NOT_SOLD, offer_id, title, (Fix.REMOVE,), blocks=True),)
    found = []
    if available <= 0:
        found.append(Problem(Code.SOLD_OUT, offer_id, title, (Fix.REMOVE,), blocks=True))
    elif available < quantity:
        less = (Fix.TAKE_WHAT_IS_LEFT, Fix.REMOVE)
        found.append(Problem(Code.TOO_FEW_LEFT, offer_id, title, less, blocks=True, left=available))
    # A change of market is the customer's own choice, so another currency is no surprise to report.
    if seen.currency == now.currency and seen != now:
        rose = seen < now
        code = Code.PRICE_ROSE if rose else Code.PRICE_FELL
        fixes: tuple[Fix, ...] = (Fix.ACCEPT_PRICE, Fix.REMOVE) if rose else (Fix.ACCEPT_PRICE,)
        found.append(Problem(code, offer_id, title, fixes, blocks=rose, was=seen, now=now))
    return tuple(found)
