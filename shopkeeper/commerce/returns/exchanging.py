"""The order that brings other goods instead: priced like any other, paid with what the old ones were worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from shopkeeper.commerce.changes import taxing
from shopkeeper.commerce.orders.draft import DraftLine, OrderDraft
from shopkeeper.commerce.orders.models import Order
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


def quoted(order: Order, wanted: Sequence[Outgoing], *, today: date) -> dict[str, Any]:
    """What other goods cost in the market and country of ``order``, as JSON of a quote: taxed as the order was."""
    terms = taxing.terms_of_classes(order, [one.tax_class for one in wanted], on=today)
    context = QuoteContext(
        currency=order.currency,
        prices_include_tax=order.prices_include_tax,
        country=order.country,
        at=order.placed_at,
        tax=taxing.settled(terms.rules),
        shipping=ShippingCharge(order.delivery.get("code", ""), order.delivery.get("name", ""), 0, NO_CHARGE),
        rounding=terms.rounding,
    )
    lines = [QuoteLine(one.key, one.offer_id, one.quantity, one.unit_minor, one.tax_class) for one in wanted]
    return quote(lines, context).as_json()


def accepted_quote(made: Return, lines: Sequence[ReturnLine], *, today: date) -> dict[str, Any]:
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
        today=today,
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
        tax=order.tax,
    )
