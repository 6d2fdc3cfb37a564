"""Where money that comes back may go: the way it came, the customer's own credit, or, by hand and where the shop allows
it, another card."""

from __future__ import annotations

from datetime import datetime

from shopkeeper.commerce.credit import queries as credit
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.payments.operations import BY_HAND, TO_CREDIT
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.money import Money

NOT_YOURS = "Choose one of the ways to pay on this page."
NOT_THERE = "Choose where the money shall go: back the way you paid, or to your own credit."


def check_destination(order: Order, refund_to: str, *, by_hand: bool) -> None:
    """Whether money of ``order`` may go to ``refund_to``; ``by_hand`` allows another card. Raises InvalidInput.

    Credit must be the customer's own; a guest's is one that nobody's account holds. Two queries at most.
    """
    if not refund_to or (by_hand and refund_to.startswith(BY_HAND)):
        return
    kind, _, token = refund_to.partition(":")
    if kind == TO_CREDIT and token:
        account = credit.account_by_token(token)
        if account.customer_id == order.customer_id and account.currency == order.currency:
            return
    raise InvalidInput(NOT_THERE, {"refund_to": NOT_THERE})


def check_means(order: Order, provider: str, token: str, amount: Money, *, at: datetime) -> None:
    """Whether credit chosen to pay with is the customer's own and has enough on it, before anything depends on it.
    Raises InvalidInput. Any other means is asked when it is charged."""
    if provider != TO_CREDIT or not amount.minor:
        return
    account = credit.account_by_token(token)
    if order.customer_id is None or account.customer_id != order.customer_id:
        raise InvalidInput(NOT_YOURS, {"payment": NOT_YOURS})
    refused = credit.why_not(account, at=at)
    available = credit.credit(account).available
    if refused or available.currency != amount.currency or available < amount:
        told = refused or f"There is {available.display()} left on it, and {amount.display()} is needed."
        raise InvalidInput(told, {"payment": told})
