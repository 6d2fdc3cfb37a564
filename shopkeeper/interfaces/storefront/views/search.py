"""Search and suggestions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shopkeeper.commerce.catalogue import queries as catalogue
from shopkeeper.foundation.http.caching import private
from shopkeeper.insight.search import queries as search
from shopkeeper.insight.search.listing import Listing
from shopkeeper.insight.search.words import query_words
from shopkeeper.interfaces.storefront.page_cache import kept
from shopkeeper.interfaces.storefront.pages import Link, ProductCard, SearchPage
from shopkeeper.interfaces.storefront.present.asked import Asked, asked
from shopkeeper.interfaces.storefront.present.cards import cards
from shopkeeper.interfaces.storefront.present.lists import shelf_page
from shopkeeper.interfaces.storefront.present.suggestions import option_rows
from shopkeeper.interfaces.storefront.render import meta_for, page
from shopkeeper.interfaces.storefront.views.lists import shown_as, visitors_cards
from shopkeeper.interfaces.storefront.visit import Visit, visit

LONGEST_QUERY = 120
SUGGESTED = 4
MOST_WAYS = 6


@require_safe
@kept
def results(request: HttpRequest) -> HttpResponse:
    """Products for the words typed; a SKU leads straight to its product."""
    who = visit(request)
    query = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST_QUERY]
    wants = asked(request.GET, who.market.currency, query=query)
    if not query and not wants.filter_count:
        return _before_typing(request, who)
    straight = search.slug_of_sku(query) if query else ""
    if straight:
        return HttpResponseRedirect(f"/p/{straight}/", status=303)
    found = search.browse(wants.browse(who.market.code, who.market.currency))
    wants = shown_as(wants, found)
    title = _("Search: “%(words)s”") % {"words": found.understood_as or query} if query else _("Everything")
    made = shelf_page(
        found,
        wants,
        path=request.path,
        title=title,
        cards=visitors_cards(who, found),
        currency=who.market.currency,
        language=who.language,
        colours=search.swatches(),
        ways_on=() if found.total else ways_on(who, wants),
        suggested=() if found.total else popular(who),
    )
    meta = meta_for(request, title, robots="noindex, follow")
    return page(request, "category.html", made, meta=meta, search_text=query)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Options for the box: categories, then products. Nothing else is in the answer."""
    who = visit(request)
    found = search.suggest(request.GET.get("q", "").replace("\x00", "")[:LONGEST_QUERY], market_code=who.market.code)
    rows = option_rows(found, who.market.code, who.market.currency, who.language)
    return private(HttpResponse(rows))


def _before_typing(request: HttpRequest, who: Visit) -> HttpResponse:
    names = tuple(Link(label=card.title, url=card.url) for card in popular(who))
    made = SearchPage(popular=names, departments=departments())
    return page(request, "search.html", made, meta=meta_for(request, _("Search"), robots="noindex, follow"))


def ways_on(who: Visit, wants: Asked) -> tuple[Link, ...]:
    """Ways on from nothing found: fewer filters, fewer words that do find something, departments, a person."""
    made = []
    if wants.filter_count:
        made.append(Link(label=_("The same without filters"), url=wants.unfiltered().url("/search/")))
    for word in query_words(wants.query)[:5]:
        fewer = Asked(query=word)
        if len(made) < 3 and word != wants.query and _finds(who, fewer).total:
            made.append(Link(label=_("Only “%(word)s”") % {"word": word}, url=fewer.url("/search/")))
    made += departments()[: MOST_WAYS - len(made) - 1]
    return (
        *made,
        Link(label=_("Everything in the shop"), url="/search/?in_stock=1"),
        Link(label=_("Ask a person"), url="/contact/"),
    )


def _finds(who: Visit, wants: Asked) -> Listing:
    return search.browse(wants.browse(who.market.code, who.market.currency))


def departments() -> tuple[Link, ...]:
    return tuple(Link(label=row.name, url=f"/c/{row.path}/") for row in catalogue.children(None)[:8])


def popular(who: Visit) -> tuple[ProductCard, ...]:
    """What sells best, as cards."""
    found = search.favourites(market_code=who.market.code, limit=SUGGESTED)
    return cards(found, market_code=who.market.code, currency=who.market.currency, language=who.language)
