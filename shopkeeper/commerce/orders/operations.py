"""The only code that writes orders. Stock is confirmed, shipped and given back in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from shopkeeper.commerce.inventory import operations as inventory
from shopkeeper.commerce.orders.documents import issue_invoice
from shopkeeper.commerce.orders.draft import OrderDraft
from shopkeeper.commerce.orders.events import OrderCancelled, OrderPlaced, PackageMoved
from shopkeeper.commerce.orders.models import Order, OrderEvent, OrderHold, OrderLine, Package
from shopkeeper.foundation import ids
from shopkeeper.foundation.errors import Conflict
from shopkeeper.foundation.events import publish
from shopkeeper.foundation.text import email_key

# Which step may follow which; everything else is refused.
PACKAGE_NEXT: dict[str, frozenset[str]] = {
    Package.Status.OPEN: frozenset({Package.Status.PACKED, Package.Status.CANCELLED}),
    Package.Status.PACKED: frozenset({Package.Status.SHIPPED, Package.Status.OPEN}),
    Package.Status.SHIPPED: frozenset({Package.Status.DELIVERED}),
    Package.Status.DELIVERED: frozenset(),
    Package.Status.CANCELLED: frozenset(),
}


class TooLate(Conflict):
    """The order has moved on: it was packed, shipped or cancelled already."""

    code = "too_late"


class Held(Conflict):
    """The order is not to be packed yet; the message says why."""

    code = "order_held"


@dataclass(frozen=True)
class Actor:
    """Who does something, for the timeline: a kind (customer, staff, system) and a name."""

    kind: str
    name: str = ""


SYSTEM = Actor(OrderEvent.Actor.SYSTEM, "shop")


@transaction.atomic
def place(*, draft: OrderDraft, holds: Mapping[str, int], at: datetime) -> Order:
    """Write the order of a checkout, from what was agreed. ``holds`` are confirmed hold ids by line key.

    At most one order per checkout: asked again, the first one is returned. Announces OrderPlaced.
    """
    order = _create(draft, at)
    if order is None:
        return Order.objects.get(checkout_id=draft.checkout_id)
    packages = _packages(order, draft)
    _lines(order, draft, packages, holds)
    note(order=order, kind="placed", actor=Actor(OrderEvent.Actor.CUSTOMER, draft.email), at=at)
    units: dict[str, int] = {}
    for line, quoted in zip(draft.lines, draft.quote["lines"], strict=True):
        units[str(line.product_id)] = units.get(str(line.product_id), 0) + int(quoted["quantity"])
    publish(
        OrderPlaced(order_id=order.pk, number=order.number, email=order.email, total=order.total, product_units=units)
    )
    return order


def _create(draft: OrderDraft, at: datetime) -> Order | None:
    """The order's own row; null when this checkout has one already."""
    quote = draft.quote
    for _ in range(5):
        try:
            with transaction.atomic():
                return Order.objects.create(
                    number=ids.order_number(),
                    checkout_id=draft.checkout_id,
                    customer_id=draft.customer_id,
                    email=draft.email,
                    email_key=email_key(draft.email),
                    market_code=draft.market_code,
                    language=draft.language,
                    currency=quote["currency"],
                    prices_include_tax=quote["prices_include_tax"],
                    lines_minor=quote["lines_minor"],
                    discount_minor=quote["discount_minor"],
                    shipping_minor=quote["shipping_minor"],
                    tax_minor=quote["tax_minor"],
                    total_minor=quote["total_minor"],
                    quote=quote,
                    tax=draft.tax,
                    shipping_address=draft.shipping_address,
                    country=draft.shipping_address.get("country", "")[:2],
                    billing_address=draft.billing_address,
                    delivery=draft.delivery,
                    note=draft.note,
                    placed_at=at,
                )
        except IntegrityError:
            # Either the number is taken (draw another), or this checkout has been placed before.
            if Order.objects.filter(checkout_id=draft.checkout_id).exists():
                return None
    raise RuntimeError("No free order number found.")


def _packages(order: Order, draft: OrderDraft) -> dict[str, Package]:
    days = {key: date.fromisoformat(draft.delivery[key]) for key in ("promised_from", "promised_to")}
    sellers = dict.fromkeys(line.seller_id for line in draft.lines)
    carrier = draft.delivery.get("carrier", "")
    return {
        seller: Package.objects.create(order=order, seller_id=seller, carrier=carrier, **days) for seller in sellers
    }


def _lines(order: Order, draft: OrderDraft, packages: Mapping[str, Package], holds: Mapping[str, int]) -> None:
    quoted: dict[str, Mapping[str, Any]] = {line["key"]: line for line in draft.quote["lines"]}
    OrderLine.objects.bulk_create(
        OrderLine(
            order=order,
            package=packages[line.seller_id],
            position=position,
            offer_id=line.offer_id,
            product_id=line.product_id,
            hold_id=holds[line.key],
            sku=line.sku,
            title=line.title,
            variant_title=line.variant_title,
            product_slug=line.product_slug,
            image_digest=line.image_digest,
            quantity=quoted[line.key]["quantity"],
            unit_minor=quoted[line.key]["unit_minor"],
            discount_minor=quoted[line.key]["discount_minor"],
            total_minor=quoted[line.key]["total_minor"],
            tax_class=quoted[line.key]["tax_class"],
            tax_rate=Decimal(quoted[line.key]["tax_rate"]),
            tax_minor=quoted[line.key]["tax_minor"],
        )
        for position, line in enumerate(draft.lines)
    )


