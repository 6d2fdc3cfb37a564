"""What the customer would get: the value of what comes back, fees, the delivery they paid. Reads, decides nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice

from shopkeeper.commerce.catalogue.models import Product
from shopkeeper.commerce.content import queries as content
from shopkeeper.commerce.content.models import ReturnPolicy
from shopkeeper.commerce.orders.models import CreditNote, Order, OrderLine, Package
from shopkeeper.commerce.returns import rules
from shopkeeper.commerce.returns.models import Return, ReturnLine
from shopkeeper.commerce.returns.rules import Eligibility
from shopkeeper.foundation.money import Money, round_half_up

_GONE = (Return.Status.REFUSED, Return.Status.CALLED_OFF)
_CREDITED = (Return.Status.SETTLING, Return.Status.SETTLED)


@dataclass(frozen=True)
class Returnable:
    """A line with what of it may come back."""

    line: OrderLine
    eligibility: Eligibility
    policy: ReturnPolicy | None
    returned: frozenset[int]

    def next_units(self, count: int) -> tuple[int, ...]:
        """The first units that are not back or on their way."""
        free = (unit for unit in range(self.line.quantity) if unit not in self.returned)
        return tuple(islice(free, count))


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
    arrived = _last_arrival(order)
    found = []
    for line in lines:
        policy = content.return_policy(kinds.get(line.product_id) or "", order.country)
        back = frozenset(gone.get(line.pk, ()))
        one = rules.eligibility(
            line_id=line.pk,
            units_left=line.quantity - len(back),
            has_left=line.package.status in {Package.Status.SHIPPED, Package.Status.DELIVERED},
            delivered_on=arrived,
            policy=policy,
            country=order.country,
            today=today,
        )
        found.append(Returnable(line, one, policy, back))
    return found


def _last_arrival(order: Order) -> date | None:
    """The day the last of an order arrived, from which the law's days count (Directive 2011/83/EU, art. 9(2)(b)(i));
    null while anything of it is still to come."""
    packages = Package.objects.filter(order=order).exclude(status=Package.Status.CANCELLED)
    days = [package.delivered_at for package in packages]
    return max(day.date() for day in days if day) if days and all(days) else None


def units_returned(order: Order) -> dict[int, list[int]]:
    """Which units of each line are back or on their way. One query."""
    rows = ReturnLine.objects.filter(part_of__order=order).exclude(part_of__status__in=_GONE)
    # What was credited before it was seen counts, whatever was found: it is never paid for twice.
    rows = rows.exclude(outcome=ReturnLine.Outcome.SEND_BACK, part_of__is_instant=False)
    gone: dict[int, list[int]] = {}
    for line_id, units in rows.values_list("line", "units"):
        gone.setdefault(line_id, []).extend(units)
    return gone


def value_of(order: Order, line: OrderLine, units: Sequence[int]) -> Value:
    """What was paid for these units of a line, to the minor unit."""
    goods = rules.share_of(line.total_minor, line.quantity, units)
    tax = rules.share_of(line.tax_minor, line.quantity, units)
    return Value(goods if order.prices_include_tax else goods + tax, tax)


def delivery_of(order: Order, coming_back: Mapping[int, int], *, but: int = 0) -> Delivery:
    """The delivery charge, when with these units the whole order was credited, nothing of it exchanged; nothing
    otherwise, or when it came back before. ``but`` is the return that asks. Three queries."""
    credited: Counter[int] = Counter(coming_back)
    done = ReturnLine.objects.filter(part_of__order=order, part_of__status__in=_CREDITED).exclude(part_of=but)
    for row in done.exclude(part_of__kind=Return.Kind.EXCHANGE).exclude(outcome=ReturnLine.Outcome.SEND_BACK):
        credited[row.line_id] += row.quantity
    if any(credited[line.pk] < line.quantity for line in OrderLine.objects.filter(order=order)):
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
