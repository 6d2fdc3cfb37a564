"""The only code that writes gift cards and store credit. Money on them is moved by journals alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from shopkeeper.commerce.credit import queries
from shopkeeper.commerce.credit.codes import code_for, hash_of
from shopkeeper.commerce.credit.events import CreditGiven
from shopkeeper.commerce.credit.models import CreditAccount
from shopkeeper.commerce.customers.models import Customer
from shopkeeper.commerce.ledger.accounts import Account
from shopkeeper.commerce.ledger.operations import Line, credit, debit, post
from shopkeeper.foundation import ids
from shopkeeper.foundation.errors import Conflict, InvalidInput
from shopkeeper.foundation.events import publish
from shopkeeper.foundation.money import Money

Kind = CreditAccount.Kind
# What comes back to a card that is about to run out can still be spent for this long.
GRACE = timedelta(days=365)


@transaction.atomic
def issue_card(
    *,
    amount: Money,
    paid_from: Line,
    reason: str,
    at: datetime,
    kind: str = Kind.GIFT_CARD,
    customer: Customer | None = None,
    expires_on: date | None = None,
    code: str = "",
) -> tuple[CreditAccount, str]:
    """A new card worth ``amount`` with its code, which is told this once. ``paid_from`` is the debit that pays for it.

    Raises InvalidInput for nothing, less, or a day that is over.
    """
    if amount.minor <= 0:
        raise InvalidInput("A card is worth more than nothing.", {"amount": "Enter an amount above 0."})
    if expires_on and expires_on < at.date():
        raise InvalidInput("That day is over.", {"expires_on": "Choose a day to come."})
    code = code or ids.handed_code()
    account = CreditAccount.objects.create(
        token=ids.public_id("crd"),
        kind=kind,
        currency=amount.currency,
        customer=customer,
        code_hash=hash_of(code),
        code_end=code[-4:],
        expires_on=expires_on,
        created_at=at,
    )
    add(account=account, amount=amount, paid_from=paid_from, key=f"credit:{account.token}:issue", reason=reason, at=at)
    return account, code


def store_account(*, customer: Customer, currency: str, at: datetime) -> CreditAccount:
    """The account on which the shop keeps what it owes a customer, made at first need."""
    own = CreditAccount.objects.filter(customer=customer, currency=currency, kind=Kind.STORE_CREDIT)
    standing = own.first()
    if standing:
        return standing
    try:
        with transaction.atomic():
            return CreditAccount.objects.create(
                token=ids.public_id("crd"),
                kind=Kind.STORE_CREDIT,
                currency=currency,
                customer=customer,
                created_at=at,
            )
    except IntegrityError:
        return own.get()


@transaction.atomic
def open_for_guest(*, token: str, currency: str, at: datetime) -> CreditAccount:
    """Store credit of somebody without an account at the shop, made at first need; ``codes.code_for`` is its code."""
    code = code_for(token)
    return CreditAccount.objects.get_or_create(
        token=token,
        defaults={
            "kind": Kind.STORE_CREDIT,
            "currency": currency,
            "code_hash": hash_of(code),
            "code_end": code[-4:],
            "created_at": at,
        },
    )[0]


@transaction.atomic
def add(*, account: CreditAccount, amount: Money, paid_from: Line, key: str, reason: str, at: datetime) -> None:
    """Put ``amount`` on an account, once for each ``key``; ``paid_from`` is the debit of the journal."""
    if amount.currency != account.currency or amount.minor <= 0:
        raise InvalidInput(f"This account takes amounts in {account.currency} above 0.", {"amount": "Enter an amount."})
    journal = post(
        key=key,
        kind="credit",
        reference=f"credit:{account.token}",
        lines=[paid_from, credit(account.ledger_account, amount, account.token)],
        at=at,
        memo=reason,
    )
    keep_good(account=account, at=at)
    if journal is not None:
        publish(CreditGiven(token=account.token, amount=amount, reason=reason[:200]))


def give(*, account: CreditAccount, amount: Money, key: str, reason: str, at: datetime) -> None:
    """Goodwill: the shop gives ``amount`` and says why. Once for each ``key``."""
    if not reason.strip():
        raise InvalidInput("Please say why.", {"reason": "Please say why."})
    add(account=account, amount=amount, paid_from=debit(Account.GOODWILL, amount), key=key, reason=reason, at=at)


def keep_good(*, account: CreditAccount, at: datetime) -> None:
    """Money that comes back to a card is never lost to a day that is near or over."""
    soon = at.date() + GRACE
    CreditAccount.objects.filter(pk=account.pk, expires_on__lt=soon).update(expires_on=soon)


@transaction.atomic
def claim(*, code: str, customer: Customer) -> CreditAccount:
    """Put a card into the customer's account, where it can be spent without its code. Raises NotFound, Conflict."""
    account = queries.account_by_code(code)
    free = CreditAccount.objects.filter(pk=account.pk, customer=None)
    if account.customer_id != customer.pk and not free.update(customer=customer):
        raise Conflict("This card is in somebody's account already.")
    account.refresh_from_db()
    return account


@transaction.atomic
def block(*, account: CreditAccount, reason: str) -> None:
    """Nobody can spend it until it is unblocked."""
    if not reason.strip():
        raise InvalidInput("Please say why.", {"reason": "Please say why."})
    CreditAccount.objects.filter(pk=account.pk).update(blocked_reason=reason.strip()[:200])


@transaction.atomic
def unblock(*, account: CreditAccount) -> None:
    """It can be spent again."""
    CreditAccount.objects.filter(pk=account.pk).update(blocked_reason="")
