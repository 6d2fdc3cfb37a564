"""Good files come in whole, bad rows are told apart, and doing it twice changes nothing."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from shopkeeper.commerce.catalogue.models import (
    Category,
    Collection,
    CollectionItem,
    MediaAsset,
    Product,
    ProductMedia,
    Variant,
)
from shopkeeper.commerce.checkout.makers import NOON
from shopkeeper.commerce.importing.mapping import mapped
from shopkeeper.commerce.importing.operations import ImportReport
from shopkeeper.commerce.importing.rows import RowError, parse_row
from shopkeeper.commerce.importing.taxonomy import load_taxonomy
from shopkeeper.commerce.inventory.models import Bucket
from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.commerce.pricing.models import Price
from shopkeeper.foundation.errors import InvalidInput

MUG: dict[str, Any] = {
    "handle": "aster-mug",
    "title": "Aster mug",
    "brand": "Linden Row",
    "categories": ["kitchen/mugs"],
    "options": [{"name": "Colour", "values": [{"value": "Oat", "swatch": "#eee"}, {"value": "Ink"}]}],
    "variants": [
        {"sku": "A-OAT", "options": {"Colour": "Oat"}, "prices": {"EUR": "18.00"}, "stock": {"main": 4}},
        {"sku": "A-INK", "options": {"Colour": "Ink"}, "prices": {"EUR": "19.50"}, "stock": {"main": 0}},
    ],
}


def told(report: ImportReport) -> str:
    return " ".join(trouble.message for trouble in report.troubles)


@pytest.mark.parametrize("name", ["products.jsonl", "products.jsonl.gz"])
def test_a_product_comes_in_with_variants_prices_stock_and_its_place(run: Any, name: str) -> None:
    report = run(MUG, name=name)

    assert (report.created, report.failed) == (1, 0)
    product = Product.objects.get(slug="aster-mug")
    assert sorted(product.variants.values_list("sku", flat=True)) == ["A-INK", "A-OAT"]
    assert Category.objects.get(path="kitchen/mugs").parent.path == "kitchen"
    assert sorted(Price.objects.values_list("amount_minor", flat=True)) == [1800, 1950]
    assert sorted(Bucket.objects.values_list("total", flat=True)) == [0, 4]


def test_the_same_file_twice_changes_nothing(run: Any) -> None:
    run(MUG)

    again = run(MUG)

    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)
    assert Variant.objects.count() == Price.objects.count() == 2


def test_a_changed_row_updates_and_a_dropped_variant_goes_off_sale_but_is_kept(run: Any) -> None:
    run(MUG)

    report = run({**MUG, "title": "Aster cup", "variants": MUG["variants"][:1]})

    assert report.updated == 1
    assert Product.objects.get().title == "Aster cup"
    assert dict(Variant.objects.values_list("sku", "is_active")) == {"A-OAT": True, "A-INK": False}


def test_a_list_price_makes_a_reduction_that_is_struck_through_only_with_a_history(run: Any) -> None:
    reduced = [{**variant, "list_prices": {"EUR": "25.00"}} for variant in MUG["variants"]]

    run({**MUG, "variants": reduced})
    run({**MUG, "title": "New name", "variants": reduced})

    market = pricing.market("nl-eur")
    prices = pricing.prices_in_force(Price.objects.values_list("offer_id", flat=True), market=market, at=NOON)
    assert {price.regular_minor for price in prices.values()} == {2500}
    assert {price.reference_minor for price in prices.values()} == {None}
    assert Price.objects.count() == 4


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (b"{not json", "not JSON"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"[1, 2]", "one JSON object"),
        ({**MUG, "title": ""}, "“title” is missing"),
        ({**MUG, "handle": "!!!"}, "letters or digits"),
        ({**MUG, "title": "x" * 301}, "301 characters"),
        ({**MUG, "description_html": "x" * 300_000}, "at most 200,000"),
        ({**MUG, "variants": [{"sku": "A", "prices": {"EUR": "-1.00"}}]}, "negative"),
        ({**MUG, "variants": [{"sku": "A", "prices": {"EUR": "1e30"}}]}, "too large"),
        ({**MUG, "variants": [{"sku": "A", "prices": {"EUR": "1.005"}}]}, "2 decimal places"),
        ({**MUG, "variants": [{"sku": "A", "prices": {"XXQ": "1.00"}}]}, "not a currency code"),
        ({**MUG, "variants": [{"sku": "A", "prices": {"EUR": "NaN"}}]}, "finite"),
        ({**MUG, "variants": [{"sku": "A"}]}, "no price"),
        ({**MUG, "variants": [{"sku": "A", "prices": {"EUR": "1"}, "stock": {"main": -3}}]}, "from 0 to"),
        ({**MUG, "variants": [{"sku": "A", "prices": {"EUR": "1"}, "stock": {"main": 0.5}}]}, "whole number"),
        ({**MUG, "variants": [MUG["variants"][0], MUG["variants"][0]]}, "stands twice"),
        ({**MUG, "variants": "many"}, "must be a list"),
    ],
)
def test_a_row_that_cannot_be_used_says_what_to_mend_and_holds_up_no_other(run: Any, row: Any, message: str) -> None:
    good = {**MUG, "handle": "good", "variants": [{"sku": "G", "prices": {"EUR": "5.00"}}], "options": []}

    report = run(row, good)

    assert (report.created, report.failed) == (1, 1)
    assert message in told(report)
    assert Product.objects.get().slug == "good"


def test_a_sku_of_another_product_and_a_handle_twice_are_refused(run: Any) -> None:
    run(MUG)

    plain = {**MUG, "handle": "a", "options": []}

    report = run(
        {**MUG, "handle": "other"},
        {**plain, "variants": [{"sku": "N", "prices": {"EUR": "1"}}]},
        {**plain, "variants": [{"sku": "M", "prices": {"EUR": "1"}}]},
    )

    assert "already belongs to the product “aster-mug”" in told(report)
    assert "stands twice in this file" in told(report)
    assert report.created == 1


def test_a_line_of_ten_megabytes_is_passed_over(run: Any) -> None:
    report = run(b'{"title": "' + b"x" * 10_000_000 + b'"}', MUG)

    assert (report.created, report.failed) == (1, 1)
    assert "longer than" in told(report)


def test_a_wrong_gtin_is_left_out_and_told_but_the_product_comes_in(run: Any) -> None:
    report = run({**MUG, "options": [], "variants": [{"sku": "A", "prices": {"EUR": "1"}, "gtin": "4006381333932"}]})

    assert report.created == 1
    assert "not a valid GTIN" in told(report)


def test_markup_in_descriptions_is_cleaned(run: Any) -> None:
    run({**MUG, "description_html": "<p onclick=x>Fine<script>alert(1)</script><img src=x onerror=y></p>"})

    assert Product.objects.get().description_html == '<p>Fine<img src="x"></p>'


def picture(size: tuple[int, int] = (40, 50), kind: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "#987").save(out, kind)
    return out.getvalue()


def test_pictures_are_kept_once_and_what_is_no_picture_is_told(run: Any, tmp_path: Path) -> None:
    (tmp_path / "one.png").write_bytes(picture())
    (tmp_path / "bad.png").write_bytes(b"not a picture")
    (tmp_path / "bomb.png").write_bytes(picture((9000, 9000)))
    names = ["one.png", "one.png", "bad.png", "bomb.png", "gone.png", "../../etc/passwd", "https://example.com/x.png"]

    report = run({**MUG, "media": [{"file": name, "alt": "A mug"} for name in names]})

    assert report.created == 1
    assert MediaAsset.objects.count() == ProductMedia.objects.count() == 1
    for message in ("not a picture", "million", "missing", "inside the folder", "not fetched"):
        assert message in told(report)


SHOPIFY = """Handle,Title,Body (HTML),Vendor,Type,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,\
Variant Inventory Qty,Variant Price,Variant Compare At Price,Variant Barcode,Image Src,Image Alt Text,Status
tee,Tee,<p>Soft</p>,Acme,Shirts,true,Size,S,TEE-S,180,7,19.00,25.00,'4006381333931,,,active
tee,,,,,,,M,TEE-M,190,-2,19.00,,,https://cdn.example/x.jpg,A tee,
cap,Cap,,Acme,Hats,true,Title,Default Title,CAP,90,3,12.50,,,,,active
hidden,Hidden,,Acme,Hats,false,Title,Default Title,HID,1,1,1.00,,,,,draft
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_shopifys_csv_comes_in_in_any_encoding(run: Any, tmp_path: Path, encoding: str) -> None:
    report = run(SHOPIFY.replace("Acme", "Acmé").encode(encoding), name="export.csv")

    assert (report.created, report.failed) == (3, 0)
    tee = Product.objects.get(slug="tee")
    assert (tee.brand.name, tee.option_names) == ("Acmé", ["Size"])
    assert sorted(tee.variants.values_list("sku", "weight_grams")) == [("TEE-M", 190), ("TEE-S", 180)]
    assert Product.objects.get(slug="cap").options == []
    assert Product.objects.get(slug="hidden").status == "draft"


