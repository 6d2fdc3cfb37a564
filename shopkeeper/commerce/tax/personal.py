"""Certificates of exemption. They go with the account; what an order was priced by stays with the order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from shopkeeper.commerce.tax.models import Exemption
from shopkeeper.foundation.privacy.ports import Person, Silent


class Exemptions(Silent):
    name = "tax"
    tables: Sequence[str] = ("tax_exemption",)

    def export(self, person: Person) -> Mapping[str, Any]:
        rows = Exemption.objects.filter(customer__user_id=person.user_id).order_by("pk")
        return {
            "exemptions": list(rows.values("country", "region", "certificate", "reason", "valid_from", "valid_until"))
        }

    def erase(self, person: Person, *, at: datetime) -> None:
        if person.user_id:
            Exemption.objects.filter(customer__user_id=person.user_id).delete()
