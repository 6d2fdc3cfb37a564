"""What people wrote by the contact form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from shopkeeper.commerce.content.models import ContactMessage
from shopkeeper.foundation.privacy.ports import Person, Silent


class ContactMessages(Silent):
    name = "contact"
    tables: Sequence[str] = ("content_contactmessage",)

    def export(self, person: Person) -> Mapping[str, Any]:
        rows = ContactMessage.objects.filter(email__iexact=person.email).order_by("pk")
        return {"contact_messages": list(rows.values("created_at", "order_number", "message", "answered_at"))}

    def erase(self, person: Person, *, at: datetime) -> None:
        if person.user_id:
            ContactMessage.objects.filter(email__iexact=person.email).delete()