def test_a_csv_that_is_something_else_says_so(run: Any) -> None:
    with pytest.raises(InvalidInput, match="column Handle, Title is missing"):
        run(b"name,price\nMug,3\n", name="other.csv")


def test_a_mapping_renames_fills_in_and_sorts_into_categories() -> None:
    mapping = {
        "fields": {"handle": "{id} {name}", "title": "name", "description": "text"},
        "prices": {"EUR": {"between": ["5.00", "90.00"]}},
        "stock": {"main": 3},
        "categories": [{"path": "music/cds", "where": {"name": " - CD$"}}, {"path": "rest"}],
    }

    row = mapped({"id": 7, "name": "Songs - CD", "text": "One.\nTwo <b>."}, mapping)

    assert (row["handle"], row["categories"], row["stock"]) == ("7 Songs - CD", ["music/cds"], {"main": 3})
    assert row["description_html"] == "<p>One.</p><p>Two &lt;b&gt;.</p>"
    assert 5 <= float(row["prices"]["EUR"]) <= 90
    assert row == mapped({"id": 7, "name": "Songs - CD", "text": "One.\nTwo <b>."}, mapping)


@pytest.mark.parametrize("data", [None, [], "x", 3, {"title": {"a": 1}}, {"title": ["x"], "variants": {}}])
def test_rows_of_any_shape_are_refused_with_a_sentence(data: Any) -> None:
    with pytest.raises(RowError):
        parse_row(data)


