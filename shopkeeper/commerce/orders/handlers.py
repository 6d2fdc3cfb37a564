"""Reactions to orders that belong to the goods below them."""

from __future__ import annotations

from shopkeeper.commerce.catalogue import operations as catalogue
from shopkeeper.commerce.orders.events import OrderPlaced
from shopkeeper.foundation.events import subscribe


@subscribe(OrderPlaced, name="orders.count_sold")
def count_sold(event: OrderPlaced) -> None:
    """Best sellers stand first on the shelf."""
    catalogue.count_sold({int(product_id): units for product_id, units in event.product_units.items()})
