"""Where products are found: the category tree, collections, and redirects from old addresses."""

from __future__ import annotations

from django.db import models

from shopkeeper.commerce.catalogue.models.products import Product


class Category(models.Model):
    """A node of the tree. ``path`` is the whole way, ``kitchen/mugs-cups``; it is the category's URL."""

    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    slug = models.SlugField(max_length=120)
    path = models.CharField(max_length=500, unique=True)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    translations = models.JSONField(default=dict, blank=True)
    image = models.ForeignKey("catalogue.MediaAsset", models.SET_NULL, null=True, blank=True, related_name="+")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position", "name")
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.path


class Collection(models.Model):
    """A chosen set of products: by hand, in the order of its items, or by a rule (``collection_rules``)."""

    class Kind(models.TextChoices):
        MANUAL = "manual"
        RULE = "rule"

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    translations = models.JSONField(default=dict, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.MANUAL)
    rule = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return self.name


class CollectionItem(models.Model):
    collection = models.ForeignKey(Collection, models.CASCADE, related_name="items")
    product = models.ForeignKey(Product, models.CASCADE, related_name="+")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=("collection", "product"), name="product_once_per_collection"),)


class SlugRedirect(models.Model):
    """An address a page used to have. Always points straight at today's address, never at another redirect."""

    old_path = models.CharField(max_length=600, unique=True)
    new_path = models.CharField(max_length=600, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
