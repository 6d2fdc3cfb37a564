"""Gift cards and store credit as the office shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shopkeeper.commerce.credit.models import CreditAccount
from shopkeeper.commerce.credit.queries import Credit
from shopkeeper.commerce.ledger.models import Journal
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.backoffice.forms import Field, Trouble, choices
from shopkeeper.interfaces.backoffice.present import words


@dataclass(frozen=True)
class CreditRow:
    label: str
    url: str
    holder: str
    balance: str
    available: str
    until: str
    is_blocked: bool


@dataclass(frozen=True)
class CreditPage:
    rows: tuple[CreditRow, ...]
    text: str
    fields: tuple[Field, ...]
    trouble: Trouble | None


@dataclass(frozen=True)
class CreditRoom:
    row: CreditRow
    moves: tuple[tuple[str, str, str], ...]
    blocked_reason: str
    reason: Field
    trouble: Trouble | None


def credit_page(
    found: Sequence[Credit], text: str, currencies: Sequence[str], typed: Mapping[str, str], trouble: Trouble | None
) -> CreditPage:
    """The accounts found, and the form for a card from the house."""
    errors = dict(trouble.fields) if trouble else {}
    fields = (
        Field(
            name="amount",
            label="Worth",
            value=typed.get("amount", ""),
            error=errors.get("amount", ""),
            inputmode="decimal",
            hint="Such as 25.00",
        ),
        Field(
            name="currency",
            label="Currency",
            kind="select",
            choices=choices([(code, code) for code in currencies]),
            value=typed.get("currency", ""),
        ),
        Field(
            name="expires_on",
            label="Good until",
            kind="date",
            value=typed.get("expires_on", ""),
            error=errors.get("expires_on", ""),
            is_optional=True,
        ),
        Field(
            name="reason",
            label="What for",
            value=typed.get("reason", ""),
            error=errors.get("reason", ""),
            max_length=200,
        ),
    )
    return CreditPage(tuple(_row(one) for one in found), text, fields, trouble)


def _row(one: Credit) -> CreditRow:
    account = one.account
    holder = account.customer.user.email if account.customer else ""
    return CreditRow(
        label=account.label,
        url=f"/office/credit/{account.token}/",
        holder=holder,
        balance=one.balance.display(),
        available=one.available.display(),
        until=words.day(account.expires_on),
        is_blocked=bool(account.blocked_reason),
    )


def credit_room(
    one: Credit, journals: Sequence[Journal], typed: Mapping[str, str], trouble: Trouble | None
) -> CreditRoom:
    """One account with everything that moved on it."""
    errors = dict(trouble.fields) if trouble else {}
    return CreditRoom(
        row=_row(one),
        moves=tuple(
            (words.when(journal.at), journal.memo or journal.kind, _amount(journal, one.account))
            for journal in journals
        ),
        blocked_reason=one.account.blocked_reason,
        reason=Field(
            name="reason",
            label="Why",
            value=typed.get("reason", ""),
            error=errors.get("reason", ""),
            max_length=200,
        ),
        trouble=trouble,
    )


def _amount(journal: Journal, account: CreditAccount) -> str:
    moved = -sum(entry.amount_minor for entry in journal.entries.all() if entry.subject == account.token)
    return f"{'+' if moved > 0 else ''}{Money(moved, account.currency).display()}"
