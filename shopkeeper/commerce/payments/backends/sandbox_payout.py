"""The sandbox's payout file: what it has taken and given back since the last one, less its fee of 1.4 % and 0.25."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from shopkeeper.commerce.payments.models import PayoutLine, SandboxCharge
from shopkeeper.commerce.payments.payouts import COLUMNS
from shopkeeper.foundation.money import Money

RATE, FIXED_MINOR = Decimal("0.014"), 25


def rows(on: date) -> Iterator[tuple[str, ...]]:
    """The header and the lines, one payout for each currency."""
    yield COLUMNS
    told = {
        (row["provider_id"], row["kind"]): row["sum"]
        for row in PayoutLine.objects.filter(payout__provider="sandbox")
        .values("provider_id", "kind")
        .annotate(sum=Sum("gross_minor"))
    }
    for charge in SandboxCharge.objects.filter(captured_minor__gt=0).order_by("pk"):
        payout = f"sandbox-{on.isoformat()}-{charge.currency}"
        taken = Money(charge.captured_minor - told.get((charge.provider_id, "charge"), 0), charge.currency)
        back = Money(-charge.refunded_minor - told.get((charge.provider_id, "refund"), 0), charge.currency)
        for kind, amount in (("charge", taken), ("refund", back)):
            if amount:
                fee = amount.portion(RATE) + Money(FIXED_MINOR, amount.currency) if kind == "charge" else amount * 0
                name = f"{charge.provider_id}-{kind}"
                yield (
                    payout,
                    on.isoformat(),
                    amount.currency,
                    name,
                    kind,
                    charge.provider_id,
                    amount.plain(),
                    fee.plain(),
                )
