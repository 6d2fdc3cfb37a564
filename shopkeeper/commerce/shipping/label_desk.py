"""What staff do with labels. The carrier is asked outside any transaction; each deed is on the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shopkeeper.commerce.orders.models import Order, Package
from shopkeeper.commerce.shipping import carriers, operations
from shopkeeper.commerce.shipping.models import Label
from shopkeeper.commerce.shipping.papers import MOST_AT_ONCE
from shopkeeper.foundation.audit.operations import Actor, record
from shopkeeper.foundation.errors import InvalidInput, NotFound, ShopError

WAITS = "The carrier does not answer. The label is asked for again by itself; packing goes on meanwhile."


def label_of(order: Order, label_id: int) -> Label:
    """A label of this order and no other. Raises NotFound. One query."""
    found = Label.objects.filter(pk=label_id, package__order=order).select_related("package__order").first()
    if found is None:
        raise NotFound("This order has no such label.")
    return found


def buy(*, package: Package, actor: Actor, at: datetime) -> Label:
    """Buy a label for a package; a carrier that is away is asked again later (``WANTED`` with its ``problem``). Raises
    NoLabel."""
    with transaction.atomic():
        label = operations.want_label(package=package, at=at)
        if label.status == Label.Status.WANTED and not label.attempts:
            record(
                actor=actor, action="shipping.want_label", target=f"order:{package.order_id}", after=_told(label), at=at
            )
    return carriers.buy(label_id=label.pk, at=at)


def void(*, label: Label, actor: Actor, at: datetime) -> Label:
    """Give a label back. Raises what the carrier says."""
    label = carriers.void(label=label, at=at)
    with transaction.atomic():
        record(
            actor=actor,
            action="shipping.void_label",
            target=f"order:{label.package.order_id}",
            after=_told(label),
            at=at,
        )
    return label


@transaction.atomic
def settle_trouble(*, label: Label, actor: Actor, at: datetime) -> None:
    """Somebody has taken care of a carrier's exception."""
    operations.settle_trouble(label=label)
    record(
        actor=actor,
        action="shipping.settle_trouble",
        target=f"order:{label.package.order_id}",
        before={"trouble": label.trouble},
        after={"trouble": ""},
        at=at,
    )


@dataclass(frozen=True)
class BulkLabels:
    """What came of buying many: orders whose packages all have a label, those that wait for their carrier, and refusals
    with their reasons."""

    bought: tuple[str, ...]
    waiting: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


def buy_many(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> BulkLabels:
    """A label for every package of these orders that is still in the house, each for itself. Raises InvalidInput for
    more than fifty orders."""
    if len(order_ids) > MOST_AT_ONCE:
        raise InvalidInput(f"Choose {MOST_AT_ONCE} orders at most at a time.")
    bought: dict[str, None] = {}
    waiting: dict[str, None] = {}
    refused: dict[str, str] = {}
    packages = Package.objects.filter(order__in=order_ids, status__in=operations.LABELLED)
    for package in packages.select_related("order").order_by("order_id", "pk"):
        number = package.order.number
        try:
            label = buy(package=package, actor=actor, at=at)
        except ShopError as refusal:
            refused[number] = refusal.message
            continue
        if label.status == Label.Status.REFUSED:
            refused[number] = label.problem
        else:
            (bought if label.status == Label.Status.BOUGHT else waiting)[number] = None
    done = [number for number in bought if number not in waiting and number not in refused]
    return BulkLabels(tuple(done), tuple(waiting), tuple(refused.items()))


def _told(label: Label) -> dict[str, object]:
    return {"package": label.package_id, "label": label.key, "carrier": label.provider, "status": label.status}
