"""Product cards."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.commerce.shelf.summaries import Summary
from shopkeeper.interfaces.storefront.pages import Badge, ProductCard
from shopkeeper.interfaces.storefront.present.pictures import CARD_WIDTH, SECOND_WIDTH, shown
from shopkeeper.interfaces.storefront.present.prices import range_price


def cards(found: Iterable[Summary], *, market_code: str, currency: str, language: str) -> tuple[ProductCard, ...]:
    """One card for each product that is sold in the market."""
    return tuple(card(one, market_code, currency, language) for one in found if market_code in one.prices)


def card(summary: Summary, market_code: str, currency: str, language: str) -> ProductCard:
    """A product as a list shows it."""
    title = summary.text("title", language)
    prices = summary.prices[market_code]
    colours = len(summary.swatches)
    return ProductCard(
        title=title,
        maker=summary.brand,
        url=f"/p/{summary.slug}/",
        picture=shown(summary.pictures[0] if summary.pictures else None, title, widest=CARD_WIDTH),
        second=shown(summary.pictures[1], title, widest=SECOND_WIDTH) if len(summary.pictures) > 1 else None,
        price=range_price(prices, currency, language),
        badges=(Badge(label=f"−{prices.percent} %", tone="warm"),) if prices.percent else (),
        swatches=tuple(colour for _value, colour in summary.swatches) if colours > 1 else (),
        option_note=ngettext("%(num)s colour", "%(num)s colours", colours) % {"num": colours} if colours > 1 else "",
        stock_note="" if summary.in_stock else _("Sold out"),
        is_sold_out=not summary.in_stock,
    )
