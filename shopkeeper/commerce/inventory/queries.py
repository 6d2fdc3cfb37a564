"""What is there and what is free."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import CharField, F, Sum

from shopkeeper.commerce.inventory.models import Allocation, Bucket, Hold, Location
from shopkeeper.foundation.prepared import Rows, Slots, prepared


def available(resource_ids: Iterable[int], *, kind: str = Bucket.Kind.UNIT) -> dict[int, int]:
    """Units that can still be sold of each resource, over all active locations; 0 for the unknown. One query."""
    ids = list(resource_ids)
    free = dict.fromkeys(ids, 0)
    free.update({resource_id: int(left) for resource_id, left in _available(kind=str(kind), ids=ids)})
    return free


@prepared
def _available(slots: Slots) -> Rows:
    open_places = Location.objects.filter(is_active=True).values("slug")
    own = slots.among("resource_id", "ids")
    rows = Bucket.objects.filter(own, kind=slots.one("kind", CharField()), slot__in=open_places)
    return rows.values_list("resource_id").annotate(free=Sum(F("total") - F("taken"))).order_by()


def available_at(location: str, resource_ids: Iterable[int], *, kind: str = Bucket.Kind.UNIT) -> dict[int, int]:
    """Units of each resource that can still be sold and lie at one location. One query."""
    rows = Bucket.objects.filter(kind=kind, resource_id__in=list(resource_ids), slot=location)
    return {resource_id: int(free) for resource_id, free in rows.values_list("resource_id", F("total") - F("taken"))}


def being_paid_for(resource_id: int) -> int:
    """Units of a resource that are set aside for checkouts which are not done: they may come back. One query."""
    rows = Allocation.objects.filter(bucket__resource_id=resource_id, hold__status=Hold.Status.HELD)
    return int(rows.filter(bucket__kind=Bucket.Kind.UNIT).aggregate(units=Sum("quantity"))["units"] or 0)


def held_by(reference: str) -> dict[int, int]:
    """Units of each resource that ``reference`` holds itself and has not confirmed. One query."""
    rows = Allocation.objects.filter(hold__reference=reference, hold__status=Hold.Status.HELD)
    found = rows.values_list("bucket__resource_id").annotate(units=Sum("quantity")).order_by()
    return {resource_id: int(units) for resource_id, units in found}
