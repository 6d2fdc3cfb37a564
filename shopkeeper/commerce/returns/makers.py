"""Builders for tests: an order that has arrived."""

from __future__ import annotations

from datetime import datetime, timedelta

from shopkeeper.commerce.catalogue.models import Offer
from shopkeeper.commerce.changes.makers import make_order
from shopkeeper.commerce.checkout.makers import NOON
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.orders.operations import Actor

SAM = Actor("staff", "sam")


def deliver(order: Order, *, at: datetime = NOON) -> Order:
    """Pack, ship and deliver every package of an order, a day each."""
    for package in order.packages.all():
        orders.pack(package=package, actor=SAM, at=at)
        orders.ship(package=package, carrier="", tracking_number="", actor=SAM, at=at + timedelta(days=1))
        orders.deliver(package=package, actor=SAM, at=at + timedelta(days=2))
    order.refresh_from_db()
    return order


def make_delivered(*offers: Offer, quantity: int = 1, at: datetime = NOON) -> Order:
    """An order that was paid at ``at`` and arrived two days later."""
    return deliver(make_order(*offers, quantity=quantity, at=at), at=at)
