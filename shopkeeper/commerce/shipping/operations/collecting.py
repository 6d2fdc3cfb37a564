"""Packages that are collected, and orders that share a box."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders.models import PICKUP, Order, Package
from shopkeeper.commerce.shipping.events import ReadyForPickup
from shopkeeper.commerce.shipping.models import Collection, PickupPoint, SharedBox
from shopkeeper.foundation.errors import Conflict, InvalidInput
from shopkeeper.foundation.events import publish


@transaction.atomic
def note_collection(*, order: Order) -> int:
    """Write down which packages of a placed order are collected, each with its code. Twice is fine. Returns how many
    are new."""
    if not order.is_collected:
        return 0
    point = PickupPoint.objects.filter(location=order.delivery["code"].removeprefix(PICKUP)).first()
    if point is None:
        return 0
    noted = 0
    for package in Package.objects.filter(order=order).order_by("pk"):
        defaults = {"point": point, "code": f"{secrets.randbelow(10**6):06d}"}
        noted += Collection.objects.get_or_create(package=package, defaults=defaults)[1]
    return noted


@transaction.atomic
def packed_for_pickup(*, package: Package) -> bool:
    """A packed package is ready to be collected. Announces ReadyForPickup, once for each packing. Returns whether it is
    one that is collected, and was not ready."""
    moved = Collection.objects.filter(package=package, ready_at=None).update(ready_at=package.packed_at)
    if moved:
        publish(ReadyForPickup(order_id=package.order_id, package_id=package.pk))
    return bool(moved)


@transaction.atomic
def unpacked_from_pickup(*, package: Package) -> None:
    """Out of the box again, so not to be collected."""
    Collection.objects.filter(package=package, collected_at=None).update(ready_at=None)


@transaction.atomic
def hand_over(*, package: Package, code: str, actor: orders.Actor, at: datetime) -> Package:
    """Give a ready package to whoever shows its code; stock goes down, the invoice is issued, the package is delivered.
    Raises InvalidInput for another code, TooLate when it is not ready or gone."""
    collection = Collection.objects.select_for_update().filter(package=package).first()
    if collection is None:
        raise Conflict("This package is sent, not collected.")
    if not secrets.compare_digest("".join(code.split()).encode(), collection.code.encode()):
        raise InvalidInput("This is not the code of this package.", {"code": "Ask for the code in the mail."})
    package = orders.ship(package=package, carrier="", tracking_number="", actor=actor, at=at)
    package = orders.deliver(package=package, actor=actor, at=at)
    Collection.objects.filter(pk=collection.pk, ready_at=None).update(ready_at=at)
    Collection.objects.filter(pk=collection.pk).update(collected_at=at)
    return package


@transaction.atomic
def tell_box_mates(*, order: Order, at: datetime) -> int:
    """The order whose box others share was cancelled: they go alone, and their delivery was not charged. Staff read it
    on each of them. Returns how many."""
    mates = Order.objects.filter(pk__in=SharedBox.objects.filter(box_of=order).values("order_id"))
    for mate in mates.filter(status=Order.Status.PLACED):
        reason = f"{order.number} was cancelled; this one goes alone, without a delivery charge"
        orders.note(order=mate, kind="box_lost", actor=orders.SYSTEM, at=at, reason=reason)
    return SharedBox.objects.filter(box_of=order).delete()[0]


@transaction.atomic
def note_shared_box(*, order: Order) -> bool:
    """Write down that an order goes into the box of another, as its delivery says. Twice is fine."""
    number = order.delivery.get("together_with", "")
    first = Order.objects.filter(number=number).first() if number else None
    if first is None or first.pk == order.pk:
        return False
    # Three orders in a box are all in that of the first.
    root = SharedBox.objects.filter(order=first).values_list("box_of_id", flat=True).first() or first.pk
    _, is_new = SharedBox.objects.get_or_create(order=order, defaults={"box_of_id": root})
    if is_new:
        for one, other in ((order, first), (first, order)):
            orders.note(
                order=one,
                kind="shares_box",
                actor=orders.SYSTEM,
                at=order.placed_at,
                reason=f"Goes into one box with {other.number}",
            )
    return is_new
