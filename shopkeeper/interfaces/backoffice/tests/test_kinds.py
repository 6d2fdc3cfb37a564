"""A fact added in the office is asked in the product form, printed in the specification, and filters: without code."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from shopkeeper.commerce.catalogue.makers import make_category, place_in
from shopkeeper.commerce.catalogue.models import AttributeDefinition, Product, ProductType
from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.foundation import clock
from shopkeeper.foundation.audit.models import AuditEntry
from shopkeeper.interfaces.backoffice.makers import at_the_desk, make_staff

pytestmark = pytest.mark.django_db
ADDED = [
    ({"name": "Glaze", "kind": "text"}, "Matt white", "Matt white", "Matt white"),
    ({"name": "Height", "kind": "number", "unit": "cm"}, "8.5", "8.5", "8.5 cm"),
    ({"name": "Timber", "kind": "choice", "choices": "Oak\nAsh"}, "Oak", "Oak", "Oak"),
    ({"name": "Shade", "kind": "swatch", "choices": "Ink #2b3544"}, "Ink", "Ink", "Ink"),
    ({"name": "Dishwasher safe", "kind": "boolean"}, "yes", "True", "Yes"),
    ({"name": "Harvested on", "kind": "date"}, "2026-09-01", "2026-09-01", "September 1, 2026"),
]


@pytest.fixture
def office() -> Client:
    make_shop()
    return at_the_desk(make_staff(name="Marit"))


@pytest.fixture
def mug() -> ProductType:
    return ProductType.objects.create(slug="mug", name="Mug")


def stock(kind: ProductType | None = None, **fields: object) -> Product:
    offer = make_offer(at=clock.now() - timedelta(days=40))
    product = offer.variant.product
    Product.objects.filter(pk=product.pk).update(product_type=kind, **fields)
    place_in(product, make_category("kitchen"))
    product.refresh_from_db()
    return product


@pytest.mark.parametrize(("told", "typed", "value", "printed"), ADDED, ids=[told["kind"] for told, *_ in ADDED])
def test_a_new_fact_is_asked_printed_and_filters_at_once(
    office: Client, mug: ProductType, told: dict[str, str], typed: str, value: str, printed: str
) -> None:
    product = stock(mug)
    office.post(f"/office/products/kinds/{mug.pk}/attributes", {**told, "filterable": "yes"})
    fact = AttributeDefinition.objects.get()

    form = office.get(f"/office/products/{product.pk}/").content.decode()
    office.post(f"/office/products/{product.pk}/facts", {"kind": str(mug.pk), f"attribute-{fact.slug}": typed})

    assert f'name="attribute-{fact.slug}"' in form
    page = office.get(f"/p/{product.slug}/").content.decode()
    dot = "<svg[^>]*>.*?</svg> " if told["kind"] == "swatch" else ""
    assert re.search(rf"{told['name']}</th><td>{dot}{re.escape(printed)}</td>", page)
    shelf = office.get(f"/c/kitchen/?{fact.slug}={value}").content.decode()
    assert product.title in shelf
    assert f'name="{fact.slug}" value="{value}" checked' in shelf
    assert ("#2b3544" in shelf) == (told["kind"] == "swatch")
    assert product.title not in office.get(f"/c/kitchen/?{fact.slug}=other").content.decode()
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["catalogue.make_attribute", "catalogue.describe"]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"name": "", "kind": "text"}, "Give it a name"),
        ({"name": "X", "kind": "colour"}, "Choose what kind of value"),
        ({"name": "X", "kind": "number", "unit": "u" * 21}, "Use 20 characters"),
        ({"name": "X", "kind": "swatch", "choices": "Oak"}, "Write a colour behind each choice"),
        ({"name": "X", "kind": "swatch", "choices": ""}, "at least one choice"),
        ({"name": "Glaze", "kind": "text"}, "This kind has an attribute of this name."),
        ({"name": "Height", "kind": "text"}, "“Height” of Vase is a number"),
    ],
)
def test_a_fact_that_cannot_be_is_refused_and_nothing_typed_is_lost(
    office: Client, mug: ProductType, told: dict[str, str], words: str
) -> None:
    vase = ProductType.objects.create(slug="vase", name="Vase")
    AttributeDefinition.objects.create(product_type=mug, slug="glaze", name="Glaze")
    AttributeDefinition.objects.create(product_type=vase, slug="height", name="Height", kind="number")

    answer = office.post(f"/office/products/kinds/{mug.pk}/attributes", {**told, "filterable": "yes"})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert re.search(r'name="filterable" value="yes" checked', answer.content.decode())
    assert AttributeDefinition.objects.count() == 2


def test_facts_move_by_number_and_button_and_a_removed_one_keeps_what_products_say(
    office: Client, mug: ProductType
) -> None:
    rows = [
        AttributeDefinition.objects.create(product_type=mug, slug=slug, name=slug, position=place)
        for place, slug in enumerate(["a", "b", "c"])
    ]
    product = stock(mug, attributes={"a": "kept"})
    url = f"/office/products/kinds/{mug.pk}/order"

    office.post(url, {"down": str(rows[0].pk)})
    office.post(url, {f"place-{rows[2].pk}": "1"})
    assert list(mug.attributes.values_list("slug", flat=True)) == ["c", "b", "a"]
    office.post(url, {f"remove-{rows[0].pk}": "yes"})

    assert list(mug.attributes.values_list("slug", flat=True)) == ["c", "b"]
    product.refresh_from_db()
    assert product.attributes == {"a": "kept"}
    assert "Kept, and not shown" in office.get(f"/office/products/{product.pk}/").content.decode()
    assert "kept" not in office.get(f"/p/{product.slug}/").content.decode()


def test_an_edited_fact_keeps_its_kind_and_what_is_no_longer_offered(office: Client, mug: ProductType) -> None:
    fact = AttributeDefinition.objects.create(
        product_type=mug, slug="timber", name="Timber", kind="choice", choices=[{"value": "Oak"}]
    )
    product = stock(mug, attributes={"timber": "Oak"})

    office.post(
        f"/office/products/kinds/{mug.pk}/attributes/{fact.pk}/", {"name": "Wood", "choices": "Ash", "kind": "number"}
    )
    office.post(f"/office/products/{product.pk}/facts", {"kind": str(mug.pk), "attribute-timber": "Oak"})
    refused = office.post(f"/office/products/{product.pk}/facts", {"kind": str(mug.pk), "attribute-timber": "Elm"})

    fact.refresh_from_db()
    product.refresh_from_db()
    assert (fact.name, fact.kind, fact.choices) == ("Wood", "choice", [{"value": "Ash"}])
    assert product.attributes == {"timber": "Oak"}
    assert refused.status_code == 422
    assert "Choose one from the list." in refused.content.decode()
    assert "Oak (no longer offered)" in office.get(f"/office/products/{product.pk}/").content.decode()


def test_a_wrong_fact_changes_no_other_and_stays_as_typed(office: Client, mug: ProductType) -> None:
    for slug, kind in (("height", "number"), ("glaze", "text")):
        AttributeDefinition.objects.create(product_type=mug, slug=slug, name=slug.title(), kind=kind)
    product = stock(mug)

    answer = office.post(
        f"/office/products/{product.pk}/facts",
        {"kind": str(mug.pk), "attribute-height": "tall", "attribute-glaze": "Matt", "tags": "gift"},
    )

    assert answer.status_code == 422
    assert 'value="tall"' in answer.content.decode()
    assert 'value="Matt"' in answer.content.decode()
    product.refresh_from_db()
    assert (product.attributes, product.tags) == ({}, [])


def test_a_product_gets_another_kind_and_tags_and_keeps_its_facts(office: Client, mug: ProductType) -> None:
    other = ProductType.objects.create(slug="vase", name="Vase")
    product = stock(mug, attributes={"glaze": "Matt"})

    office.post(f"/office/products/{product.pk}/facts", {"kind": str(other.pk), "tags": "Gift, gift, Winter"})

    product.refresh_from_db()
    assert (product.product_type_id, product.tags, product.attributes) == (
        other.pk,
        ["Gift", "Winter"],
        {"glaze": "Matt"},
    )


def test_a_kind_is_made_and_renamed_with_a_record(office: Client) -> None:
    office.post("/office/products/kinds/new", {"name": "Drinking glass"})
    made = ProductType.objects.get()
    office.post(f"/office/products/kinds/{made.pk}/name", {"name": "Glass"})
    refused = office.post("/office/products/kinds/new", {"name": " "})

    made.refresh_from_db()
    assert (made.slug, made.name) == ("drinking-glass", "Glass")
    assert refused.status_code == 422
    assert AuditEntry.objects.count() == 2
    assert "Glass" in office.get("/office/products/kinds/").content.decode()
