"""Changing what was agreed, as long as nothing has been packed. Called by ``commerce.changes``, which settles what it
costs; here the order's rows change, in one transaction, from the state the customer saw to the one they confirmed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from shopkeeper.commerce.orders.draft import DraftLine
from shopkeeper.commerce.orders.events import OrderRevised
from shopkeeper.commerce.orders.models import Order, OrderLine, Package
from shopkeeper.commerce.orders.operations import Actor, TooLate, note
from shopkeeper.foundation.events import publish


@dataclass(frozen=True)
class RevisedLine:
    """A line as it shall be. ``line_id`` is the row it takes the place of, null for a new one; ``hold_id`` its goods,
    confirmed already."""

    line_id: int | None
    draft: DraftLine
    hold_id: int


@dataclass(frozen=True)
class Revision:
    """The order as it shall be: ``quote`` is ``Quote.as_json()`` with a line for each of ``lines``, by their key."""

    kind: str
    lines: Sequence[RevisedLine]
    quote: Mapping[str, Any]
    shipping_address: Mapping[str, str]
    delivery: Mapping[str, str]
    tax: Mapping[str, Any]
    reason: str = ""


def locked(*, order_id: int, revision: int) -> Order:
    """The order's row, locked, in the state ``revision`` with nothing packed. Raises TooLate."""
    order = Order.objects.select_for_update().get(pk=order_id)
    if order.status != Order.Status.PLACED:
        raise TooLate("This order is cancelled or complete.")
    if order.revision != revision:
        raise TooLate("This order has been changed since you saw it. Please look at it again.")
    if Package.objects.filter(order=order).exclude(status__in=(Package.Status.OPEN, Package.Status.CANCELLED)).exists():
        raise TooLate("This order is already packed. Once it arrives you can send it back.")
    return order


@transaction.atomic
def revise(*, order: Order, revision: Revision, actor: Actor, at: datetime) -> Order:
    """Write the order as it shall be. ``order`` comes from :func:`locked` in the same transaction. Announces
    OrderRevised."""
    before = _units(order)
    quote = revision.quote
    order.lines_minor, order.discount_minor = quote["lines_minor"], quote["discount_minor"]
    order.shipping_minor, order.tax_minor = quote["shipping_minor"], quote["tax_minor"]
    order.prices_include_tax, order.tax = quote["prices_include_tax"], dict(revision.tax)
    order.total_minor, order.quote = quote["total_minor"], dict(quote)
    order.shipping_address, order.delivery = dict(revision.shipping_address), dict(revision.delivery)
    order.country = revision.shipping_address.get("country", "")[:2]
    order.revision += 1
    order.save()
    _write_lines(order, revision)
    after = _units(order)
    note(
        order=order,
        kind=f"changed_{revision.kind}",
        actor=actor,
        at=at,
        reason=revision.reason,
        data={"revision": order.revision},
    )
    publish(
        OrderRevised(
            order_id=order.pk,
            number=order.number,
            kind=revision.kind,
            revision=order.revision,
            product_units={key: after[key] - before[key] for key in {*before, *after} if after[key] != before[key]},
        )
    )
    return order


def _units(order: Order) -> Counter[str]:
    units: Counter[str] = Counter()
    for product_id, quantity in OrderLine.objects.filter(order=order).values_list("product_id", "quantity"):
        units[str(product_id)] += quantity
    return units


def _write_lines(order: Order, revision: Revision) -> None:
    quoted = {line["key"]: line for line in revision.quote["lines"]}
    where = dict(OrderLine.objects.filter(order=order, package__status="open").values_list("pk", "package_id"))
    packages = _packages(order, revision, where)
    kept = [line.line_id for line in revision.lines if line.line_id is not None]
    OrderLine.objects.filter(order=order).exclude(pk__in=kept).delete()
    for position, line in enumerate(revision.lines):
        told = quoted[line.draft.key]
        fields = {
            "package_id": where.get(line.line_id or 0) or packages[line.draft.seller_id].pk,
            "position": position,
            "offer_id": line.draft.offer_id,
            "product_id": line.draft.product_id,
            "hold_id": line.hold_id,
            "sku": line.draft.sku,
            "title": line.draft.title,
            "variant_title": line.draft.variant_title,
            "product_slug": line.draft.product_slug,
            "image_digest": line.draft.image_digest,
            "quantity": told["quantity"],
            "unit_minor": told["unit_minor"],
            "discount_minor": told["discount_minor"],
            "total_minor": told["total_minor"],
            "tax_class": told["tax_class"],
            "tax_rate": Decimal(told["tax_rate"]),
            "tax_minor": told["tax_minor"],
        }
        if line.line_id is None:
            OrderLine.objects.create(order=order, **fields)
        else:
            OrderLine.objects.filter(pk=line.line_id, order=order).update(**fields)


def _packages(order: Order, revision: Revision, where: Mapping[int, int]) -> dict[str, Package]:
    """A package of each seller for what has none yet; ``where`` are those of lines that stay. One that has nothing left
    to send is cancelled."""
    days = {key: date.fromisoformat(revision.delivery[key]) for key in ("promised_from", "promised_to")}
    carrier = revision.delivery.get("carrier", "")
    open_ones = list(Package.objects.filter(order=order, status=Package.Status.OPEN).order_by("pk"))
    if revision.kind == "address":
        Package.objects.filter(pk__in=[one.pk for one in open_ones]).update(**days, carrier=carrier)
    by_seller = {one.seller_id: one for one in reversed(open_ones)}
    needed = dict.fromkeys(line.draft.seller_id for line in revision.lines if not where.get(line.line_id or 0))
    for seller in needed:
        if seller not in by_seller:
            by_seller[seller] = Package.objects.create(order=order, seller_id=seller, carrier=carrier, **days)
    used = {where[line.line_id] for line in revision.lines if line.line_id is not None and line.line_id in where}
    used |= {by_seller[seller].pk for seller in needed}
    idle = [one.pk for one in open_ones if one.pk not in used]
    Package.objects.filter(pk__in=idle).update(status=Package.Status.CANCELLED)
    return by_seller