@pytest.mark.parametrize(
    "change",
    [
        {"options": 5},
        {"options": [{"name": "Size", "values": 5}]},
        {"media": 7},
        {"media": [{"file": "x", "options": "abc"}]},
        {"media": [{"file": "a\x00b.png"}]},
        {"media": [{"file": "x" * 5000}]},
        {"title": "\ud800 x"},
        {"attributes": {"weight": float("nan")}},
        {"attributes": {"note": "a\x00b"}},
        {"categories": ["y" * 2000]},
        {"categories": ["A/B", "a/b"]},
        {"publish_at": "0001-01-01T00:00:00+14:00"},
        {"variants": [{"sku": "Z", "prices": {"EUR": "1"}, "stock": {"p" * 300: 1}}]},
    ],
    ids=range(13),
)
def test_a_row_of_any_wrong_shape_never_takes_its_neighbours_along(run: Any, change: dict[str, Any]) -> None:
    good = {**MUG, "handle": "good", "variants": [{"sku": "G", "prices": {"EUR": "5.00"}}], "options": []}

    report = run({**MUG, **change}, good)

    assert Product.objects.filter(slug="good").exists()
    assert report.created + report.failed == 2


@pytest.mark.django_db
def test_a_taxonomy_brings_collections_by_rule_and_refuses_one_it_cannot_understand() -> None:
    rule = {"match": "all", "conditions": [{"field": "brand", "any_of": ["tide"]}]}
    told = {"brands": [{"slug": "tide", "name": "Tide"}], "collections": [{"slug": "t", "name": "T", "rule": rule}]}

    load_taxonomy(told)
    made = Collection.objects.get()
    load_taxonomy({"collections": [{"slug": "t", "name": "Tide"}]})
    with pytest.raises(InvalidInput, match=r"Collection “t”: There is no brand “tied”. Did you mean “tide”\?"):
        load_taxonomy({"collections": [{"slug": "t", "name": "T", "rule": _with_brand("tied")}]})

    made.refresh_from_db()
    assert (made.kind, made.rule, made.name) == ("rule", rule, "Tide")


def _with_brand(slug: str) -> dict[str, object]:
    return {"conditions": [{"field": "brand", "any_of": [slug]}]}


def test_an_import_keeps_the_places_given_in_a_collection_and_puts_what_is_new_behind(run: Any) -> None:
    one, two = ({"title": name, "prices": {"EUR": "1.00"}, "collections": ["new"]} for name in ("One", "Two"))
    run(one, two)
    CollectionItem.objects.filter(product__title="One").update(position=1)

    run({**one, "summary": "Changed"}, {**two, "title": "Three"}, {**two, "collections": []})

    places = CollectionItem.objects.order_by("position").values_list("product__title", "position")
    assert list(places) == [("One", 1), ("Three", 2)]


def test_tags_come_without_doubles(run: Any) -> None:
    run({"title": "Mug", "prices": {"EUR": "1.00"}, "tags": ["Gift", "gift ", "Winter  2026"]})

    assert Product.objects.get().tags == ["Gift", "Winter 2026"]


def test_a_shopify_product_with_an_unreadable_row_in_it_is_left_as_it_is(run: Any) -> None:
    head = b"Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Status"
    rows = [head, b"mug,Mug,Colour,Red,M-R,9.00,active", b"mug,,,Blue,M-B,9.00,", b"jug,Jug,,,J,5.00,active"]
    run(*rows, name="shop.csv")
    rows[2] = b"mug,,," + b"x" * 2_000_000 + b",M-B,9.00,"

    report = run(*rows, name="shop.csv")

    assert Variant.objects.filter(product__slug="mug", is_active=True).count() == 2
    assert "left as it is" in told(report)
    assert Product.objects.filter(slug="jug").exists()
