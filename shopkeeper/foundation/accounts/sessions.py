"""Django's sessions in the database, with a column that says whose they are (``settings.SESSION_ENGINE``)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from shopkeeper.foundation.accounts.models import Session


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = super().create_model_instance(data)
        assert isinstance(row, Session)
        whose = data.get(SESSION_KEY)
        row.user_id = int(whose) if whose else None
        return row
