"""Proposing changes: each is priced and kept, so that what is confirmed is what was shown. ``saga.py`` carries one
out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from shopkeeper.commerce.changes import queries, rules, taxing
from shopkeeper.commerce.changes.goods import Goods, goods
from shopkeeper.commerce.changes.models import Change
from shopkeeper.commerce.changes.plan import Edit, Plan, PlannedLine, agreed_shipping, planned, priced
from shopkeeper.commerce.content import queries as content
from shopkeeper.commerce.customers.addresses import PostalAddress
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders.models import Order, OrderLine
from shopkeeper.commerce.orders.operations import Actor
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.commerce.shipping import queries as shipping
from shopkeeper.commerce.shipping.queries import DeliveryOption, Destination
from shopkeeper.commerce.tax import operations as tax_operations
from shopkeeper.commerce.tax import queries as tax
from shopkeeper.commerce.tax.decide import Terms
from shopkeeper.foundation import ids
from shopkeeper.foundation.errors import Conflict, InvalidInput
from shopkeeper.foundation.money import Money


def propose_items(*, order: Order, edits: Sequence[Edit], actor: Actor, at: datetime) -> Change:
    """Other items, options or quantities. Raises Conflict when it is too late, InvalidInput by line."""
    _refuse(queries.what_may_change(order).items)
    market = market_of(order)
    lines = _lines(order)
    wanted = [edit.offer_id for edit in edits]
    known = goods([*wanted, *(line.offer_id for line in lines)], market=market, language=order.language, at=at)
    rules.check_edits(edits, lines, known, content.change_policy())
    kept, removed = planned(lines, edits, known)
    terms = taxing.terms_here(order, known.values(), on=at.date())
    known = taxing.as_the_order_counts(order, known, terms, inclusive=market.prices_include_tax)
    plan = Plan(kept, removed, _as_agreed(order, lines, kept, known, terms, at), *_where(order))
    return _kept(order, Change.Kind.ITEMS, plan, actor, at)


def propose_address(*, order: Order, address: PostalAddress, actor: Actor, at: datetime) -> Change:
    """Another place to send it to. Within the country nothing else changes; abroad, delivery and tax are priced anew.

    Raises Conflict when it is too late, InvalidInput for a place that is not served or nothing new.
    """
    _refuse(queries.what_may_change(order).address)
    if address.as_json() == PostalAddress.from_json(order.shipping_address).as_json():
        raise InvalidInput("This is where it is going already.")
    market = market_of(order)
    destination = Destination(address.country, address.postal_code, address.region)
    not_served = "" if address.country in market.countries else "We do not deliver to this country with this order."
    refused = not_served or shipping.excluded(destination)
    if refused:
        raise InvalidInput(refused, {"postal_code" if not not_served else "country": refused})
    lines = _lines(order)
    known = goods([line.offer_id for line in lines], market=market, language=order.language, at=at)
    kept, removed = planned(lines, [], known)
    if address.country == order.country and address.region == order.shipping_address.get("region", ""):
        terms = taxing.terms_here(order, known.values(), on=at.date())
        quote = _as_agreed(order, lines, kept, known, terms, at)
        plan = Plan(kept, removed, quote, address.as_json(), order.delivery, order.tax)
        return _kept(order, Change.Kind.ADDRESS, plan, actor, at)
    sale = taxing.sale_of(order, address, known.values())
    tax_operations.ask_about(sale, at=at)
    terms = tax.terms(sale, on=at.date())
    charge, delivery = agreed_shipping(order), order.delivery
    if address.country != order.country:
        option = _delivery_abroad(order, market, destination, at)
        charge, delivery = option.charge, _told(option)
    if not order.prices_include_tax:
        terms = replace(terms, rules=taxing.settled(terms.rules))
    quote = priced(order, lines, kept, known, terms=terms, shipping=charge, country=address.country, at=at)
    told = {**order.tax, "provider": terms.provider, "flags": list(terms.flags)}
    return _kept(order, Change.Kind.ADDRESS, Plan(kept, removed, quote, address.as_json(), delivery, told), actor, at)


def propose_payment(*, order: Order, actor: Actor, at: datetime) -> Change:
    """Another way to pay the same: the new one is charged, the old one gets everything back."""
    _refuse(queries.what_may_change(order).payment)
    lines = _lines(order)
    known = goods([line.offer_id for line in lines], market=market_of(order), language=order.language, at=at)
    kept, removed = planned(lines, [], known)
    terms = taxing.terms_here(order, known.values(), on=at.date())
    plan = Plan(kept, removed, _as_agreed(order, lines, kept, known, terms, at), *_where(order))
    return _kept(order, Change.Kind.PAYMENT, plan, actor, at)


def _as_agreed(
    order: Order,
    lines: Sequence[OrderLine],
    kept: Sequence[PlannedLine],
    known: Mapping[int, Goods],
    terms: Terms,
    at: datetime,
) -> dict[str, Any]:
    """The quote of an order that goes where it was going, for the delivery charge it had."""
    settled = replace(terms, rules=taxing.settled(terms.rules))
    shipping_charge = agreed_shipping(order)
    return priced(order, lines, kept, known, terms=settled, shipping=shipping_charge, country=order.country, at=at)


def _where(order: Order) -> tuple[Mapping[str, str], Mapping[str, str], Mapping[str, Any]]:
    return order.shipping_address, order.delivery, order.tax


@transaction.atomic
def cancel(*, order: Order, reason: str, actor: Actor, at: datetime) -> Order:
    """The customer cancels the whole order, with one of the shop's reasons where it asks for one. Raises Conflict,
    InvalidInput."""
    policy = content.change_policy()
    if order.status != Order.Status.CANCELLED:
        _refuse(queries.what_may_change(order).cancel)
    if policy.cancel_reasons and reason not in policy.cancel_reasons:
        message = "Choose one of the reasons on this page."
        raise InvalidInput(message, {"reason": message})
    return orders.cancel(order=order, actor=actor, reason=reason, at=at)


def market_of(order: Order) -> Market:
    """The market an order was placed in, open or closed since. One query."""
    return Market.objects.get(code=order.market_code)


def _lines(order: Order) -> list[OrderLine]:
    return list(OrderLine.objects.filter(order=order).select_related("package").order_by("position"))


def _refuse(why: str) -> None:
    if why:
        raise Conflict(why)


def _delivery_abroad(order: Order, market: Market, destination: Destination, at: datetime) -> DeliveryOption:
    """The way of delivery that was chosen, in the new country, or the cheapest there."""
    lines = _lines(order)
    known = goods([line.offer_id for line in lines], market=market, language=order.language, at=at)
    options = shipping.delivery_options(
        destination=destination,
        market=market,
        goods=Money(order.lines_minor - order.discount_minor, order.currency),
        weight_grams=sum(known[line.offer_id].weight_grams * line.quantity for line in lines if line.offer_id in known),
        handling_days=max((one.handling_days for one in known.values()), default=0),
        at=at,
    )
    if not options:
        message = "We cannot send this order there."
        raise InvalidInput(message, {"country": message})
    return next((one for one in options if one.code == order.delivery.get("code")), options[0])


def _told(option: DeliveryOption) -> dict[str, str]:
    return {
        "code": option.code,
        "name": option.name,
        "carrier": option.carrier,
        "promised_from": option.promise.earliest.isoformat(),
        "promised_to": option.promise.latest.isoformat(),
    }


def _kept(order: Order, kind: str, plan: Plan, actor: Actor, at: datetime) -> Change:
    return Change.objects.create(
        public_id=ids.public_id("chg"),
        order=order,
        kind=kind,
        revision=order.revision,
        plan=plan.as_json(),
        before=_before(order),
        difference_minor=int(plan.quote["total_minor"]) - order.total_minor,
        actor_kind=actor.kind,
        actor=actor.name[:120],
        created_at=at,
    )


def _before(order: Order) -> dict[str, object]:
    """The order as it was, for the record and for the page that shows both."""
    lines = order.lines.order_by("position").values(
        "id", "sku", "title", "variant_title", "quantity", "unit_minor", "total_minor", "offer_id", "image_digest"
    )
    return {
        "lines": list(lines),
        "total_minor": order.total_minor,
        "shipping_address": order.shipping_address,
        "delivery": order.delivery,
    }
