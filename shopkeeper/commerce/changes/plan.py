"""The order as it shall be: which lines, at which price, sent where. Pure.

What was agreed stays agreed: an unchanged line keeps its price and its tax rate, and delivery is not charged again
however the basket changes. New goods cost what they cost today. Only another country prices delivery and tax anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from shopkeeper.commerce.changes.goods import Goods
from shopkeeper.commerce.orders.draft import DraftLine
from shopkeeper.commerce.orders.models import Order, OrderLine
from shopkeeper.commerce.pricing.quote import (
    Draft,
    QuoteContext,
    QuoteLine,
    ShippingCharge,
    price_step,
    quote,
    shipping_step,
    tax_step,
)
from shopkeeper.commerce.tax.decide import Terms
from shopkeeper.foundation.errors import InvalidInput


@dataclass(frozen=True)
class Edit:
    """What shall become of a line: ``line_id`` null adds one; ``quantity`` 0 takes it out; another ``offer_id`` puts
    other goods in its place."""

    line_id: int | None
    offer_id: int
    quantity: int


@dataclass(frozen=True)
class PlannedLine:
    """A line of the order to be, with what it was made from."""

    line_id: int | None
    quantity: int
    draft: DraftLine
    was_offer_id: int | None = None
    was_quantity: int = 0
    hold_id: int | None = None

    @property
    def is_other_goods(self) -> bool:
        return self.draft.offer_id != self.was_offer_id


@dataclass(frozen=True)
class Plan:
    """The order to be. ``removed`` are the holds of lines that are no more."""

    lines: tuple[PlannedLine, ...]
    removed: tuple[int, ...]
    quote: Mapping[str, Any]
    shipping_address: Mapping[str, str]
    delivery: Mapping[str, str]
    tax: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Plan:
        lines = tuple(PlannedLine(**{**line, "draft": DraftLine(**line["draft"])}) for line in data["lines"])
        return cls(**{**data, "lines": lines, "removed": tuple(data["removed"])})


def planned(
    lines: Sequence[OrderLine], edits: Sequence[Edit], goods: Mapping[int, Goods]
) -> tuple[tuple[PlannedLine, ...], tuple[int, ...]]:
    """The lines to be, and the holds of those that go. Raises InvalidInput when nothing would be left."""
    by_line = {edit.line_id: edit for edit in edits if edit.line_id is not None}
    kept, removed = [], []
    for line in lines:
        edit = by_line.get(line.pk, Edit(line.pk, line.offer_id, line.quantity))
        if edit.quantity == 0:
            removed.append(line.hold_id)
            continue
        same = edit.offer_id == line.offer_id
        draft = _standing(line) if same else _drafted(str(line.pk), goods[edit.offer_id])
        kept.append(PlannedLine(line.pk, edit.quantity, draft, line.offer_id, line.quantity, line.hold_id))
    for number, edit in enumerate(edits):
        if edit.line_id is None and edit.quantity:
            kept.append(PlannedLine(None, edit.quantity, _drafted(f"new{number}", goods[edit.offer_id])))
    if not kept:
        raise InvalidInput("Nothing would be left of this order. You can cancel it instead.")
    return tuple(kept), tuple(removed)


def _standing(line: OrderLine) -> DraftLine:
    return DraftLine(
        key=str(line.pk),
        offer_id=line.offer_id,
        product_id=line.product_id,
        product_slug=line.product_slug,
        sku=line.sku,
        title=line.title,
        variant_title=line.variant_title,
        image_digest=line.image_digest,
        seller_id=line.package.seller_id,
    )


def _drafted(key: str, one: Goods) -> DraftLine:
    return DraftLine(
        key=key,
        offer_id=one.offer_id,
        product_id=one.product_id,
        product_slug=one.product_slug,
        sku=one.sku,
        title=one.title,
        variant_title=one.variant_title,
        image_digest=one.image_digest,
        seller_id=one.seller_id,
    )


def priced(
    order: Order,
    before: Sequence[OrderLine],
    lines: Sequence[PlannedLine],
    goods: Mapping[int, Goods],
    *,
    terms: Terms,
    shipping: ShippingCharge,
    country: str,
    at: datetime,
) -> dict[str, Any]:
    """The quote of the order to be, as JSON."""
    standing = {line.pk: line for line in before}
    quoted, kept_discounts = [], {}
    for line in lines:
        was = standing.get(line.line_id) if line.line_id is not None and not line.is_other_goods else None
        if was is not None and was.discount_minor:
            kept_discounts[line.draft.key] = was.discount_minor * line.quantity // was.quantity
        quoted.append(_quote_line(line, was, goods))
    context = QuoteContext(
        currency=order.currency,
        prices_include_tax=order.prices_include_tax,
        country=country,
        at=at,
        tax=terms.rules,
        shipping=shipping,
        rounding=terms.rounding,
    )

    def discount_step(draft: Draft, context: QuoteContext) -> None:
        for index, line in enumerate(draft.lines):
            draft.discounts[index] = kept_discounts.get(line.key, 0)

    return quote(quoted, context, [price_step, discount_step, shipping_step, tax_step]).as_json()


def _quote_line(line: PlannedLine, was: OrderLine | None, goods: Mapping[int, Goods]) -> QuoteLine:
    if was is not None:
        return QuoteLine(
            line.draft.key, was.offer_id, line.quantity, was.unit_minor, was.tax_class, price_reason="As agreed"
        )
    one = goods[line.draft.offer_id]
    if one.price is None:
        raise InvalidInput(f"“{one.title}” is not for sale any more.")
    return QuoteLine(line.draft.key, one.offer_id, line.quantity, one.price.minor, one.tax_class)


def agreed_shipping(order: Order) -> ShippingCharge:
    """What delivery was agreed to cost."""
    quote = order.quote
    return ShippingCharge(
        quote.get("shipping_code", ""), quote.get("shipping_label", ""), order.shipping_minor, "As agreed"
    )
