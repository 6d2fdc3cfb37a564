"""What the catalogue announces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shopkeeper.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class ProductsChanged(Event):
    """These products (or their variants, offers, placements or pictures) are not what they were."""

    aggregate: ClassVar[str] = "source"

    source: str
    product_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class TaxonomyChanged(Event):
    """Categories, collections, brands or attributes were edited."""

    aggregate: ClassVar[str] = "source"

    source: str
