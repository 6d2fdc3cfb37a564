"""Builders for tests: a browser that is let in, and a shop with something on every shelf."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.test import Client

from shopkeeper.commerce.catalogue.makers import make_brand, make_category, make_product, make_variant, place_in
from shopkeeper.commerce.catalogue.models import Category, Offer, Product
from shopkeeper.commerce.inventory import operations as inventory
from shopkeeper.commerce.pricing import operations as pricing
from shopkeeper.commerce.pricing.operations import NewPrice
from shopkeeper.foundation import clock
from shopkeeper.foundation.money import Money

COLOURS = [{"value": "Ink", "swatch": "#2b3544"}, {"value": "Oat", "swatch": "#e6dcc8"}]


def browser() -> Client:
    """A browser that sends forms from our own pages."""
    return Client(HTTP_SEC_FETCH_SITE="same-origin", HTTP_ACCEPT="text/html")


def stocked_product(
    title: str = "Mug",
    *,
    values: Sequence[str] = ("Ink", "Oat"),
    price: str = "18.00",
    stock: Sequence[int] = (10, 10),
    category: Category | None = None,
    at: datetime | None = None,
    **fields: Any,
) -> Product:
    """A product in ``category`` with one variant, price and stock for each colour."""
    at = at or clock.now()
    colours = [row for row in COLOURS if row["value"] in values]
    options = [{"name": "Colour", "values": colours}] if values else []
    product = make_product(title, options=options, brand=make_brand("Linden Row"), **fields)
    place_in(product, category or make_category("kitchen/mugs"))
    for number, value in enumerate(values or ("",)):
        variant = make_variant(product, {"Colour": value} if value else {}, position=number)
        offer = Offer.objects.get(variant=variant)
        pricing.set_prices(prices=[NewPrice(offer.pk, Money.parse(price, "EUR"))], at=at)
        if stock[number]:
            inventory.set_on_hand(
                resource_id=offer.pk, location="main", on_hand=stock[number], reason="count", actor="test", at=at
            )
    return product


def offer_of(product: Product, number: int = 0) -> Offer:
    """The offer of a product's variant, counted from 0."""
    return Offer.objects.filter(variant__product=product).order_by("variant__position", "pk")[number]


def structured_data(html: str) -> list[dict[str, Any]]:
    """What a page says in JSON-LD, each thing on its own."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    if found is None:
        return []
    told = json.loads(found[1])
    return list(told.get("@graph", [told]))


def hidden(html: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', html)
    return found[1] if found else ""
