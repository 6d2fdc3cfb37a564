"""Builders for tests: an order that was placed and paid."""

from __future__ import annotations

from datetime import datetime

from shopkeeper.commerce.catalogue.models import Offer
from shopkeeper.commerce.checkout import saga
from shopkeeper.commerce.checkout.makers import NOON, make_checkout, make_shop, pay_request
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.pricing.models import Market


def make_order(
    *offers: Offer, market: Market | None = None, quantity: int = 1, script: str = "approve", at: datetime = NOON
) -> Order:
    """An order of ``offers``, paid by a card of the sandbox."""
    shop = market or Market.objects.first() or make_shop()
    checkout = make_checkout(shop, *offers, quantity=quantity, at=at)
    placed = saga.pay(checkout_id=checkout.public_id, request=pay_request(checkout, script, at=at), at=at)
    if placed.order is None:
        raise AssertionError(placed.message)
    return placed.order
