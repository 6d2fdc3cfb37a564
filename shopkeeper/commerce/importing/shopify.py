"""Shopify's product CSV: several rows make a product, tied together by their handle.

Columns as in the format's public documentation (2025): Handle, Title, Body (HTML), Vendor, Type, Tags, Published,
Option1–3 Name/Value, Variant SKU, Variant Grams, Variant Inventory Qty, Variant Price, Variant Compare At Price,
Variant Barcode, Image Src, Image Alt Text, Status. Older and newer files miss some; those are optional.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from shopkeeper.commerce.importing.files import Numbered
from shopkeeper.foundation.errors import InvalidInput

REQUIRED = ("Handle", "Title")


def products(rows: Iterable[Numbered], *, currency: str, location: str) -> Iterator[Numbered]:
    """Products in our own format, each with the line it begins on; unreadable rows pass through as sentences.

    A product with an unreadable row in or behind it is ``partial``: nobody knows whose row that was.
    """
    group: list[dict[str, Any]] = []
    start, is_whole = 0, True
    for number, row in rows:
        if isinstance(row, str):
            is_whole = False
            yield number, row
            continue
        if not group:
            _check_columns(row)
        handle = row.get("Handle", "").strip()
        if group and handle != group[0].get("Handle", "").strip():
            yield start, {**_product(group, currency, location), "partial": not is_whole}
            group, is_whole = [], True
        if not group:
            start = number
        group.append(row)
    if group:
        yield start, {**_product(group, currency, location), "partial": not is_whole}


def _check_columns(row: dict[str, Any]) -> None:
    missing = [name for name in REQUIRED if name not in row]
    if missing:
        raise InvalidInput(f"This is not Shopify's product CSV: the column {', '.join(missing)} is missing.")


def _product(rows: list[dict[str, Any]], currency: str, location: str) -> dict[str, Any]:
    first = rows[0]
    names = [first.get(f"Option{n} Name", "").strip() for n in (1, 2, 3)]
    # A product without options is written as the option “Title” with the value “Default Title”.
    names = [] if names[0] == "Title" else [name for name in names if name]
    variants = [_variant(row, names, currency, location) for row in rows if row.get("Variant Price", "").strip()]
    return {
        "handle": first.get("Handle", ""),
        "title": first.get("Title", ""),
        "description_html": first.get("Body (HTML)", ""),
        "brand": first.get("Vendor", ""),
        "product_type": first.get("Type", ""),
        "categories": [first["Type"]] if first.get("Type") else [],
        "tags": first.get("Tags", "").split(","),
        "published": first.get("Status", "active").strip().lower() in {"", "active"}
        and first.get("Published", "true").strip().lower() != "false",
        "options": [{"name": name, "values": _values(variants, name)} for name in names],
        "variants": variants,
        "media": [
            {"file": row["Image Src"], "alt": row.get("Image Alt Text", "")} for row in rows if row.get("Image Src")
        ],
    }


def _values(variants: list[dict[str, Any]], name: str) -> list[str]:
    return list(dict.fromkeys(variant["options"].get(name, "") for variant in variants))


def _variant(row: dict[str, Any], names: list[str], currency: str, location: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "sku": row.get("Variant SKU", "").strip().lstrip("'"),
        "options": {name: row.get(f"Option{n} Value", "").strip() for n, name in enumerate(names, 1)},
        "prices": {currency: row.get("Variant Price", "").strip()},
        "gtin": row.get("Variant Barcode", "").strip().lstrip("'"),
        "weight_grams": _whole(row.get("Variant Grams", "")),
    }
    compare_at = row.get("Variant Compare At Price", "").strip()
    if compare_at:
        found["list_prices"] = {currency: compare_at}
    quantity = row.get("Variant Inventory Qty", "").strip()
    if quantity:
        found["stock"] = {location: max(0, _whole(quantity))}
    return found


def _whole(text: str) -> int:
    try:
        return int(float(text.strip() or 0))
    except (ValueError, OverflowError):
        return 0
