"""Reasons not to pack an order yet. What is held is not packed; releasing and cancelling are for people, or for the
money when it comes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from shopkeeper.commerce.orders import operations
from shopkeeper.commerce.orders.models import Order, OrderHold, Package
from shopkeeper.foundation.errors import InvalidInput

Kind = OrderHold.Kind


@transaction.atomic
def hold(*, order: Order, kind: str, reasons: Sequence[str], at: datetime, score: int = 0) -> OrderHold:
    """Hold an order; one hold of a kind at a time. The timeline says why."""
    held, is_new = OrderHold.objects.get_or_create(
        order=order, kind=kind, released_at=None, defaults={"reasons": list(reasons), "score": score, "placed_at": at}
    )
    if is_new:
        operations.note(
            order=order, kind=f"held_{kind}", actor=operations.SYSTEM, at=at, reason=" ".join(reasons)[:300]
        )
    return held


@transaction.atomic
def release(*, order: Order, kind: str, actor: operations.Actor, at: datetime, note: str = "") -> bool:
    """It may be packed as far as this reason goes. False when it was not held for it; twice is fine."""
    held = OrderHold.objects.filter(order=order, kind=kind, released_at=None)
    if not held.update(released_at=at, released_by=actor.name[:120], note=note.strip()[:300]):
        return False
    operations.note(order=order, kind=f"released_{kind}", actor=actor, at=at, reason=note.strip()[:300])
    if kind == Kind.PAYMENT:
        _promise_later(order, (at.date() - order.placed_at.date()).days)
    return True


def _promise_later(order: Order, days: int) -> None:
    """What was promised counts from the day the money came: as many days later as it took."""
    for package in Package.objects.filter(order=order, status=Package.Status.OPEN).exclude(promised_from=None):
        later = {
            name: day + timedelta(days=days)
            for name in ("promised_from", "promised_to")
            if (day := getattr(package, name))
        }
        Package.objects.filter(pk=package.pk).update(**later)


def release_risk(*, order: Order, actor: operations.Actor, at: datetime, note: str) -> None:
    """Somebody has looked at it and says why it is fine. Raises InvalidInput."""
    if not note.strip():
        raise InvalidInput("Please say what you looked at.", {"note": "Write what you looked at."})
    release(order=order, kind=Kind.RISK, actor=actor, at=at, note=note)


def standing(order: Order) -> list[OrderHold]:
    """What an order is held for now. One query."""
    return list(OrderHold.objects.filter(order=order, released_at=None).order_by("pk"))


def held(kind: str, *, limit: int = 100) -> list[OrderHold]:
    """Orders held for one reason, oldest first, with the order. One query."""
    found = OrderHold.objects.filter(kind=kind, released_at=None).exclude(order__status=Order.Status.CANCELLED)
    return list(found.select_related("order").order_by("placed_at")[:limit])
