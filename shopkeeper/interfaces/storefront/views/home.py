"""The front page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shopkeeper.commerce.catalogue import queries as catalogue
from shopkeeper.commerce.catalogue.models import Category
from shopkeeper.commerce.content import queries as content
from shopkeeper.commerce.shelf.summaries import Summary
from shopkeeper.insight.search import queries as search
from shopkeeper.interfaces.storefront.frame import shop_name
from shopkeeper.interfaces.storefront.page_cache import kept
from shopkeeper.interfaces.storefront.pages import CardRow, HomePage, Link, Meta, Story
from shopkeeper.interfaces.storefront.present import front, json_ld
from shopkeeper.interfaces.storefront.present.cards import cards
from shopkeeper.interfaces.storefront.render import absolute, page
from shopkeeper.interfaces.storefront.visit import Visit, visit

ROW = 4
DEPARTMENTS = 6


@require_safe
@kept
def home(request: HttpRequest) -> HttpResponse:
    """What the shop wrote in the block “home” (hero, rows, stories), filled up with what sells and what is new."""
    who = visit(request)
    written, about = content.block("home"), content.block("shop")
    favourites = search.favourites(market_code=who.market.code, limit=ROW)
    made = HomePage(
        hero=front.hero(written.get("hero") or {}, favourites, str(about.get("tagline", ""))),
        departments=tuple(_department(row, who) for row in catalogue.children(None)[:DEPARTMENTS]),
        rows=_rows(written.get("rows"), favourites, who),
        stories=front.stories(written.get("stories")),
        pledges=front.pledges(content.return_policy("", who.destination.country), who.language),
    )
    name, tagline = shop_name(), str(about.get("tagline", ""))
    meta = Meta(
        title=f"{name} – {tagline}" if tagline else name,
        description=tagline or name,
        canonical_url=absolute("/"),
        image_url=absolute(made.hero.picture.src) if made.hero else "",
        image_alt=made.hero.picture.alt if made.hero else "",
        json_ld=json_ld.shop(name=name, base=settings.PUBLIC_URL, description=tagline),
    )
    return page(request, "home.html", made, meta=meta)


def _department(row: Category, who: Visit) -> Story:
    image = catalogue.picture_of(row)
    if image is None:
        found = search.favourites(market_code=who.market.code, limit=1, category_id=row.pk)
        image = found[0].pictures[0] if found and found[0].pictures else None
    return front.department(row.name, f"/c/{row.path}/", image)


def _rows(written: Any, favourites: tuple[Summary, ...], who: Visit) -> tuple[CardRow, ...]:
    """Rows as written (``title`` and ``collection``), or what is new and what sells."""
    made = []
    slugs = {one.slug: one for one in catalogue.collections()}
    for entry in written if isinstance(written, list) else []:
        chosen = slugs.get(str(entry.get("collection", "")))
        if chosen:
            found = search.in_collection(chosen.pk, market_code=who.market.code, limit=ROW)
            more = Link(label=_("See all"), url=f"/collections/{chosen.slug}/")
            made.append(front.row(str(entry.get("title") or chosen.name), _cards(found, who), more))
    if not made:
        newest = search.newest(market_code=who.market.code, limit=2 * ROW)
        # What nobody has bought is nobody's favourite.
        loved = tuple(one for one in favourites if one.sold_count)
        made = [front.row(_("Just in"), _cards(newest, who)), front.row(_("Favourites"), _cards(loved, who))]
    return tuple(row for row in made if row.cards)


def _cards(found: tuple[Summary, ...], who: Visit) -> Any:
    return cards(found, market_code=who.market.code, currency=who.market.currency, language=who.language)
