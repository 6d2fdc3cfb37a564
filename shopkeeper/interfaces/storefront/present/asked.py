"""What an address asks of a list: read leniently, written in one order, so that each list has one address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode

from django.http import QueryDict

from shopkeeper.foundation.money import MAX_MINOR, exponent
from shopkeeper.insight.search.listing import MAX_PAGE, RESERVED_KEYS, SORTS, Browse

MOST_FILTERS = 20
MOST_VALUES = 40
LONGEST_VALUE = 120


@dataclass(frozen=True)
class Asked:
    """Filters, order and page as typed into an address. What makes no sense was left out."""

    query: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    price_min: str = ""
    price_max: str = ""
    in_stock: bool = False
    on_sale: bool = False
    sort: str = ""
    page: int = 1

    def browse(
        self, market_code: str, currency: str, *, category_id: int | None = None, collection_id: int | None = None
    ) -> Browse:
        """The same as a question to the index."""
        return Browse(
            market_code,
            category_id=category_id,
            collection_id=collection_id,
            query=self.query,
            chosen=self.chosen,
            price_from=minor(self.price_min, currency),
            price_to=minor(self.price_max, currency),
            in_stock=self.in_stock,
            on_sale=self.on_sale,
            sort=self.sort,
            page=self.page,
        )

    @property
    def filter_count(self) -> int:
        values = sum(len(values) for values in self.chosen.values())
        return values + sum((bool(self.price_min or self.price_max), self.in_stock, self.on_sale))

    def only(self, keys: Iterable[str]) -> Asked:
        """Without filters the list does not have."""
        known = set(keys)
        return replace(self, chosen={key: values for key, values in self.chosen.items() if key in known})

    def without(self, key: str, value: str) -> Asked:
        """Without one value of a filter, from the first page."""
        left = tuple(one for one in self.chosen.get(key, ()) if one != value)
        chosen = {**self.chosen, key: left}
        return replace(self, chosen={name: values for name, values in chosen.items() if values}, page=1)

    def unfiltered(self) -> Asked:
        return Asked(query=self.query, sort=self.sort)

    def url(self, path: str) -> str:
        """The address of this list under ``path``."""
        pairs: list[tuple[str, str]] = [("q", self.query)] if self.query else []
        pairs += [(key, value) for key in sorted(self.chosen) for value in self.chosen[key]]
        pairs += [(name, str(getattr(self, name))) for name in ("price_min", "price_max") if getattr(self, name)]
        pairs += [(name, "1") for name in ("in_stock", "on_sale") if getattr(self, name)]
        if self.sort:
            pairs.append(("sort", self.sort))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return f"{path}?{urlencode(pairs)}" if pairs else path


def asked(typed: QueryDict, currency: str, *, query: str = "") -> Asked:
    """What ``typed`` asks. Nothing in it can be wrong enough to raise."""
    chosen: dict[str, tuple[str, ...]] = {}
    for key in list(typed)[: MOST_FILTERS + len(RESERVED_KEYS)]:
        values = tuple(dict.fromkeys(one for one in typed.getlist(key)[:MOST_VALUES] if 0 < len(one) <= LONGEST_VALUE))
        if key not in RESERVED_KEYS and values and len(key) <= LONGEST_VALUE:
            chosen[key] = values
    sort = typed.get("sort", "")
    return Asked(
        query=query,
        chosen=chosen,
        price_min=_amount(typed.get("price_min", ""), currency),
        price_max=_amount(typed.get("price_max", ""), currency),
        in_stock=typed.get("in_stock") == "1",
        on_sale=typed.get("on_sale") == "1",
        sort=sort if sort in SORTS else "",
        page=_page(typed.get("page", "")),
    )


def minor(amount: str, currency: str) -> int | None:
    """An amount in minor units; none for an empty one."""
    return int(Decimal(amount).scaleb(exponent(currency))) if amount else None


def _amount(typed: str, currency: str) -> str:
    try:
        value = Decimal(typed.strip().replace(",", ".")[:20])
    except InvalidOperation:
        return ""
    if not value.is_finite() or value < 0 or value.adjusted() > 15:
        return ""
    scaled = value.scaleb(exponent(currency)).to_integral_value()
    whole = min(Decimal(MAX_MINOR), scaled).scaleb(-exponent(currency))
    return f"{whole.normalize():f}"


def _page(typed: str) -> int:
    if not typed.isascii() or not typed.isdigit():
        return 1
    return min(MAX_PAGE, max(1, int(typed[:9])))
