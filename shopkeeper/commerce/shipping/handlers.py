"""Reactions to orders: promises are written down, measured, and taken back. Each may run twice."""

from __future__ import annotations

from shopkeeper.commerce.orders.events import OrderCancelled, OrderPlaced, PackageMoved
from shopkeeper.commerce.orders.models import Order, Package
from shopkeeper.commerce.shipping import operations
from shopkeeper.foundation.events import subscribe


@subscribe(OrderPlaced, name="shipping.note_promises")
def note_promises(event: OrderPlaced) -> None:
    operations.note_promises(order=Order.objects.get(pk=event.order_id))


@subscribe(PackageMoved, name="shipping.measure")
def measure(event: PackageMoved) -> None:
    if event.status == Package.Status.DELIVERED:
        operations.measure(package=Package.objects.get(pk=event.package_id))


@subscribe(OrderCancelled, name="shipping.void_promises")
def void_promises(event: OrderCancelled) -> None:
    operations.void_promises(order_id=event.order_id)
