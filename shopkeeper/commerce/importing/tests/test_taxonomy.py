"""Brands, categories and kinds from a file: all of it or nothing, and again with the same end."""

from __future__ import annotations

from typing import Any

import pytest

from shopkeeper.commerce.catalogue.models import AttributeDefinition, Brand, Category, Collection, ProductType
from shopkeeper.commerce.importing.mapping import mapped, read_mapping
from shopkeeper.commerce.importing.taxonomy import load_taxonomy
from shopkeeper.foundation.errors import InvalidInput, ShopError

FINE: dict[str, Any] = {
    "brands": [{"slug": "linden-row", "name": "Linden Row"}],
    "categories": [{"slug": "kitchen", "name": "Kitchen", "children": [{"slug": "mugs", "name": "Mugs"}]}],
    "product_types": [
        {
            "slug": "drinkware",
            "name": "Drinkware",
            "attributes": [{"slug": "capacity_ml", "name": "Capacity", "kind": "number"}],
        }
    ],
    "collections": [{"slug": "gifts", "name": "Gifts"}],
}


@pytest.mark.django_db
def test_a_taxonomy_loaded_twice_is_there_once_and_in_its_order() -> None:
    for _ in range(2):
        load_taxonomy(FINE)

    assert list(Category.objects.values_list("path", "name").order_by("path")) == [
        ("kitchen", "Kitchen"),
        ("kitchen/mugs", "Mugs"),
    ]
    assert Brand.objects.count() == Collection.objects.count() == ProductType.objects.count() == 1
    assert AttributeDefinition.objects.get().kind == "number"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"collections": [{"slug": "gifts"}]},
        {"collections": [{"name": "Gifts"}]},
        {"collections": ["gifts"]},
        {"collections": 5},
        {"categories": [{"slug": "Kitchen & Bar", "name": "Kitchen"}]},
        {"categories": [{"slug": "", "name": "Kitchen"}]},
        {"categories": [{"slug": "a/b", "name": "Kitchen"}]},
        {"categories": [{"slug": "kitchen", "name": None}]},
        {"categories": [{"slug": "kitchen", "name": "Kitchen", "children": [{"slug": 5, "name": "x"}]}]},
        {"product_types": [{"slug": "d", "name": "D", "attributes": [{"slug": "x", "name": "X", "kind": "colour"}]}]},
        {"product_types": [{"slug": "d", "name": "D", "attributes": [{"slug": "x"}]}]},
    ],
)
def test_a_taxonomy_with_a_mistake_is_refused_in_words_and_nothing_of_it_is_kept(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput, match="taxonomy"):
        load_taxonomy({**FINE, **wrong})

    assert not Brand.objects.exists()
    assert not Category.objects.exists()


@pytest.mark.parametrize("text", ["", "x", "[1]", '{"feilds": {}}', "\ufeff{", "\x00"])
def test_a_mapping_that_cannot_be_used_is_refused_in_words(tmp_path: Any, text: str) -> None:
    path = tmp_path / "mapping.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(InvalidInput):
        read_mapping(path)
    with pytest.raises(InvalidInput):
        read_mapping(tmp_path / "gone.json")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "mapping",
    [
        {"fields": 5},
        {"fields": {"title": 5}},
        {"fields": {"title": None}},
        {"prices": {"EUR": {}}},
        {"prices": {"EUR": {"between": ["1.00"]}}},
        {"prices": {"EUR": {"between": ["x", "y"]}}},
        {"prices": {"EUR": 5}},
        {"prices": []},
        {"categories": [{"where": {"title": "x"}}]},
        {"categories": [{}]},
        {"categories": 5},
        {"categories": [{"path": "a", "where": {"title": "("}}]},
        {"stock": 5},
        {"constants": 5},
    ],
)
def test_a_mapping_of_another_shape_fails_its_rows_and_never_the_program(run: Any, mapping: dict[str, Any]) -> None:
    row = {"title": "Mug", "name": "Mug", "prices": {"EUR": "1"}}
    try:
        report = run(row, row, mapping={"fields": {"title": "name"}, **mapping})
    except ShopError:
        return

    assert report.failed == 2


def test_a_made_up_price_is_always_the_same_and_within_its_bounds() -> None:
    mapping = {"fields": {"handle": "id", "title": "id"}, "prices": {"EUR": {"between": ["5.00", "90.00"]}}}

    found = [mapped({"id": f"p{number}"}, mapping)["prices"]["EUR"] for number in range(300)]

    assert found == [mapped({"id": f"p{number}"}, mapping)["prices"]["EUR"] for number in range(300)]
    assert all(500 <= int(one.replace(".", "")) <= 9009 for one in found)
    assert len(set(found)) > 50
