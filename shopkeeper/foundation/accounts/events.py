"""What accounts announce: everything that changes how somebody gets in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shopkeeper.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class StaffAppointed(Event):
    """Somebody was made staff, or given another role or password, on the shop's own machine."""

    aggregate: ClassVar[str] = "user_id"

    user_id: int
    email: str
    role: str


@dataclass(frozen=True, kw_only=True)
class SecondProofSetUp(Event):
    """An app that shows codes belongs to a member of staff now. ``change`` counts their changes of this kind."""

    aggregate: ClassVar[str] = "user_id"

    user_id: int
    email: str
    change: int


@dataclass(frozen=True, kw_only=True)
class SecondProofTakenAway(Event):
    """Apps and passkeys of a person no longer work; a new one can be set up with a set-up code only."""

    aggregate: ClassVar[str] = "user_id"

    user_id: int
    email: str
    change: int


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """A password was set or changed; every other session ended. ``change`` counts a person's changes of this kind."""

    aggregate: ClassVar[str] = "user_id"

    user_id: int
    email: str
    change: int


@dataclass(frozen=True, kw_only=True)
class EmailChanged(Event):
    """Somebody signs in with another address from now on; every other session ended."""

    aggregate: ClassVar[str] = "user_id"

    user_id: int
    old_email: str
    new_email: str
    change: int


@dataclass(frozen=True, kw_only=True)
class PasskeyAdded(Event):
    """A device can sign in from now on."""

    aggregate: ClassVar[str] = "user_id"

    user_id: int
    email: str
    passkey_id: int
    passkey_name: str


@dataclass(frozen=True, kw_only=True)
class PasskeyRemoved(Event):
    """A passkey no longer works; every other session ended."""

    aggregate: ClassVar[str] = "user_id"

    user_id: int
    email: str
    passkey_id: int
    passkey_name: str
