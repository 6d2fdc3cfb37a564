"""Which buckets serve which line: a pure function, so it can be reasoned about and tested alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Want:
    """``quantity`` of a resource for one line. Without ``slots`` any slots may share it (units at locations);
    with them every slot must give the full quantity (each night of a stay)."""

    line_key: str
    resource_id: int
    quantity: int
    kind: str = "unit"
    slots: tuple[str, ...] = ()


@dataclass(frozen=True)
class Free:
    """What one bucket can still give. ``rank`` orders buckets of one resource: lower is asked first."""

    bucket_id: int
    kind: str
    resource_id: int
    slot: str
    free: int
    rank: int = 0


@dataclass(frozen=True)
class Shortage:
    """A line that cannot be served: how much was wanted and how much is left, and where."""

    line_key: str
    resource_id: int
    wanted: int
    left: int
    slot: str = ""


@dataclass
class Plan:
    """``takes`` maps a line to its ``(bucket_id, quantity)`` pairs; with ``shortages`` nothing may be taken."""

    takes: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    shortages: list[Shortage] = field(default_factory=list)


def allocate(wants: Sequence[Want], buckets: Sequence[Free]) -> Plan:
    """Serve every want from ``buckets``, or say what is short.

    A line is served whole from the first bucket that can (one parcel is better than two), otherwise
    from several in rank order. Wants for the same resource share what there is.
    """
    left = {bucket.bucket_id: bucket.free for bucket in buckets}
    plan = Plan()
    for want in wants:
        own = sorted(
            (b for b in buckets if b.kind == want.kind and b.resource_id == want.resource_id),
            key=lambda b: (b.rank, b.bucket_id),
        )
        if want.slots:
            _take_each(want, own, left, plan)
        else:
            _take_any(want, own, left, plan)
    return plan


def _take_any(want: Want, own: Sequence[Free], left: dict[int, int], plan: Plan) -> None:
    available = sum(left[bucket.bucket_id] for bucket in own)
    if available < want.quantity:
        plan.shortages.append(Shortage(want.line_key, want.resource_id, want.quantity, available))
        return
    whole = next((b for b in own if left[b.bucket_id] >= want.quantity), None)
    missing = want.quantity
    for bucket in [whole] if whole else own:
        part = min(missing, left[bucket.bucket_id])
        if part:
            _note(want, bucket.bucket_id, part, left, plan)
            missing -= part


def _take_each(want: Want, own: Sequence[Free], left: dict[int, int], plan: Plan) -> None:
    by_slot = {bucket.slot: bucket for bucket in own}
    for slot in want.slots:
        bucket = by_slot.get(slot)
        free = left[bucket.bucket_id] if bucket else 0
        if bucket is None or free < want.quantity:
            plan.shortages.append(Shortage(want.line_key, want.resource_id, want.quantity, free, slot))
        else:
            _note(want, bucket.bucket_id, want.quantity, left, plan)


def _note(want: Want, bucket_id: int, quantity: int, left: dict[int, int], plan: Plan) -> None:
    left[bucket_id] -= quantity
    plan.takes.setdefault(want.line_key, []).append((bucket_id, quantity))
