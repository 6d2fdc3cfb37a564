"""The tax of an order that changes: what was agreed stays, new goods and new places are judged as in any checkout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from shopkeeper.commerce.changes.goods import Goods
from shopkeeper.commerce.customers.addresses import PostalAddress
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.pricing.taxing import TaxRule, without_tax
from shopkeeper.commerce.tax import queries as tax
from shopkeeper.commerce.tax.decide import Terms
from shopkeeper.commerce.tax.queries import Sale
from shopkeeper.foundation.money import Money


def sale_of(order: Order, address: PostalAddress, goods: Iterable[Goods]) -> Sale:
    """What decides the tax of ``order`` were it sent to ``address`` with these goods in it."""
    return Sale(
        country=address.country,
        classes=tuple(sorted({one.tax_class for one in goods})),
        currency=order.currency,
        postal_code=address.postal_code,
        region=address.region,
        vat_number=str(order.tax.get("vat_number", "")),
        customer_id=order.customer_id,
    )


def terms_here(order: Order, goods: Iterable[Goods], *, on: date) -> Terms:
    """The terms of an order that stays where it is: its agreed rules, and today's for classes that come new into it."""
    return terms_of_classes(order, [one.tax_class for one in goods], on=on)


def terms_of_classes(order: Order, classes: Iterable[str], *, on: date) -> Terms:
    """The same, for goods of these classes."""
    sale = replace(
        sale_of(order, PostalAddress.from_json(order.shipping_address), ()), classes=tuple(sorted(set(classes)))
    )
    found = tax.terms(sale, on=on)
    return replace(found, rules={**found.rules, **agreed(order)})


def agreed(order: Order) -> dict[str, TaxRule]:
    """The rules the order was agreed with, by tax class."""
    rows = {(row["rate"], row.get("category", "")): row for row in order.quote.get("tax_rows", ())}
    rules = {}
    for line in order.quote.get("lines", ()):
        row = rows.get((line["tax_rate"], line.get("tax_category", "")))
        if row:
            rules[line["tax_class"]] = TaxRule(
                Decimal(row["rate"]),
                row["name"],
                row.get("jurisdiction", ""),
                row.get("category", ""),
                row.get("reason", ""),
            )
    return rules


def as_the_order_counts(order: Order, goods: Mapping[int, Goods], terms: Terms, *, inclusive: bool) -> dict[int, Goods]:
    """Today's prices as ``order`` counts: where the market shows them with a tax that this customer does not owe, the
    order's are without it. ``inclusive`` is how the market shows them."""
    if order.prices_include_tax or not inclusive:
        return dict(goods)
    bare = {}
    for offer_id, one in goods.items():
        rule = terms.rules.get(one.tax_class)
        price = one.price
        if price is not None and rule is not None:
            price = Money(without_tax(price.minor, rule.relieved or rule.rate), price.currency)
        bare[offer_id] = replace(one, price=price)
    return bare


def settled(rules: Mapping[str, TaxRule]) -> dict[str, TaxRule]:
    """Rules for amounts out of which nothing has to be taken any more."""
    return {name: replace(rule, relieved=None) for name, rule in rules.items()}
