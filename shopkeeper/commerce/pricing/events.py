"""What pricing announces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shopkeeper.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class PricesChanged(Event):
    """The prices of these offers were edited; what is in force now is pricing's to say."""

    aggregate: ClassVar[str] = "currency"

    currency: str
    offer_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class MarketsChanged(Event):
    """Markets were opened, closed or edited, or tax rates: every price may be shown otherwise."""

    aggregate: ClassVar[str] = "source"

    source: str
