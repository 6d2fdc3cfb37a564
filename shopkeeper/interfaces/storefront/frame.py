"""What stands around every page: navigation, footer, market switch."""

from __future__ import annotations

from babel import Locale
from django.conf import settings
from django.utils.translation import gettext as _

from shopkeeper.commerce.catalogue import queries as catalogue
from shopkeeper.commerce.content import queries as content
from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.foundation.remember import remembered
from shopkeeper.interfaces.storefront.pages import Choice, FooterColumn, Link, NavItem, Shop
from shopkeeper.interfaces.storefront.visit import Visit

RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}


def shop_name() -> str:
    """The shop's own name: what its block “shop” says, else the setting."""
    return str(content.block("shop").get("name") or settings.SHOP_NAME)


def shop_frame(visit: Visit, *, search_text: str = "") -> Shop:
    """The frame for a visitor. No query once the small tables are remembered, one when there is a cart."""
    path = visit.request.path
    about = content.block("shop")
    return Shop(
        name=shop_name(),
        tagline=str(about.get("tagline", "")),
        language=visit.language,
        direction="rtl" if visit.language.split("-")[0] in RIGHT_TO_LEFT else "ltr",
        nav=navigation(path),
        footer=footer(visit.language),
        home_url="/",
        search_url="/search/",
        suggest_url="/search/suggest",
        cart_url="/cart/",
        account_url="/account/",
        help_url="/contact/",
        market_url="/market/",
        markets=countries(visit.market.code, visit.destination.country, visit.language),
        currencies=tuple(
            Choice(value=market.code, label=market.currency, is_selected=market.code == visit.market.code)
            for market in pricing.markets()
        ),
        legal_line=str(about.get("legal", "")),
        current_path=visit.request.get_full_path(),
        announcement=_announcement(),
        cart_count=visit.cart_count,
        customer_name=visit.customer_name,
        search_text=search_text,
        theme=visit.theme,
    )


def navigation(path: str) -> tuple[NavItem, ...]:
    """Top categories with the categories inside them."""
    rows = catalogue.categories()
    return tuple(
        NavItem(
            label=top.name,
            url=f"/c/{top.path}/",
            is_current=path.startswith(f"/c/{top.path}/"),
            children=tuple(Link(label=row.name, url=f"/c/{row.path}/") for row in rows if row.parent_id == top.pk),
        )
        for top in rows
        if top.parent_id is None
    )[:8]


@remembered(seconds=5)
def footer(language: str) -> tuple[FooterColumn, ...]:
    """Help first, with Shipping and Returns by their names; then the shop's own pages."""
    own = {page.slug: page.text("title", language) for page in content.pages()}
    help_links = [
        Link(label=_("Shipping"), url="/shipping/"),
        Link(label=_("Returns"), url="/returns/"),
        Link(label=_("Contact"), url="/contact/"),
        Link(label=_("Find your order"), url="/orders/find/"),
    ]
    about = [Link(label=title, url=f"/pages/{slug}/") for slug, title in own.items() if slug not in _SMALL_PRINT]
    small = [Link(label=own[slug], url=f"/pages/{slug}/") for slug in _SMALL_PRINT if slug in own]
    columns = (
        FooterColumn(title=_("Help"), links=tuple(help_links)),
        FooterColumn(title=_("The shop"), links=tuple(about)),
        FooterColumn(title=_("Small print"), links=tuple(small)),
    )
    return tuple(column for column in columns if column.links)


_SMALL_PRINT = ("terms", "privacy", "cookies", "imprint")


@remembered(seconds=60)
def countries(market_code: str, country: str, language: str) -> tuple[Choice, ...]:
    """Every country the shop sells to, by name in ``language``; the value is ``market.country``."""
    names = Locale.parse(language.replace("-", "_")).territories
    found = [
        Choice(
            value=f"{market.code}.{code}",
            label=f"{names.get(code, code)} ({market.currency})",
            is_selected=(market.code, code) == (market_code, country),
        )
        for market in pricing.markets()
        for code in market.countries
    ]
    return tuple(sorted(found, key=lambda choice: choice.label))


def _announcement() -> Link | None:
    told = content.block("announcement")
    return Link(label=str(told["label"]), url=str(told.get("url", ""))) if told.get("label") else None
