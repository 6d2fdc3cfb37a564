"""Reading changes and what may be changed."""

from __future__ import annotations

from shopkeeper.commerce.changes.models import Change
from shopkeeper.commerce.changes.rules import Permitted, permitted
from shopkeeper.commerce.content import queries as content
from shopkeeper.commerce.orders.models import Order, Package
from shopkeeper.foundation.errors import NotFound


def change_of_order(public_id: str, order: Order) -> Change:
    """A change of this very order. Raises NotFound. One query."""
    found = Change.objects.filter(public_id=public_id, order=order).select_related("order").first()
    if found is None:
        raise NotFound("This change no longer exists. Please start again from your order.")
    return found


def item_changes(order: Order) -> int:
    """How often the items of an order have been changed. One query."""
    return Change.objects.filter(order=order, kind=Change.Kind.ITEMS, status=Change.Status.APPLIED).count()


def what_may_change(order: Order) -> Permitted:
    """What the customer may change about ``order`` now. Two queries."""
    packages = list(Package.objects.filter(order=order))
    return permitted(order, packages, content.change_policy(), item_changes(order))


def live_change(order: Order) -> Change | None:
    """The change that is being made now; at most one exists. One query."""
    return Change.objects.filter(order=order, status__in=(Change.Status.PLACING, Change.Status.ACTION)).first()


def change_to_revision(order_id: int, revision: int) -> Change | None:
    """The change that made this revision of an order. One query."""
    applied = Change.objects.filter(order_id=order_id, revision=revision - 1, status=Change.Status.APPLIED)
    return applied.select_related("order").first()


def applied_to(order: Order) -> list[Change]:
    """What was changed, oldest first. One query."""
    return list(Change.objects.filter(order=order, status=Change.Status.APPLIED).order_by("applied_at", "pk"))
