"""What an order is made from: plain frozen values, so that nothing can change between agreeing and writing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class DraftLine:
    """What a line is about, as shown when the customer agreed."""

    key: str
    offer_id: int
    product_id: int
    product_slug: str
    sku: str
    title: str
    variant_title: str
    image_digest: str
    seller_id: str


@dataclass(frozen=True)
class OrderDraft:
    """Everything agreed. ``quote`` is ``Quote.as_json()``; ``delivery`` names the method and the promised days;
    ``tax`` says who decided it, what staff should look at, and the buyer's VAT number."""

    checkout_id: str
    email: str
    market_code: str
    language: str
    quote: Mapping[str, Any]
    lines: tuple[DraftLine, ...]
    shipping_address: Mapping[str, str]
    billing_address: Mapping[str, str]
    delivery: Mapping[str, str]
    note: str = ""
    customer_id: int | None = None
    tax: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> OrderDraft:
        lines = tuple(DraftLine(**line) for line in data["lines"])
        return cls(**{**data, "lines": lines})
