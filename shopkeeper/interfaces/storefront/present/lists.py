"""Category, collection and search results: one kind of page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from babel.numbers import get_currency_symbol
from django.utils.translation import gettext as _

from shopkeeper.foundation.money import Money, exponent
from shopkeeper.insight.search.listing import PAGE_SIZE, Facet, Listing
from shopkeeper.interfaces.storefront import pages
from shopkeeper.interfaces.storefront.present.asked import Asked
from shopkeeper.interfaces.storefront.present.specs import readable
from shopkeeper.interfaces.storefront.present.words import locale_of

MOST_FACETS = 10
OPEN_FACETS = 4


def shelf_page(
    found: Listing,
    asked: Asked,
    *,
    path: str,
    title: str,
    cards: tuple[pages.ProductCard, ...],
    currency: str,
    language: str,
    colours: Mapping[str, str],
    breadcrumbs: tuple[pages.Link, ...] = (),
    children: tuple[pages.Link, ...] = (),
    intro: str = "",
    ways_on: tuple[pages.Link, ...] = (),
    suggested: tuple[pages.ProductCard, ...] = (),
    is_arranged: bool = False,
) -> pages.CategoryPage:
    """A list with its filters, chips, orders and pages. ``is_arranged`` is set where somebody gave it an order."""
    facets = facet_values(found, asked, currency, language, colours)
    return pages.CategoryPage(
        title=title,
        action_url=path,
        cards=cards,
        pages=numbered(found, asked, path),
        sorts=orders(asked, is_arranged=is_arranged),
        breadcrumbs=breadcrumbs,
        intro=intro,
        facets=facets if found.total or asked.filter_count else (),
        applied=chips(found, asked, path, currency, language),
        clear_url=asked.unfiltered().url(path),
        children=children,
        search_text=asked.query,
        corrected_from=asked.query[:80] if found.understood_as else "",
        ways_on=ways_on,
        suggested=suggested,
    )


def facet_values(
    found: Listing, asked: Asked, currency: str, language: str, colours: Mapping[str, str]
) -> tuple[pages.Facet, ...]:
    made = [_facet(one, language, colours) for one in found.facets[:MOST_FACETS]]
    made.insert(min(2, len(made)), _price(found, asked, currency, language))
    made.append(_toggles(found, asked))
    return tuple(replace(one, is_open=at < OPEN_FACETS or _is_used(one)) for at, one in enumerate(made))


def _facet(facet: Facet, language: str, colours: Mapping[str, str]) -> pages.Facet:
    filterable = facet.filterable
    shades = colours if filterable.field.startswith("o:") else filterable.colours
    values = facet.values
    if all(_is_figure(one.value) for one in values):
        values = tuple(sorted(values, key=lambda one: float(one.value)))
    return pages.Facet(
        name=filterable.key,
        label=_("Brand") if filterable.field == "brand" else filterable.label,
        unit=filterable.unit,
        values=tuple(
            pages.FacetValue(
                value=one.value,
                label=value_label(facet, one.value, language),
                count=one.count,
                is_selected=one.chosen,
                swatch=shades.get(one.value, ""),
            )
            for one in values
        ),
    )


def value_label(facet: Facet, value: str, language: str) -> str:
    """A filter's value in words, with its unit."""
    filterable = facet.filterable
    words = readable(value, filterable.key, filterable.kind, language)
    return f"{words} {filterable.unit}" if filterable.unit else words


def _price(found: Listing, asked: Asked, currency: str, language: str) -> pages.Facet:
    unit = 10 ** exponent(currency)
    return pages.Facet(
        name="price",
        label=_("Price"),
        kind="range",
        unit=get_currency_symbol(currency, locale=locale_of(language)),
        low=asked.price_min,
        high=asked.price_max,
        low_hint=str(found.lowest_minor // unit),
        high_hint=str(-(-found.highest_minor // unit)),
    )


def _toggles(found: Listing, asked: Asked) -> pages.Facet:
    rows = (
        ("in_stock", _("In stock"), found.in_stock_count, asked.in_stock),
        ("on_sale", _("Reduced"), found.on_sale_count, asked.on_sale),
    )
    return pages.Facet(
        name="availability",
        label=_("Only show"),
        values=tuple(
            pages.FacetValue(value="1", label=label, count=count, is_selected=chosen, name=name)
            for name, label, count, chosen in rows
        ),
    )


def chips(found: Listing, asked: Asked, path: str, currency: str, language: str) -> tuple[pages.Link, ...]:
    """Each filter in force, leading to the same list without it."""
    made = []
    for facet in found.facets:
        for one in facet.values:
            if one.chosen:
                label = f"{facet.filterable.label}: {value_label(facet, one.value, language)}"
                made.append(pages.Link(label=label, url=asked.without(facet.filterable.key, one.value).url(path)))
    if asked.price_min or asked.price_max:
        bare = replace(asked, price_min="", price_max="", page=1)
        made.append(pages.Link(label=_price_chip(asked, currency, language), url=bare.url(path)))
    if asked.in_stock:
        made.append(pages.Link(label=_("In stock"), url=replace(asked, in_stock=False, page=1).url(path)))
    if asked.on_sale:
        made.append(pages.Link(label=_("Reduced"), url=replace(asked, on_sale=False, page=1).url(path)))
    return tuple(made)


def _price_chip(asked: Asked, currency: str, language: str) -> str:
    low, high = (
        Money.parse(text, currency).display(language) if text else "" for text in (asked.price_min, asked.price_max)
    )
    if low and high:
        return f"{low} – {high}"
    return _("from %(amount)s") % {"amount": low} if low else _("up to %(amount)s") % {"amount": high}


def orders(asked: Asked, *, is_arranged: bool = False) -> tuple[pages.Choice, ...]:
    """The orders a list can stand in; the usual one needs no mention in the address."""
    usual = ("", _("Best match") if asked.query else _("Our order") if is_arranged else _("Favourites first"))
    offered = (
        usual,
        ("newest", _("Newest")),
        ("price_asc", _("Price, low to high")),
        ("price_desc", _("Price, high to low")),
    )
    current = asked.sort if asked.sort in dict(offered) else ""
    return tuple(pages.Choice(value=value, label=label, is_selected=value == current) for value, label in offered)


def numbered(found: Listing, asked: Asked, path: str) -> pages.Pages:
    """Real links to the first, the last and the neighbouring pages."""

    def url(number: int) -> str:
        return replace(asked, page=number).url(path)

    shown: list[pages.Link] = []
    before = 0
    for number in _neighbours(found.page, found.pages):
        if number > before + 1:
            shown.append(pages.Link(label="…", url=""))
        shown.append(pages.Link(label=str(number), url=url(number), is_current=number == found.page))
        before = number
    return pages.Pages(
        shown=min(found.total, (found.page - 1) * PAGE_SIZE + len(found.items)),
        total=found.total,
        links=tuple(shown),
        previous_url=url(found.page - 1) if found.page > 1 else "",
        next_url=url(found.page + 1) if found.page < found.pages else "",
    )


def _neighbours(page: int, last: int) -> Sequence[int]:
    wanted = {1, last, page - 1, page, page + 1}
    return sorted(number for number in wanted if 1 <= number <= last)


def _is_used(facet: pages.Facet) -> bool:
    return any(value.is_selected for value in facet.values) or bool(facet.low or facet.high)


def _is_figure(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
