"""What providers sent to the bank: their files are read, booked, and held against our own books line by line.

The file is CSV with a header and one line for each thing a payout is made of; amounts are in major units with a full
stop, as the currency writes them:

    payout_id,paid_on,currency,line_id,type,provider_id,gross,fee
    po_1,2026-11-20,EUR,l1,charge,pi_3Aa,40.95,0.82
    po_1,2026-11-20,EUR,l2,refund,pi_3Aa,-10.00,0.00
    po_1,2026-11-20,EUR,l3,fee,,0.00,1.50

``type`` is charge, refund, dispute, fee or other; ``provider_id`` is the provider's name of the payment. Of each payout
the bank gets gross less fees. The journal: what arrived and the fees in debit, the provider in credit.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, Sum

from shopkeeper.commerce.ledger.accounts import Account
from shopkeeper.commerce.ledger.operations import credit, debit, post
from shopkeeper.commerce.payments.models import Dispute, Payment, Payout, PayoutLine, Refund
from shopkeeper.foundation.errors import Conflict, InvalidInput
from shopkeeper.foundation.money import Money, MoneyError

COLUMNS = ("payout_id", "paid_on", "currency", "line_id", "type", "provider_id", "gross", "fee")
Kind = PayoutLine.Kind


@dataclass(frozen=True)
class Row:
    payout_id: str
    paid_on: date
    line_id: str
    kind: str
    provider_id: str
    gross: Money
    fee: Money


@dataclass(frozen=True)
class Imported:
    """What a file came to: payouts new and known already, and the lines that need explaining."""

    new: int
    known: int
    differences: tuple[PayoutLine, ...]


def read(lines: Iterable[str]) -> list[Row]:
    """The rows of a file. Raises InvalidInput naming the line that cannot be read."""
    reader = csv.DictReader(lines)
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise InvalidInput(f"The file lacks these columns: {', '.join(missing)}.")
    return [_row(told, number) for number, told in enumerate(reader, 2)]


def _row(told: dict[str, str | None], number: int) -> Row:
    text = {name: (told.get(name) or "").strip() for name in COLUMNS}
    try:
        if text["type"] not in Kind.values or not text["payout_id"] or not text["line_id"]:
            raise ValueError(f"“{text['type']}” is not one of {', '.join(Kind.values)}, or a name is missing")
        currency = text["currency"].upper()
        return Row(
            text["payout_id"][:120],
            date.fromisoformat(text["paid_on"]),
            text["line_id"][:120],
            text["type"],
            text["provider_id"][:120],
            Money.parse(text["gross"] or "0", currency),
            Money.parse(text["fee"] or "0", currency),
        )
    except (ValueError, MoneyError) as wrong:
        raise InvalidInput(f"Line {number} cannot be read: {wrong}.") from None


def import_rows(*, provider: str, rows: Sequence[Row], at: datetime) -> Imported:
    """Book every payout of a file, each whole or not at all. A payout that is known already is left as it is; one that
    says something else than before is refused (Conflict)."""
    by_payout: dict[str, list[Row]] = {}
    for row in rows:
        by_payout.setdefault(row.payout_id, []).append(row)
    new, differences = 0, []
    for payout_id, own in by_payout.items():
        made = _book(provider, payout_id, own, at)
        new += made is not None
        differences += [line for line in (made.lines.all() if made else ()) if line.difference]
    return Imported(new, len(by_payout) - new, tuple(differences))


@transaction.atomic
def _book(provider: str, payout_id: str, rows: Sequence[Row], at: datetime) -> Payout | None:
    currencies = {row.gross.currency for row in rows}
    if len(currencies) > 1 or len({row.paid_on for row in rows}) > 1:
        raise InvalidInput(f"Payout {payout_id} names more than one currency or day.")
    currency = currencies.pop()
    gross, fee = sum(row.gross.minor for row in rows), sum(row.fee.minor for row in rows)
    standing = Payout.objects.filter(provider=provider, payout_id=payout_id).first()
    if standing:
        if (standing.net_minor, standing.fee_minor, standing.currency) != (gross - fee, fee, currency):
            raise Conflict(f"Payout {payout_id} was booked already, with other amounts.")
        return None
    payout = Payout.objects.create(
        provider=provider,
        payout_id=payout_id,
        currency=currency,
        net_minor=gross - fee,
        fee_minor=fee,
        paid_on=rows[0].paid_on,
        imported_at=at,
    )
    for row in rows:
        _line(payout, row)
    post(
        key=f"payout:{provider}:{payout_id}",
        kind="payout",
        reference=f"payout:{payout_id}",
        lines=[
            debit(Account.BANK, Money(gross - fee, currency)),
            debit(Account.PROVIDER_FEES, Money(fee, currency)),
            credit(Account.PROVIDER, Money(gross, currency), provider),
        ],
        at=at,
        memo=f"Paid out on {rows[0].paid_on}",
    )
    return payout


def _line(payout: Payout, row: Row) -> PayoutLine:
    payment = None
    if row.provider_id:
        payment = Payment.objects.filter(provider=payout.provider, provider_id=row.provider_id).first()
    difference = "" if row.kind == Kind.FEE else _difference(payout, row, payment)
    return PayoutLine.objects.create(
        payout=payout,
        line_id=row.line_id,
        kind=row.kind,
        provider_id=row.provider_id,
        gross_minor=row.gross.minor,
        fee_minor=row.fee.minor,
        payment=payment,
        difference=difference[:200],
    )


def _difference(payout: Payout, row: Row, payment: Payment | None) -> str:
    """Why a line does not agree with our books; empty when it does."""
    if row.kind == Kind.OTHER:
        return "The provider does not say what this is."
    if payment is None:
        return "It belongs to no payment of this shop."
    if payment.currency != row.gross.currency:
        return f"The payment was in {payment.currency}."
    told = PayoutLine.objects.filter(payment=payment, kind=row.kind).aggregate(sum=Sum("gross_minor"))["sum"] or 0
    ours = _ours(row.kind, payment)
    if told + row.gross.minor == ours or (row.kind == Kind.REFUND and ours <= told + row.gross.minor < 0):
        return ""
    paid_out, wanted = Money(told + row.gross.minor, payment.currency), Money(ours, payment.currency)
    return f"Paid out {paid_out} in all, our books say {wanted}."


def _ours(kind: str, payment: Payment) -> int:
    """What our books have for all lines of a kind about one payment together."""
    if kind == Kind.CHARGE:
        return payment.captured_minor
    if kind == Kind.REFUND:
        # Not what went back from the bank by hand, or into store credit.
        sent = Refund.objects.filter(payment=payment, status=Refund.Status.DONE, destination="")
        undone = payment.refunded_minor - _sum(Refund.objects.filter(payment=payment).exclude(status="failed"))
        return -(_sum(sent) + undone)
    lost = Dispute.objects.filter(payment=payment).exclude(status=Dispute.Status.WON)
    return -_sum(lost)


def _sum(rows: object) -> int:
    return int(rows.aggregate(sum=Sum("amount_minor"))["sum"] or 0)  # type: ignore[attr-defined]


def differences(*, limit: int = 100) -> list[PayoutLine]:
    """Lines that nobody has explained yet, oldest first. One query."""
    open_ones = PayoutLine.objects.filter(~Q(difference=""), explained="").select_related("payout", "payment")
    return list(open_ones.order_by("pk")[:limit])


@transaction.atomic
def explain(*, line_id: int, text: str) -> None:
    """Somebody has found out why a line differs. Raises InvalidInput."""
    if not text.strip():
        raise InvalidInput("Please say what it is.", {"text": "Write what you found out."})
    PayoutLine.objects.filter(pk=line_id).update(explained=text.strip()[:200])


def latest(*, limit: int = 20) -> list[Payout]:
    """The newest payouts. One query."""
    return list(Payout.objects.order_by("-paid_on", "-pk")[:limit])


def paid_out() -> dict[tuple[str, str], int]:
    """Gross amounts that have left each provider, by provider and currency. One query."""
    rows = PayoutLine.objects.values("payout__provider", "payout__currency").annotate(sum=Sum("gross_minor"))
    return {(row["payout__provider"], row["payout__currency"]): row["sum"] for row in rows}
