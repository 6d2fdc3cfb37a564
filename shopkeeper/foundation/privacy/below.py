"""What the floor below keeps about people: accounts, sessions, codes, the outbox and the queue. They cannot answer for
themselves, because they know nothing of this app."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from shopkeeper.foundation.accounts import devices, operations, passkeys
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.events import operations as events
from shopkeeper.foundation.http import limits
from shopkeeper.foundation.privacy.ports import Person, Silent


class Accounts(Silent):
    """How somebody signs in, and where."""

    name = "account"
    tables: Sequence[str] = (
        "accounts_user",
        "accounts_session",
        "accounts_signincode",
        "accounts_setupcode",
        "account_emailaddress",
        "account_emailconfirmation",
        "mfa_authenticator",
        "http_ratebucket",
    )

    def export(self, person: Person) -> Mapping[str, Any]:
        user = User.objects.get(pk=person.user_id)
        since = user.last_login or user.date_joined
        return {
            "account": {
                "email": user.email,
                "name": user.name,
                "since": user.date_joined,
                "last_sign_in": user.last_login,
            },
            "passkeys": [{"name": one.name, "added_at": one.added_at} for one in passkeys.passkeys(user)],
            "sessions": [
                {"browser": one.agent, "address": one.address, "since": one.since}
                for one in devices.devices_of(user, current="", at=since)
            ],
        }

    def obstacles(self, person: Person) -> Sequence[str]:
        if User.objects.filter(pk=person.user_id, is_staff=True).exists():
            return (_("This account belongs to someone who works here. An owner has to take that away first."),)
        return ()

    def erase(self, person: Person, *, at: datetime) -> None:
        if person.user_id:
            operations.forget(user_id=person.user_id, email=person.email)
            limits.forget(person.email)


class Events(Silent):
    """What was announced about somebody and has been heard. Nobody needs it again."""

    name = "events"
    tables: Sequence[str] = ("events_outboxevent",)

    def erase(self, person: Person, *, at: datetime) -> None:
        events.forget(texts=(person.email,))


class Erasures(Silent):
    """This app's own table: empty of people once nothing waits."""

    name = "erasures"
    tables: Sequence[str] = ("privacy_erasure",)