def note(
    *, order: Order, kind: str, actor: Actor, at: datetime, reason: str = "", data: dict[str, Any] | None = None
) -> None:
    """Add a line to the order's timeline. Called inside the operation it tells about."""
    OrderEvent.objects.create(
        order=order,
        at=at,
        kind=kind,
        actor_kind=actor.kind,
        actor=actor.name[:120],
        reason=reason[:300],
        data=data or {},
    )


@transaction.atomic
def cancel(*, order: Order, actor: Actor, reason: str, at: datetime) -> Order:
    """Cancel an order none of whose packages is packed yet; stock goes back at once. Raises TooLate.

    The money is the checkout's to give back, when it hears OrderCancelled. Twice is fine.
    """
    moved = Order.objects.filter(pk=order.pk, status=Order.Status.PLACED).update(
        status=Order.Status.CANCELLED, stage=Order.Stage.CANCELLED, cancelled_at=at
    )
    if not moved:
        order.refresh_from_db()
        if order.status == Order.Status.CANCELLED:
            return order
        raise TooLate("This order is already complete.")
    packages = Package.objects.filter(order=order)
    cancelled = packages.filter(status=Package.Status.OPEN).update(status=Package.Status.CANCELLED)
    if cancelled != packages.count():
        raise TooLate("This order is already packed. Once it arrives you can send it back.")
    inventory.cancel_confirmed(hold_ids=order.lines.values_list("hold_id", flat=True))
    note(order=order, kind="cancelled", actor=actor, reason=reason, at=at)
    publish(OrderCancelled(order_id=order.pk, number=order.number, reason=reason[:300]))
    order.status, order.stage, order.cancelled_at = Order.Status.CANCELLED, Order.Stage.CANCELLED, at
    return order


@transaction.atomic
def pack(*, package: Package, actor: Actor, at: datetime) -> Package:
    """The goods are in the box; from now on the customer can no longer cancel. Raises TooLate, Held."""
    package = _move(package, Package.Status.PACKED, actor, at, packed_at=at)
    # Asked with the order's row locked, so that nobody holds it in between.
    held = OrderHold.objects.filter(order=package.order_id, released_at=None).first()
    if held:
        raise Held(f"{held.get_kind_display()}: {' '.join(held.reasons)} It is not packed until it has been released.")
    return package


@transaction.atomic
def unpack(*, package: Package, actor: Actor, at: datetime) -> Package:
    """Undo :func:`pack`."""
    return _move(package, Package.Status.OPEN, actor, at, packed_at=None)


@transaction.atomic
def ship(*, package: Package, carrier: str, tracking_number: str, actor: Actor, at: datetime) -> Package:
    """The box has left: stock goes down, and with the first box the invoice is issued. Raises TooLate."""
    package = _move(
        package,
        Package.Status.SHIPPED,
        actor,
        at,
        shipped_at=at,
        carrier=carrier.strip()[:60] or package.carrier,
        tracking_number=tracking_number.strip()[:100],
    )
    hold_ids = package.lines.values_list("hold_id", flat=True)
    inventory.fulfil(hold_ids=hold_ids, reference=f"order:{package.order.number}", actor=actor.name, at=at)
    issue_invoice(order=package.order, at=at)
    return package


@transaction.atomic
def deliver(*, package: Package, actor: Actor, at: datetime) -> Package:
    """The box has arrived; with the last one the order is complete. Raises TooLate."""
    package = _move(package, Package.Status.DELIVERED, actor, at, delivered_at=at)
    under_way = package.order.packages.exclude(status__in=(Package.Status.DELIVERED, Package.Status.CANCELLED))
    if not under_way.exists():
        Order.objects.filter(pk=package.order_id, status=Order.Status.PLACED).update(status=Order.Status.COMPLETED)
    return package


def _move(package: Package, status: str, actor: Actor, at: datetime, **fields: Any) -> Package:
    before = [state for state, following in PACKAGE_NEXT.items() if status in following]
    # The order's row first, as cancelling does; two in the other order would wait for each other for ever.
    Order.objects.select_for_update().filter(pk=package.order_id).first()
    # Only this row's own columns: PostgreSQL does not look again at a joined table after waiting for a lock.
    movable = Package.objects.filter(pk=package.pk, status__in=before)
    if not movable.update(status=status, **fields):
        package.refresh_from_db()
        raise TooLate(f"This package is {package.get_status_display().lower()} already.")
    package.refresh_from_db()
    _stage(package.order_id)
    note(order=package.order, kind=f"package_{status}", actor=actor, at=at, data={"package": package.pk})
    publish(PackageMoved(order_id=package.order_id, package_id=package.pk, status=status))
    return package


_STAGES: dict[str, str] = {
    Package.Status.OPEN: Order.Stage.TO_PACK,
    Package.Status.PACKED: Order.Stage.TO_SHIP,
    Package.Status.SHIPPED: Order.Stage.ON_THE_WAY,
    Package.Status.DELIVERED: Order.Stage.DONE,
}


def _stage(order_id: int) -> None:
    """Say on the order how far its slowest package has come."""
    standing = set(Package.objects.filter(order_id=order_id).values_list("status", flat=True))
    stage = next((stage for status, stage in _STAGES.items() if status in standing), Order.Stage.CANCELLED)
    Order.objects.filter(pk=order_id).update(stage=stage)


@transaction.atomic
def attach_order_of_checkout(*, checkout_id: str, customer_id: int) -> int:
    """The guest order a checkout became, if it has, becomes the customer's. Returns how many."""
    return Order.objects.filter(checkout_id=checkout_id, customer=None).update(customer_id=customer_id)


def attach_guest_orders(*, email: str, customer_id: int) -> int:
    """Guest orders of a verified e-mail address become the customer's. Returns how many."""
    return Order.objects.filter(email_key=email_key(email), customer=None).update(customer_id=customer_id)
