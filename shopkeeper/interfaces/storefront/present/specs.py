"""Typed attributes as a table to read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from shopkeeper.commerce.catalogue.models import AttributeDefinition
from shopkeeper.interfaces.storefront.pages import Spec
from shopkeeper.interfaces.storefront.present.words import country_name, figure, long_date


def specs(definitions: Iterable[AttributeDefinition], attributes: Mapping[str, Any], language: str) -> tuple[Spec, ...]:
    """The attributes a product has, in its type's order."""
    return tuple(
        Spec(
            label=row.name,
            value=_with_unit(readable(attributes[row.slug], row.slug, row.kind, language), row.unit),
            swatch=row.swatches.get(str(attributes[row.slug]), ""),
        )
        for row in definitions
        if attributes.get(row.slug) not in (None, "", [])
    )


def readable(value: Any, slug: str, kind: str, language: str) -> str:
    """One value in words: yes or no, a country's name, a figure, a date, a list."""
    if isinstance(value, list):
        return ", ".join(readable(one, slug, kind, language) for one in value)
    if isinstance(value, bool) or str(value) in ("True", "False"):
        return _("Yes") if str(value) == "True" else _("No")
    if slug.endswith("country") and len(str(value)) == 2:
        return country_name(str(value).upper(), language)
    if isinstance(value, (int, float)):
        return figure(value, language)
    if kind == AttributeDefinition.Kind.DATE:
        try:
            return long_date(date.fromisoformat(str(value)), language)
        except ValueError:
            return str(value)
    return str(value)


def _with_unit(value: str, unit: str) -> str:
    return f"{value} {unit}" if unit else value
