"""What a way of delivery costs by its table, and what it does not take, with a sentence that names the item. Pure.

A table goes by weight (grams), by the value of the goods (minor units), by units, or by volume (cubic centimetres:
goods are packed as boxes as wide, deep and high as their facts say; without those they count as nothing). Its steps
begin with the least; the last may be without limit.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.money import Money, MoneyError

BASES = ("weight", "value", "units", "volume")
CUBIC_CENTIMETRES_A_LITRE = 1000
HEADER = ("zone", "method", "currency", "by", "up_to", "amount")
MOST_ROWS = 2000


@dataclass(frozen=True)
class Goods:
    """One line of what is to be sent, as far as carrying it goes. ``facts`` are the product's attributes."""

    title: str
    units: int = 1
    product_type: str = ""
    tags: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    offer_id: int = 0

    @property
    def volume_cm3(self) -> int:
        return self.units * volume_cm3(self.facts)


@dataclass(frozen=True)
class Load:
    """Everything a table may go by."""

    weight_grams: int
    value_minor: int
    units: int = 1
    volume_cm3: int = 0

    def by(self, basis: str) -> int:
        measures = {"weight": self.weight_grams, "value": self.value_minor, "units": self.units}
        return measures.get(basis, self.volume_cm3)


@dataclass(frozen=True)
class Refusal:
    """Goods of a kind or with a tag that some ways do not take: ``reason`` completes “The vase …”, ``advice`` says what
    to do. ``methods`` are codes; none means every way."""

    reason: str
    advice: str
    tag: str = ""
    product_type: str = ""
    methods: tuple[str, ...] = ()
    abroad_only: bool = False

    def concerns(self, goods: Goods) -> bool:
        return (bool(self.tag) and self.tag in goods.tags) or (
            bool(self.product_type) and self.product_type == goods.product_type
        )

    def stops(self, method: str, *, is_abroad: bool) -> bool:
        return (not self.methods or method in self.methods) and (is_abroad or not self.abroad_only)


