"""What the customer would get: the value of what comes back, fees, the delivery they paid. Reads, decides nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from shopkeeper.commerce.catalogue.models import Product
from shopkeeper.commerce.content import queries as content
from shopkeeper.commerce.content.models import ReturnPolicy
from shopkeeper.commerce.orders.models import CreditNote, Order, OrderLine, Package
from shopkeeper.commerce.returns import rules
from shopkeeper.commerce.returns.models import Return, ReturnLine
from shopkeeper.commerce.returns.rules import Eligibility
from shopkeeper.foundation.money import Money, round_half_up

_GONE = (Return.Status.REFUSED, Return.Status.CALLED_OFF)


@dataclass(frozen=True)
class Returnable:
    """A line with what of it may come back."""

    line: OrderLine
    eligibility: Eligibility
    policy: ReturnPolicy | None
    returned: int


@dataclass(frozen=True)
class Value:
    """What was paid for some units: ``paid_minor`` with tax, ``tax_minor`` the tax in it."""

    paid_minor: int
    tax_minor: int


@dataclass(frozen=True)
class Delivery:
    """The delivery charge that comes back with the last of an order, as rows by tax rate: (rate, with tax, tax)."""

    rows: tuple[tuple[str, int, int], ...]

    @property
    def paid_minor(self) -> int:
        return sum(paid for _, paid, _ in self.rows)


def returnable(order: Order, *, today: date) -> list[Returnable]:
    """Every line of an order with what may come back. Four queries."""
    lines = list(OrderLine.objects.filter(order=order).select_related("package").order_by("position"))
    kinds = dict(
        Product.objects.filter(pk__in=[line.product_id for line in lines]).values_list("pk", "product_type__slug")
    )
    gone = units_returned(order)
    found = []
    for line in lines:
        policy = content.return_policy(kinds.get(line.product_id) or "", order.country)
        delivered = line.package.delivered_at
        one = rules.eligibility(
            line_id=line.pk,
            units_left=line.quantity - gone.get(line.pk, 0),
            delivered_on=delivered.date() if delivered and line.package.status == Package.Status.DELIVERED else None,
            policy=policy,
            country=order.country,
            today=today,
        )
        found.append(Returnable(line, one, policy, gone.get(line.pk, 0)))
    return found


def units_returned(order: Order) -> dict[int, int]:
    """Units of each line that are back or on their way. One query."""
    rows = ReturnLine.objects.filter(part_of__order=order).exclude(part_of__status__in=_GONE)
    rows = rows.exclude(outcome=ReturnLine.Outcome.SEND_BACK)
    return {row["line"]: row["sum"] for row in rows.values("line").annotate(sum=Sum("quantity"))}


def value_of(order: Order, line: OrderLine, *, returned: int, units: int) -> Value:
    """What was paid for ``units`` of a line of which ``returned`` came back before; to the minor unit, so that all of a
    line's returns together are worth the line."""
    goods = rules.share_of(line.total_minor, line.quantity, returned, units)
    tax = rules.share_of(line.tax_minor, line.quantity, returned, units)
    return Value(goods if order.prices_include_tax else goods + tax, tax)


def delivery_of(order: Order, coming_back: Mapping[int, int]) -> Delivery:
    """The delivery charge, when with these units the whole order has come back; nothing otherwise, or when it came back
    before. Two queries."""
    gone = units_returned(order)
    lines = list(OrderLine.objects.filter(order=order))
    if any(gone.get(line.pk, 0) + coming_back.get(line.pk, 0) < line.quantity for line in lines):
        return Delivery(())
    return whole_delivery_of(order)


def whole_delivery_of(order: Order) -> Delivery:
    """The delivery charge, whatever comes back; nothing when there was none or it came back before. Two queries."""
    if not order.shipping_minor or _is_credited(order):
        return Delivery(())
    return Delivery(tuple(_by_rate(order, list(OrderLine.objects.filter(order=order)))))


def _is_credited(order: Order) -> bool:
    notes = CreditNote.objects.filter(order=order).values_list("rows", flat=True)
    return any(row["kind"] == "delivery" for rows in notes for row in rows)


def _by_rate(order: Order, lines: Sequence[OrderLine]) -> list[tuple[str, int, int]]:
    """The delivery charge by tax rate: the tax of each rate is what the goods leave of it, the charge follows its
    tax, and what has no tax takes the rest."""
    taxes: Counter[str] = Counter()
    for row in order.quote.get("tax_rows", ()):
        taxes[row["rate"]] += int(row["tax_minor"])
    for line in lines:
        key = next((rate for rate in taxes if Decimal(rate) == line.tax_rate), None)
        if key is not None:
            taxes[key] -= line.tax_minor
    left = order.shipping_minor if order.prices_include_tax else order.shipping_minor + sum(taxes.values())
    rows: list[tuple[str, int, int]] = []
    for rate, tax in sorted(taxes.items(), key=lambda row: Decimal(row[0])):
        fraction = Decimal(rate)
        part = min(left, round_half_up(Decimal(tax) * (1 + fraction) / fraction)) if tax and fraction else 0
        rows.append((rate, part, tax))
        left -= part
    if left:
        rate, part, tax = rows.pop() if rows else ("0", 0, 0)
        rows.append((rate, part + left, tax))
    return [row for row in rows if row[1]]


def fee_of(chosen: Sequence[tuple[Returnable, str]], value: Money) -> Money:
    """What the way back costs the customer: the highest fee of their policies, once; nothing when something was wrong,
    and never more than what comes back is worth."""
    fees = [
        one.policy.fee_minor
        for one, reason in chosen
        if one.policy
        and one.policy.fees == ReturnPolicy.Fees.FIXED
        and one.policy.fee_currency == value.currency
        and not rules.is_fault(reason)
    ]
    blameless = any(rules.is_fault(reason) for _, reason in chosen)
    return Money(0 if blameless else min(max(fees, default=0), max(0, value.minor)), value.currency)
