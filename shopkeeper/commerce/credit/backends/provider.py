"""Credit as a payment provider: authorising sets an amount aside on the account, capturing takes it.

Its books are in this database, but it is spoken to like any other provider: outside transactions, idempotent by key.
The token of a charge is the account's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from shopkeeper.commerce.credit import operations, queries
from shopkeeper.commerce.credit.models import CreditAccount, CreditUse
from shopkeeper.commerce.ledger.accounts import Account
from shopkeeper.commerce.ledger.models import Journal
from shopkeeper.commerce.ledger.operations import credit, debit, post
from shopkeeper.commerce.payments.ports import Answer, BadSignature, Charge, Notice, Outcome
from shopkeeper.foundation import clock
from shopkeeper.foundation.errors import Conflict, NotFound
from shopkeeper.foundation.money import Money

Status = CreditUse.Status
_OUTCOMES = {
    Status.HELD: Outcome.AUTHORISED,
    Status.TAKEN: Outcome.CAPTURED,
    Status.RELEASED: Outcome.VOIDED,
}


class CreditProvider:
    name = "credit"

    def card_of(self, token: str) -> str:
        return token

    @transaction.atomic
    def authorise(self, charge: Charge) -> Answer:
        account = CreditAccount.objects.select_for_update().filter(token=charge.token).first()
        if account is None:
            return Answer(Outcome.DECLINED, code="unknown_credit", message=queries.UNKNOWN_CODE)
        standing = CreditUse.objects.filter(key=charge.key).first()
        if standing:
            return _answer(standing)
        at = clock.now()
        refused = _why_not(account, charge.amount, at)
        if refused:
            return Answer(Outcome.DECLINED, code="credit_refused", message=refused)
        use = CreditUse.objects.create(account=account, key=charge.key, amount_minor=charge.amount.minor, created_at=at)
        return _answer(use)

    @transaction.atomic
    def capture(self, provider_id: str, amount: Money, key: str) -> Answer:
        use = _use(provider_id)
        held = CreditUse.objects.filter(pk=use.pk, status=Status.HELD)
        if amount.minor == use.amount_minor and held.update(status=Status.TAKEN):
            _book(use, amount, f"credit-use:{use.pk}:take", sign=1)
        return _answer(_use(provider_id))

    @transaction.atomic
    def void(self, provider_id: str, key: str) -> Answer:
        use = _use(provider_id)
        CreditUse.objects.filter(pk=use.pk, status=Status.HELD).update(status=Status.RELEASED)
        return _answer(_use(provider_id))

    @transaction.atomic
    def refund(self, provider_id: str, amount: Money, key: str) -> Answer:
        use = _use(provider_id)
        if not _book(use, amount, f"credit-use:{use.pk}:back:{key}", sign=-1):
            return _answer(use)
        within = CreditUse.objects.filter(
            pk=use.pk, status=Status.TAKEN, amount_minor__gte=F("refunded_minor") + amount.minor
        )
        if not within.update(refunded_minor=F("refunded_minor") + amount.minor):
            raise Conflict("That is more than this card paid.")
        operations.keep_good(account=use.account, at=clock.now())
        return _answer(_use(provider_id))

    def fetch(self, payment_key: str) -> Answer:
        use = CreditUse.objects.select_related("account").filter(key=payment_key).first()
        return _answer(use) if use else Answer(Outcome.MISSING)

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> list[Notice]:
        raise BadSignature("Credit sends no messages.")

    @transaction.atomic
    def deposit(self, token: str, amount: Money, key: str) -> None:
        """A refund that goes to credit instead of the way it came."""
        account = queries.account_by_token(token)
        operations.add(
            account=account,
            amount=amount,
            paid_from=debit(Account.PROVIDER, amount, self.name),
            key=f"credit:{account.token}:deposit:{key}",
            reason="Refund",
            at=clock.now(),
        )


def _why_not(account: CreditAccount, amount: Money, at: datetime) -> str:
    refused = queries.why_not(account, at=at)
    if refused or amount.currency != account.currency:
        return refused or f"This card pays in {account.currency} only."
    available = queries.credit(account).available
    if available < amount:
        return f"There is {available} left on it, which is not enough."
    return ""


def _use(provider_id: str) -> CreditUse:
    """The use a provider id names, its row locked."""
    number = provider_id.removeprefix("use_")
    found = CreditUse.objects.select_for_update(of=("self",)).filter(pk=number) if number.isdigit() else None
    use = found.select_related("account").first() if found is not None else None
    if use is None:
        raise NotFound("Credit does not know this payment.")
    return use


def _answer(use: CreditUse) -> Answer:
    currency = use.account.currency
    taken = use.amount_minor if use.status == Status.TAKEN else 0
    return Answer(
        outcome=_OUTCOMES[Status(use.status)],
        provider_id=f"use_{use.pk}",
        amount=Money(use.amount_minor, currency),
        captured=Money(taken, currency),
        refunded=Money(use.refunded_minor, currency),
    )


def _book(use: CreditUse, amount: Money, key: str, *, sign: int) -> bool:
    """Move ``amount`` from the account to what payments book as being with this provider, or back (``sign`` -1).
    False when the key is booked already."""
    if Journal.objects.filter(key=key).exists():
        return False
    signed = Money(sign * amount.minor, amount.currency)
    account = use.account
    post(
        key=key,
        kind="credit",
        reference=f"credit:{account.token}",
        lines=[debit(account.ledger_account, signed, account.token), credit(Account.PROVIDER, signed, "credit")],
        at=clock.now(),
        memo=use.key,
    )
    return True
