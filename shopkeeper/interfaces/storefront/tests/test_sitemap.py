"""What search engines are told: every page once, its pictures, and the day it really changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from PIL import Image

from shopkeeper.commerce.catalogue import desk, masters
from shopkeeper.commerce.catalogue.models import MediaAsset, Product, ProductMedia
from shopkeeper.commerce.checkout.makers import make_shop
from shopkeeper.commerce.pricing import operations as pricing
from shopkeeper.commerce.pricing.operations import NewPrice
from shopkeeper.foundation import clock
from shopkeeper.foundation.audit.operations import SYSTEM
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.remember import forget_all
from shopkeeper.interfaces.storefront.makers import browser, offer_of, stocked_product
from shopkeeper.interfaces.storefront.views import seo

pytestmark = pytest.mark.django_db
LONG_AGO = clock.now() - timedelta(days=100)
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "i": "http://www.google.com/schemas/sitemap-image/1.1"}


@pytest.fixture
def robot() -> Client:
    make_shop()
    return browser()


def old_product(**fields: Any) -> Product:
    product = stocked_product(at=LONG_AGO, **fields)
    Product.objects.filter(pk=product.pk).update(updated_at=LONG_AGO)
    return product


def entries(robot: Client, path: str) -> dict[str, ElementTree.Element]:
    forget_all()
    root = ElementTree.fromstring(robot.get(path).content)
    return {node.findtext("s:loc", "", NAMES).split("/", 3)[3]: node for node in root}


def changed(robot: Client, product: Product) -> datetime:
    node = entries(robot, "/sitemap-products-1.xml")[f"p/{product.slug}/"]
    return datetime.fromisoformat(node.findtext("s:lastmod", "", NAMES))


def is_new(at: datetime) -> bool:
    return clock.now() - at < timedelta(hours=1)


def test_the_index_names_a_file_of_pages_and_files_of_products(robot: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seo, "PER_FILE", 2)
    products = [old_product() for _ in range(3)]

    index = entries(robot, "/sitemap.xml")
    listed = [*entries(robot, "/sitemap-products-1.xml"), *entries(robot, "/sitemap-products-2.xml")]

    assert list(index) == ["sitemap-pages.xml", "sitemap-products-1.xml", "sitemap-products-2.xml"]
    assert listed == [f"p/{product.slug}/" for product in products]
    assert robot.get("/sitemap-products-3.xml").status_code == 404


def test_a_product_that_nobody_touched_keeps_its_day(robot: Client) -> None:
    assert changed(robot, old_product()) == LONG_AGO.replace(microsecond=0)


@pytest.mark.parametrize("kind", ["texts", "variant", "picture", "price", "address", "reduction over"])
def test_whatever_shoppers_see_anew_moves_the_day(robot: Client, kind: str) -> None:
    product = old_product()
    offer = offer_of(product)
    if kind == "texts":
        desk.edit_texts(product=product, title="New", summary="", description_html="", actor=SYSTEM)
    elif kind == "variant":
        row = product.variants.first()
        assert row
        edit = desk.VariantEdit(variant_id=row.pk, gtin="", weight_grams=9, position=0, is_active=True)
        desk.edit_variants(product=product, edits=[edit], actor=SYSTEM)
    elif kind == "picture":
        _picture(product)
        row = product.media.get()
        desk.edit_picture(media=row, alt="New words", options={}, focus=(50, 50), actor=SYSTEM)
    elif kind == "address":
        product = desk.rename(product=product, slug="new-mug", actor=SYSTEM)
    elif kind == "price":
        pricing.set_prices(prices=[NewPrice(offer.pk, Money(1900, "EUR"))], at=clock.now())
    else:
        ends = clock.now() - timedelta(minutes=1)
        reduced = NewPrice(offer.pk, Money(900, "EUR"), starts_at=LONG_AGO, ends_at=ends)
        pricing.set_prices(prices=[reduced], at=LONG_AGO)

    assert is_new(changed(robot, product))


def test_a_price_planned_for_tomorrow_moves_no_day_yet(robot: Client) -> None:
    product = old_product()
    tomorrow = clock.now() + timedelta(days=1)

    planned = NewPrice(offer_of(product).pk, Money(900, "EUR"), starts_at=tomorrow)
    pricing.set_prices(prices=[planned], at=clock.now())

    assert not is_new(changed(robot, product))


def test_a_scheduled_product_is_new_on_the_day_it_appears_and_absent_before(robot: Client) -> None:
    product = old_product(publish_at=clock.now() + timedelta(days=1))
    shown = old_product()
    assert list(entries(robot, "/sitemap-products-1.xml")) == [f"p/{shown.slug}/"]

    Product.objects.filter(pk=product.pk).update(publish_at=clock.now() - timedelta(minutes=1))

    assert is_new(changed(robot, product))


def test_an_unchanged_save_moves_no_day(robot: Client) -> None:
    product = old_product()

    desk.edit_texts(product=product, title=product.title, summary="", description_html="", actor=SYSTEM)

    assert not is_new(changed(robot, product))


def test_lists_name_no_day_because_they_change_with_what_stands_in_them(robot: Client) -> None:
    old_product()

    pages = entries(robot, "/sitemap-pages.xml")

    assert {"", "shipping/", "c/kitchen/"} <= pages.keys()
    assert pages["c/kitchen/"].find("s:lastmod", NAMES) is None


def test_pictures_are_listed_in_their_largest_size_and_answer(robot: Client, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    product, drawn = old_product(), BytesIO()
    Image.new("RGB", (900, 400), "teal").save(drawn, "PNG")
    ProductMedia.objects.create(product=product, asset=masters.keep_master(drawn.getvalue()), alt="A mug")

    node = entries(robot, "/sitemap-products-1.xml")[f"p/{product.slug}/"]
    (image,) = [one.text or "" for one in node.findall("i:image/i:loc", NAMES)]

    assert image.endswith("-900.jpg")
    assert robot.get("/" + image.split("/", 3)[3]).status_code == 200


def test_a_file_of_products_costs_the_same_however_many(robot: Client, django_assert_max_num_queries: Any) -> None:
    for _ in range(8):
        _picture(old_product())
    forget_all()

    with django_assert_max_num_queries(4):
        robot.get("/sitemap-products-1.xml")


def _picture(product: Product) -> None:
    asset, _ = MediaAsset.objects.get_or_create(
        digest="a" * 64, defaults={"width": 1500, "height": 1500, "file_bytes": 1}
    )
    ProductMedia.objects.create(product=product, asset=asset, alt="A mug")
