"""The order that brings other goods instead: priced like any other, paid with what the old ones were worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from shopkeeper.commerce.changes.plan import agreed_tax
from shopkeeper.commerce.orders.draft import DraftLine, OrderDraft
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.commerce.pricing.quote import QuoteContext, QuoteLine, ShippingCharge, quote
from shopkeeper.commerce.returns.models import Return, ReturnLine

# An exchange is sent without charge, with the way of delivery that the order had.
NO_CHARGE = "Exchanges are delivered free of charge"
# By when it is there, in working days of the house and the carrier; the promise is made when it leaves.
WITHIN_DAYS = 5


@dataclass(frozen=True)
class Outgoing:
    """Units of an offer that go out, at the price (minor units, as the market shows it) they had when asked for."""

    key: str
    offer_id: int
    unit_minor: int
    tax_class: str
    quantity: int


def quoted(order: Order, wanted: Sequence[Outgoing]) -> dict[str, Any]:
    """What other goods cost in the market and country of ``order``, as JSON of a quote. No query when remembered."""
    context = QuoteContext(
        currency=order.currency,
        prices_include_tax=order.prices_include_tax,
        country=order.country,
        at=order.placed_at,
        tax={**pricing.tax_rules(order.country, order.placed_at.date()), **agreed_tax(order)},
        shipping=ShippingCharge(order.delivery.get("code", ""), order.delivery.get("name", ""), 0, NO_CHARGE),
    )
    lines = [QuoteLine(one.key, one.offer_id, one.quantity, one.unit_minor, one.tax_class) for one in wanted]
    return quote(lines, context).as_json()


def accepted_quote(made: Return, lines: Sequence[ReturnLine]) -> dict[str, Any]:
    """The quote of what goes out for the lines that were accepted: the agreed one, when all were."""
    if len(lines) == len(made.exchange_quote.get("lines", ())):
        return dict(made.exchange_quote)
    return quoted(
        made.order,
        [
            Outgoing(
                one.replacement["key"],
                one.replacement["offer_id"],
                one.replacement["unit_minor"],
                one.replacement["tax_class"],
                one.quantity,
            )
            for one in lines
        ],
    )


def draft_of(made: Return, lines: Sequence[ReturnLine], quote_json: dict[str, Any], *, today: date) -> OrderDraft:
    """The order to be placed for an exchange. It goes where the first one went."""
    order = made.order
    names = DraftLine.__dataclass_fields__
    return OrderDraft(
        checkout_id=f"exchange:{made.public_id}",
        email=order.email,
        market_code=order.market_code,
        language=order.language,
        quote=quote_json,
        lines=tuple(DraftLine(**{name: one.replacement[name] for name in names}) for one in lines),
        shipping_address=order.shipping_address,
        billing_address=order.billing_address,
        delivery={
            **order.delivery,
            "promised_from": (today + timedelta(days=1)).isoformat(),
            "promised_to": (today + timedelta(days=WITHIN_DAYS)).isoformat(),
        },
        customer_id=order.customer_id,
    )
