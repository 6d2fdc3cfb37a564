"""What staff do with orders. Each is one transaction: the order moves, and the record says who moved it and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shopkeeper.commerce.orders import holds, operations
from shopkeeper.commerce.orders.models import Order, Package
from shopkeeper.foundation.audit.operations import Actor, record
from shopkeeper.foundation.errors import InvalidInput, NotFound, ShopError

LONGEST_NOTE = 300


def on_timeline(actor: Actor) -> operations.Actor:
    """The same person, as the order's timeline knows them."""
    return operations.Actor("staff", actor.label or actor.id)


def package_of(order: Order, package_id: int) -> Package:
    """A package of this order and no other. Raises NotFound. One query."""
    found = Package.objects.filter(pk=package_id, order=order).select_related("order").first()
    if found is None:
        raise NotFound("This order has no such package.")
    return found


@transaction.atomic
def pack(*, package: Package, actor: Actor, at: datetime) -> Package:
    """The goods are in the box. Raises TooLate."""
    return _moved(
        package, "orders.pack", actor, at, lambda: operations.pack(package=package, actor=on_timeline(actor), at=at)
    )


@transaction.atomic
def unpack(*, package: Package, actor: Actor, at: datetime) -> Package:
    """The goods are out of the box again. Raises TooLate."""
    return _moved(
        package, "orders.unpack", actor, at, lambda: operations.unpack(package=package, actor=on_timeline(actor), at=at)
    )


@transaction.atomic
def ship(*, package: Package, carrier: str, tracking_number: str, actor: Actor, at: datetime) -> Package:
    """The box has left the house. One that is not packed yet is packed on the way. Raises TooLate."""
    if package.status == Package.Status.OPEN:
        package = pack(package=package, actor=actor, at=at)
    return _moved(
        package,
        "orders.ship",
        actor,
        at,
        lambda: operations.ship(
            package=package, carrier=carrier, tracking_number=tracking_number, actor=on_timeline(actor), at=at
        ),
    )


@transaction.atomic
def deliver(*, package: Package, actor: Actor, at: datetime) -> Package:
    """The box has arrived. Raises TooLate."""
    return _moved(
        package,
        "orders.deliver",
        actor,
        at,
        lambda: operations.deliver(package=package, actor=on_timeline(actor), at=at),
    )


@transaction.atomic
def cancel(*, order: Order, reason: str, actor: Actor, at: datetime) -> Order:
    """Cancel with a reason; stock goes back now, the money follows by itself. Raises InvalidInput, TooLate."""
    reason = reason.strip()
    if not reason:
        raise InvalidInput("Say why, for the customer and the record.", {"reason": "Write a short reason."})
    before = order.status
    if before == Order.Status.CANCELLED:
        return order
    order = operations.cancel(order=order, actor=on_timeline(actor), reason=reason, at=at)
    _record_order(order, "orders.cancel", actor, at, before={"status": before}, reason=reason)
    return order


@transaction.atomic
def release(*, order: Order, note: str, actor: Actor, at: datetime) -> None:
    """Somebody has looked at a held order and says why it is fine. Raises InvalidInput."""
    holds.release_risk(order=order, actor=on_timeline(actor), at=at, note=note)
    record(actor=actor, action="orders.release", target=f"order:{order.pk}", reason=note.strip()[:LONGEST_NOTE], at=at)


@transaction.atomic
def add_note(*, order: Order, text: str, actor: Actor, at: datetime) -> None:
    """Write something on the timeline that only staff read. Raises InvalidInput."""
    text = text.strip()
    if not text:
        raise InvalidInput("The note is empty.", {"text": "Write a note first."})
    if len(text) > LONGEST_NOTE:
        raise InvalidInput(
            "The note is too long.", {"text": f"Use {LONGEST_NOTE} characters at most; this has {len(text)}."}
        )
    operations.note(order=order, kind="note", actor=on_timeline(actor), at=at, reason=text)
    # What it says stays with the order, where it can be erased; the record keeps that it was written.
    record(actor=actor, action="orders.note", target=f"order:{order.pk}", at=at)


@dataclass(frozen=True)
class BulkResult:
    """What came of doing one thing to many orders: the numbers done, and each refusal with its reason."""

    done: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


def pack_many(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> BulkResult:
    """Pack every open package of these orders, each order for itself: one refusal does not hold up the rest."""
    return _each(order_ids, Package.Status.OPEN, lambda package: pack(package=package, actor=actor, at=at))


def unpack_many(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> BulkResult:
    """Undo :func:`pack_many`."""
    return _each(order_ids, Package.Status.PACKED, lambda package: unpack(package=package, actor=actor, at=at))


def _each(order_ids: Sequence[int], status: str, move: Callable[[Package], Package]) -> BulkResult:
    done: list[str] = []
    refused: list[tuple[str, str]] = []
    orders = Order.objects.filter(pk__in=list(order_ids)).order_by("pk")
    packages: dict[int, list[Package]] = {}
    for package in Package.objects.filter(order__in=orders, status=status).select_related("order").order_by("pk"):
        packages.setdefault(package.order_id, []).append(package)
    for order in orders:
        try:
            with transaction.atomic():
                for package in packages.get(order.pk, ()):
                    move(package)
        except ShopError as refusal:
            refused.append((order.number, refusal.message))
            continue
        if order.pk in packages:
            done.append(order.number)
        else:
            refused.append((order.number, f"It is {order.get_stage_display().lower()} already."))
    return BulkResult(tuple(done), tuple(refused))


def _record_order(
    order: Order, action: str, actor: Actor, at: datetime, *, before: dict[str, object], reason: str = ""
) -> None:
    record(
        actor=actor,
        action=action,
        target=f"order:{order.pk}",
        before=before,
        after={"status": order.status},
        reason=reason,
        at=at,
    )


def _moved(package: Package, action: str, actor: Actor, at: datetime, move: Callable[[], Package]) -> Package:
    before = _told(package)
    moved = move()
    record(actor=actor, action=action, target=f"order:{moved.order_id}", before=before, after=_told(moved), at=at)
    return moved


def _told(package: Package) -> dict[str, object]:
    return {
        "package": package.pk,
        "status": package.status,
        "carrier": package.carrier,
        "tracking_number": package.tracking_number,
    }
