"""What staff do with stock. Each is one transaction: the count changes, the movement and the record say why."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shopkeeper.commerce.inventory import operations
from shopkeeper.commerce.inventory.models import Bucket, Location
from shopkeeper.foundation.audit.operations import Actor, record
from shopkeeper.foundation.errors import Conflict, InvalidInput

REASONS = {
    "count": "Counted",
    "received": "Received",
    "damaged": "Damaged",
    "lost": "Lost",
    "found": "Found",
    "returned": "Came back",
    "moved": "Moved",
    "correction": "Correction",
}


class CountedMeanwhile(Conflict):
    """The count was not what the person saw when they typed."""

    code = "counted_meanwhile"


@transaction.atomic
def set_count(
    *, offer_id: int, location: str, on_hand: int, seen: int, reason: str, remark: str, actor: Actor, at: datetime
) -> Bucket:
    """Set what is physically there to ``on_hand``, if it is still ``seen``, the figure the person saw.

    Raises InvalidInput, CountedMeanwhile, and Conflict for a count below what is sold or set aside.
    """
    if reason not in REASONS:
        raise InvalidInput("Say why the count changes.", {"reason": "Choose a reason."})
    if not Location.objects.filter(slug=location, is_active=True).exists():
        raise InvalidInput("There is no such location.", {"on_hand": "Choose a location of the shop."})
    there = operations.locked_bucket(resource_id=offer_id, location=location).total
    if there != seen:
        raise CountedMeanwhile(f"The count changed while you were typing: it was {seen} and is {there} now.")
    bucket = operations.set_on_hand(
        resource_id=offer_id, location=location, on_hand=on_hand, reason=reason, actor=actor.label or actor.id, at=at
    )
    if on_hand != there:
        record(
            actor=actor,
            action="inventory.set_count",
            target=f"offer:{offer_id}",
            before={f"on hand at {location}": there},
            after={f"on hand at {location}": on_hand},
            reason=": ".join(part for part in (REASONS[reason], remark.strip()[:300]) if part),
            at=at,
        )
    return bucket
