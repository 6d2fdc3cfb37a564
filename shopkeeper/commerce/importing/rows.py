"""A product as a file tells it, checked field by field. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from json import dumps
from typing import Any

from shopkeeper.commerce.catalogue.gtin import is_gtin
from shopkeeper.commerce.catalogue.models.products import MAX_OPTIONS, MAX_VARIANTS, clean_tags, option_key
from shopkeeper.foundation.errors import ShopError
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.text import slugify

MAX_TEXT = 200_000
MAX_STOCK = 10**9
MEASURES = {"g", "kg", "ml", "cl", "l", "cm", "m", "m2"}


class RowError(ShopError):
    """A row that cannot be used; ``problems`` says what to mend, one sentence each."""

    code = "import_row"

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class VariantRow:
    sku: str
    options: dict[str, str]
    prices: tuple[Money, ...]
    list_prices: tuple[Money, ...]
    stock: dict[str, int]
    gtin: str = ""
    weight_grams: int = 0
    unit_quantity: Decimal | None = None
    unit_measure: str = ""


@dataclass(frozen=True)
class MediaRow:
    file: str
    alt: str
    options: dict[str, str]


@dataclass(frozen=True)
class ProductRow:
    slug: str
    title: str
    variants: tuple[VariantRow, ...]
    options: tuple[dict[str, Any], ...] = ()
    product_type: str = ""
    brand: str = ""
    categories: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    summary: str = ""
    description_html: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    translations: dict[str, Any] = field(default_factory=dict)
    tax_class: str = "standard"
    published: bool = True
    publish_at: datetime | None = None
    media: tuple[MediaRow, ...] = ()
    # What was left out of the row because it cannot be used; the rest is imported.
    warnings: tuple[str, ...] = ()
    # Changes when anything in the row changes.
    digest: str = ""

    @property
    def option_names(self) -> list[str]:
        return [option["name"] for option in self.options]


def parse_row(data: Mapping[str, Any]) -> ProductRow:
    """The product of one JSON object in our own format (docs/guide/importing.md). Raises RowError."""
    if not isinstance(data, Mapping):
        raise RowError(["A line must hold one JSON object."])
    reader = _Reader(data)
    title = reader.text("title", 300)
    slug = slugify(reader.text("handle", 255, required=False) or title)
    if not title:
        reader.problems.append("“title” is missing: every product needs a name.")
    elif not slug:
        reader.problems.append("“handle” must hold letters or digits; it becomes the product's address.")
    options = reader.options()
    variants = reader.variants([option["name"] for option in options], slug)
    row = ProductRow(
        slug=slug,
        title=title,
        variants=variants,
        options=options,
        product_type=slugify(reader.text("product_type", 120, required=False)),
        brand=reader.text("brand", 200, required=False, cut=True),
        categories=tuple(reader.texts("categories")),
        collections=tuple(slugify(name) for name in reader.texts("collections")),
        summary=reader.text("summary", 500, required=False, cut=True),
        description_html=reader.text("description_html", MAX_TEXT, required=False),
        attributes=reader.mapping("attributes"),
        tags=clean_tags(reader.texts("tags")),
        translations=reader.mapping("translations"),
        tax_class=reader.text("tax_class", 30, required=False) or "standard",
        published=data.get("published", True) is not False,
        publish_at=reader.instant("publish_at"),
        media=reader.media(),
        warnings=tuple(reader.warnings),
        digest=sha256(dumps(data, sort_keys=True).encode()).hexdigest(),
    )
    if reader.problems:
        raise RowError(reader.problems)
    return row


class _Reader:
    """Takes fields out of a row and collects what is wrong with them."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.problems: list[str] = []
        self.warnings: list[str] = []

    def text(self, name: str, limit: int, *, required: bool = True, cut: bool = False) -> str:
        value = self.data.get(name)
        if value is None:
            return ""
        if not isinstance(value, (str, int, float)) or isinstance(value, bool):
            self.problems.append(f"“{name}” must be text.")
            return ""
        text = str(value).replace("\x00", "").strip()
        if len(text) > limit and cut:
            self.warnings.append(f"“{name}” has {len(text):,} characters; only the first {limit:,} were kept.")
        elif len(text) > limit:
            self.problems.append(f"“{name}” has {len(text):,} characters; at most {limit:,} fit.")
        return text[:limit]

    def texts(self, name: str) -> list[str]:
        value = self.data.get(name) or []
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.problems.append(f"“{name}” must be a list of texts.")
            return []
        return [one.strip() for one in value if one.strip()]

    def mapping(self, name: str) -> dict[str, Any]:
        value = self.data.get(name) or {}
        if not isinstance(value, dict):
            self.problems.append(f"“{name}” must be an object.")
            return {}
        return value

    def instant(self, name: str) -> datetime | None:
        value = self.data.get(name)
        if not value:
            return None
        try:
            found = datetime.fromisoformat(str(value))
        except ValueError:
            found = None
        if found is None or found.tzinfo is None:
            self.problems.append(f"“{name}” must be a time with its zone, like 2026-12-01T09:00:00+01:00.")
            return None
        return found

    def options(self) -> tuple[dict[str, Any], ...]:
        found = []
        for option in self.data.get("options") or []:
            if not isinstance(option, dict) or not option.get("name"):
                self.problems.append("Each option needs a name and values.")
                continue
            values = [value if isinstance(value, dict) else {"value": str(value)} for value in option.get("values", [])]
            found.append({"name": str(option["name"])[:60], "values": values})
        if len(found) > MAX_OPTIONS:
            self.problems.append(f"A product has at most {MAX_OPTIONS} options.")
        return tuple(found)

    def media(self) -> tuple[MediaRow, ...]:
        found = []
        for entry in self.data.get("media") or []:
            if isinstance(entry, dict) and entry.get("file"):
                alt = str(entry.get("alt") or self.data.get("title") or "")[:300]
                found.append(MediaRow(str(entry["file"]), alt, dict(entry.get("options") or {})))
            else:
                self.problems.append("Each picture needs a “file”.")
        return tuple(found)

    def variants(self, names: list[str], slug: str) -> tuple[VariantRow, ...]:
        raw = self.data.get("variants") or [self.data]
        if not isinstance(raw, list) or len(raw) > MAX_VARIANTS:
            self.problems.append(f"“variants” must be a list of at most {MAX_VARIANTS:,}.")
            return ()
        found, keys, skus = [], set(), set()
        for number, entry in enumerate(raw, 1):
            row = self._variant(entry, number, slug) if isinstance(entry, dict) else None
            if row is None:
                continue
            key = option_key(row.options, names)
            if key in keys:
                self.problems.append(f"Variant {number} ({row.sku}) repeats a combination of options.")
            if row.sku in skus:
                self.problems.append(f"SKU “{row.sku}” stands twice in this product; each variant needs its own.")
            keys.add(key)
            skus.add(row.sku)
            found.append(row)
        return tuple(found)

    def _variant(self, entry: Mapping[str, Any], number: int, slug: str) -> VariantRow:
        inner = _Reader(entry)
        sku = inner.text("sku", 100) or (slug if number == 1 else f"{slug}-{number}")
        row = VariantRow(
            sku=sku,
            options={str(name): str(value) for name, value in inner.mapping("options").items()}
            if "sku" in entry
            else {},
            prices=inner.money("prices"),
            list_prices=inner.money("list_prices"),
            stock=inner.stock(),
            gtin=inner.gtin(),
            weight_grams=inner.whole("weight_grams", 10**8),
            unit_quantity=inner.quantity(),
            unit_measure=inner.measure(),
        )
        if not row.prices and not inner.problems:
            inner.problems.append('no price: give “prices” like {"EUR": "18.00"}.')
        self.problems += [f"Variant {sku}: {problem}" for problem in inner.problems]
        self.warnings += [f"Variant {sku}: {warning}" for warning in inner.warnings]
        return row

    def money(self, name: str) -> tuple[Money, ...]:
        found = []
        for currency, text in self.mapping(name).items():
            amount = self._try(lambda c=currency, t=text: Money.parse(str(t), str(c)))  # type: ignore[misc]
            if amount is not None and amount.minor < 0:
                self.problems.append(f"{name}: {text} {currency} is negative; use 0.00 or more.")
            elif amount is not None:
                found.append(amount)
        return tuple(found)

    def _try(self, read: Callable[[], Money]) -> Money | None:
        try:
            return read()
        except ShopError as refusal:
            self.problems.append(refusal.message)
            return None

    def stock(self) -> dict[str, int]:
        found = {}
        for place, units in self.mapping("stock").items():
            if isinstance(units, bool) or not isinstance(units, int) or not 0 <= units <= MAX_STOCK:
                self.problems.append(f"stock: “{units}” at {place} must be a whole number from 0 to {MAX_STOCK:,}.")
            else:
                found[str(place)] = units
        return found

    def whole(self, name: str, limit: int) -> int:
        value = self.data.get(name) or 0
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= limit:
            self.problems.append(f"“{name}” must be a whole number from 0 to {limit:,}.")
            return 0
        return value

    def gtin(self) -> str:
        text = re.sub(r"[\s-]", "", self.text("gtin", 30, required=False))
        if not text:
            return ""
        if is_gtin(text):
            return text
        self.warnings.append(f"“{text}” is not a valid GTIN (8, 12, 13 or 14 digits with a check digit); left out.")
        return ""

    def quantity(self) -> Decimal | None:
        text = self.text("unit_quantity", 20, required=False)
        if not text:
            return None
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal(0)
        if not value.is_finite() or not 0 < value < 10**8:
            self.problems.append("“unit_quantity” must be a number above 0, such as 250.")
            return None
        return value

    def measure(self) -> str:
        text = self.text("unit_measure", 5, required=False)
        if text and text not in MEASURES:
            self.problems.append(f"“unit_measure” must be one of {', '.join(sorted(MEASURES))}.")
            return ""
        return text
