"""Which carrier is behind which name, and talking to it: labels bought, voided, parcels followed.

Everything here talks to somebody else; nothing of it happens inside a transaction. A carrier that is away holds nobody
up: the label stays wanted and is asked for again, packing goes on.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.utils.module_loading import import_string

from shopkeeper.commerce.orders.models import Package
from shopkeeper.commerce.shipping import operations
from shopkeeper.commerce.shipping.models import Label
from shopkeeper.commerce.shipping.ports import CarrierProvider, CarrierUnavailable, LabelRefused, LabelWanted
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.transactions import refuse_inside_transaction

BATCH = 200
# A parcel is asked after this long from the last look; most carriers allow far more.
LOOK_EVERY = timedelta(minutes=30)
# Carriers forget parcels; so do we.
FOLLOWED_FOR = timedelta(days=60)


@lru_cache(maxsize=32)
def carrier(name: str) -> CarrierProvider:
    """The carrier called ``name`` in the settings. Raises InvalidInput for one that is not set up."""
    path = settings.CARRIERS.get(name)
    if path is None:
        raise InvalidInput(f"No carrier is called “{name}” in this shop's settings.")
    backend: CarrierProvider = import_string(path)()
    return backend


def buy(*, label_id: int, at: datetime) -> Label:
    """Ask the carrier for a wanted label and record the answer; one that is bought already is returned as it is."""
    refuse_inside_transaction("A carrier")
    label = Label.objects.select_related("package__order").get(pk=label_id)
    if label.status != Label.Status.WANTED:
        return label
    order = label.package.order
    wanted = LabelWanted(label.key, label.service, order.number, order.shipping_address, at)
    try:
        bought = carrier(label.provider).buy_label(wanted)
    except CarrierUnavailable as away:
        return operations.label_must_wait(label=label, problem=away.message, at=at)
    except (LabelRefused, InvalidInput) as refusal:
        return operations.label_refused(label=label, problem=refusal.message, at=at)
    label = operations.label_bought(label=label, bought=bought, at=at)
    if label.status == Label.Status.VOIDED:
        # Somebody changed their mind while the carrier was asked.
        carrier(label.provider).void_label(bought.provider_id, label.key)
    return label


def buy_waiting(*, at: datetime) -> int:
    """Try again for every label whose carrier was away. Returns how many were bought."""
    waiting = Label.objects.filter(status=Label.Status.WANTED, try_at__lte=at).order_by("try_at", "pk")
    keys = list(waiting.values_list("pk", flat=True)[:BATCH])
    return sum(buy(label_id=key, at=at).status == Label.Status.BOUGHT for key in keys)


def void(*, label: Label, at: datetime) -> Label:
    """Give a label back. Raises CarrierUnavailable, and LabelRefused when it is too late."""
    refuse_inside_transaction("A carrier")
    if label.status == Label.Status.BOUGHT:
        carrier(label.provider).void_label(label.provider_id, label.key)
    return operations.label_voided(label=label)


def follow(*, at: datetime) -> int:
    """Ask after every parcel under way that was not asked after lately. Returns how many things are new."""
    refuse_inside_transaction("A carrier")
    under_way = Label.objects.filter(
        status=Label.Status.BOUGHT, package__status=Package.Status.SHIPPED, bought_at__gte=at - FOLLOWED_FOR
    )
    due = under_way.exclude(looked_at__gt=at - LOOK_EVERY).order_by("looked_at", "pk")
    new = 0
    for label in due.select_related("package")[:BATCH]:
        try:
            events = carrier(label.provider).track(label.tracking_number, at=at)
        except CarrierUnavailable:
            events = []
        new += operations.record_events(label=label, events=events, at=at)
    return new


def receive_webhook(*, name: str, headers: Mapping[str, str], body: bytes, at: datetime) -> int:
    """What a carrier says of its own accord. Returns how many things are new. Raises BadSignature; parcels we do not
    know, repetitions and any order are fine."""
    events = carrier(name).read_webhook(headers, body, at=at)
    new = 0
    for event in events:
        label = (
            Label.objects.filter(provider=name, tracking_number=event.tracking_number).select_related("package").last()
        )
        if label is not None:
            new += operations.record_events(label=label, events=[event], at=at)
    return new
