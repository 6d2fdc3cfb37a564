"""What staff do with returns: taking the goods in. One transaction with its record; the money follows by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from shopkeeper.commerce.orders.desk import on_timeline
from shopkeeper.commerce.returns import operations
from shopkeeper.commerce.returns.models import Return
from shopkeeper.commerce.returns.operations import Finding
from shopkeeper.foundation.audit.operations import Actor, record


@transaction.atomic
def receive(*, made: Return, findings: Sequence[Finding], actor: Actor, at: datetime) -> Return:
    """The goods are back and were looked at. Raises InvalidInput by line, Conflict when they were taken in before."""
    before = made.status
    made = operations.receive(made=made, findings=findings, actor=on_timeline(actor), at=at)
    record(
        actor=actor,
        action="returns.receive",
        target=f"return:{made.number}",
        before={"status": before},
        after={"status": made.status, "lines": {str(one.line_id): one.outcome for one in findings}},
        at=at,
    )
    return made
