"""Reading the outbox."""

from __future__ import annotations

from shopkeeper.foundation.errors import NotFound
from shopkeeper.insight.messaging.models import Message


def messages(*, before_id: int | None = None, limit: int = 50) -> list[Message]:
    """The outbox, newest first; ``before_id`` continues a page. One query."""
    found = Message.objects.defer("text", "html")
    if before_id is not None:
        found = found.filter(pk__lt=before_id)
    return list(found.order_by("-pk")[:limit])


def message(message_id: int) -> Message:
    """One mail in full. Raises NotFound. One query."""
    found = Message.objects.filter(pk=message_id).first()
    if found is None:
        raise NotFound("This mail is not in the outbox.")
    return found
