"""What payments announce."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shopkeeper.foundation.events import Event
from shopkeeper.foundation.money import Money


@dataclass(frozen=True, kw_only=True)
class PaymentChanged(Event):
    """A payment is in another state than before; whoever asked for it may want to go on."""

    aggregate: ClassVar[str] = "reference"

    payment_key: str
    reference: str
    status: str


@dataclass(frozen=True, kw_only=True)
class RefundSettled(Event):
    aggregate: ClassVar[str] = "reference"

    payment_key: str
    reference: str
    refund_key: str
    amount: Money


@dataclass(frozen=True, kw_only=True)
class ProviderNoticeReceived(Event):
    """A verified webhook was stored; the payment it names should be looked up."""

    aggregate: ClassVar[str] = "payment_key"

    provider: str
    event_id: str
    payment_key: str


@dataclass(frozen=True, kw_only=True)
class PaymentReminded(Event):
    """Money that was promised is overdue; the customer should hear of it."""

    aggregate: ClassVar[str] = "reference"

    payment_key: str
    reference: str


@dataclass(frozen=True, kw_only=True)
class DisputeChanged(Event):
    """A customer has asked their bank for the money back, or that has ended (``status``: open, won, lost)."""

    aggregate: ClassVar[str] = "reference"

    payment_key: str
    reference: str
    dispute_id: str
    status: str


@dataclass(frozen=True, kw_only=True)
class ConfirmationNeeded(Event):
    """A kept card was to be charged, and its bank wants the customer to confirm; they should be sent a link."""

    aggregate: ClassVar[str] = "reference"

    payment_key: str
    reference: str
    customer_id: int
    amount: Money
    description: str


@dataclass(frozen=True, kw_only=True)
class PromiseKept(Event):
    """What a customer promised to pay by themselves has come, all of it."""

    aggregate: ClassVar[str] = "reference"

    payment_key: str
    reference: str
