"""What drops down under the search box."""

from __future__ import annotations

from markupsafe import Markup

from shopkeeper.foundation.money import Money
from shopkeeper.insight.search.queries import Suggestions

_ROW = Markup('<a role="option" href="{url}"><span>{label}</span> <span class="soft">{note}</span></a>')


def option_rows(found: Suggestions, market_code: str, currency: str, language: str) -> Markup:
    """Categories first, then products with their price."""
    rows = [_ROW.format(url=f"/c/{row.path}/", label=row.name, note="") for row in found.categories]
    for one in found.products:
        price = Money(one.prices[market_code].lowest_minor, currency).display(language)
        rows.append(_ROW.format(url=f"/p/{one.slug}/", label=one.text("title", language), note=price))
    return Markup("\n").join(rows)
