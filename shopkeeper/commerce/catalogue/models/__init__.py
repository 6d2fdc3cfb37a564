"""The catalogue's tables, one noun a file."""

from shopkeeper.commerce.catalogue.models.media import MediaAsset, ProductMedia
from shopkeeper.commerce.catalogue.models.offers import HOUSE_SELLER, Offer
from shopkeeper.commerce.catalogue.models.products import (
    AttributeDefinition,
    Brand,
    Product,
    ProductCategory,
    ProductType,
    Variant,
    option_key,
)
from shopkeeper.commerce.catalogue.models.taxonomy import Category, Collection, CollectionItem, SlugRedirect

__all__ = [
    "HOUSE_SELLER",
    "AttributeDefinition",
    "Brand",
    "Category",
    "Collection",
    "CollectionItem",
    "MediaAsset",
    "Offer",
    "Product",
    "ProductCategory",
    "ProductMedia",
    "ProductType",
    "SlugRedirect",
    "Variant",
    "option_key",
]
