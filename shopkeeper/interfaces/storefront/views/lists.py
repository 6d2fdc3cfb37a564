"""Category and collection pages."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shopkeeper.commerce.catalogue import queries as catalogue
from shopkeeper.commerce.catalogue.models import Collection
from shopkeeper.foundation.errors import NotFound
from shopkeeper.insight.search import queries as search
from shopkeeper.insight.search.listing import Listing
from shopkeeper.interfaces.storefront.frame import shop_name
from shopkeeper.interfaces.storefront.page_cache import kept
from shopkeeper.interfaces.storefront.pages import CategoryPage, Link, Meta, ProductCard
from shopkeeper.interfaces.storefront.present import json_ld
from shopkeeper.interfaces.storefront.present.asked import Asked, asked
from shopkeeper.interfaces.storefront.present.cards import cards
from shopkeeper.interfaces.storefront.present.lists import shelf_page
from shopkeeper.interfaces.storefront.present.products import breadcrumbs
from shopkeeper.interfaces.storefront.render import absolute, page
from shopkeeper.interfaces.storefront.visit import Visit, visit


@require_safe
@kept
def category(request: HttpRequest, path: str) -> HttpResponse:
    """A category with everything in it and below it."""
    who, row = visit(request), catalogue.category(path)
    wants = asked(request.GET, who.market.currency)
    found = search.browse(wants.browse(who.market.code, who.market.currency, category_id=row.pk))
    children = tuple(Link(label=one.name, url=f"/c/{one.path}/") for one in catalogue.children(row))
    trail = breadcrumbs(catalogue.category_line(path))
    return _shelf(request, who, found, wants, row.name, row.description, trail, children)


@require_safe
@kept
def collection(request: HttpRequest, slug: str) -> HttpResponse:
    """A chosen set of products."""
    who = visit(request)
    row = next((one for one in catalogue.collections() if one.slug == slug), None)
    if row is None:
        raise NotFound(_("We cannot find this collection."))
    wants = asked(request.GET, who.market.currency)
    found = search.browse(wants.browse(who.market.code, who.market.currency, collection_id=row.pk))
    trail = breadcrumbs((), Link(label=row.name, url=f"/collections/{slug}/"))
    is_arranged = row.kind == Collection.Kind.MANUAL
    return _shelf(request, who, found, wants, row.name, row.description, trail, (), is_arranged=is_arranged)


def _shelf(
    request: HttpRequest,
    who: Visit,
    found: Listing,
    wants: Asked,
    title: str,
    intro: str,
    trail: tuple[Link, ...],
    children: tuple[Link, ...],
    *,
    is_arranged: bool = False,
) -> HttpResponse:
    wants = shown_as(wants, found)
    made = shelf_page(
        found,
        wants,
        path=request.path,
        title=title,
        intro=intro,
        cards=visitors_cards(who, found),
        currency=who.market.currency,
        language=who.language,
        colours=search.swatches(),
        breadcrumbs=trail,
        children=children,
        ways_on=tuple(trail[:-1]) + children if not found.total else (),
        is_arranged=is_arranged,
    )
    return page(request, "category.html", made, meta=shelf_meta(request, made, found, wants, intro))


def shown_as(wants: Asked, found: Listing) -> Asked:
    """What was asked, less what this list has no filter for, on the page that exists."""
    return replace(wants.only(one.filterable.key for one in found.facets), page=found.page)


def visitors_cards(who: Visit, found: Listing) -> tuple[ProductCard, ...]:
    return cards(found.items, market_code=who.market.code, currency=who.market.currency, language=who.language)


def shelf_meta(request: HttpRequest, made: CategoryPage, found: Listing, wants: Asked, intro: str) -> Meta:
    """One canonical address for each page, and a title of its own for each list that search engines may keep: the
    whole, and narrowed by one value of one filter. Narrowed further, by a price, to nothing, or in another order it is
    not for them."""
    by_one_value = wants.filter_count == 1 and found.total > 0 and not (wants.price_min or wants.price_max)
    is_plain = (wants.filter_count == 0 or by_one_value) and not wants.sort
    narrowed = f", {made.applied[0].label}" if is_plain and made.applied else ""
    number = _(" – page %(number)s") % {"number": found.page} if found.page > 1 else ""
    previous, following = made.pages.previous_url, made.pages.next_url
    return Meta(
        title=f"{made.title}{narrowed}{number} – {shop_name()}",
        description=(intro or made.title) + narrowed,
        canonical_url=absolute(wants.url(request.path) if is_plain else request.path),
        robots="" if is_plain else "noindex, follow",
        previous_url=absolute(previous) if previous else "",
        next_url=absolute(following) if following else "",
        json_ld=json_ld.shelf(made.breadcrumbs, base=settings.PUBLIC_URL),
    )