def volume_cm3(facts: Mapping[str, Any]) -> int:
    """The box around something with these facts, in whole cubic centimetres, rounded up; 0 when they do not say.

    >>> volume_cm3({"diameter_cm": 10, "height_cm": "12.5"}), volume_cm3({"width_cm": 3})
    (1250, 0)
    """
    round_ones = facts.get("diameter_cm")
    sides = [facts.get("width_cm") or round_ones, facts.get("depth_cm") or round_ones, facts.get("height_cm")]
    try:
        width, depth, height = (Decimal(str(side)) for side in sides)
    except InvalidOperation:
        return 0
    return int(-(-(width * depth * height) // 1))


def rate(steps: Iterable[Mapping[str, Any]], load: int) -> int | None:
    """The amount of the first step that a load fits in, in minor units; null when it fits in none."""
    for limit, amount in table(steps):
        if limit is None or load <= limit:
            return amount
    return None


def table(steps: Iterable[Mapping[str, Any]]) -> list[tuple[int | None, int]]:
    """The steps as limits and amounts, however their limits are called."""
    found = ((step.get("up_to", step.get("up_to_grams")), step["amount_minor"]) for step in steps)
    return [(None if limit is None else int(limit), int(amount)) for limit, amount in found]


def steps(basis: str, rows: Iterable[tuple[int | None, int]]) -> list[dict[str, int | None]]:
    """The reverse of :func:`table`, as it is kept."""
    name = "up_to_grams" if basis == "weight" else "up_to"
    return [{name: limit, "amount_minor": amount} for limit, amount in rows]


def why_not(goods: Sequence[Goods], refusals: Sequence[Refusal], method: str, *, is_abroad: bool) -> str:
    """Why a way does not take these goods, for the shopper: the item, the reason, what to do. Empty when it does."""
    for one in goods:
        for refusal in refusals:
            if refusal.concerns(one) and refusal.stops(method, is_abroad=is_abroad):
                told = _("“%(item)s” %(reason)s.") % {"item": one.title, "reason": refusal.reason.rstrip(".")}
                return f"{told} {refusal.advice}".strip()
    return ""


@dataclass(frozen=True)
class TableRow:
    """One line of a rate table as people write it."""

    zone: str
    method: str
    currency: str
    basis: str
    limit: int | None
    amount: Money


def write_csv(rows: Iterable[TableRow]) -> str:
    """The table as CSV, limits in grams, amounts, units or litres."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for row in rows:
        written = (row.zone, row.method, row.currency, row.basis, _limit_text(row), row.amount.plain())
        writer.writerow(written)
    return out.getvalue()


def read_csv(text: str) -> list[TableRow]:
    """The rows of a rate table. Raises InvalidInput naming the first line that is wrong, and how to write it."""
    # Spreadsheets of countries that write 4,95 put semicolons between columns.
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    lines = [[cell.strip() for cell in line] for line in reader]
    if not lines or [cell.lower() for cell in lines[0]] != list(HEADER):
        raise InvalidInput("The table was not read.", {"table": f"Begin with the line {','.join(HEADER)}."})
    if len(lines) > MOST_ROWS:
        raise InvalidInput("The table was not read.", {"table": f"At most {MOST_ROWS} lines fit."})
    found = [_row(line, number) for number, line in enumerate(lines[1:], 2) if any(line)]
    _check_order(found)
    return found


def _row(line: Sequence[str], number: int) -> TableRow:
    if len(line) != len(HEADER):
        raise _wrong(number, f"it has {len(line)} columns instead of {len(HEADER)}")
    zone, method, currency, basis, limit, amount = line
    limit, amount = limit.replace(",", "."), amount.replace(",", ".")
    basis, currency = basis.lower() or "weight", currency.upper()
    if basis not in BASES:
        raise _wrong(number, f"“{basis}” is none of {', '.join(BASES)}")
    try:
        money = Money.parse(amount, currency)
        up_to = _limit(limit, basis, currency) if limit else None
    except (MoneyError, InvalidOperation):
        raise _wrong(number, "an amount or a limit is no number") from None
    if money.minor < 0 or (up_to is not None and up_to <= 0):
        raise _wrong(number, "amounts are 0 or more, limits more than 0")
    return TableRow(zone, method, currency, basis, up_to, money)


def _limit(text: str, basis: str, currency: str) -> int:
    if basis == "value":
        return Money.parse(text, currency).minor
    scale = CUBIC_CENTIMETRES_A_LITRE if basis == "volume" else 1
    return int(Decimal(text) * scale)


def _limit_text(row: TableRow) -> str:
    if row.limit is None:
        return ""
    if row.basis == "value":
        return Money(row.limit, row.currency).plain()
    if row.basis == "volume":
        return f"{Decimal(row.limit) / CUBIC_CENTIMETRES_A_LITRE:f}"
    return str(row.limit)


def _check_order(rows: Sequence[TableRow]) -> None:
    """Each table goes by one thing, least first, and only its last step is without limit."""
    tables: dict[tuple[str, str, str], list[TableRow]] = {}
    for row in rows:
        tables.setdefault((row.zone, row.method, row.currency), []).append(row)
    for (zone, method, _currency), own in tables.items():
        where = f"{zone}, {method}"
        if len({row.basis for row in own}) > 1:
            raise InvalidInput("The table was not read.", {"table": f"{where} goes by two things."})
        limits = [row.limit for row in own]
        bounded = [limit for limit in limits if limit is not None]
        if None in limits[:-1] or any(a >= b for a, b in pairwise(bounded)):
            raise InvalidInput("The table was not read.", {"table": f"{where}: write the least first, each once."})


def _wrong(number: int, what: str) -> InvalidInput:
    return InvalidInput("The table was not read.", {"table": f"Line {number}: {what}."})
