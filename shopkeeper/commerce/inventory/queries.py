"""What is there and what is free."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Sum

from shopkeeper.commerce.inventory.models import Allocation, Bucket, Hold, Location


def available(resource_ids: Iterable[int], *, kind: str = Bucket.Kind.UNIT) -> dict[int, int]:
    """Units that can still be sold of each resource, over all active locations; 0 for the unknown. One query."""
    ids = list(resource_ids)
    rows = (
        Bucket.objects.filter(
            kind=kind, resource_id__in=ids, slot__in=Location.objects.filter(is_active=True).values("slug")
        )
        .values_list("resource_id")
        .annotate(free=Sum(F("total") - F("taken")))
        .order_by()
    )
    free = dict.fromkeys(ids, 0)
    free.update({resource_id: int(left) for resource_id, left in rows})
    return free


def held_by(reference: str) -> dict[int, int]:
    """Units of each resource that ``reference`` holds itself and has not confirmed. One query."""
    rows = Allocation.objects.filter(hold__reference=reference, hold__status=Hold.Status.HELD)
    found = rows.values_list("bucket__resource_id").annotate(units=Sum("quantity")).order_by()
    return {resource_id: int(units) for resource_id, units in found}
