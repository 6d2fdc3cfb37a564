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
    """An app that shows codes belongs to a member of staff now."""

    aggregate: ClassVar[str] = "user_id"

    user_id: int
    email: str


@dataclass(frozen=True, kw_only=True)
class SecondProofTakenAway(Event):
    """Apps and passkeys of a person no longer work; a new one can be set up with a set-up code only."""

    aggregate: ClassVar[str] = "user_id"

    user_id: int
    email: str
