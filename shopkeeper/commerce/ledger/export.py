"""The ledger for other programs: CSV, and the plain text of hledger and ledger-cli."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shopkeeper.commerce.ledger.accounts import KINDS, Account, Kind
from shopkeeper.commerce.ledger.models import Entry, Journal
from shopkeeper.foundation.money import Money

CSV_HEADER = ("journal", "at", "kind", "reference", "account", "subject", "currency", "debit", "credit", "memo")
# Where hledger's standard account types expect an account.
_ROOTS = {Kind.ASSET: "assets", Kind.LIABILITY: "liabilities", Kind.INCOME: "income", Kind.EXPENSE: "expenses"}


def csv_rows(journals: Iterable[Journal]) -> Iterator[tuple[str, ...]]:
    """One row for each entry, amounts as decimal text. The header is :data:`CSV_HEADER`."""
    for journal in journals:
        for entry in journal.entries.all():
            amount = Money(abs(entry.amount_minor), entry.currency).plain()
            debit, credit = (amount, "") if entry.amount_minor > 0 else ("", amount)
            yield (
                journal.key,
                journal.at.isoformat(),
                journal.kind,
                journal.reference,
                entry.account,
                entry.subject,
                entry.currency,
                debit,
                credit,
                journal.memo,
            )


def hledger_lines(journals: Iterable[Journal]) -> Iterator[str]:
    """Transactions in hledger's journal format (hledger.org, “hledger journal format”), a blank line after each."""
    for journal in journals:
        told = " ".join(part for part in (journal.kind, journal.reference, journal.memo) if part)
        yield f"{journal.at:%Y-%m-%d} ({_line(journal.key)}) {_line(told)}"
        for entry in journal.entries.all():
            yield f"    {_place(entry)}  {Money(entry.amount_minor, entry.currency).plain()} {entry.currency}"
        yield ""


def _place(entry: Entry) -> str:
    account = Account(entry.account)
    parts = [_ROOTS[KINDS[account]], account.value, *([_name(entry.subject)] if entry.subject else [])]
    return ":".join(parts)


def _name(text: str) -> str:
    """A subject as part of an account's name: colons would make levels, two spaces would end it."""
    return " ".join(text.replace(":", "-").replace(";", " ").split())


def _line(text: str) -> str:
    """Text that cannot end its line, nor begin a comment or close the code."""
    return " ".join(text.replace(";", ",").replace("(", "[").replace(")", "]").split())
