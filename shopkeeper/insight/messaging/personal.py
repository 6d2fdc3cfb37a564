"""The mails that went to somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from shopkeeper.commerce.orders.personal import emails_of, forgettable
from shopkeeper.foundation.privacy.ports import Person, Silent
from shopkeeper.insight.messaging.models import Message
from shopkeeper.insight.messaging.operations import FORGOTTEN

_SECRET = "_code"  # noqa: S105 - how the kinds of mails with a code end


class Messages(Silent):
    name = "messages"
    tables: Sequence[str] = ("messaging_message",)

    def export(self, person: Person) -> Mapping[str, Any]:
        rows = Message.objects.filter(to__iexact=person.email).exclude(kind__endswith=_SECRET).order_by("pk")
        return {"messages": list(rows.values("created_at", "kind", "subject", "text", "sent_at"))}

    def erase(self, person: Person, *, at: datetime) -> None:
        to = emails_of(forgettable(person)) | ({person.email} if person.user_id else set())
        for email in to:
            Message.objects.filter(to__iexact=email).exclude(kind__in=FORGOTTEN).delete()
