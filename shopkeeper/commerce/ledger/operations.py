"""The only code that writes the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from shopkeeper.commerce.ledger.accounts import Account
from shopkeeper.commerce.ledger.models import Entry, Journal
from shopkeeper.foundation import ids
from shopkeeper.foundation.bulk import insert_rows
from shopkeeper.foundation.errors import Conflict
from shopkeeper.foundation.money import Money


class Unbalanced(Exception):
    """Debits and credits differ: the caller has a bug, and nothing was written."""


@dataclass(frozen=True)
class Line:
    """One entry to write: ``amount`` is a debit above zero, a credit below."""

    account: Account
    amount: Money
    subject: str = ""


def debit(account: Account, amount: Money, subject: str = "") -> Line:
    return Line(account, amount, subject)


def credit(account: Account, amount: Money, subject: str = "") -> Line:
    return Line(account, Money(-amount.minor, amount.currency), subject)


@transaction.atomic
def post(
    *, key: str, kind: str, reference: str, lines: Sequence[Line], at: datetime | None, memo: str = ""
) -> Journal | None:
    """Write one journal. Posting the same key again writes nothing and returns the first; null when every line is
    nothing.

    ``at`` is when it happened, the database's own time when nobody can say. Call it in the transaction of what it
    books. Raises Unbalanced; Conflict when the key stands for other amounts.
    """
    kept = _together(lines)
    standing = Journal.objects.filter(key=key).first()
    if standing:
        return _same(standing, kept)
    if not kept:
        return None
    _must_balance(kept)
    return _written(Journal(key=key, kind=kind, reference=reference[:120], memo=memo[:200], at=at or Now()), kept)


def _written(journal: Journal, lines: Sequence[Line]) -> Journal:
    journal.id = ids.in_order_of_time()
    try:
        with transaction.atomic():
            insert_rows(
                Entry,
                ("journal_id", "account", "subject", "currency", "amount_minor"),
                ((journal.id, one.account.value, one.subject, one.amount.currency, one.amount.minor) for one in lines),
            )
            journal.save(force_insert=True)
    except IntegrityError:
        # Somebody else posted the same key while we wrote.
        standing = Journal.objects.filter(key=journal.key).first()
        if standing is None:
            raise
        return _same(standing, lines)
    return journal


def _together(lines: Sequence[Line]) -> list[Line]:
    """One line for each account, subject and currency; those that come to nothing are left out."""
    sums: Counter[tuple[Account, str, str]] = Counter()
    for one in lines:
        sums[(one.account, one.subject[:120], one.amount.currency)] += one.amount.minor
    return [Line(account, Money(minor, code), subject) for (account, subject, code), minor in sums.items() if minor]


def _must_balance(lines: Sequence[Line]) -> None:
    sums: Counter[str] = Counter()
    for one in lines:
        sums[one.amount.currency] += one.amount.minor
    wrong = {code: minor for code, minor in sums.items() if minor}
    if wrong:
        raise Unbalanced(f"Debits and credits differ by {wrong}.")


def _same(standing: Journal, lines: Sequence[Line]) -> Journal:
    rows = standing.entries.values_list("account", "subject", "currency", "amount_minor")
    told = {(one.account.value, one.subject, one.amount.currency, one.amount.minor) for one in lines}
    if set(rows) != told:
        raise Conflict(f"“{standing.key}” is booked already, with other amounts.")
    return standing
