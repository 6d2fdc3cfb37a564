"""What a session has proved about who sits before it, and how lately.

Who is signed in has proved little: a session may be two weeks old, and whoever reads a mailbox can make one. What
matters more asks for more:

- changing how one signs in (address, password, passkeys) asks for a proof that is at most 15 minutes old
- for staff, only the office's own proof counts for that, because a password or passkey made with a mailed code would
  open the office
- the office asks for the password, typed at its own door, and then for a second proof
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from shopkeeper.foundation.accounts.models import User

FRESH = timedelta(minutes=15)
# Keys of the session. The first two hold whose proof it was, as ``[person, seconds]``.
OFFICE_PASSWORD = "office_password"  # noqa: S105 - a key
OFFICE_PROOF_AT = "office_proof"
# The person's key once the office has seen their second proof; good for as long as the session.
SECOND_PROOF = "office_second_factor"
PROVED_AT = "proved_at"


def note_identity(session: SessionBase, *, at: datetime) -> None:
    """They have just proved to be the customer they are: by a mailed code, a passkey or their password."""
    session[PROVED_AT] = at.timestamp()


def note_office_password(session: SessionBase, *, user: User, at: datetime) -> None:
    """They typed their password at the office's door. The second proof is asked for anew, whatever was shown before."""
    session.pop(SECOND_PROOF, None)
    session.pop(OFFICE_PROOF_AT, None)
    session[OFFICE_PASSWORD] = [user.pk, at.timestamp()]


def note_second_proof(session: SessionBase, *, user: User, at: datetime) -> None:
    session.pop(OFFICE_PASSWORD, None)
    session[SECOND_PROOF] = user.pk
    session[OFFICE_PROOF_AT] = [user.pk, at.timestamp()]


def typed_office_password(session: SessionBase, *, user: User, at: datetime) -> bool:
    """Whether this person may be asked for the second proof now, or set one up."""
    return _is_lately(session.get(OFFICE_PASSWORD), user, at)


def gave_second_proof(session: SessionBase, *, user: User) -> bool:
    """Whether the office is open to this person in this session."""
    return bool(session.get(SECOND_PROOF) == user.pk)


def is_fresh(session: SessionBase, *, user: User, at: datetime) -> bool:
    """Whether they may change how they sign in, without proving again who they are."""
    if user.is_staff:
        return gave_second_proof(session, user=user) and _is_lately(session.get(OFFICE_PROOF_AT), user, at)
    return at.timestamp() - float(session.get(PROVED_AT, 0)) < FRESH.total_seconds()


def _is_lately(noted: Any, user: User, at: datetime) -> bool:
    if not noted:
        return False
    whose, when = noted
    return bool(whose == user.pk and at.timestamp() - when < FRESH.total_seconds())
