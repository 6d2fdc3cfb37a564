"""A carrier of our own with scripted exceptions, so that a whole shop can be tried without one.

It behaves like a service elsewhere: it keeps its own books, is idempotent by key, may be away, and tells what happens
when asked and by signed messages. The service chosen for a way of delivery is the script.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from shopkeeper.commerce.shipping.models import SimulatedParcel
from shopkeeper.commerce.shipping.ports import (
    BadSignature,
    CarrierEvent,
    CarrierUnavailable,
    Kind,
    LabelBought,
    LabelRefused,
    LabelWanted,
)

TOLERANCE = timedelta(minutes=5)
# Hours after it was accepted, and what is said then.
_USUAL = ((2, Kind.ACCEPTED), (12, Kind.ON_THE_WAY), (30, Kind.OUT_FOR_DELIVERY), (36, Kind.DELIVERED))
SCRIPTS: dict[str, tuple[tuple[int, Kind], ...]] = {
    "": _USUAL,
    "delayed": (*_USUAL[:2], (28, Kind.DELAYED), (90, Kind.OUT_FOR_DELIVERY), (96, Kind.DELIVERED)),
    "lost": (*_USUAL[:2], (72, Kind.LOST)),
    "returned": (*_USUAL[:3], (40, Kind.RETURNED)),
    "away": _USUAL,
    "refused": (),
}
_SAID = {
    Kind.ACCEPTED: "Handed over to the carrier",
    Kind.ON_THE_WAY: "Sorted and on its way",
    Kind.OUT_FOR_DELIVERY: "Out for delivery",
    Kind.DELIVERED: "Delivered",
    Kind.DELAYED: "Held up at the sorting centre",
    Kind.LOST: "The carrier cannot find it",
    Kind.RETURNED: "Nobody took it in; on its way back to the sender",
}


class Simulated:
    name = "simulated"

    def buy_label(self, wanted: LabelWanted) -> LabelBought:
        if wanted.service == "away":
            raise CarrierUnavailable("The simulated carrier does not answer.")
        if wanted.service == "refused" or wanted.service not in SCRIPTS:
            raise LabelRefused("The simulated carrier does not know this address.")
        number = f"SIM{int(hashlib.sha256(wanted.key.encode()).hexdigest()[:10], 16) % 10**9:09d}"
        parcel, _ = SimulatedParcel.objects.get_or_create(
            key=wanted.key,
            defaults={"tracking_number": number, "script": wanted.service, "accepted_at": wanted.at},
        )
        return LabelBought(provider_id=parcel.key, tracking_number=parcel.tracking_number)

    def void_label(self, provider_id: str, key: str) -> None:
        if not SimulatedParcel.objects.filter(key=provider_id).update(is_void=True):
            raise LabelRefused("The simulated carrier does not know this label.")

    def track(self, tracking_number: str, *, at: datetime) -> list[CarrierEvent]:
        parcel = SimulatedParcel.objects.filter(tracking_number=tracking_number, is_void=False).first()
        return [event for event in _told(parcel) if event.at <= at] if parcel else []

    def read_webhook(self, headers: Mapping[str, str], body: bytes, *, at: datetime) -> list[CarrierEvent]:
        stamp = headers.get("X-Carrier-Time", "")
        if not hmac.compare_digest(_signature(stamp, body), headers.get("X-Carrier-Signature", "")):
            raise BadSignature("The signature does not fit.")
        if not stamp.isdigit() or abs(at.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
            raise BadSignature("The message is too old.")
        try:
            return [_read(one) for one in json.loads(body)["events"]]
        except (ValueError, KeyError, TypeError):
            raise BadSignature("The message cannot be read.") from None


def _told(parcel: SimulatedParcel) -> list[CarrierEvent]:
    return [
        CarrierEvent(
            parcel.tracking_number,
            f"{parcel.tracking_number}:{kind}",
            kind,
            parcel.accepted_at + timedelta(hours=hours),
            _SAID[kind],
        )
        for hours, kind in SCRIPTS[parcel.script]
    ]


def _read(one: Mapping[str, Any]) -> CarrierEvent:
    moment = datetime.fromisoformat(one["at"])
    if moment.tzinfo is None:
        raise ValueError("A moment without a zone.")
    return CarrierEvent(str(one["parcel"]), str(one["id"]), Kind(one["kind"]), moment, str(one.get("text", "")))


def signed(events: Sequence[CarrierEvent], at: datetime) -> tuple[dict[str, str], bytes]:
    """A message as the carrier would send it: headers and body."""
    told = [
        {
            "parcel": one.tracking_number,
            "id": one.event_id,
            "kind": one.kind,
            "at": one.at.isoformat(),
            "text": one.text,
        }
        for one in events
    ]
    body, stamp = json.dumps({"events": told}).encode(), str(int(at.timestamp()))
    return {"X-Carrier-Time": stamp, "X-Carrier-Signature": _signature(stamp, body)}, body


def _signature(stamp: str, body: bytes) -> str:
    secret = hashlib.sha256(f"simulated carrier:{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(secret, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
