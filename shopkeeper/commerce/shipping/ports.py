"""What shipping asks of others: carriers, and somebody who gives what a broken promise costs. One backend file for each
carrier; ``backends/table.py`` and ``backends/simulated.py`` are ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from shopkeeper.foundation.errors import ShopError
from shopkeeper.foundation.money import Money


@dataclass(frozen=True)
class RemedyWanted:
    """What is to be given. ``key`` makes asking again harmless. ``kind`` is ``charge`` (delivery charge back, to where
    it was paid from) or ``credit`` (store credit)."""

    key: str
    kind: str
    order_id: int
    package_id: int
    amount: Money
    reason: str


@dataclass(frozen=True)
class RemedyAnswer:
    """``is_given``, or else it is left for staff to give. ``reference`` names it where it was booked."""

    is_given: bool
    reference: str = ""


class Remedy(Protocol):
    """Whoever gives money or credit; ``settings.DELIVERY_REMEDY`` names the class. May take seconds: never called
    inside a transaction."""

    def give(self, wanted: RemedyWanted) -> RemedyAnswer: ...


class Kind(StrEnum):
    """What a carrier says about a parcel. The last three are exceptions."""

    ACCEPTED = "accepted"
    ON_THE_WAY = "on_the_way"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    DELAYED = "delayed"
    LOST = "lost"
    RETURNED = "returned"


EXCEPTIONS = frozenset({Kind.DELAYED, Kind.LOST, Kind.RETURNED})


@dataclass(frozen=True)
class LabelWanted:
    """A label to be made. ``key`` makes asking again harmless: the same label comes back."""

    key: str
    service: str
    reference: str
    address: Mapping[str, str]
    at: datetime


@dataclass(frozen=True)
class LabelBought:
    """A label. Without ``pdf`` the shop draws one with the tracking number on it."""

    provider_id: str
    tracking_number: str
    pdf: bytes = b""


@dataclass(frozen=True)
class CarrierEvent:
    """One thing a carrier says. ``event_id`` is the same however often it is said, and by whichever way it comes."""

    tracking_number: str
    event_id: str
    kind: Kind
    at: datetime
    text: str = ""


class CarrierUnavailable(ShopError):
    """Time-out, connection lost, 5xx: whether the carrier acted is unknown. Ask again with the same key."""

    code = "carrier_unavailable"


class LabelRefused(ShopError):
    """The carrier will not make this label, and says why: an address it does not know, a service it does not have."""

    code = "label_refused"


class BadSignature(ShopError):
    """A message that the carrier did not send, or sent too long ago."""

    code = "bad_signature"


class CarrierProvider(Protocol):
    """Every call has a time limit and may raise CarrierUnavailable; never called inside a transaction."""

    name: str

    def buy_label(self, wanted: LabelWanted) -> LabelBought:
        """Raises LabelRefused."""
        ...

    def void_label(self, provider_id: str, key: str) -> None:
        """A label that will not be used; voiding it again is fine. Raises LabelRefused when it is too late."""
        ...

    def track(self, tracking_number: str, *, at: datetime) -> list[CarrierEvent]:
        """Everything that has happened by ``at``, oldest first; empty for one it has not seen."""
        ...

    def read_webhook(self, headers: Mapping[str, str], body: bytes, *, at: datetime) -> list[CarrierEvent]:
        """The events of a signed message. Raises BadSignature."""
        ...
