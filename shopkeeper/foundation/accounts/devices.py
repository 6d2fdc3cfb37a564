"""Where somebody is signed in, and signing out there from here."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from shopkeeper.foundation.accounts.models import Session, User
from shopkeeper.foundation.errors import NotFound

NOTE = "device"
MOST_SHOWN = 50


@dataclass(frozen=True)
class Device:
    """A browser somebody is signed in with. ``agent`` is what it calls itself; ``address`` where it signed in from."""

    handle: str
    agent: str
    address: str
    since: datetime | None
    is_current: bool


def note(session: SessionBase, *, agent: str, address: str, at: datetime) -> None:
    """Remember with what, from where and when somebody signed in; kept in their session, gone with it."""
    session[NOTE] = {"agent": agent[:300], "address": address[:45], "since": at.isoformat()}


def devices_of(user: User, *, current: str, at: datetime) -> list[Device]:
    """Where ``user`` is signed in at ``at``: the session called ``current`` first, then the latest. One query."""
    rows = Session.objects.filter(user=user, expire_date__gt=at).order_by("-expire_date")[:MOST_SHOWN]
    found = [_device(row, current) for row in rows]
    return sorted(found, key=lambda one: not one.is_current)


def _device(row: Session, current: str) -> Device:
    noted = row.get_decoded().get(NOTE, {})
    since = datetime.fromisoformat(noted["since"]) if "since" in noted else None
    handle = _handle(row.session_key)
    return Device(handle, noted.get("agent", ""), noted.get("address", ""), since, row.session_key == current)


def sign_out(*, user: User, handle: str) -> None:
    """End one of a person's own sessions. Raises NotFound for one that is not there (any more), or somebody else's."""
    for key in Session.objects.filter(user=user).values_list("session_key", flat=True):
        if hmac.compare_digest(_handle(key).encode(), handle.encode()):
            Session.objects.filter(session_key=key, user=user).delete()
            return
    raise NotFound("This device is not signed in (any more).")


@transaction.atomic
def sign_out_everywhere(*, user: User) -> User:
    """End every session of a person; a door that wants to keep its own renews it afterwards."""
    Session.objects.filter(user=user).delete()
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db()
    return user


def prune(*, before: datetime) -> int:
    """Forget sessions that ran out before ``before``. Returns how many."""
    return Session.objects.filter(expire_date__lt=before).delete()[0]


def _handle(session_key: str) -> str:
    """What stands for a session on a page: its key would sign anybody in."""
    return salted_hmac("shopkeeper.accounts.device", session_key, algorithm="sha256").hexdigest()[:32]
