"""A product as a file tells it, checked field by field. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from json import dumps
from typing import Any

from shopkeeper.commerce.catalogue.models.products import MAX_OPTIONS, MAX_VARIANTS, clean_tags, option_key
from shopkeeper.commerce.importing.keys import key_of
from shopkeeper.commerce.importing.reader import Reader, is_text
from shopkeeper.foundation.errors import ShopError
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.text import slugify

MAX_TEXT = 200_000
LONGEST_SKU = 100
LONGEST_PATH = 500
# What a product says in other languages, as ``Product.text`` looks it up.
TRANSLATED = ("title", "summary", "description_html")
_SWATCH = re.compile(r"#[0-9a-fA-F]{3,8}|[a-zA-Z]{3,20}")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})?")


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
    # Each way down the tree, by the names on it.
    categories: tuple[tuple[str, ...], ...] = ()
    collections: tuple[str, ...] = ()
    summary: str = ""
    description_html: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    translations: dict[str, dict[str, str]] = field(default_factory=dict)
    tax_class: str = "standard"
    published: bool = True
    publish_at: datetime | None = None
    media: tuple[MediaRow, ...] = ()
    # The file holds more of it that cannot be read. Such a row makes a product, but changes none.
    is_partial: bool = False
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
    reader = Reader(data)
    title = reader.text("title", 300)
    slug = slugify(reader.text("handle", 255) or title)
    if not title:
        reader.problems.append("“title” is missing: every product needs a name.")
    elif not slug:
        reader.problems.append("“handle” must hold letters or digits; it becomes the product's address.")
    options = _options(reader)
    row = ProductRow(
        slug=slug,
        title=title,
        variants=_variants(reader, options, slug),
        options=options,
        product_type=reader.text("product_type", 200, cut=True),
        brand=reader.text("brand", 200, cut=True),
        categories=_categories(reader),
        collections=tuple(name for name in reader.texts("collections") if key_of(name)),
        summary=reader.text("summary", 500, cut=True),
        description_html=reader.text("description_html", MAX_TEXT),
        attributes=reader.mapping("attributes"),
        tags=clean_tags(reader.texts("tags")),
        translations=_translations(reader),
        tax_class=reader.text("tax_class", 30) or "standard",
        published=reader.flag("published", default=True),
        publish_at=reader.instant("publish_at"),
        media=_media(reader),
        is_partial=reader.flag("partial", default=False),
        warnings=tuple(reader.warnings),
        digest=sha256(dumps(data, sort_keys=True).encode()).hexdigest(),
    )
    if reader.problems:
        raise RowError(reader.problems)
    return row


def _options(reader: Reader) -> tuple[dict[str, Any], ...]:
    found: list[dict[str, Any]] = []
    for option in reader.items("options"):
        name = option.get("name") if isinstance(option, dict) else None
        if not isinstance(option, dict) or not is_text(name) or not str(name).strip():
            reader.problems.append("Each option needs a name and values.")
            continue
        values = _option_values(reader, str(name), option.get("values"))
        found.append({"name": str(name).strip()[:60], "values": values})
    names = [option["name"] for option in found]
    if len(set(names)) < len(names):
        reader.problems.append("An option stands twice; give each its own name.")
    if len(found) > MAX_OPTIONS:
        reader.problems.append(f"A product has at most {MAX_OPTIONS} options.")
    return tuple(found)


def _option_values(reader: Reader, name: str, told: Any) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for value in told if isinstance(told, list) else ():
        one = value if isinstance(value, dict) else {"value": value}
        if not is_text(one.get("value")) or not str(one["value"]).strip():
            reader.problems.append(f"Option “{name}”: each value needs a text, its “value”.")
            continue
        swatch = one.get("swatch") or ""
        if swatch and not (isinstance(swatch, str) and _SWATCH.fullmatch(swatch)):
            reader.problems.append(f"Option “{name}”: the swatch of “{one['value']}” must be a colour, like #e6dcc8.")
            swatch = ""
        found.append({"value": str(one["value"]).strip(), **({"swatch": swatch} if swatch else {})})
    values = [one["value"] for one in found]
    if not values:
        reader.problems.append(f"Option “{name}” needs a list of values.")
    if len(set(values)) < len(values):
        reader.problems.append(f"Option “{name}”: a value stands twice.")
    return found


def _categories(reader: Reader) -> tuple[tuple[str, ...], ...]:
    found = []
    for path in reader.texts("categories"):
        names = tuple(part.strip()[:200] for part in path.split("/") if key_of(part))
        if len(path_of(names)) > LONGEST_PATH:
            reader.problems.append(f"The category “{path[:60]}…” lies too deep; its address would be too long.")
        elif names:
            found.append(names)
    return tuple(found)


def path_of(names: Sequence[str]) -> str:
    """The path of a category by the names on the way: ``("Kitchen", "Mugs & Cups")`` is ``kitchen/mugs-cups``."""
    return "/".join(key_of(name) for name in names)


def _translations(reader: Reader) -> dict[str, dict[str, str]]:
    found = reader.mapping("translations")
    fine = all(
        _LANGUAGE.fullmatch(str(language))
        and isinstance(texts, dict)
        and all(name in TRANSLATED and isinstance(text, str) for name, text in texts.items())
        for language, texts in found.items()
    )
    if not fine:
        reader.problems.append(
            f'“translations” must give texts for languages, like {{"de": {{"title": "Becher"}}}}, for '
            f"{', '.join(TRANSLATED)}."
        )
        return {}
    return found


def _media(reader: Reader) -> tuple[MediaRow, ...]:
    found = []
    for entry in reader.items("media"):
        if not isinstance(entry, dict) or not isinstance(entry.get("file"), str) or not entry["file"]:
            reader.problems.append("Each picture needs a “file”.")
            continue
        inner = Reader(entry)
        alt = inner.text("alt", 300, cut=True) or str(reader.data.get("title") or "")[:300]
        found.append(MediaRow(entry["file"], alt, inner.choices("options")))
        reader.problems += [f"Picture “{entry['file'][:60]}”: {problem}" for problem in inner.problems]
    return tuple(found)


def _variants(reader: Reader, options: Sequence[Mapping[str, Any]], slug: str) -> tuple[VariantRow, ...]:
    given = reader.data.get("variants")
    if given is not None and (not isinstance(given, list) or len(given) > MAX_VARIANTS):
        reader.problems.append(f"“variants” must be a list of at most {MAX_VARIANTS:,}.")
        return ()
    # Without variants of its own the product is its only one.
    raw = given or [{name: value for name, value in reader.data.items() if name != "options"}]
    names = [option["name"] for option in options]
    found, keys, skus = [], set(), set()
    for number, entry in enumerate(raw, 1):
        if not isinstance(entry, dict):
            reader.problems.append(f"Variant {number} must be an object.")
            continue
        row = _variant(reader, entry, number, slug)
        reader.problems += _choice_problems(row, options)
        key = option_key(row.options, names)
        if key in keys:
            reader.problems.append(f"Variant {number} ({row.sku}) repeats a combination of options.")
        if row.sku in skus:
            reader.problems.append(f"SKU “{row.sku}” stands twice in this product; each variant needs its own.")
        keys.add(key)
        skus.add(row.sku)
        found.append(row)
    return tuple(found)


def _choice_problems(row: VariantRow, options: Sequence[Mapping[str, Any]]) -> list[str]:
    """What keeps a variant from being chosen on the product's page."""
    known = {option["name"]: {value["value"] for value in option["values"]} for option in options}
    problems = [f"says nothing about “{name}”" for name in known if name not in row.options]
    for name, value in row.options.items():
        if name not in known:
            problems.append(f"“{name}” is not an option of this product")
        elif value not in known[name]:
            problems.append(f"“{value}” is not a value of “{name}”")
    return [f"Variant {row.sku}: {problem}." for problem in problems]


def _variant(reader: Reader, entry: Mapping[str, Any], number: int, slug: str) -> VariantRow:
    inner = Reader(entry)
    made_up = slug[:LONGEST_SKU] if number == 1 else f"{slug[: LONGEST_SKU - 5]}-{number}"
    row = VariantRow(
        sku=inner.text("sku", LONGEST_SKU) or made_up,
        options=inner.choices("options"),
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
    reader.problems += [f"Variant {row.sku}: {problem}" for problem in inner.problems]
    reader.warnings += [f"Variant {row.sku}: {warning}" for warning in inner.warnings]
    return row
