"""What staff do with gift cards and store credit. Each is one transaction with its record."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from shopkeeper.commerce.credit import operations
from shopkeeper.commerce.credit.models import CreditAccount
from shopkeeper.commerce.ledger.accounts import Account
from shopkeeper.commerce.ledger.operations import debit
from shopkeeper.foundation.audit.operations import Actor, record
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.money import Money

# A gift of the house beyond this is a typing mistake, in minor units of any currency.
MOST = 1_000_000


@transaction.atomic
def give_card(
    *, amount: Money, expires_on: date | None, reason: str, actor: Actor, at: datetime
) -> tuple[CreditAccount, str]:
    """A gift card from the house, with its code, told once. Raises InvalidInput."""
    if not reason.strip():
        raise InvalidInput("Please say why.", {"reason": "Say what it is for; the record keeps it."})
    if amount.minor > MOST:
        raise InvalidInput("That is a great deal.", {"amount": f"Write {Money(MOST, amount.currency)} at most."})
    account, code = operations.issue_card(
        amount=amount,
        paid_from=debit(Account.GOODWILL, amount),
        reason=reason.strip()[:200],
        expires_on=expires_on,
        at=at,
    )
    record(
        actor=actor,
        action="credit.give",
        target=f"credit:{account.token}",
        after={"amount": str(amount), "expires_on": expires_on.isoformat() if expires_on else ""},
        reason=reason,
        at=at,
    )
    return account, code


@transaction.atomic
def block(*, account: CreditAccount, reason: str, actor: Actor, at: datetime) -> None:
    """Nobody can spend it until it is unblocked. Raises InvalidInput without a reason."""
    operations.block(account=account, reason=reason)
    record(actor=actor, action="credit.block", target=f"credit:{account.token}", reason=reason, at=at)


@transaction.atomic
def unblock(*, account: CreditAccount, actor: Actor, at: datetime) -> None:
    """It can be spent again."""
    operations.unblock(account=account)
    record(actor=actor, action="credit.unblock", target=f"credit:{account.token}", at=at)
