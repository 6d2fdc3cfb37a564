"""What is printed for packages: slips, labels and pick lists, for one order or fifty. Reading only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shopkeeper.commerce.customers.addresses import PostalAddress
from shopkeeper.commerce.inventory.board import parts_of
from shopkeeper.commerce.orders.models import Order, OrderLine, Package
from shopkeeper.commerce.shipping.models import Label
from shopkeeper.foundation.errors import NotFound

MOST_AT_ONCE = 50


@dataclass(frozen=True)
class PaperLine:
    quantity: int
    title: str
    variant: str
    sku: str
    take_from: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Slip:
    """What lies in a box. ``place`` of ``count`` packages of the order."""

    number: str
    package_id: int
    placed_at: datetime
    address: tuple[str, ...]
    phone: str
    delivery: str
    note: str
    promised_to: date | None
    place: int
    count: int
    lines: tuple[PaperLine, ...]


@dataclass(frozen=True)
class LabelPaper:
    """What stands on a box. ``document`` is the carrier's own PDF; empty when the shop draws the label."""

    label_id: int
    number: str
    package_id: int
    to: tuple[str, ...]
    country: str
    phone: str
    carrier: str
    delivery: str
    tracking: str
    document: bytes


@dataclass(frozen=True)
class PickRow:
    """One article to fetch for many orders, by the place it lies at."""

    place: str
    sku: str
    title: str
    units: int
    orders: tuple[str, ...]


def slips(order_ids: Sequence[int]) -> list[Slip]:
    """A slip for each package of these orders that is not cancelled. Five queries, however many."""
    orders = {order.pk: order for order in Order.objects.filter(pk__in=order_ids)}
    packages: dict[int, list[Package]] = {}
    for package in Package.objects.filter(order__in=orders).exclude(status=Package.Status.CANCELLED).order_by("pk"):
        packages.setdefault(package.order_id, []).append(package)
    lines = _lines(orders)
    return [
        _slip(orders[order_id], package, place, len(own), lines.get(package.pk, ()))
        for order_id in order_ids
        if order_id in orders
        for own in (packages.get(order_id, []),)
        for place, package in enumerate(own, 1)
    ]


def _lines(order_ids: Iterable[int]) -> dict[int, list[PaperLine]]:
    rows = list(OrderLine.objects.filter(order__in=list(order_ids)).order_by("order_id", "position"))
    parts = parts_of(row.hold_id for row in rows)
    found: dict[int, list[PaperLine]] = {}
    for row in rows:
        places = tuple((part.location, part.units) for part in parts.get(row.hold_id, ()))
        line = PaperLine(row.quantity, row.title, row.variant_title, row.sku, places)
        found.setdefault(row.package_id, []).append(line)
    return found


def _slip(order: Order, package: Package, place: int, count: int, lines: Iterable[PaperLine]) -> Slip:
    address = PostalAddress.from_json(order.shipping_address)
    return Slip(
        number=order.number,
        package_id=package.pk,
        placed_at=order.placed_at,
        address=tuple(address.lines()),
        phone=address.phone,
        delivery=order.delivery.get("name", ""),
        note=order.note,
        promised_to=package.promised_to,
        place=place,
        count=count,
        lines=tuple(lines),
    )


def pick_list(order_ids: Sequence[int]) -> list[PickRow]:
    """Everything to fetch for the open packages of these orders, place by place. Five queries, however many."""
    open_ones = set(
        Package.objects.filter(order__in=order_ids, status=Package.Status.OPEN).values_list("pk", flat=True)
    )
    wanted: dict[tuple[str, str], list[tuple[str, int, str]]] = {}
    for slip in slips(order_ids):
        if slip.package_id not in open_ones:
            continue
        for line in slip.lines:
            title = f"{line.title} {line.variant}".strip()
            for place, units in line.take_from or (("", line.quantity),):
                wanted.setdefault((place, line.sku), []).append((title, units, slip.number))
    return [
        PickRow(
            place=place,
            sku=sku,
            title=rows[0][0],
            units=sum(units for _, units, _ in rows),
            orders=tuple(dict.fromkeys(number for *_, number in rows)),
        )
        for (place, sku), rows in sorted(wanted.items())
    ]


def labels(order_ids: Sequence[int]) -> list[LabelPaper]:
    """The labels bought for packages of these orders, in the orders' order. One query."""
    bought = Label.objects.filter(package__order__in=order_ids, status=Label.Status.BOUGHT)
    place = {order_id: number for number, order_id in enumerate(order_ids)}
    rows = sorted(bought.select_related("package__order"), key=lambda row: (place[row.package.order_id], row.pk))
    return [_label(row) for row in rows]


def label(label_id: int) -> LabelPaper:
    """One label. Raises NotFound. One query."""
    row = Label.objects.filter(pk=label_id, status=Label.Status.BOUGHT).select_related("package__order").first()
    if row is None:
        raise NotFound("There is no such label, or it is not bought yet.")
    return _label(row)


def _label(row: Label) -> LabelPaper:
    order = row.package.order
    address = PostalAddress.from_json(order.shipping_address)
    return LabelPaper(
        label_id=row.pk,
        number=order.number,
        package_id=row.package_id,
        to=tuple(address.lines()),
        country=order.country,
        phone=address.phone,
        carrier=row.package.carrier,
        delivery=order.delivery.get("name", ""),
        tracking=row.tracking_number,
        document=bytes(row.document),
    )


def labels_of(package_ids: Iterable[int]) -> Mapping[int, Label]:
    """The latest label of each package, with what the carrier said. Two queries."""
    rows = Label.objects.filter(package__in=list(package_ids)).exclude(status=Label.Status.VOIDED).order_by("pk")
    return {row.package_id: row for row in rows.defer("document").prefetch_related("events")}


def trouble_count() -> int:
    """How many parcels have an exception that nobody has settled. One query."""
    return Label.objects.exclude(trouble="").count()


def troubled(*, limit: int = 50) -> list[Label]:
    """Parcels with an exception that nobody has settled, newest first. One query."""
    rows = Label.objects.exclude(trouble="").select_related("package__order").defer("document")
    return list(rows.order_by("-pk")[:limit])
