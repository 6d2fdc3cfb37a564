"""What staff look at: products live or not, with their variants and pictures; collections; kinds of product."""

from shopkeeper.commerce.catalogue.board.attributes import TypeRow, attribute, attributes, product_type, types
from shopkeeper.commerce.catalogue.board.collections import (
    CollectionRow,
    ItemRow,
    RuleNames,
    collection,
    collections,
    findable,
    items,
    rule_names,
)
from shopkeeper.commerce.catalogue.board.products import (
    STATES,
    ProductList,
    ProductRow,
    VariantRow,
    category_names,
    gallery,
    product,
    products_page,
    state_of,
    variant_of,
    variants,
)

__all__ = [
    "STATES",
    "CollectionRow",
    "ItemRow",
    "ProductList",
    "ProductRow",
    "RuleNames",
    "TypeRow",
    "VariantRow",
    "attribute",
    "attributes",
    "category_names",
    "collection",
    "collections",
    "findable",
    "gallery",
    "items",
    "product",
    "product_type",
    "products_page",
    "rule_names",
    "state_of",
    "types",
    "variant_of",
    "variants",
]
