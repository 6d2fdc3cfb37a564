"""Click and collect, and boxes that two orders share: what is offered, and what is known of a package. Reading only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from babel.dates import format_time
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shopkeeper.commerce.inventory import queries as inventory
from shopkeeper.commerce.orders.models import PICKUP, Order, Package
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.commerce.shipping.models import Collection, PickupPoint, SharedBox
from shopkeeper.commerce.shipping.opening_hours import hours_lines, ready_at
from shopkeeper.commerce.shipping.promise import Promise
from shopkeeper.commerce.shipping.queries import DeliveryOption, Destination, refusals
from shopkeeper.commerce.shipping.rates import Goods, why_not
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.remember import remembered
from shopkeeper.foundation.text import plain


@remembered(seconds=5)
def pickup_points() -> tuple[PickupPoint, ...]:
    """The places where orders are collected. One query, remembered for a few seconds."""
    return tuple(PickupPoint.objects.filter(is_active=True))


def pickup_options(
    *, destination: Destination, market: Market, contents: Sequence[Goods], handling_days: int, at: datetime
) -> list[DeliveryOption]:
    """The places in the destination's country where this can be collected, soonest ready first. What a place does not
    have comes there in the goods' handling days. One query for each place; none in a shop without."""
    found = []
    for point in pickup_points():
        code = f"{PICKUP}{point.location}"
        if point.country != destination.country or why_not(contents, refusals(), code, is_abroad=False):
            continue
        days = 0 if _is_there(point, contents) else max(1, handling_days)
        ready = ready_at(
            point.hours,
            time_zone=point.time_zone,
            country=point.country,
            ready_hours=point.ready_hours,
            transfer_days=days,
            at=at,
        )
        if ready is not None:
            found.append((ready, _option(point, code, market, ready, at)))
    return [option for _ready, option in sorted(found, key=lambda one: (one[0], one[1].code))]


def _is_there(point: PickupPoint, contents: Sequence[Goods]) -> bool:
    wanted: dict[int, int] = {}
    for one in contents:
        wanted[one.offer_id] = wanted.get(one.offer_id, 0) + one.units
    free = inventory.available_at(point.location, list(wanted))
    return all(free.get(offer_id, 0) >= units for offer_id, units in wanted.items())


def _option(point: PickupPoint, code: str, market: Market, ready: datetime, at: datetime) -> DeliveryOption:
    free = Money(0, market.currency)
    hour = format_time(ready, "short", locale=(get_language() or "en").replace("-", "_"))
    return DeliveryOption(
        code=code,
        name=_("Collect: %(place)s") % {"place": point.name},
        carrier="",
        amount=free,
        regular=free,
        free_from=None,
        promise=Promise(earliest=ready.date(), latest=ready.date(), dispatch=ready.date(), order_by=at),
        needs_phone=False,
        time_zone=point.time_zone,
        basis="pickup",
        note=_("%(address)s · ready from %(hour)s") % {"address": point.address, "hour": hour},
    )


@dataclass(frozen=True)
class CollectionView:
    """What whoever collects needs to know."""

    code: str
    place: str
    address: str
    hours: tuple[str, ...]
    is_ready: bool
    is_collected: bool


def collections_of(package_ids: Iterable[int]) -> dict[int, CollectionView]:
    """Those of these packages that are collected. One query."""
    rows = Collection.objects.filter(package__in=list(package_ids)).select_related("point")
    return {
        row.package_id: CollectionView(
            row.code,
            row.point.name,
            row.point.address,
            tuple(hours_lines(row.point.hours)),
            row.ready_at is not None,
            row.collected_at is not None,
        )
        for row in rows
    }


def is_collected(package_id: int) -> bool:
    """Whether a package is collected rather than sent. One query."""
    return Collection.objects.filter(package=package_id).exists()


def open_box(
    *, customer_id: int | None, destination: Destination, line1: str, currency: str, at: datetime
) -> Order | None:
    """The customer's latest order that is still being packed for the same address, placed within
    ``settings.SHIP_TOGETHER_HOURS``: another one may go into its box. Null for guests, who cannot be told apart. One
    query, none for guests."""
    if customer_id is None or not settings.SHIP_TOGETHER_HOURS or not destination.postal_code:
        return None
    recent = Order.objects.filter(
        customer_id=customer_id,
        status=Order.Status.PLACED,
        stage=Order.Stage.TO_PACK,
        country=destination.country,
        currency=currency,
        placed_at__gt=at - timedelta(hours=settings.SHIP_TOGETHER_HOURS),
    ).exclude(packages__in=Package.objects.exclude(status=Package.Status.OPEN))
    wanted = (_tight(destination.postal_code), _tight(line1))
    for order in recent.order_by("-placed_at", "-pk")[:5]:
        there = order.shipping_address
        if not order.is_collected and (_tight(there.get("postal_code", "")), _tight(there.get("line1", ""))) == wanted:
            return order
    return None


def _tight(text: str) -> str:
    return "".join(letter for letter in plain(text) if letter.isalnum())


def into_box(options: Sequence[DeliveryOption], box: Order | None) -> list[DeliveryOption]:
    """The same ways, the one the open box goes by without charge."""
    if box is None:
        return list(options)
    code = box.delivery["code"]
    return [
        replace(one, amount=Money(0, one.amount.currency), together_with=box.number) if one.code == code else one
        for one in options
    ]


def box_mates(order: Order) -> list[str]:
    """The numbers of orders that share a box with this one. Two queries."""
    own = SharedBox.objects.filter(order=order).values_list("box_of_id", flat=True).first()
    root = own or order.pk
    rows = SharedBox.objects.filter(box_of=root).exclude(order=order).values_list("order__number", flat=True)
    first = Order.objects.filter(pk=own).values_list("number", flat=True) if own else ()
    return [*first, *rows]
