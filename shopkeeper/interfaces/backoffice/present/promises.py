"""How delivery promises were kept, ready to print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shopkeeper.commerce.shipping.models import Label, LearnedRanges
from shopkeeper.commerce.shipping.remedy_desk import RuleWanted
from shopkeeper.commerce.shipping.report import Broken, DueRemedy, MethodRecord
from shopkeeper.interfaces.backoffice.forms import Field, Trouble
from shopkeeper.interfaces.backoffice.present import words

REMEDIES = {"message": "Told", "charge": "Charge back", "credit": "Store credit"}


@dataclass(frozen=True)
class MethodRow:
    name: str
    carrier: str
    promised: str
    share: str
    tone: str
    early: str
    late: str
    days_late: str
    broken_url: str


@dataclass(frozen=True)
class BrokenRow:
    number: str
    url: str
    promised: str
    arrived: str
    method: str
    country: str
    remedies: tuple[str, ...]


@dataclass(frozen=True)
class DueRow:
    number: str
    url: str
    what: str
    amount: str
    late: str
    give_url: str


@dataclass(frozen=True)
class PromisesPage:
    period: str
    learned: str
    methods: tuple[MethodRow, ...]
    troubled: tuple[tuple[str, str, str, str], ...]
    due: tuple[DueRow, ...]
    broken: tuple[BrokenRow, ...]
    broken_title: str
    every_url: str
    rules: tuple[Field, ...]
    trouble: Trouble | None


def promises_page(
    *,
    days: int,
    records: Sequence[MethodRecord],
    due: Sequence[DueRemedy],
    broken: Sequence[Broken],
    method: str,
    learned: LearnedRanges | None,
    troubled: Sequence[Label],
    rules: Mapping[str, RuleWanted],
    typed: Mapping[str, str] | None = None,
    trouble: Trouble | None = None,
) -> PromisesPage:
    name = next((record.name for record in records if record.method == method), method)
    return PromisesPage(
        period=f"Packages promised for the last {days} days",
        learned=_learned(learned),
        methods=tuple(_method(record) for record in records),
        troubled=tuple(_troubled(one) for one in troubled),
        due=tuple(_due(one) for one in due),
        broken=tuple(_broken(one) for one in broken),
        broken_title=f"Broken with {name}" if method else "Broken promises",
        every_url="/office/promises/" if method else "",
        rules=rule_fields(rules, typed, trouble),
        trouble=trouble,
    )


def _learned(learned: LearnedRanges | None) -> str:
    if learned is None:
        return "Promises follow the carriers' days. After fifty arrivals of a method in a country they follow those."
    known = words.plural(
        sum(count >= 50 for count in learned.arrivals.values()), "way of delivery is", "ways of delivery are"
    )
    return (
        f"Learned {words.when(learned.learned_at)} from {learned.consignments:,} arrivals. {known.capitalize()} "
        "promised by ranges that hold in 90\u00a0% of cases, the others by the carriers' days."
    )


def _method(record: MethodRecord) -> MethodRow:
    share = record.share
    return MethodRow(
        name=record.name or record.method,
        carrier=record.carrier,
        promised=f"{record.promised:,}",
        share="–" if share is None else f"{share * 100:.1f}\u00a0%",
        tone="" if share is None or share >= 0.95 else "note" if share >= 0.9 else "off",
        early=f"{record.early:,}",
        late=f"{record.late + record.overdue:,}",
        days_late=f"{record.days_late:.1f}" if record.late else "",
        broken_url=f"/office/promises/?method={record.method}#broken",
    )


def _troubled(one: Label) -> tuple[str, str, str, str]:
    """Order, address, what the carrier says, and its number for the parcel."""
    order = one.package.order
    return (order.number, f"/office/orders/{order.number}/", one.get_trouble_display(), one.tracking_number)


def _due(one: DueRemedy) -> DueRow:
    return DueRow(
        number=one.order_number,
        url=f"/office/orders/{one.order_number}/",
        what=one.kind,
        amount=one.amount.display(),
        late=words.plural(one.days_late, "day"),
        give_url=f"/office/promises/remedies/{one.id}/given",
    )


def _broken(one: Broken) -> BrokenRow:
    return BrokenRow(
        number=one.order_number,
        url=f"/office/orders/{one.order_number}/",
        promised=words.day(one.promised_to),
        arrived=words.day(one.arrived_on) if one.arrived_on else "not yet",
        method=one.method,
        country=words.country(one.country),
        remedies=tuple(f"{REMEDIES[kind]}: {status.lower()}" for kind, status in one.remedies),
    )


def rule_fields(
    rules: Mapping[str, RuleWanted], typed: Mapping[str, str] | None, trouble: Trouble | None
) -> tuple[Field, ...]:
    """Days late for each remedy, and how much credit."""
    wrong = dict(trouble.fields) if trouble else {}

    def field(name: str, label: str, kept: int | None, hint: str = "") -> Field:
        value = (typed or {}).get(name, "" if kept is None else str(kept))
        return Field(
            name=name,
            label=label,
            value=value,
            error=wrong.get(name, ""),
            hint=hint,
            inputmode="numeric",
            max_length=3,
            is_optional=True,
        )

    credit = rules["credit"]
    return (
        field("message-days", "Say sorry after so many days", rules["message"].days_late, "Empty: never."),
        field("charge-days", "Delivery charge back after", rules["charge"].days_late, "Days. Once for an order."),
        field("credit-days", "Store credit after", credit.days_late, "Days."),
        field("credit-percent", "Per cent of the goods", credit.percent or None, "Of the late package."),
    )
