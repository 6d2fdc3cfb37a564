"""How promises were kept: what the office looks at. Counted in the database; a page costs three queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Avg, Count, F, Q

from shopkeeper.commerce.shipping.models import DeliveryPromise, LearnedRanges, RemedyStep
from shopkeeper.foundation.errors import NotFound
from shopkeeper.foundation.money import Money


@dataclass(frozen=True)
class MethodRecord:
    """How a method did with packages promised for a period. ``by_rule`` and ``learned`` say who promised."""

    method: str
    name: str
    carrier: str
    promised: int
    early: int
    kept: int
    late: int
    overdue: int
    days_late: float

    @property
    def due(self) -> int:
        """Those whose outcome is known: arrived, or late already."""
        return self.early + self.kept + self.late + self.overdue

    @property
    def on_time(self) -> int:
        return self.early + self.kept

    @property
    def share(self) -> float | None:
        """The share that came by the last promised day; null as long as none was due."""
        return self.on_time / self.due if self.due else None


@dataclass(frozen=True)
class Broken:
    order_number: str
    promised_to: date
    arrived_on: date | None
    method: str
    country: str
    remedies: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DueRemedy:
    id: int
    kind: str
    amount: Money
    order_number: str
    days_late: int


_OUTCOME = DeliveryPromise.Outcome


def by_method(*, start: date, until: date, today: date) -> list[MethodRecord]:
    """The record of each method over packages whose last promised day lies in ``[start, until)``, busiest first. One
    query."""
    overdue = Q(outcome=_OUTCOME.WAITING, promised_to__lt=today)
    rows = (
        DeliveryPromise.objects.filter(promised_to__gte=start, promised_to__lt=until)
        .exclude(outcome=_OUTCOME.VOID)
        .values_list("method", "method_name", "carrier")
        .annotate(
            promised=Count("pk"),
            early=Count("pk", filter=Q(outcome=_OUTCOME.EARLY)),
            kept=Count("pk", filter=Q(outcome=_OUTCOME.KEPT)),
            late=Count("pk", filter=Q(outcome=_OUTCOME.LATE)),
            overdue=Count("pk", filter=overdue),
            days=Avg("days_late", filter=Q(outcome=_OUTCOME.LATE)),
        )
        .order_by("-promised", "method")
    )
    return [_record(*row) for row in rows]


def _record(*found: Any) -> MethodRecord:
    return MethodRecord(*(*found[:-1], float(found[-1] or 0)))


def broken(*, start: date, until: date, today: date, method: str = "", limit: int = 100) -> list[Broken]:
    """Broken promises of a period, newest first, with what was done about them. Two queries."""
    late = Q(outcome=_OUTCOME.LATE) | Q(outcome=_OUTCOME.WAITING, promised_to__lt=today)
    found = DeliveryPromise.objects.filter(late, promised_to__gte=start, promised_to__lt=until)
    if method:
        found = found.filter(method=method)
    rows = found.select_related("order").prefetch_related("remedies").order_by("-promised_to", "-pk")[:limit]
    return [
        Broken(
            order_number=row.order.number,
            promised_to=row.promised_to,
            arrived_on=row.arrived_on,
            method=row.method_name,
            country=row.country,
            remedies=tuple(
                (step.kind, step.get_status_display())
                for step in row.remedies.all()
                if step.amount_minor or step.kind == "message"
            ),
        )
        for row in rows
    ]


def remedies_due(*, limit: int = 100) -> list[DueRemedy]:
    """Remedies that wait for staff, oldest first. One query."""
    rows = (
        RemedyStep.objects.filter(status=RemedyStep.Status.DUE)
        .annotate(number=F("promise__order__number"))
        .order_by("pk")[:limit]
    )
    return [DueRemedy(row.pk, row.get_kind_display(), row.amount, row.number, row.days_late) for row in rows]


def remedy(step_id: int) -> RemedyStep:
    """One remedy. Raises NotFound. One query."""
    found = RemedyStep.objects.filter(pk=step_id).select_related("promise__order").first()
    if found is None:
        raise NotFound("There is no such remedy.")
    return found


def latest_learning() -> LearnedRanges | None:
    """What was learned last. One query."""
    return LearnedRanges.objects.order_by("-pk").first()
