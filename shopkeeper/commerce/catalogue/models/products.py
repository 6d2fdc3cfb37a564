"""Products and variants, with typed attributes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models

MAX_VARIANTS = 2048
MAX_OPTIONS = 5
MAX_TAGS = 50
LONGEST_TAG = 60


def option_key(chosen: dict[str, str], names: list[str]) -> str:
    """One string for a combination of option values, in the product's order of options.

    >>> option_key({"Size": "L", "Colour": "Oat"}, ["Colour", "Size"])
    'Oat\\x1fL'
    """
    return "\x1f".join(chosen.get(name, "") for name in names)


def clean_tags(typed: Iterable[str]) -> tuple[str, ...]:
    """Tags without doubles, whatever their case, each cut to a length that fits.

    >>> clean_tags(["Gift", " gift ", "Winter"])
    ('Gift', 'Winter')
    """
    kept: dict[str, str] = {}
    for tag in typed:
        text = " ".join(tag.split())[:LONGEST_TAG]
        if text:
            kept.setdefault(text.casefold(), text)
    return tuple(kept.values())[:MAX_TAGS]


class Brand(models.Model):
    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class ProductType(models.Model):
    """A kind of product; says which attributes its products have."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class AttributeDefinition(models.Model):
    """One typed attribute of a product type: what it is called, how it is checked, whether it filters.

    ``choices`` is a list of ``{"value": "Oak", "swatch": "#c8a165"}``, for choices and swatches; a choice without a
    list takes any words.
    """

    class Kind(models.TextChoices):
        TEXT = "text"
        NUMBER = "number"
        BOOLEAN = "boolean"
        CHOICE = "choice"
        SWATCH = "swatch"
        DATE = "date"

    product_type = models.ForeignKey(ProductType, models.CASCADE, related_name="attributes")
    slug = models.SlugField(max_length=120)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.TEXT)
    unit = models.CharField(max_length=20, blank=True)
    choices = models.JSONField(default=list, blank=True)
    filterable = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=("product_type", "slug"), name="attribute_once_per_type"),)

    def __str__(self) -> str:
        return self.name

    @property
    def swatches(self) -> dict[str, str]:
        """The colour of each choice that has one."""
        return {one["value"]: one["swatch"] for one in self.choices if one.get("swatch")}


class Product(models.Model):
    """What a shopper looks at. ``options`` is a list of
    ``{"name": "Colour", "values": [{"value": "Oat", "swatch": "#e6dcc8"}]}``;
    ``attributes`` maps attribute slugs to values; ``tags`` are words the shop sorts its goods by and nobody else sees;
    ``translations`` maps a language to replaced texts.
    """

    class Status(models.TextChoices):
        DRAFT = "draft"
        LIVE = "live"

    slug = models.SlugField(max_length=255, unique=True)
    title = models.CharField(max_length=300)
    product_type = models.ForeignKey(ProductType, models.PROTECT, null=True, blank=True, related_name="+")
    brand = models.ForeignKey(Brand, models.PROTECT, null=True, blank=True, related_name="+")
    summary = models.CharField(max_length=500, blank=True)
    description_html = models.TextField(blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    tags = models.JSONField(default=list, blank=True)
    options = models.JSONField(default=list, blank=True)
    translations = models.JSONField(default=dict, blank=True)
    tax_class = models.CharField(max_length=30, default="standard")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    publish_at = models.DateTimeField(null=True, blank=True)
    sold_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    categories: models.ManyToManyField[models.Model, models.Model] = models.ManyToManyField(
        "catalogue.Category", through="ProductCategory", related_name="+"
    )

    class Meta:
        indexes = (models.Index(fields=("status", "publish_at"), name="product_live_idx"),)

    def __str__(self) -> str:
        return self.title

    def is_live(self, at: datetime) -> bool:
        """Whether shoppers may see it at ``at``: live, and its publishing time has come."""
        return self.status == self.Status.LIVE and (self.publish_at is None or self.publish_at <= at)

    def text(self, field: str, language: str) -> str:
        """``field`` in ``language``, falling back field by field to the shop's own language."""
        return str(self.translations.get(language, {}).get(field) or getattr(self, field))

    @property
    def option_names(self) -> list[str]:
        return [option["name"] for option in self.options]


class ProductCategory(models.Model):
    """A product in a category; the first position is its home in breadcrumbs."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="placements")
    category = models.ForeignKey("catalogue.Category", models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=("product", "category"), name="product_once_per_category"),)


class Variant(models.Model):
    """The configuration that can be bought. A product without options has one variant with none."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="variants")
    sku = models.CharField(max_length=100, unique=True)
    gtin = models.CharField(max_length=14, blank=True, db_index=True)
    options = models.JSONField(default=dict, blank=True)
    option_key = models.CharField(max_length=400, blank=True)
    position = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    weight_grams = models.PositiveIntegerField(default=0)
    # The net content the unit price is worked out from: 250 g, 0.75 l, 3 m.
    unit_quantity = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    unit_measure = models.CharField(max_length=5, blank=True)

    class Meta:
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=("product", "option_key"), name="variant_once_per_combination"),)

    def __str__(self) -> str:
        return self.sku

    @property
    def title(self) -> str:
        """The chosen options, such as ``Oat / 350 ml``; empty for a product without options."""
        return " / ".join(self.options.values())
