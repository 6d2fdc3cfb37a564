"""What store credit holds about people. The account stays, because the books do; it is nobody's any more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from shopkeeper.commerce.credit.models import CreditAccount
from shopkeeper.commerce.credit.queries import with_balances
from shopkeeper.foundation.privacy.ports import Person, Silent


class Credits(Silent):
    name = "credit"
    tables: Sequence[str] = ("credit_creditaccount",)

    def export(self, person: Person) -> Mapping[str, Any]:
        own = list(CreditAccount.objects.filter(customer__user_id=person.user_id).order_by("pk"))
        return {
            "credit": [
                {"what": one.account.label, "balance": str(one.balance), "since": one.account.created_at}
                for one in with_balances(own)
            ]
        }

    def erase(self, person: Person, *, at: datetime) -> None:
        if person.user_id:
            CreditAccount.objects.filter(customer__user_id=person.user_id).update(customer=None, blocked_reason="")
