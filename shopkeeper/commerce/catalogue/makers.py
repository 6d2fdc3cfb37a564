"""Builders for tests and the demo: a product with an offer in one line."""

from __future__ import annotations

from itertools import count
from typing import Any

from shopkeeper.commerce.catalogue.models import Brand, Category, Offer, Product, ProductCategory, Variant, option_key

_number = count(1)


def make_product(title: str = "", **fields: Any) -> Product:
    """A live product without variants."""
    number = next(_number)
    title = title or f"Mug {number}"
    return Product.objects.create(
        **{"slug": f"mug-{number}", "title": title, "status": Product.Status.LIVE, "tax_class": "standard", **fields}
    )


def make_variant(product: Product, options: dict[str, str] | None = None, **fields: Any) -> Variant:
    """A variant with its house offer."""
    options = options or {}
    defaults = {
        "sku": f"SKU-{next(_number)}",
        "options": options,
        "option_key": option_key(options, product.option_names or list(options)),
        "weight_grams": 400,
    }
    variant = Variant.objects.create(product=product, **{**defaults, **fields})
    Offer.objects.create(variant=variant)
    return variant


def make_category(path: str, name: str = "") -> Category:
    """The category at ``path``, and those above it when missing."""
    parent = make_category(path.rsplit("/", 1)[0]) if "/" in path else None
    slug = path.rsplit("/", 1)[-1]
    made, _ = Category.objects.get_or_create(
        path=path, defaults={"slug": slug, "parent": parent, "name": name or slug.replace("-", " ").title()}
    )
    return made


def place_in(product: Product, category: Category) -> None:
    ProductCategory.objects.get_or_create(product=product, category=category)


def make_brand(name: str) -> Brand:
    return Brand.objects.get_or_create(slug=name.lower().replace(" ", "-"), defaults={"name": name})[0]
