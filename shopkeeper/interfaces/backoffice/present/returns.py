"""Returns as the office shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shopkeeper.commerce.returns.models import Return, ReturnLine
from shopkeeper.commerce.returns.queries import ReturnDetail
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.backoffice.forms import Field, Trouble, choices
from shopkeeper.interfaces.backoffice.present import words

TONES = {
    "requested": "note",
    "received": "warn",
    "settling": "warn",
    "settled": "ok",
    "refused": "off",
    "called_off": "off",
}
OUTCOMES = choices([("", "Choose …"), *ReturnLine.Outcome.choices])


@dataclass(frozen=True)
class ReturnRow:
    number: str
    url: str
    order: str
    kind: str
    status: str
    tone: str
    amount: str
    when: str
    problem: str


@dataclass(frozen=True)
class ReturnsPage:
    rows: tuple[ReturnRow, ...]
    status: str
    statuses: tuple[tuple[str, str], ...]
    next_url: str


@dataclass(frozen=True)
class LineRow:
    title: str
    quantity: int
    reason: str
    comment: str
    value: str
    instead: str
    outcome: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class ReturnRoom:
    number: str
    url: str
    order: str
    kind: str
    status: str
    tone: str
    lines: tuple[LineRow, ...]
    facts: tuple[tuple[str, str], ...]
    exchange_order: str
    credit_note: str
    problem: str
    can_receive: bool
    trouble: Trouble | None


def returns_page(found: Sequence[Return], status: str, length: int) -> ReturnsPage:
    """A page of returns; one more than ``length`` says that there is a next."""
    shown = found[:length]
    query = f"status={status}&" if status else ""
    more = f"/office/returns/?{query}before={shown[-1].pk}" if len(found) > length else ""
    return ReturnsPage(tuple(_row(made) for made in shown), status, tuple(Return.Status.choices), more)


def _row(made: Return) -> ReturnRow:
    return ReturnRow(
        number=made.number,
        url=f"/office/returns/{made.number}/",
        order=made.order.number,
        kind=made.get_kind_display(),
        status=made.get_status_display(),
        tone=TONES[made.status],
        amount="–" if made.came_to_nothing else made.estimate.display(),
        when=words.when(made.requested_at),
        problem=made.problem,
    )


def return_room(detail: ReturnDetail, typed: Mapping[str, str], trouble: Trouble | None) -> ReturnRoom:
    """One return, with what can be done about it."""
    made = detail.made
    waiting = made.status == Return.Status.REQUESTED or (made.is_instant and made.received_at is None)
    errors = dict(trouble.fields) if trouble else {}
    return ReturnRoom(
        number=made.number,
        url=f"/office/returns/{made.number}/",
        order=made.order.number,
        kind=made.get_kind_display(),
        status=made.get_status_display(),
        tone=TONES[made.status],
        lines=tuple(_line(one, made.order.currency, typed, errors, waiting) for one in detail.lines),
        facts=tuple(_facts(detail)),
        exchange_order=made.exchange_order.number if made.exchange_order else "",
        credit_note=detail.credit_note.label if detail.credit_note else "",
        problem=made.problem,
        can_receive=waiting and made.status not in {Return.Status.CALLED_OFF, Return.Status.REFUSED},
        trouble=trouble,
    )


def _line(
    one: ReturnLine, currency: str, typed: Mapping[str, str], errors: Mapping[str, str], waiting: bool
) -> LineRow:
    name = f"line_{one.line_id}"
    fields = (
        Field(
            name=name,
            label="What becomes of it",
            kind="select",
            choices=OUTCOMES,
            value=typed.get(name, ""),
            error=errors.get(name, ""),
        ),
        Field(
            name=f"note_{one.line_id}",
            label="A word about it",
            hint="The customer reads it when it is not accepted.",
            value=typed.get(f"note_{one.line_id}", ""),
            is_optional=True,
            max_length=300,
        ),
    )
    return LineRow(
        title=" · ".join(part for part in (one.line.title, one.line.variant_title, one.line.sku) if part),
        quantity=one.quantity,
        reason=one.get_reason_display(),
        comment=one.comment,
        value=Money(one.value_minor, currency).display(),
        instead=(one.replacement.get("variant_title") or one.replacement.get("title", "")) if one.replacement else "",
        outcome=" – ".join(part for part in (one.get_outcome_display(), one.outcome_note) if part),
        fields=fields if waiting else (),
    )


def _facts(detail: ReturnDetail) -> list[tuple[str, str]]:
    made, amount = detail.made, detail.comes_back
    where = made.refund_to or "the way it was paid"
    facts = [("Asked for", words.when(made.requested_at))]
    if amount.minor < 0:
        facts.append(("The customer pays", (-amount).display()))
    else:
        facts += [("The customer gets", amount.display()), ("Money goes", where)]
    if made.fee_minor:
        facts.append(("Return fee", Money(made.fee_minor, made.order.currency).display()))
    if made.received_at:
        facts.append(("Taken in", words.when(made.received_at)))
    if made.settled_at:
        facts.append(("Settled", words.when(made.settled_at)))
    return facts
