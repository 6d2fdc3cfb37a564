"""What content announces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shopkeeper.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class PoliciesChanged(Event):
    """What the shop says about returns is not what it was."""

    aggregate: ClassVar[str] = "source"

    source: str


@dataclass(frozen=True, kw_only=True)
class MessageReceived(Event):
    """A visitor wrote by the contact form."""

    aggregate: ClassVar[str] = "message_id"

    message_id: int
