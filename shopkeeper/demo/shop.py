"""Filling the demo shop, step by step, through the shop's own importer and operations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from shopkeeper.commerce.catalogue import masters
from shopkeeper.commerce.catalogue.models import Category, Product
from shopkeeper.commerce.content.models import Block, Page
from shopkeeper.commerce.importing.operations import import_rows
from shopkeeper.commerce.importing.taxonomy import load_taxonomy
from shopkeeper.commerce.inventory.models import Location
from shopkeeper.commerce.orders.models import Order
from shopkeeper.demo import history, people
from shopkeeper.demo.policies import make_policies
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.remember import forget_all

DATA = Path(__file__).parent / "data"
OPENED = timedelta(days=150)
REDUCED = timedelta(days=9)
HOME_ROWS = (("Just in", "new-in"), ("Made in Portugal", "made-in-portugal"))


def is_filled() -> bool:
    """Whether there is a shop already, which the demo never touches; one it was interrupted in does not count."""
    interrupted = Block.objects.filter(key="demo", data__state="filling").exists()
    return Product.objects.exists() and not interrupted


def fill(*, at: datetime, orders: int) -> Iterator[str]:
    """Make the whole demo shop; yields what has just been done."""
    _block("demo", {"state": "filling"})
    make_policies()
    yield "markets, tax, delivery and returns"
    load_taxonomy(_read("taxonomy.json"))
    report = _products(at)
    yield f"{report} products"
    _pages()
    yield "pages"
    _staff()
    forget_all()
    placed = 0 if Order.objects.exists() else history.make_history(at=at, orders=orders)
    _block("demo", {"state": "filled"})
    yield f"{placed} orders of the last four months"


def _read(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def _products(at: datetime) -> int:
    """The shop opened five months ago at regular prices; what is reduced today was reduced nine days ago."""
    lines = (DATA / "products.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    stocked = [_with_opening_stock(row) for row in rows]
    opening = [_at_list_price(row) for row in stocked]
    import_rows(enumerate(opening, 1), source="demo", at=at - OPENED, mapping={}, folder=DATA / "media")
    report = import_rows(
        enumerate((row for row in stocked if _is_reduced(row)), 1),
        source="demo",
        at=at - REDUCED,
        mapping={},
        folder=DATA / "media",
    )
    if report.failed:
        raise RuntimeError(f"The demo's own data needs mending: {report.troubles[0]}")
    return len(rows)


def _with_opening_stock(row: dict[str, Any]) -> dict[str, Any]:
    """Every row names its places, so that counts add up whichever place a picture of stock was taken."""
    known = set(Location.objects.values_list("slug", flat=True))
    for variant in row["variants"]:
        variant["stock"] = {place: units for place, units in variant.get("stock", {}).items() if place in known}
    return row


def _is_reduced(row: dict[str, Any]) -> bool:
    return any(variant.get("list_prices") for variant in row["variants"])


def _at_list_price(row: dict[str, Any]) -> dict[str, Any]:
    variants = [
        {**variant, "prices": {**variant["prices"], **variant.get("list_prices", {})}, "list_prices": {}}
        for variant in row["variants"]
    ]
    return {**row, "variants": variants}


def _pages() -> None:
    told = _read("pages.json")
    for page in told["pages"]:
        Page.objects.update_or_create(
            slug=page["slug"], defaults={"title": page["title"], "body_html": page["body_html"]}
        )
    home = told["home"]
    rows = [{"title": title, "collection": slug} for title, slug in HOME_ROWS]
    stories = [_strip(strip) for strip in home["strips"]]
    _block("home", {"hero": _strip(home["hero"]), "rows": rows, "stories": stories})
    _block(
        "shop",
        {
            "name": "Linden Row",
            "tagline": "Things for the house, made to be kept. A shop in Leiden, and here.",
            "legal": "Linden Row is invented, and so is everything in it. A demo of Shopkeeper.",
        },
    )
    _block("announcement", {"label": "Free delivery from € 60 in the Benelux and Germany", "url": "/shipping/"})
    _block(
        "contact",
        {
            "intro": "Three people answer here, and each of them has packed a parcel this week.",
            "email": "hello@lindenrow.example",
            "phone": "+31 71 555 0142",
            "hours": "Monday to Saturday, 9.30 to 17.30",
            "reply_time": "within one working day",
        },
    )
    _category_pictures()


def _strip(told: dict[str, Any]) -> dict[str, Any]:
    """Headline, text, link and picture of the home page's hero or of one of its strips."""
    link = told["link"]
    url = f"/collections/{link['collection']}/" if "collection" in link else f"/c/{link['category']}/"
    asset = masters.keep_master((DATA / "media" / told["image"]).read_bytes(), alt=told["alt"])
    return {
        "title": told["headline"],
        "text": told["lead"],
        "label": link["label"],
        "url": url,
        "picture": {"digest": asset.digest, "alt": told["alt"], "width": asset.width, "height": asset.height},
    }


def _category_pictures() -> None:
    for category in Category.objects.filter(parent=None):
        path = DATA / "media" / "category" / f"{category.slug}.avif"
        if path.is_file():
            category.image = masters.keep_master(path.read_bytes(), alt=category.name)
            category.save(update_fields=["image"])


def _block(key: str, data: dict[str, Any]) -> None:
    Block.objects.update_or_create(key=key, defaults={"data": data})


def _staff() -> None:
    for email, name, role in people.STAFF:
        if not User.objects.filter(email=email).exists():
            User.objects.create_user(email, people.PASSWORD, name=name, role=role, is_staff=True)
    if not User.objects.filter(email=people.CUSTOMER).exists():
        User.objects.create_user(people.CUSTOMER, people.PASSWORD, name="Ada Vermeer")
