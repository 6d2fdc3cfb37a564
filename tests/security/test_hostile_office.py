"""No text typed at the desk makes the office fall over, and none of it is markup afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from shopkeeper.commerce.catalogue.makers import make_brand, make_product
from shopkeeper.commerce.catalogue.models import (
    AttributeDefinition,
    Collection,
    MediaAsset,
    Product,
    ProductMedia,
    ProductType,
)
from shopkeeper.commerce.checkout.makers import NOON, make_offer, make_shop
from shopkeeper.commerce.shipping.models import ShippingMethod, ShippingZone
from shopkeeper.interfaces.backoffice.makers import at_the_desk, make_staff

pytestmark = pytest.mark.django_db
HOSTILE = [
    "\x00",
    "a\x00b",
    "\ud83d\udc7b" * 60,
    "x" * 20_000,
    "-1",
    "9" * 60,
    "1e999999999",
    "NaN",
    "٣",
    "\r\nX: y",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "' OR 1=1 --",
    "[]",
    '{"a":',
    "‮",
    "\uffff",
    "2026-99-99",
    "#000000",
]


@pytest.fixture
def forms() -> dict[str, dict[str, str]]:
    """Every form for the catalogue and the policies, filled in rightly."""
    make_shop()
    kind = ProductType.objects.create(slug="mug", name="Mug")
    fact = AttributeDefinition.objects.create(product_type=kind, slug="height", name="Height", kind="number")
    text = AttributeDefinition.objects.create(product_type=kind, slug="glaze", name="Glaze")
    product = make_product(product_type=kind, brand=make_brand("Tide"))
    offer = make_offer(product=product, at=NOON)
    asset = MediaAsset.objects.create(digest="a" * 64, width=9, height=9, file_bytes=1)
    media = ProductMedia.objects.create(product=product, asset=asset, alt="A mug")
    rule = Collection.objects.create(slug="rule", name="Rule", kind="rule")
    hand = Collection.objects.create(slug="hand", name="Hand")
    item = hand.items.create(product=product)
    zone, way = ShippingZone.objects.get(), ShippingMethod.objects.get()
    p, c = f"products/{product.pk}", "collections"
    method = {
        **{"name": "S", "carrier": "P", "free_from": "", "cutoff_hour": "9", "transit_days_min": "1"},
        **{"transit_days_max": "2", "origin_country": "NL", "time_zone": "Europe/Amsterdam", "grams-0": "1"},
        "amount-0": "1",
    }
    conditions = {"match": "all", "c0-about": "brand", "c0-how": "any_of", "c0-values": "tide", "c1-about": "price"}
    conditions |= {"c1-from": "1", "c1-to": "2", "c1-currency": "EUR", "c2-about": "new", "c2-days": "3"}
    conditions |= {"c3-about": "attribute:height", "c3-from": "1", "c3-to": "2", "do": "save", "adding": "tag"}
    place = {f"place-{item.pk}": "1"}
    return {
        f"{p}/texts": {"title": "T", "summary": "", "description_html": ""},
        f"{p}/address": {"slug": "mug-1"},
        f"{p}/publication": {"status": "live", "publish_at": ""},
        f"{p}/facts": {"kind": str(kind.pk), "tags": "a", f"attribute-{fact.slug}": "1", f"attribute-{text.slug}": "x"},
        f"{p}/variants": {f"gtin-{offer.variant_id}": "", f"weight-{offer.variant_id}": "1", "rows": "0"},
        f"{p}/prices": {"currency": "EUR", f"price-{offer.pk}": "1.00", "rows": "0"},
        f"{p}/reduction": {"currency": "EUR", "percent": "5", "starts_at": "", "ends_at": ""},
        f"{p}/upload": {"alt": "x"},
        f"{p}/pictures": {f"alt-{media.pk}": "x", f"place-{media.pk}": "1", "up": "1"},
        f"{p}/pictures/{media.pk}/": {
            "alt": "x",
            "focus_x": "1",
            "focus_y": "1",
            "shows": "",
            "point.x": "1",
            "point.y": "1",
        },
        "products/kinds/new": {"name": "K"},
        f"products/kinds/{kind.pk}/name": {"name": "K"},
        f"products/kinds/{kind.pk}/attributes": {"name": "N", "kind": "swatch", "unit": "", "choices": "Oak #112233"},
        f"products/kinds/{kind.pk}/order": {f"place-{fact.pk}": "1", "up": "1"},
        f"products/kinds/{kind.pk}/attributes/{fact.pk}/": {"name": "N", "unit": "cm", "choices": ""},
        f"{c}/new": {"name": "N", "kind": "rule"},
        f"{c}/{rule.pk}/texts": {"name": "N", "description": "", "kind": "rule"},
        f"{c}/{rule.pk}/address": {"slug": "n"},
        f"{c}/{rule.pk}/rule": conditions,
        f"{c}/{hand.pk}/items": {**place, "up": "1", "start": "0"},
        f"{c}/{hand.pk}/add": {"product": str(product.pk), "find": "x"},
        "policies/zones/new": {"name": "Z", "countries": "FR", "excluded": "", "excluded_reason": "x"},
        f"policies/zones/{zone.pk}/": {"name": "Z", "countries": "NL", "excluded": "9", "excluded_reason": "x"},
        f"policies/zones/{zone.pk}/methods/new": {**method, "currency": "EUR"},
        f"policies/methods/{way.pk}/": method,
    }


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_in_any_field_breaks_a_form_of_the_office(forms: dict[str, dict[str, str]], text: str) -> None:
    office = at_the_desk(make_staff())
    office.raise_request_exception = False
    wrong = []

    for path, right in forms.items():
        for changed in [*([name] for name in right), list(right)]:
            sent = {**right, **dict.fromkeys(changed, text)}
            answer = office.post(f"/office/{path}", _sendable(sent))
            if answer.status_code >= 500:
                wrong.append((path, changed, answer.status_code))
            page = b"" if answer.status_code == 302 else answer.content
            if b"<script>alert" in page or b">49<" in page:
                wrong.append((path, changed, "markup"))

    assert not wrong
    _nothing_stored_breaks_a_page(office)


def _sendable(sent: dict[str, Any]) -> dict[str, Any]:
    return {name: text.encode("utf-16", "surrogatepass").decode("utf-16") for name, text in sent.items()}


def _nothing_stored_breaks_a_page(office: Client) -> None:
    product = Product.objects.get()
    paths = ["/", "/shipping/", f"/p/{product.slug}/", "/office/collections/", "/office/products/kinds/"]
    paths += [f"/collections/{row.slug}/" for row in Collection.objects.all()[:20]]
    paths += [f"/office/collections/{row.pk}/" for row in Collection.objects.all()[:20]]
    for path in paths:
        answer = office.get(path)
        assert answer.status_code < 500, path
        assert b"<script>alert" not in answer.content, path
