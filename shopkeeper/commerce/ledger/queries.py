"""Balances are sums of entries, never counters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, F, QuerySet, Sum, Value, When
from django.db.models.functions import Abs, Coalesce

from shopkeeper.commerce.ledger.accounts import KINDS, TITLES, Account, Kind
from shopkeeper.commerce.ledger.models import Entry, Journal
from shopkeeper.foundation.money import Money


@dataclass(frozen=True)
class TrialRow:
    """An account in one currency: what was debited and credited, both positive, and the difference."""

    account: Account
    currency: str
    debit_minor: int
    credit_minor: int

    @property
    def title(self) -> str:
        return TITLES[self.account]

    @property
    def kind(self) -> Kind:
        return KINDS[self.account]

    @property
    def balance(self) -> Money:
        return Money(self.debit_minor - self.credit_minor, self.currency)


def balance(account: Account, currency: str, *, subject: str | None = None, until: datetime | None = None) -> Money:
    """What stands on an account (of one subject, when given): debit above zero. One query."""
    found = Entry.objects.filter(account=account, currency=currency)
    if subject is not None:
        found = found.filter(subject=subject)
    if until is not None:
        found = found.filter(journal__at__lt=until)
    return Money(found.aggregate(sum=Coalesce(Sum("amount_minor"), 0))["sum"], currency)


def balances_of(account: Account, *, subject: str | None = None) -> list[Money]:
    """What stands on an account (of one subject, when given) in each currency. One query."""
    found = Entry.objects.filter(account=account) if subject is None else _of(account, subject)
    rows = found.values("currency").annotate(sum=Sum("amount_minor")).order_by("currency")
    return [Money(row["sum"], row["currency"]) for row in rows]


def largest_subjects(account: Account, *, limit: int) -> list[tuple[str, Money]]:
    """The subjects of an account that stand furthest from zero. One query."""
    rows = Entry.objects.filter(account=account).values("subject", "currency").annotate(sum=Sum("amount_minor"))
    far = rows.exclude(sum=0).annotate(far=Abs("sum")).order_by("-far", "subject")[:limit]
    return [(row["subject"], Money(row["sum"], row["currency"])) for row in far]


def _of(account: Account, subject: str) -> QuerySet[Entry]:
    return Entry.objects.filter(account=account, subject=subject)


def trial_balance(*, until: datetime | None = None) -> list[TrialRow]:
    """Every account with what was debited and credited before ``until``; both columns add up to the same for each
    currency. One query, answered from an index while no time is given.
    """
    found = Entry.objects.filter(journal__at__lt=until) if until else Entry.objects.all()
    sums = found.values("account", "currency").annotate(
        debit=Sum(Case(When(amount_minor__gt=0, then=F("amount_minor")), default=Value(0))),
        credit=Sum(Case(When(amount_minor__lt=0, then=-F("amount_minor")), default=Value(0))),
    )
    by_place = {account: place for place, account in enumerate(Account)}
    rows = [TrialRow(Account(row["account"]), row["currency"], row["debit"], row["credit"]) for row in sums]
    return sorted(rows, key=lambda row: (by_place[row.account], row.currency))


def journals_on(
    account: Account, *, subject: str | None = None, before: int | None = None, limit: int = 50
) -> list[Journal]:
    """Journals that touch an account, newest first, with entries; ``before`` is the last id seen. Two queries."""
    entries = Entry.objects.filter(account=account)
    if subject is not None:
        entries = entries.filter(subject=subject)
    found = Journal.objects.filter(pk__in=entries.values("journal_id"))
    if before is not None:
        found = found.filter(id__lt=before)
    return list(found.order_by("-id").prefetch_related("entries")[:limit])


def every_journal(*, since: datetime | None = None, until: datetime | None = None) -> Iterator[Journal]:
    """All journals in order, in batches of 500 with their entries."""
    return _between(since, until).order_by("id").prefetch_related("entries").iterator(chunk_size=500)


def _between(since: datetime | None, until: datetime | None) -> QuerySet[Journal]:
    found = Journal.objects.all()
    if since is not None:
        found = found.filter(at__gte=since)
    return found.filter(at__lt=until) if until is not None else found


def unbalanced() -> list[int]:
    """Journals whose entries do not add up to nothing: none, for the database refuses them. One query."""
    sums = Entry.objects.values("journal_id", "currency").annotate(sum=Sum("amount_minor")).exclude(sum=0)
    return [row["journal_id"] for row in sums[:100]]
