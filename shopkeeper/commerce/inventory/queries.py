"""What is there and what is free."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Sum

from shopkeeper.commerce.inventory.models import Bucket, Location


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
