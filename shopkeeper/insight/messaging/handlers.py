"""From what happened to whom it is told. Each may run twice; the outbox keeps one mail per event."""

from __future__ import annotations

from shopkeeper.commerce.orders import queries as orders
from shopkeeper.commerce.orders.events import OrderCancelled, OrderPlaced, PackageMoved
from shopkeeper.foundation import clock
from shopkeeper.foundation.events import subscribe
from shopkeeper.insight.messaging import operations
from shopkeeper.insight.messaging.compose import order_letter

TOLD_MOVES = frozenset({"shipped", "delivered"})


@subscribe(OrderPlaced, name="messaging.tell_placed")
def tell_placed(event: OrderPlaced) -> None:
    _tell(event.order_id, "order_placed", f"order:{event.order_id}:placed")


@subscribe(OrderCancelled, name="messaging.tell_cancelled")
def tell_cancelled(event: OrderCancelled) -> None:
    _tell(event.order_id, "order_cancelled", f"order:{event.order_id}:cancelled")


@subscribe(PackageMoved, name="messaging.tell_moved")
def tell_moved(event: PackageMoved) -> None:
    if event.status in TOLD_MOVES:
        key = f"package:{event.package_id}:{event.status}"
        _tell(event.order_id, f"package_{event.status}", key, package_id=event.package_id)


def _tell(order_id: int, kind: str, key: str, *, package_id: int | None = None) -> None:
    detail = orders.detail(orders.order_by_id(order_id))
    operations.write(
        key=key,
        kind=kind,
        to=detail.order.email,
        language=detail.order.language,
        letter=order_letter(detail, kind, package_id=package_id),
        at=clock.now(),
    )
