"""Prices as they are read, with what the law wants beside them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from shopkeeper.commerce.pricing.models import Market
from shopkeeper.commerce.pricing.resolve import EffectivePrice
from shopkeeper.commerce.pricing.taxing import TaxRule
from shopkeeper.commerce.shelf.summaries import PriceRange
from shopkeeper.commerce.shelf.unit_price import UnitPrice
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.storefront.pages import Price
from shopkeeper.interfaces.storefront.present.words import percent


def range_price(prices: PriceRange, currency: str, language: str) -> Price:
    """A product's price on a card."""
    reference = Money(prices.reference_minor, currency).display(language) if prices.percent else ""
    return Price(
        amount=Money(prices.lowest_minor, currency).display(language),
        minor=prices.lowest_minor,
        currency=currency,
        list_amount=reference,
        lowest_30_days=reference,
        is_from=prices.varies,
    )


def variant_price(
    price: EffectivePrice | None, unit: UnitPrice | None, market: Market, tax_note: str, language: str
) -> Price:
    """The chosen variant's price on its page. One that is not sold here has none to show."""
    if price is None:
        return Price(amount=_("Not sold in this country"), minor=0, currency=market.currency)
    reference = ""
    if price.reduction_percent and price.reference_minor:
        reference = Money(price.reference_minor, market.currency).display(language)
    return Price(
        amount=Money(price.amount_minor, market.currency).display(language),
        minor=price.amount_minor,
        currency=market.currency,
        list_amount=reference,
        lowest_30_days=reference,
        unit_price=_("%(amount)s per %(unit)s") % {"amount": unit.amount.display(language), "unit": unit.unit}
        if unit
        else "",
        tax_note=tax_note,
    )


def tax_note(market: Market, rules: Mapping[str, TaxRule], tax_class: str, language: str) -> str:
    """``incl. 21% VAT``, or that tax comes on top."""
    rule = rules.get(tax_class)
    if rule is None or not rule.rate:
        return _("no tax") if market.prices_include_tax else _("before tax")
    words = {"rate": percent(rule.rate, language), "name": rule.name}
    return (_("incl. %(rate)s %(name)s") if market.prices_include_tax else _("plus %(rate)s %(name)s")) % words
