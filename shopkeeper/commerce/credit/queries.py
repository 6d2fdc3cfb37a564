"""What stands on gift cards and store credit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, Sum

from shopkeeper.commerce.credit.codes import code_for, hash_of
from shopkeeper.commerce.credit.models import CreditAccount, CreditUse
from shopkeeper.commerce.ledger import queries as ledger
from shopkeeper.commerce.ledger.models import Entry, Journal
from shopkeeper.foundation.errors import NotFound
from shopkeeper.foundation.money import Money

UNKNOWN_CODE = "We do not know this code. Please check it; it looks like 7K2M-9QPD-X3TB."


@dataclass(frozen=True)
class Credit:
    """An account with what stands on it and what of that is free to be spent; both zero or more."""

    account: CreditAccount
    balance: Money
    available: Money

    @property
    def token(self) -> str:
        return self.account.token

    @property
    def label(self) -> str:
        return self.account.label


def usable(tokens: Sequence[str], *, currency: str, at: datetime) -> list[Credit]:
    """The accounts with these tokens that can be spent now in ``currency``, in the order given. Three queries; none
    without tokens."""
    if not tokens:
        return []
    found = {account.token: account for account in CreditAccount.objects.filter(token__in=tokens, currency=currency)}
    kept = [found[token] for token in dict.fromkeys(tokens) if token in found and not why_not(found[token], at=at)]
    return with_balances(kept)


def why_not(account: CreditAccount, *, at: datetime) -> str:
    """Why an account cannot be spent, for its holder; empty when it can."""
    if account.blocked_reason:
        return "This card is blocked. Please contact us and we will sort it out."
    if account.expires_on and account.expires_on < at.date():
        return f"This card was good until {account.expires_on:%d %B %Y}."
    return ""


def with_balances(accounts: Sequence[CreditAccount]) -> list[Credit]:
    """Each with what stands on it. Two queries, however many."""
    held = {
        row["account"]: row["sum"]
        for row in CreditUse.objects.filter(account__in=accounts, status=CreditUse.Status.HELD)
        .values("account")
        .annotate(sum=Sum("amount_minor"))
    }
    kinds = {account.ledger_account for account in accounts}
    rows = Entry.objects.filter(account__in=kinds, subject__in=[account.token for account in accounts])
    standing = {
        (row["subject"], row["currency"]): -row["sum"]
        for row in rows.values("subject", "currency").annotate(sum=Sum("amount_minor"))
    }
    found = []
    for account in accounts:
        balance = standing.get((account.token, account.currency), 0)
        free = balance - held.get(account.pk, 0)
        found.append(Credit(account, Money(balance, account.currency), Money(free, account.currency)))
    return found


def credit(account: CreditAccount) -> Credit:
    """One account with what stands on it. Two queries."""
    return with_balances([account])[0]


def account_by_code(code: str) -> CreditAccount:
    """The card a code opens. Raises NotFound. One query; whoever asks limits the guesses."""
    found = CreditAccount.objects.filter(code_hash=hash_of(code)).first()
    if found is None:
        raise NotFound(UNKNOWN_CODE)
    return found


def account_by_token(token: str) -> CreditAccount:
    """The account a token names. Raises NotFound. One query."""
    found = CreditAccount.objects.filter(token=token).first()
    if found is None:
        raise NotFound("This credit does not exist.")
    return found


def of_guest(token: str) -> tuple[Credit, str] | None:
    """A guest's store credit with its code, while there is something on it and the shop can still tell the code; null
    otherwise. Three queries."""
    account = CreditAccount.objects.filter(token=token, customer=None).first()
    found = credit(account) if account else None
    if account is None or found is None or not found.available:
        return None
    code = code_for(token, known_hash=account.code_hash or "")
    return (found, code) if code else None


def of_customer(customer_id: int, *, currency: str = "") -> list[Credit]:
    """A customer's own cards and credit, those with something on them first. Three queries."""
    own = CreditAccount.objects.filter(customer_id=customer_id).order_by("-pk")
    found = with_balances(list(own.filter(currency=currency) if currency else own))
    return sorted(found, key=lambda one: not one.available)


def history(account: CreditAccount, *, limit: int = 100) -> list[Journal]:
    """What moved on an account, newest first, with entries. Two queries."""
    return ledger.journals_on(account.ledger_account, subject=account.token, limit=limit)


def find(text: str, *, limit: int = 50) -> list[Credit]:
    """Accounts for staff, newest first: by code, end of code or the holder's e-mail address; all without a text."""
    found = CreditAccount.objects.select_related("customer__user").order_by("-pk")
    if text:
        named = Q(code_hash=hash_of(text)) | Q(code_end=text.strip().upper()[-4:]) | Q(token=text.strip())
        found = found.filter(named | Q(customer__user__email__iexact=text.strip()))
    return with_balances(list(found[:limit]))
