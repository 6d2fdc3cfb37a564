"""What was imported, so that running a file again only does what is new."""

from __future__ import annotations

from django.db import models


class ImportedRow(models.Model):
    """The fingerprint of the row a product was last made from."""

    slug = models.CharField(max_length=255, unique=True)
    digest = models.CharField(max_length=64)
    imported_at = models.DateTimeField()
