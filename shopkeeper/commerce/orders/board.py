"""What staff look at: the list of orders as it is filtered, the counts on its tabs, revenue, late promises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from shopkeeper.commerce.orders import finding
from shopkeeper.commerce.orders.models import Order, OrderHold, OrderLine, Package
from shopkeeper.foundation.money import Money

Cursor = tuple[datetime, int]
UNDER_WAY = (Order.Stage.TO_PACK, Order.Stage.TO_SHIP, Order.Stage.ON_THE_WAY)
IN_THE_HOUSE = (Package.Status.OPEN, Package.Status.PACKED)
EXPORT_BATCH = 1000


@dataclass(frozen=True, kw_only=True)
class OrderFilter:
    """What to show. ``placed_from`` and ``placed_to`` are instants, half-open; empty means any."""

    stage: str = ""
    country: str = ""
    placed_from: datetime | None = None
    placed_to: datetime | None = None
    text: str = ""
    late_on: date | None = None
    ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class BoardLine:
    sku: str
    title: str
    variant_title: str
    quantity: int
    image_digest: str


@dataclass(frozen=True)
class BoardOrder:
    """An order as one row of the list."""

    id: int
    number: str
    placed_at: datetime
    stage: str
    email: str
    name: str
    country: str
    total: Money
    delivery: str
    has_note: bool
    is_held: bool
    promised_to: date | None
    tracking: tuple[str, ...]
    lines: tuple[BoardLine, ...]

    @property
    def units(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def cursor(self) -> Cursor:
        return (self.placed_at, self.id)


@dataclass(frozen=True)
class BoardPage:
    orders: tuple[BoardOrder, ...]
    next: Cursor | None


_FIELDS = (
    "pk",
    "number",
    "placed_at",
    "stage",
    "email",
    "shipping_address",
    "country",
    "total_minor",
    "currency",
    "delivery",
    "note",
)


def orders_page(wanted: OrderFilter, *, before: Cursor | None = None, limit: int = 50) -> BoardPage:
    """A page of orders, newest first, by keyset. Three queries (four for a text of eight letters), however many."""
    found = _keys(wanted, before)[: limit + 1]
    keys = list(found.values_list("pk", flat=True))
    orders = _rows(keys[:limit])
    return BoardPage(orders, orders[-1].cursor if len(keys) > limit else None)


def every_order(wanted: OrderFilter) -> Iterator[BoardOrder]:
    """All orders of a list, newest first, a batch at a time; for exports of any length."""
    before: Cursor | None = None
    while True:
        page = orders_page(wanted, before=before, limit=EXPORT_BATCH)
        yield from page.orders
        before = page.next
        if before is None:
            return


def stage_counts() -> dict[str, int]:
    """How many orders wait at each stage under way. One query over an index."""
    rows = Order.objects.filter(stage__in=UNDER_WAY).values_list("stage").annotate(orders=Count("pk")).order_by()
    return {stage.value: 0 for stage in UNDER_WAY} | dict(rows)


def late_count(*, on: date) -> int:
    """Packages still in the house though they were promised for before ``on``. One query."""
    return Package.objects.filter(status__in=IN_THE_HOUSE, promised_to__lt=on).count()


@dataclass(frozen=True)
class Takings:
    """Orders placed in a period and what they come to, cancelled ones left out."""

    currency: str
    orders: int
    total: Money


def takings(start: datetime, end: datetime) -> dict[str, Takings]:
    """What was sold over ``[start, end)`` by currency, after discounts, with delivery. One query."""
    rows = (
        Order.objects.filter(placed_at__gte=start, placed_at__lt=end)
        .exclude(stage=Order.Stage.CANCELLED)
        .values_list("currency")
        .annotate(orders=Count("pk"), sum_minor=Sum("total_minor"))
        .order_by("currency")
    )
    return {code: Takings(code, orders, Money(int(minor), code)) for code, orders, minor in rows}


def numbers_of(order_ids: Iterable[int]) -> dict[int, str]:
    """The numbers of these orders by key. One query."""
    return dict(Order.objects.filter(pk__in=list(order_ids)).values_list("pk", "number"))


def countries_served() -> list[str]:
    """Countries that orders went to. One query over an index."""
    return list(Order.objects.exclude(country="").values_list("country", flat=True).distinct().order_by("country"))


def _keys(wanted: OrderFilter, before: Cursor | None) -> QuerySet[Order]:
    """The orders of a filter, their keys alone: every condition but the text is answered by one index."""
    found = Order.objects.order_by("-placed_at", "-pk")
    if wanted.ids:
        found = found.filter(pk__in=wanted.ids)
    if wanted.stage:
        found = found.filter(stage=wanted.stage)
    if wanted.country:
        found = found.filter(country=wanted.country)
    if wanted.placed_from:
        found = found.filter(placed_at__gte=wanted.placed_from)
    if wanted.placed_to:
        found = found.filter(placed_at__lt=wanted.placed_to)
    if wanted.late_on:
        late = Package.objects.filter(status__in=IN_THE_HOUSE, promised_to__lt=wanted.late_on)
        found = found.filter(pk__in=late.values("order_id"))
    if wanted.text:
        found = found.filter(finding.matching(wanted.text))
    if before:
        at, pk = before
        found = found.filter(Q(placed_at__lt=at) | Q(placed_at=at, pk__lt=pk), placed_at__lte=at)
    return found


def _rows(keys: Sequence[int]) -> tuple[BoardOrder, ...]:
    held = Exists(OrderHold.objects.filter(order=OuterRef("pk"), released_at=None))
    found = Order.objects.filter(pk__in=keys).annotate(is_held=held) if keys else Order.objects.none()
    rows = {row["pk"]: row for row in found.values(*_FIELDS, "is_held")} if keys else {}
    lines = _lines(keys) if keys else {}
    packages = _packages(keys) if keys else {}
    return tuple(_row(rows[pk], lines.get(pk, ()), packages.get(pk, ())) for pk in keys)


def _lines(keys: Iterable[int]) -> dict[int, list[BoardLine]]:
    found: dict[int, list[BoardLine]] = {}
    rows = OrderLine.objects.filter(order_id__in=list(keys)).order_by("order_id", "position")
    for order_id, sku, title, variant_title, quantity, digest in rows.values_list(
        "order_id", "sku", "title", "variant_title", "quantity", "image_digest"
    ):
        found.setdefault(order_id, []).append(BoardLine(sku, title, variant_title, quantity, digest))
    return found


def _packages(keys: Iterable[int]) -> dict[int, list[tuple[date | None, str]]]:
    found: dict[int, list[tuple[date | None, str]]] = {}
    rows = Package.objects.filter(order_id__in=list(keys)).values_list("order_id", "promised_to", "tracking_number")
    for order_id, promised_to, tracking in rows:
        found.setdefault(order_id, []).append((promised_to, tracking))
    return found


def _row(row: dict[str, Any], lines: Iterable[BoardLine], packages: Iterable[tuple[date | None, str]]) -> BoardOrder:
    parcels = tuple(packages)
    return BoardOrder(
        id=row["pk"],
        number=row["number"],
        placed_at=row["placed_at"],
        stage=row["stage"],
        email=row["email"],
        name=row["shipping_address"].get("name", ""),
        country=row["country"],
        total=Money(row["total_minor"], row["currency"]),
        delivery=row["delivery"].get("name", ""),
        has_note=bool(row["note"]),
        is_held=row["is_held"],
        promised_to=min((day for day, _ in parcels if day), default=None),
        tracking=tuple(tracking for _, tracking in parcels if tracking),
        lines=tuple(lines),
    )


def same_days_before(start: datetime, end: datetime) -> tuple[datetime, datetime]:
    """The same weekdays a week (or, for longer periods, as many whole weeks) earlier."""
    weeks = timedelta(days=-(-(end - start).days // 7) * 7 or 7)
    return start - weeks, end - weeks
