"""Reactions to returns. Talking to providers is left to tasks: handlers run inside a transaction."""

from __future__ import annotations

from shopkeeper.commerce.returns.events import ReturnMoved
from shopkeeper.commerce.returns.models import Return
from shopkeeper.commerce.returns.tasks import settle_return
from shopkeeper.foundation.events import subscribe


@subscribe(ReturnMoved, name="returns.settle")
def settle_received(event: ReturnMoved) -> None:
    instant = Return.objects.filter(pk=event.return_id, is_instant=True).exists()
    if event.status == Return.Status.RECEIVED or (event.status == Return.Status.REQUESTED and instant):
        settle_return.enqueue(event.return_id)
