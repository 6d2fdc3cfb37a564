"""The room where money waits for a person: promised, held, disputed, different."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shopkeeper.commerce.orders.models import OrderHold
from shopkeeper.commerce.payments.models import Dispute, Payout, PayoutLine, Terms
from shopkeeper.commerce.payments.promises import Awaited
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.backoffice.forms import Field, Trouble
from shopkeeper.interfaces.backoffice.present import words
from shopkeeper.interfaces.backoffice.present.order import WAYS


@dataclass(frozen=True)
class AwaitedRow:
    url: str
    number: str
    order_url: str
    way: str
    amount: str
    received: str
    missing: str
    surplus: str
    due: str
    is_overdue: bool


@dataclass(frozen=True)
class HeldRow:
    number: str
    url: str
    total: str
    since: str
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class DisputeRow:
    number: str
    url: str
    evidence_url: str
    amount: str
    reason: str
    answer_by: str


@dataclass(frozen=True)
class LineRow:
    id: int
    payout: str
    line: str
    amount: str
    difference: str


@dataclass(frozen=True)
class PayoutRow:
    provider: str
    payout_id: str
    paid_on: str
    net: str
    fee: str


@dataclass(frozen=True)
class MoneyPage:
    troubles: tuple[tuple[str, str, str, str], ...]
    awaited: tuple[AwaitedRow, ...]
    held: tuple[HeldRow, ...]
    disputes: tuple[DisputeRow, ...]
    lines: tuple[LineRow, ...]
    payouts: tuple[PayoutRow, ...]

    @property
    def is_quiet(self) -> bool:
        return not (self.troubles or self.awaited or self.held or self.disputes or self.lines)


def _order_url(number: str) -> str:
    return f"/office/orders/{number}/" if number else ""


def awaited_row(one: Awaited, numbers: Mapping[str, str], today: date) -> AwaitedRow:
    number = numbers.get(one.payment.reference, "")
    return AwaitedRow(
        url=f"/office/money/promises/{one.promise.pk}/",
        number=number,
        order_url=_order_url(number),
        way=WAYS.get(one.promise.provider, one.promise.provider),
        amount=Money(one.promise.amount_minor, one.promise.currency).display(),
        received=one.received.display() if one.received else "",
        missing=one.missing.display() if one.missing else "",
        surplus=one.surplus.display() if one.surplus else "",
        due=words.day(one.promise.due_on),
        is_overdue=one.is_overdue(today),
    )


def held_row(one: OrderHold) -> HeldRow:
    return HeldRow(
        number=one.order.number,
        url=_order_url(one.order.number),
        total=one.order.total.display(),
        since=words.when(one.placed_at),
        score=one.score,
        reasons=tuple(one.reasons),
    )


def dispute_row(one: Dispute, numbers: Mapping[str, str]) -> DisputeRow:
    number = numbers.get(one.payment.reference, "")
    return DisputeRow(
        number=number,
        url=_order_url(number),
        evidence_url=f"{_order_url(number)}evidence" if number else "",
        amount=Money(one.amount_minor, one.currency).display(),
        reason=one.reason,
        answer_by=words.when(one.answer_by),
    )


def line_row(one: PayoutLine) -> LineRow:
    amount = Money(one.gross_minor, one.payout.currency).display()
    return LineRow(one.pk, one.payout.payout_id, one.line_id, amount, one.difference)


def payout_row(one: Payout) -> PayoutRow:
    net, fee = Money(one.net_minor, one.currency).display(), Money(one.fee_minor, one.currency).display()
    return PayoutRow(one.provider, one.payout_id, words.day(one.paid_on), net, fee)


@dataclass(frozen=True)
class ReceiptRow:
    what: str
    amount: str
    at: str
    who: str
    note: str


@dataclass(frozen=True)
class PromisePage:
    row: AwaitedRow
    reference: str
    receipts: tuple[ReceiptRow, ...]
    fields: tuple[Field, ...]
    back_fields: tuple[Field, ...]
    trouble: Trouble | None

    @property
    def can_give_up(self) -> bool:
        return bool(self.row.received and self.row.missing)


RECEIPTS = {"received": "Came in", "sent_back": "Sent back", "written_off": "Given up"}


def promise_page(
    one: Awaited,
    numbers: Mapping[str, str],
    today: date,
    reference: str,
    *,
    typed: Mapping[str, str] | None = None,
    trouble: Trouble | None = None,
) -> PromisePage:
    typed, wrong = typed or {}, dict(trouble.fields) if trouble else {}
    promise = one.promise
    receipts = promise.receipts.order_by("at", "pk")
    return PromisePage(
        row=awaited_row(one, numbers, today),
        reference=reference,
        receipts=tuple(
            ReceiptRow(
                RECEIPTS[row.kind],
                Money(row.amount_minor, promise.currency).display(),
                words.when(row.at),
                row.actor,
                row.note,
            )
            for row in receipts
        ),
        fields=(
            Field(
                name="amount",
                label=f"What came in ({promise.currency})",
                value=typed.get("amount", one.missing.plain()),
                error=wrong.get("amount", ""),
                inputmode="decimal",
                hint="As the statement says. Less keeps the order waiting; more is listed to be sent back.",
            ),
            _note(typed, wrong, optional=True),
        ),
        back_fields=(_note(typed, wrong, optional=False),),
        trouble=trouble,
    )


def _note(typed: Mapping[str, str], wrong: Mapping[str, str], *, optional: bool) -> Field:
    hint = "Such as the line of the statement." if optional else "It stays on the record."
    return Field(
        name="note",
        label="Note",
        value=typed.get("note", ""),
        error=wrong.get("note", ""),
        hint=hint,
        is_optional=optional,
        max_length=200,
    )


@dataclass(frozen=True)
class TermsPage:
    title: str
    url: str
    fields: tuple[Field, ...]
    trouble: Trouble | None


@dataclass(frozen=True)
class TermsView:
    name: str
    url: str
    is_offered: bool
    sentence: str


def terms_view(provider: str, terms: Terms) -> TermsView:
    parts = [f"Due after {words.plural(terms.due_days, 'day')}"] if provider != "cod" else ["Paid at the door"]
    if provider != "cod":
        parts.append(f"reminded {words.plural(terms.remind_days, 'day')} later")
    if provider == "transfer":
        ends = f"cancelled {words.plural(terms.cancel_days, 'day')} after it was due" if terms.cancel_days else ""
        parts.append(ends or "never cancelled by itself")
        parts.append(f"to {terms.iban}" if terms.iban else "no account number yet")
    return TermsView(WAYS[provider], f"/office/policies/payments/{provider}/", terms.is_offered, ", ".join(parts) + ".")


def terms_page(
    provider: str, terms: Terms, typed: Mapping[str, str] | None = None, trouble: Trouble | None = None
) -> TermsPage:
    wrong = dict(trouble.fields) if trouble else {}

    def shown(name: str, kept: object) -> str:
        return (typed or {}).get(name, "" if kept is None else str(kept))

    def one(name: str, label: str, kept: object, hint: str = "", **more: object) -> Field:
        return Field(name=name, label=label, value=shown(name, kept), error=wrong.get(name, ""), hint=hint, **more)  # type: ignore[arg-type]

    offered = ("yes" if "is_offered" in typed else "") if typed is not None else ("yes" if terms.is_offered else "")
    fields = [
        Field(name="is_offered", label="Offered in the checkout", value=offered, kind="checkbox"),
        one(
            "countries",
            "Only for orders to",
            " ".join(terms.countries),
            "Country codes with spaces between them, such as NL DE. Empty: everywhere.",
            is_optional=True,
        ),
        one("most", "Largest order", terms.most_minor or "", "In minor units (cents). Empty: any.", is_optional=True),
    ]
    if provider != "cod":
        fields += [
            one("due_days", "Due after", terms.due_days, "Days.", inputmode="numeric"),
            one("remind_days", "Reminder", terms.remind_days, "Days after it was due.", inputmode="numeric"),
        ]
    if provider == "transfer":
        hint = "Days after it was due, if nothing at all has come. Empty: a person decides."
        fields.append(one("cancel_days", "Cancelled", terms.cancel_days, hint, is_optional=True))
    if provider != "cod":
        fields += [
            one("holder", "Account holder", terms.holder, max_length=70),
            one("iban", "IBAN", terms.iban, max_length=42),
            one("bic", "BIC", terms.bic, is_optional=True, max_length=11),
        ]
    return TermsPage(WAYS[provider], f"/office/policies/payments/{provider}/", tuple(fields), trouble)
