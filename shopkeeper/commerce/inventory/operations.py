"""The only code that changes stock. Every take is a guarded UPDATE, so two buyers never get the same unit.

Buckets are always touched in primary-key order, which is what keeps concurrent takers from deadlocking.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from shopkeeper.commerce.inventory.allocation import Free, Plan, Shortage, Want, allocate
from shopkeeper.commerce.inventory.events import HoldsExpired, StockChanged
from shopkeeper.commerce.inventory.models import Allocation, Bucket, Hold, Location, Movement
from shopkeeper.foundation.bulk import insert_rows
from shopkeeper.foundation.errors import Conflict, InvalidInput, ShopError
from shopkeeper.foundation.events import publish
from shopkeeper.foundation.faults import faultpoint

# A plan made from a read can be overtaken by another buyer; after this many overtakings we ask to try again.
MAX_PLANS = 25


class OutOfStock(ShopError):
    """Some lines cannot be served. ``shortages`` says which, and how much is left; nothing was taken."""

    code = "out_of_stock"

    def __init__(self, shortages: Sequence[Shortage]) -> None:
        super().__init__("Some items are no longer available in the quantity you want.")
        self.shortages = tuple(shortages)


class HoldGone(ShopError):
    """The hold ran out or was released; the capacity may belong to somebody else by now."""

    code = "hold_gone"


class _Overtaken(Exception):
    pass


def take(*, reference: str, wants: Sequence[Want], at: datetime, expires_at: datetime) -> list[Hold]:
    """Set capacity aside for every line of ``reference`` until ``expires_at``, all or nothing.

    Asking again for the same lines gives the same holds with the new expiry; for other lines, the old
    ones are released first. Raises OutOfStock. Announces StockChanged.
    """
    if not wants or any(want.quantity < 1 for want in wants):
        raise InvalidInput("A quantity must be at least 1.")
    for _ in range(MAX_PLANS):
        try:
            with transaction.atomic():
                return _take_once(reference, wants, at, expires_at)
        except (_Overtaken, IntegrityError):
            # Another buyer was faster, or the same cart in another tab; the next look finds what they left.
            continue
    raise Conflict("Many people are buying this right now. Please try again.")


def _take_once(reference: str, wants: Sequence[Want], at: datetime, expires_at: datetime) -> list[Hold]:
    standing = list(Hold.objects.filter(reference=reference, status=Hold.Status.HELD).order_by("pk"))
    if _same_lines(standing, wants):
        extended = Hold.objects.filter(pk__in=[hold.pk for hold in standing], status=Hold.Status.HELD)
        if extended.update(expires_at=expires_at) == len(standing):
            return standing
        raise _Overtaken
    if standing:
        release(reference=reference)
    plan = _plan(wants)
    _raise_taken(plan)
    holds = Hold.objects.bulk_create(
        Hold(reference=reference, line_key=w.line_key, quantity=w.quantity, created_at=at, expires_at=expires_at)
        for w in wants
    )
    Allocation.objects.bulk_create(
        Allocation(hold=hold, bucket_id=bucket_id, quantity=part)
        for hold in holds
        for bucket_id, part in plan.takes[hold.line_key]
    )
    _announce((want.kind, want.resource_id) for want in wants)
    return holds


def _same_lines(standing: Sequence[Hold], wants: Sequence[Want]) -> bool:
    wanted = {(want.line_key, want.quantity) for want in wants}
    return bool(standing) and {(hold.line_key, hold.quantity) for hold in standing} == wanted


def _plan(wants: Sequence[Want]) -> Plan:
    ranks = dict(Location.objects.filter(is_active=True).values_list("slug", "priority"))
    rows = Bucket.objects.filter(
        kind__in={want.kind for want in wants}, resource_id__in={want.resource_id for want in wants}
    ).values_list("pk", "kind", "resource_id", "slot", F("total") - F("taken"))
    buckets = [
        Free(pk, kind, resource_id, slot, free, ranks.get(slot, 0))
        for pk, kind, resource_id, slot, free in rows
        if kind != Bucket.Kind.UNIT or slot in ranks
    ]
    plan = allocate(wants, buckets)
    if plan.shortages:
        raise OutOfStock(plan.shortages)
    return plan


def _raise_taken(plan: Plan) -> None:
    parts: dict[int, int] = {}
    for takes in plan.takes.values():
        for bucket_id, part in takes:
            parts[bucket_id] = parts.get(bucket_id, 0) + part
    for bucket_id in sorted(parts):
        free_enough = Bucket.objects.filter(pk=bucket_id, total__gte=F("taken") + parts[bucket_id])
        if not free_enough.update(taken=F("taken") + parts[bucket_id]):
            raise _Overtaken


@transaction.atomic
def release(*, reference: str) -> int:
    """Give back what ``reference`` holds and has not confirmed. Returns how many holds; 0 when there are none."""
    return _give_back(Hold.objects.filter(reference=reference, status=Hold.Status.HELD), Hold.Status.HELD)


@transaction.atomic
def cancel_confirmed(*, hold_ids: Iterable[int]) -> int:
    """Give back confirmed holds of an order that will not be sent after all."""
    return _give_back(Hold.objects.filter(pk__in=list(hold_ids)), Hold.Status.CONFIRMED)


def _give_back(holds: Iterable[Hold], was: str) -> int:
    ids = _move_each([hold.pk for hold in holds], was, Hold.Status.RELEASED)
    faultpoint("inventory.release.after_status")
    _announce(_lower_taken(ids))
    return len(ids)


def _move_each(ids: Sequence[int], was: str, now: str) -> list[int]:
    """Move holds from one state to the next and say which this call moved.

    Guarded, so that of two releases (or a release and a confirmation) exactly one counts. One UPDATE
    when nobody interferes; one by one when somebody does.
    """
    if not ids:
        return []
    with transaction.atomic():
        if Hold.objects.filter(pk__in=ids, status=was).update(status=now) == len(ids):
            return list(ids)
        transaction.set_rollback(True)
    return [pk for pk in ids if Hold.objects.filter(pk=pk, status=was).update(status=now)]


def _lower_taken(hold_ids: Sequence[int], *, hand_over: bool = False) -> set[tuple[str, int]]:
    """Take the units of these holds off what is taken; returns whose they were, by kind and resource."""
    rows = Allocation.objects.filter(hold_id__in=hold_ids).order_by("bucket_id").select_related("bucket")
    resources = set()
    for row in rows:
        fields = {"taken": F("taken") - row.quantity}
        if hand_over:
            fields["total"] = F("total") - row.quantity
        Bucket.objects.filter(pk=row.bucket_id).update(**fields)
        resources.add((row.bucket.kind, row.bucket.resource_id))
    return resources


@transaction.atomic
def confirm(*, reference: str) -> dict[str, int]:
    """Turn the holds of ``reference`` into sold capacity; returns hold ids by line key.

    Works also for holds past their expiry that nobody has reclaimed yet. Asking again gives the same
    answer. Raises HoldGone when any was released or there is none.
    """
    holds = list(Hold.objects.filter(reference=reference).exclude(status=Hold.Status.RELEASED))
    waiting = [hold.pk for hold in holds if hold.status == Hold.Status.HELD]
    confirmed = Hold.objects.filter(pk__in=waiting, status=Hold.Status.HELD).update(
        status=Hold.Status.CONFIRMED, expires_at=None
    )
    if not holds or confirmed != len(waiting):
        raise HoldGone("The items were set aside for too long and have been given back.")
    return {hold.line_key: hold.pk for hold in holds}


@transaction.atomic
def shrink(*, hold_id: int, quantity: int) -> None:
    """Leave a confirmed hold only ``quantity`` of its units, at least one; the rest can be sold again. Raises Conflict
    when it is no longer confirmed."""
    kept = Hold.objects.filter(pk=hold_id, status=Hold.Status.CONFIRMED, quantity__gte=quantity)
    surplus = sum(Allocation.objects.filter(hold_id=hold_id).values_list("quantity", flat=True)) - quantity
    if quantity < 1 or not kept.update(quantity=quantity):
        raise Conflict("These items were already sent or cancelled.")
    freed = set()
    for row in Allocation.objects.filter(hold_id=hold_id).order_by("-bucket_id").select_related("bucket"):
        part = min(surplus, row.quantity)
        if not part:
            continue
        surplus -= part
        Bucket.objects.filter(pk=row.bucket_id).update(taken=F("taken") - part)
        freed.add((row.bucket.kind, row.bucket.resource_id))
        if part == row.quantity:
            row.delete()
        else:
            Allocation.objects.filter(pk=row.pk).update(quantity=F("quantity") - part)
    _announce(freed)


@transaction.atomic
def join(*, hold_id: int, extra_id: int) -> None:
    """Add the units of one confirmed hold to another; the other ends. Raises Conflict when either has moved on."""
    both = {hold.pk: hold for hold in Hold.objects.filter(pk__in=(hold_id, extra_id), status=Hold.Status.CONFIRMED)}
    if len(both) != 2:
        raise Conflict("These items were already sent or cancelled.")
    for row in Allocation.objects.filter(hold_id=extra_id):
        same = Allocation.objects.filter(hold_id=hold_id, bucket_id=row.bucket_id)
        if not same.update(quantity=F("quantity") + row.quantity):
            Allocation.objects.create(hold_id=hold_id, bucket_id=row.bucket_id, quantity=row.quantity)
    Hold.objects.filter(pk=hold_id).update(quantity=F("quantity") + both[extra_id].quantity)
    Hold.objects.filter(pk=extra_id).delete()


@transaction.atomic
def fulfil(*, hold_ids: Iterable[int], reference: str, actor: str, at: datetime) -> None:
    """The goods of these confirmed holds leave the house: total and taken go down together."""
    ids = sorted(hold_ids)
    moved = Hold.objects.filter(pk__in=ids, status=Hold.Status.CONFIRMED).update(status=Hold.Status.FULFILLED)
    if moved != len(ids):
        raise Conflict("Some of these items were already sent or cancelled.")
    Movement.objects.bulk_create(
        Movement(
            bucket_id=row.bucket_id, delta=-row.quantity, reason="shipped", reference=reference, actor=actor, at=at
        )
        for row in Allocation.objects.filter(hold_id__in=ids)
    )
    _lower_taken(ids, hand_over=True)


def expire_due(*, at: datetime, limit: int = 500) -> int:
    """Release holds whose time is up, reference by reference. Returns how many references. Announces HoldsExpired."""
    due = (
        Hold.objects.filter(status=Hold.Status.HELD, expires_at__lte=at)
        .order_by("expires_at")
        .values_list("reference", flat=True)[:limit]
    )
    references = list(dict.fromkeys(due))
    for reference in references:
        with transaction.atomic():
            expired = Hold.objects.select_for_update().filter(
                reference=reference, status=Hold.Status.HELD, expires_at__lte=at
            )
            if _give_back(expired, Hold.Status.HELD):
                publish(HoldsExpired(reference=reference))
    return len(references)


@transaction.atomic
def set_on_hand(*, resource_id: int, location: str, on_hand: int, reason: str, actor: str, at: datetime) -> Bucket:
    """Set what is physically there (a count, an import). Refuses less than what is already sold or held."""
    if on_hand < 0 or on_hand > 10**9:
        raise InvalidInput("Stock must be a whole number from 0 to 1,000,000,000.", {"on_hand": "0 or more"})
    bucket = locked_bucket(resource_id=resource_id, location=location)
    delta = on_hand - bucket.total
    if not delta:
        return bucket
    return adjust(bucket_id=bucket.pk, delta=delta, reason=reason, actor=actor, at=at)


def locked_bucket(*, resource_id: int, location: str) -> Bucket:
    """The bucket of a resource at a location, made now if there is none, and nobody else's until this transaction
    ends: whoever works out a difference from its total is not overtaken. (SQLite has one writer at a time anyway.)"""
    bucket, _ = Bucket.objects.get_or_create(kind=Bucket.Kind.UNIT, resource_id=resource_id, slot=location)
    return Bucket.objects.select_for_update().get(pk=bucket.pk)


@dataclass(frozen=True)
class Count:
    """How many units of a resource are physically at a location."""

    resource_id: int
    location: str
    units: int


@transaction.atomic
def set_counts(*, counts: Sequence[Count], reason: str, actor: str, at: datetime) -> None:
    """Set many counts at once; those that are right already cost nothing. Raises Conflict for a count below
    what is sold or held. Announces StockChanged once."""
    if not counts:
        return
    units = Bucket.objects.filter(kind=Bucket.Kind.UNIT, resource_id__in={count.resource_id for count in counts})
    standing = {(bucket.resource_id, bucket.slot): bucket for bucket in units.select_for_update().order_by("pk")}
    new = {
        (count.resource_id, count.location): count.units
        for count in counts
        if (count.resource_id, count.location) not in standing
    }
    _begin_buckets(new, reason=reason, actor=actor, at=at)
    changed = set(new)
    for count in counts:
        bucket = standing.get((count.resource_id, count.location))
        if bucket and bucket.total != count.units:
            _shift(bucket.pk, count.units - bucket.total, reason=reason, actor=actor, at=at)
            changed.add((count.resource_id, count.location))
    _announce((Bucket.Kind.UNIT, resource_id) for resource_id, _ in changed)


def _begin_buckets(new: Mapping[tuple[int, str], int], *, reason: str, actor: str, at: datetime) -> None:
    """Buckets that did not exist, each with the movement that filled it."""
    insert_rows(Bucket, ("resource_id", "slot", "total"), ((*where, units) for where, units in new.items()))
    made = Bucket.objects.filter(kind=Bucket.Kind.UNIT, resource_id__in={resource_id for resource_id, _ in new})
    insert_rows(
        Movement,
        ("bucket_id", "delta", "reason", "actor", "at"),
        (
            (pk, total, reason, actor, at)
            for pk, resource_id, slot, total in made.values_list("pk", "resource_id", "slot", "total")
            if total and (resource_id, slot) in new
        ),
    )


@transaction.atomic
def adjust(*, bucket_id: int, delta: int, reason: str, actor: str, at: datetime, reference: str = "") -> Bucket:
    """Add to or take from what is physically there, with the reason kept. Announces StockChanged."""
    _shift(bucket_id, delta, reason=reason, reference=reference, actor=actor, at=at)
    bucket = Bucket.objects.get(pk=bucket_id)
    _announce([(bucket.kind, bucket.resource_id)])
    return bucket


def _shift(bucket_id: int, delta: int, **told: Any) -> None:
    fits = Bucket.objects.filter(pk=bucket_id, total__gte=F("taken") - delta)
    if not fits.update(total=F("total") + delta):
        raise Conflict("That is less than what is already sold or set aside. Cancel or ship those first.")
    Movement.objects.create(bucket_id=bucket_id, delta=delta, **told)


def _announce(resources: Iterable[tuple[str, int]]) -> None:
    """One announcement for each kind."""
    by_kind: dict[str, set[int]] = {}
    for kind, resource_id in resources:
        by_kind.setdefault(str(kind), set()).add(resource_id)
    publish(*(StockChanged(kind=kind, resource_ids=sorted(by_kind[kind])) for kind in sorted(by_kind)))


def main_location(*, country: str = "") -> Location:
    """Where goods are sent from first; a place called “Main” is made when there is none. It may have been closed."""
    first = Location.objects.filter(is_active=True).order_by("priority", "pk").first()
    return first or Location.objects.get_or_create(slug="main", defaults={"name": "Main", "country": country})[0]
