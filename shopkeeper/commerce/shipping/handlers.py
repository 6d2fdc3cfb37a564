"""Reactions to orders: promises are written down, measured, and taken back. Each may run twice."""

from __future__ import annotations

from shopkeeper.commerce.orders.events import OrderCancelled, OrderPlaced, PackageMoved
from shopkeeper.commerce.orders.models import Order, Package
from shopkeeper.commerce.shipping import operations
from shopkeeper.foundation.events import subscribe


@subscribe(OrderPlaced, name="shipping.note_promises")
def note_promises(event: OrderPlaced) -> None:
    order = Order.objects.get(pk=event.order_id)
    operations.note_promises(order=order)
    operations.note_collection(order=order)
    operations.note_shared_box(order=order)


@subscribe(PackageMoved, name="shipping.measure")
def measure(event: PackageMoved) -> None:
    package = Package.objects.select_related("order").get(pk=event.package_id)
    if event.status == Package.Status.DELIVERED:
        operations.measure(package=package)
    elif event.status == Package.Status.PACKED and package.status == Package.Status.PACKED:
        if operations.packed_for_pickup(package=package):
            operations.measure(package=package)
    elif event.status == Package.Status.OPEN:
        # Unpacked; or new, split off another.
        operations.unpacked_from_pickup(package=package)
        operations.note_promises(order=package.order)
        operations.note_collection(order=package.order)


@subscribe(OrderCancelled, name="shipping.void_promises")
def void_promises(event: OrderCancelled) -> None:
    operations.void_promises(order_id=event.order_id)
    order = Order.objects.get(pk=event.order_id)
    operations.tell_box_mates(order=order, at=order.cancelled_at or order.placed_at)
