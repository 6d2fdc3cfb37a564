"""The quote: everything a cart costs, line by line, with the reason for every amount. Pure, no I/O.

The same function prices the product card, the cart, the checkout and the order, so no two doors can
name different prices. All amounts are whole minor units of one currency.

Order of the steps: price, (promotions of plug-ins), shipping, tax, total. Rounding happens once, where tax is
worked out: per line, half up, or per rate on the whole document where the law says so (``taxing.py``). Shipping is
shared over the lines by value (largest remainder) so that its tax follows the goods (EU VAT Directive 2006/112/EC,
art. 78: ancillary cost follows the supply).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from json import dumps
from typing import Any

from shopkeeper.commerce.pricing.taxing import Part, Rounding, TaxRule, rounded, without_tax
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.money import MAX_MINOR, apportion


@dataclass(frozen=True)
class QuoteLine:
    """What to price: ``unit_minor`` is the price in force as the market shows it (with or without tax)."""

    key: str
    offer_id: int
    quantity: int
    unit_minor: int
    tax_class: str = "standard"
    weight_grams: int = 0
    price_reason: str = "Regular price"
    regular_minor: int | None = None


@dataclass(frozen=True)
class ShippingCharge:
    code: str
    label: str
    amount_minor: int
    reason: str = ""


@dataclass(frozen=True)
class QuoteContext:
    """Where and how the cart is bought. ``tax`` maps tax classes to rules; a class without one is untaxed.
    ``rounding`` is the way of the jurisdiction that taxes it."""

    currency: str
    prices_include_tax: bool
    country: str
    at: datetime
    tax: Mapping[str, TaxRule] = field(default_factory=dict)
    shipping: ShippingCharge | None = None
    rounding: Rounding = Rounding.PER_LINE


@dataclass(frozen=True)
class Adjustment:
    """One step of the sum: what, why, how much, and who bears it."""

    kind: str
    label: str
    reason: str
    amount_minor: int
    bearer: str = "house"


@dataclass(frozen=True)
class QuotedLine:
    """A priced line. ``total_minor = unit_minor * quantity - discount_minor``; ``tax_minor`` is the tax
    in it (inclusive markets) or on top of it (exclusive ones)."""

    key: str
    offer_id: int
    quantity: int
    unit_minor: int
    discount_minor: int
    total_minor: int
    tax_class: str
    tax_rate: Decimal
    tax_minor: int
    trace: tuple[Adjustment, ...]
    tax_category: str = ""


@dataclass(frozen=True)
class TaxRow:
    """Everything taxed by one rule. ``jurisdiction`` is whose tax it is; ``reason`` why there is none."""

    name: str
    rate: Decimal
    base_minor: int
    tax_minor: int
    jurisdiction: str = ""
    category: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Quote:
    """``total = lines - discount + shipping``, plus ``tax`` when prices exclude it."""

    currency: str
    country: str
    prices_include_tax: bool
    lines: tuple[QuotedLine, ...]
    lines_minor: int
    discount_minor: int
    shipping_minor: int
    shipping_code: str
    shipping_label: str
    tax_minor: int
    total_minor: int
    tax_rows: tuple[TaxRow, ...]
    adjustments: tuple[Adjustment, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values for a JSON column; Decimals as strings."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain

    @property
    def fingerprint(self) -> str:
        """Changes when anything that a customer would see changes."""
        return sha256(dumps(self.as_json(), sort_keys=True).encode()).hexdigest()[:32]


@dataclass
class Draft:
    """The quote while the steps work on it. ``discounts`` and ``trace`` run parallel to ``lines``."""

    lines: tuple[QuoteLine, ...]
    discounts: list[int]
    trace: list[list[Adjustment]]
    adjustments: list[Adjustment] = field(default_factory=list)
    shipping_minor: int = 0
    shipping_shares: list[int] = field(default_factory=list)
    line_tax: list[int] = field(default_factory=list)
    tax_rows: list[TaxRow] = field(default_factory=list)

    def net(self, index: int) -> int:
        line = self.lines[index]
        return line.unit_minor * line.quantity - self.discounts[index]


Step = Callable[[Draft, QuoteContext], None]


def price_step(draft: Draft, context: QuoteContext) -> None:
    for index, line in enumerate(draft.lines):
        draft.trace[index].append(Adjustment("price", "Price", line.price_reason, line.unit_minor * line.quantity))


def shipping_step(draft: Draft, context: QuoteContext) -> None:
    charge = context.shipping
    if charge is None or not draft.lines:
        draft.shipping_shares = [0] * len(draft.lines)
        return
    draft.shipping_minor = charge.amount_minor
    draft.shipping_shares = apportion(charge.amount_minor, [draft.net(i) for i in range(len(draft.lines))])
    draft.adjustments.append(Adjustment("shipping", charge.label, charge.reason, charge.amount_minor))


def tax_step(draft: Draft, context: QuoteContext) -> None:
    parts: list[Part] = []
    for index, line in enumerate(draft.lines):
        rule = context.tax.get(line.tax_class)
        parts += [Part(draft.net(index), rule), Part(draft.shipping_shares[index], rule)]
    taxes = rounded(parts, inclusive=context.prices_include_tax, rounding=context.rounding)
    draft.line_tax = taxes[::2]
    rows: dict[TaxRule, list[int]] = {}
    for part, tax in zip(parts, taxes, strict=True):
        if part.rule:
            # What the shown price once contained makes no difference to what is charged.
            row = rows.setdefault(replace(part.rule, relieved=None), [0, 0])
            row[0] += part.amount_minor - (tax if context.prices_include_tax else 0)
            row[1] += tax
    for rule, (base, tax) in rows.items():
        draft.tax_rows.append(TaxRow(rule.name, rule.rate, base, tax, rule.jurisdiction, rule.category, rule.reason))


# Plug-ins put their own steps (promotions) between price and shipping.
STEPS: list[Step] = [price_step, shipping_step, tax_step]


def quote(lines: Sequence[QuoteLine], context: QuoteContext, steps: Sequence[Step] | None = None) -> Quote:
    """Price ``lines`` in ``context``. Raises InvalidInput for quantities or prices that make no sense.

    Example: two mugs of 18.00 including 21 % Dutch VAT and 4.95 delivery total 40.95, of which tax
    is 6.25 on the mugs and 0.86 on the delivery.
    """
    for line in lines:
        _check(line)
    lines, context = _relieved(lines, context)
    draft = Draft(tuple(lines), [0] * len(lines), [[] for _ in lines])
    for step in STEPS if steps is None else steps:
        step(draft, context)
    return _finish(draft, context)


def _relieved(lines: Sequence[QuoteLine], context: QuoteContext) -> tuple[Sequence[QuoteLine], QuoteContext]:
    """Where prices are shown with a tax that this customer does not owe, it is taken out of every price first; from
    then on they are prices without tax."""
    rates = {name: rule.relieved for name, rule in context.tax.items() if rule.relieved is not None}
    if not context.prices_include_tax or not rates:
        return lines, context
    charge = context.shipping
    if charge:
        shares = apportion(charge.amount_minor, [line.unit_minor * line.quantity for line in lines])
        parts = zip(shares, lines, strict=True)
        net = sum(without_tax(share, rates.get(line.tax_class)) for share, line in parts)
        charge = replace(charge, amount_minor=net if lines else charge.amount_minor)
    bare = [replace(line, unit_minor=without_tax(line.unit_minor, rates.get(line.tax_class))) for line in lines]
    return bare, replace(context, prices_include_tax=False, shipping=charge)


def _check(line: QuoteLine) -> None:
    if isinstance(line.quantity, bool) or not isinstance(line.quantity, int) or line.quantity < 1:
        raise InvalidInput("A quantity must be a whole number of at least 1.", line=line.key)
    if line.unit_minor < 0 or line.unit_minor * line.quantity > MAX_MINOR:
        raise InvalidInput("This amount is outside what can be charged.", line=line.key)


def _finish(draft: Draft, context: QuoteContext) -> Quote:
    lines = tuple(_quoted(draft, context, index) for index in range(len(draft.lines)))
    lines_minor = sum(line.unit_minor * line.quantity for line in draft.lines)
    discount = sum(draft.discounts)
    tax = sum(row.tax_minor for row in draft.tax_rows)
    total = lines_minor - discount + draft.shipping_minor + (0 if context.prices_include_tax else tax)
    charge = context.shipping
    return Quote(
        currency=context.currency,
        country=context.country,
        prices_include_tax=context.prices_include_tax,
        lines=lines,
        lines_minor=lines_minor,
        discount_minor=discount,
        shipping_minor=draft.shipping_minor,
        shipping_code=charge.code if charge else "",
        shipping_label=charge.label if charge else "",
        tax_minor=tax,
        total_minor=total,
        tax_rows=tuple(draft.tax_rows),
        adjustments=tuple(draft.adjustments),
    )


def _quoted(draft: Draft, context: QuoteContext, index: int) -> QuotedLine:
    line = draft.lines[index]
    rule = context.tax.get(line.tax_class)
    return QuotedLine(
        key=line.key,
        offer_id=line.offer_id,
        quantity=line.quantity,
        unit_minor=line.unit_minor,
        discount_minor=draft.discounts[index],
        total_minor=draft.net(index),
        tax_class=line.tax_class,
        tax_rate=rule.rate if rule else Decimal(0),
        tax_minor=draft.line_tax[index],
        trace=tuple(draft.trace[index]),
        tax_category=rule.category if rule else "",
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value
