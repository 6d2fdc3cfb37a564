"""Reactions to orders: goods are counted below, words to find them by are kept, the desk is told."""

from __future__ import annotations

from shopkeeper.commerce.catalogue import operations as catalogue
from shopkeeper.commerce.orders import finding
from shopkeeper.commerce.orders.events import DeskChanged, OrderCancelled, OrderPlaced, PackageMoved
from shopkeeper.foundation.events import publish, subscribe


@subscribe(OrderPlaced, name="orders.count_sold")
def count_sold(event: OrderPlaced) -> None:
    """Best sellers stand first on the shelf."""
    catalogue.count_sold({int(product_id): units for product_id, units in event.product_units.items()})


@subscribe(OrderPlaced, name="orders.tell_desk_placed")
def tell_desk_placed(event: OrderPlaced) -> None:
    """From now on it is found by every word it is known by, and stands on the desk."""
    finding.index_order(order_id=event.order_id)
    publish(DeskChanged(desk="orders", order_id=event.order_id, kind="placed"))


@subscribe(PackageMoved, name="orders.tell_desk_moved")
def tell_desk_moved(event: PackageMoved) -> None:
    if event.status == "shipped":
        finding.index_order(order_id=event.order_id)
    publish(DeskChanged(desk="orders", order_id=event.order_id, kind=event.status))


@subscribe(OrderCancelled, name="orders.tell_desk_cancelled")
def tell_desk_cancelled(event: OrderCancelled) -> None:
    publish(DeskChanged(desk="orders", order_id=event.order_id, kind="cancelled"))
