"""Many rows at once are the rows that one at a time would make."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.forms.models import model_to_dict

from shopkeeper.commerce.catalogue.makers import make_product
from shopkeeper.commerce.catalogue.models import Product, Variant
from shopkeeper.commerce.inventory.models import Bucket
from shopkeeper.foundation.bulk import insert_rows

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)


def test_a_row_is_the_one_the_model_would_have_made() -> None:
    told = {
        "title": 'Cup ‘ " \\ %s \u2028 🫖',
        "attributes": {"material": "Stoneware", "sizes": [1, None]},
        "options": [{"name": "Colour", "values": ["Oat"]}],
        "status": Product.Status.LIVE,
        "publish_at": NOON,
    }

    insert_rows(Product, ("slug", *told), [["many", *told.values()]])
    Product.objects.create(slug="one", **told)

    many, one = (Product.objects.get(slug=slug) for slug in ("many", "one"))
    assert model_to_dict(many, exclude=["id", "slug"]) == model_to_dict(one, exclude=["id", "slug"])
    assert many.created_at is not None
    assert many.status == "live"


def test_numbers_and_nothing_come_back_as_they_went_in() -> None:
    product = make_product()

    insert_rows(
        Variant,
        ("product_id", "sku", "option_key", "options", "unit_quantity", "is_active"),
        [
            (product.pk, "BULK-1", "oat", {"Colour": "Oat"}, Decimal("0.750"), True),
            (product.pk, "BULK-2", "ink", {"Colour": "Ink"}, None, False),
        ],
    )

    first, second = Variant.objects.filter(sku__startswith="BULK").order_by("sku")
    assert (first.unit_quantity, first.is_active, first.options) == (Decimal("0.750"), True, {"Colour": "Oat"})
    assert (second.unit_quantity, second.is_active, second.weight_grams) == (None, False, 0)


def test_what_the_database_refuses_is_refused_whole() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Bucket, ("resource_id", "slot", "total"), [(1, "main", 5), (2, "main", -1)])

    assert not Bucket.objects.exists()


def test_no_rows_ask_nothing(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        insert_rows(Bucket, ("resource_id", "slot"), [])
