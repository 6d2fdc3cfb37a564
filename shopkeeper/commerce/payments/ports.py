"""What the shop asks of a payment provider. One backend file per provider; ``backends/sandbox.py`` is ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from shopkeeper.foundation.errors import ShopError
from shopkeeper.foundation.money import Money


class Outcome(StrEnum):
    """What a provider says about a payment. ``missing``: it has never heard of the key."""

    AUTHORISED = "authorised"
    CAPTURED = "captured"
    REQUIRES_ACTION = "requires_action"
    DECLINED = "declined"
    VOIDED = "voided"
    PROCESSING = "processing"
    MISSING = "missing"


@dataclass(frozen=True)
class Charge:
    """A request to be paid. ``key`` makes repeating it harmless; ``token`` stands for the card and comes from the
    provider's own form, so that card data never reaches the shop.

    ``keep_for`` names the customer who wants the card kept for next time (empty: nobody); ``is_off_session`` says that
    nobody sits before a screen to confirm anything."""

    key: str
    amount: Money
    token: str
    return_url: str
    description: str = ""
    keep_for: str = ""
    is_off_session: bool = False


@dataclass(frozen=True)
class KeptCard:
    """A card the provider has kept at the customer's wish; ``token`` pays with it again."""

    token: str
    brand: str
    last4: str
    exp_month: int
    exp_year: int


@dataclass(frozen=True)
class Answer:
    """The provider's state of a payment. ``amount`` is what it will take or took; ``message`` is fit for a customer."""

    outcome: Outcome
    provider_id: str = ""
    amount: Money | None = None
    captured: Money | None = None
    refunded: Money | None = None
    action_url: str = ""
    code: str = ""
    message: str = ""
    kept: KeptCard | None = None


@dataclass(frozen=True)
class Notice:
    """One verified event of a provider's webhook: a hint to go and ask, never trusted for amounts or order."""

    event_id: str
    kind: str
    payment_key: str
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class DisputeNews:
    """A customer has asked their bank for ``amount`` back. ``status``: open, won (by the shop) or lost; the provider
    wants the evidence before ``answer_by``."""

    dispute_id: str
    amount: Money
    reason: str
    status: str
    answer_by: datetime | None = None


class ProviderUnavailable(ShopError):
    """Time-out, connection lost, 5xx: whether the provider acted is unknown. Ask again with the same key."""

    code = "provider_unavailable"


class BadSignature(ShopError):
    """A webhook that the provider did not send, or sent too long ago."""

    code = "bad_signature"


class PaymentProvider(Protocol):
    """Every call has a time limit and may raise ProviderUnavailable; every write is idempotent by key."""

    name: str

    def card_of(self, token: str) -> str:
        """The provider's fingerprint of the card a token stands for, the same however often the card is typed;
        empty when it cannot tell before charging."""
        ...

    def authorise(self, charge: Charge) -> Answer: ...

    def capture(self, provider_id: str, amount: Money, key: str) -> Answer: ...

    def void(self, provider_id: str, key: str) -> Answer: ...

    def refund(self, provider_id: str, amount: Money, key: str) -> Answer: ...

    def fetch(self, payment_key: str) -> Answer: ...

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> list[Notice]: ...


class Deposits(Protocol):
    """A provider that can also be paid into: store credit and gift cards."""

    def deposit(self, token: str, amount: Money, key: str) -> None:
        """Add ``amount`` to what ``token`` names; once for each ``key``."""
        ...


class Checked(Protocol):
    """A provider that can say what is wrong with its set-up, for ``shopkeeper doctor``."""

    def findings(self) -> Iterable[tuple[str, str]]:
        """Each a level (BAD, WARNING) and what to mend."""
        ...


@runtime_checkable
class KeepsCards(Protocol):
    """A provider that keeps cards for its customers and can be told to forget one."""

    def forget(self, token: str) -> None: ...


@runtime_checkable
class TellsOfDisputes(Protocol):
    """A provider whose messages may be about disputes."""

    def dispute_of(self, payload: Mapping[str, Any]) -> DisputeNews | None:
        """What a verified message says about a dispute; null when it is about something else."""
        ...
