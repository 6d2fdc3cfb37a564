"""The books as the office shows them. Debits and credits stand in columns of their own, as bookkeepers read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from shopkeeper.commerce.ledger.accounts import SUBJECTS, TITLES, Account
from shopkeeper.commerce.ledger.models import Entry, Journal
from shopkeeper.commerce.ledger.queries import TrialRow
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.backoffice.present import words

KINDS = {
    "capture": "Money taken",
    "refund": "Money given back",
    "undo": "Money handed back whole",
    "sale": "Invoice",
    "credit_note": "Credit note",
    "credit": "Gift card or store credit",
}


@dataclass(frozen=True)
class BalanceRow:
    title: str
    kind: str
    url: str
    debit: str
    credit: str
    balance: str


@dataclass(frozen=True)
class Sheet:
    """One currency's accounts. Both sums are the same, or something is badly wrong."""

    currency: str
    rows: tuple[BalanceRow, ...]
    debit: str
    credit: str
    is_balanced: bool


@dataclass(frozen=True)
class LedgerPage:
    sheets: tuple[Sheet, ...]
    until: str


@dataclass(frozen=True)
class EntryRow:
    account: str
    url: str
    subject: str
    subject_url: str
    debit: str
    credit: str


@dataclass(frozen=True)
class JournalRow:
    at: str
    what: str
    memo: str
    about: str
    about_url: str
    entries: tuple[EntryRow, ...]


@dataclass(frozen=True)
class AccountPage:
    title: str
    subject: str
    subject_word: str
    url: str
    balances: tuple[str, ...]
    owners: tuple[tuple[str, str, str], ...]
    journals: tuple[JournalRow, ...]
    next_url: str


def ledger_page(rows: Sequence[TrialRow], until: date | None) -> LedgerPage:
    by_currency = sorted(rows, key=lambda row: row.currency)
    sheets = tuple(_sheet(code, list(found)) for code, found in groupby(by_currency, key=lambda row: row.currency))
    return LedgerPage(sheets, until.isoformat() if until else "")


def _sheet(currency: str, rows: Sequence[TrialRow]) -> Sheet:
    debit, credit = sum(row.debit_minor for row in rows), sum(row.credit_minor for row in rows)
    return Sheet(
        currency,
        tuple(
            BalanceRow(
                row.title,
                row.kind.value,
                f"/office/ledger/{row.account.value}/",
                _amount(row.debit_minor, currency),
                _amount(row.credit_minor, currency),
                sided(row.balance),
            )
            for row in rows
        ),
        _amount(debit, currency),
        _amount(credit, currency),
        debit == credit,
    )


def _amount(minor: int, currency: str) -> str:
    return Money(minor, currency).display() if minor else ""


def sided(amount: Money) -> str:
    """A balance with the side it stands on: ``€12.00 debit``."""
    if not amount.minor:
        return Money(0, amount.currency).display()
    return f"{Money(abs(amount.minor), amount.currency).display()} {'debit' if amount.minor > 0 else 'credit'}"


def account_page(
    account: Account,
    subject: str,
    balances: Sequence[Money],
    owners: Sequence[tuple[str, Money]],
    journals: Sequence[Journal],
    numbers: Mapping[str, str],
    *,
    has_more: bool,
) -> AccountPage:
    url = f"/office/ledger/{account.value}/"
    query = {"subject": subject} if subject else {}
    return AccountPage(
        title=TITLES[account],
        subject=_owner(subject, numbers) if subject else "",
        subject_word=SUBJECTS.get(account, ""),
        url=url,
        balances=tuple(sided(amount) for amount in balances),
        owners=tuple((_owner(one, numbers), sided(amount), _subject_url(account, one)) for one, amount in owners),
        journals=tuple(_journal(one, numbers) for one in journals),
        next_url=f"{url}?{urlencode({**query, 'before': journals[-1].pk})}" if has_more else "",
    )


def _journal(journal: Journal, numbers: Mapping[str, str]) -> JournalRow:
    number = numbers.get(journal.reference, "")
    return JournalRow(
        at=words.when(journal.at),
        what=KINDS.get(journal.kind, journal.kind.replace("_", " ").capitalize()),
        memo=journal.memo,
        about=number or journal.reference,
        about_url=f"/office/orders/{number}/" if number else "",
        entries=tuple(_entry(one, numbers) for one in sorted(journal.entries.all(), key=lambda one: -one.amount_minor)),
    )


def _entry(entry: Entry, numbers: Mapping[str, str]) -> EntryRow:
    account = Account(entry.account)
    amount = Money(abs(entry.amount_minor), entry.currency).display()
    return EntryRow(
        account=TITLES[account],
        url=f"/office/ledger/{account.value}/",
        subject=_owner(entry.subject, numbers),
        subject_url=_subject_url(account, entry.subject) if entry.subject else "",
        debit=amount if entry.amount_minor > 0 else "",
        credit=amount if entry.amount_minor < 0 else "",
    )


def _owner(subject: str, numbers: Mapping[str, str]) -> str:
    return f"Order {numbers[subject]}" if subject in numbers else subject


def _subject_url(account: Account, subject: str) -> str:
    return f"/office/ledger/{account.value}/?{urlencode({'subject': subject})}"
