"""Labels as they stand, and what carriers say about parcels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders.models import Package
from shopkeeper.commerce.shipping.events import ParcelInTrouble
from shopkeeper.commerce.shipping.models import Label, ShippingMethod, TrackingEvent
from shopkeeper.commerce.shipping.ports import EXCEPTIONS, CarrierEvent, Kind, LabelBought
from shopkeeper.foundation.errors import Conflict
from shopkeeper.foundation.events import publish

LABELLED = (Package.Status.OPEN, Package.Status.PACKED)
FIRST_WAIT = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=2)


class NoLabel(Conflict):
    """The package is on its way or cancelled, or has a label."""

    code = "no_label"


@transaction.atomic
def want_label(*, package: Package, at: datetime) -> Label:
    """Write down that a package needs a label; the one it has is returned. Raises NoLabel when it has left."""
    # The package's row makes two who want a label wait for each other.
    package = Package.objects.select_for_update().select_related("order").get(pk=package.pk)
    standing = Label.objects.filter(package=package, status__in=(Label.Status.WANTED, Label.Status.BOUGHT)).first()
    if standing:
        return standing
    if package.status not in LABELLED:
        raise NoLabel(f"This package is {package.get_status_display().lower()} already.")
    method = _method(package)
    number = Label.objects.filter(package=package).count() + 1
    return Label.objects.create(
        package=package,
        key=f"label:{package.pk}:{number}",
        provider=method.provider if method else "table",
        service=method.service if method else "",
        wanted_at=at,
        try_at=at,
    )


def _method(package: Package) -> ShippingMethod | None:
    """The way the order was agreed to go, if it is still there."""
    order = package.order
    found = ShippingMethod.objects.filter(code=order.delivery.get("code", ""), currency=order.currency)
    return next((one for one in found.select_related("zone") if order.country in one.zone.countries), None)


@transaction.atomic
def label_bought(*, label: Label, bought: LabelBought, at: datetime) -> Label:
    """The carrier made it. One that was voided meanwhile stays so."""
    Label.objects.filter(pk=label.pk, status=Label.Status.WANTED).update(
        status=Label.Status.BOUGHT,
        provider_id=bought.provider_id[:100],
        tracking_number=bought.tracking_number[:100],
        document=bought.pdf,
        problem="",
        bought_at=at,
    )
    label.refresh_from_db()
    return label


def label_must_wait(*, label: Label, problem: str, at: datetime) -> Label:
    """The carrier is away: try again later, and later each time."""
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(label.attempts, 10))
    Label.objects.filter(pk=label.pk, status=Label.Status.WANTED).update(
        problem=problem[:300], attempts=label.attempts + 1, try_at=at + wait
    )
    label.refresh_from_db()
    return label


def label_refused(*, label: Label, problem: str, at: datetime) -> Label:
    """The carrier will not; another can be wanted once the reason is mended."""
    Label.objects.filter(pk=label.pk, status=Label.Status.WANTED).update(
        status=Label.Status.REFUSED, problem=problem[:300]
    )
    label.refresh_from_db()
    return label


def label_voided(*, label: Label) -> Label:
    Label.objects.filter(pk=label.pk, status__in=(Label.Status.WANTED, Label.Status.BOUGHT)).update(
        status=Label.Status.VOIDED
    )
    label.refresh_from_db()
    return label


@transaction.atomic
def record_events(*, label: Label, events: Sequence[CarrierEvent], at: datetime) -> int:
    """Keep what is new of what a carrier says, and act on it: a delivery completes the package, an exception flags the
    order and announces ParcelInTrouble. Returns how many were new."""
    Label.objects.filter(pk=label.pk).update(looked_at=at)
    new = [event for event in sorted(events, key=lambda one: one.at) if _keep(label, event)]
    for event in new:
        if event.kind == Kind.DELIVERED:
            _delivered(label, event)
        elif event.kind in EXCEPTIONS:
            _in_trouble(label, event)
    return len(new)


def _keep(label: Label, event: CarrierEvent) -> bool:
    _, is_new = TrackingEvent.objects.get_or_create(
        label=label,
        event_id=event.event_id[:100],
        defaults={"kind": event.kind, "at": event.at, "text": event.text[:200]},
    )
    return is_new


def _delivered(label: Label, event: CarrierEvent) -> None:
    Label.objects.filter(pk=label.pk).update(trouble="")
    package = Package.objects.select_related("order").get(pk=label.package_id)
    actor = orders.Actor("system", package.carrier or label.provider)
    # What has arrived has left, whether or not anybody said so.
    if package.status == Package.Status.OPEN:
        package = orders.pack(package=package, actor=actor, at=event.at)
    if package.status == Package.Status.PACKED:
        number = label.tracking_number
        package = orders.ship(package=package, carrier="", tracking_number=number, actor=actor, at=event.at)
    if package.status == Package.Status.SHIPPED:
        orders.deliver(package=package, actor=actor, at=event.at)


def _in_trouble(label: Label, event: CarrierEvent) -> None:
    package = Package.objects.select_related("order").get(pk=label.package_id)
    if package.status == Package.Status.DELIVERED:
        return
    Label.objects.filter(pk=label.pk).update(trouble=event.kind)
    actor = orders.Actor("system", package.carrier or label.provider)
    orders.note(order=package.order, kind=f"parcel_{event.kind}", actor=actor, at=event.at, reason=event.text)
    publish(
        ParcelInTrouble(order_id=package.order_id, package_id=package.pk, label_id=label.pk, trouble=event.kind.value)
    )


def settle_trouble(*, label: Label) -> None:
    """Somebody has taken care of it."""
    Label.objects.filter(pk=label.pk).update(trouble="")
