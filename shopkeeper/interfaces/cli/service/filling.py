"""A shop with the data's customers, goods and orders, made by the shop's own operations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from shopkeeper.commerce.catalogue.models import Offer, Product, Variant
from shopkeeper.commerce.catalogue.models.products import option_key
from shopkeeper.commerce.checkout import money_back
from shopkeeper.commerce.content.models import ChangePolicy, ReturnPolicy
from shopkeeper.commerce.credit import operations as credit
from shopkeeper.commerce.customers.addresses import PostalAddress
from shopkeeper.commerce.customers.models import Customer
from shopkeeper.commerce.customers.operations import customer_of, save_address
from shopkeeper.commerce.inventory import operations as inventory
from shopkeeper.commerce.inventory.allocation import Want
from shopkeeper.commerce.inventory.models import Location
from shopkeeper.commerce.inventory.operations import Count
from shopkeeper.commerce.ledger.accounts import Account
from shopkeeper.commerce.ledger.operations import debit
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders.draft import DraftLine, OrderDraft
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.orders.operations import Actor
from shopkeeper.commerce.orders.queries import paid_for
from shopkeeper.commerce.payments import operations as payments
from shopkeeper.commerce.pricing import operations as pricing
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.commerce.pricing.operations import NewPrice
from shopkeeper.commerce.pricing.quote import QuoteContext, QuoteLine, ShippingCharge, quote
from shopkeeper.commerce.shipping.models import ShippingMethod, ShippingZone
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.remember import forget_all
from shopkeeper.foundation.text import slugify
from shopkeeper.interfaces.cli.service.data import COUNTRIES, CURRENCY, ServiceData, money

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ORDERED = NOW - timedelta(days=6)
STOCK = 10_000
SHOP = Actor("staff", "Packer")
# The policy that goes with the data (policy.md), as the shop's own policies.
CANCEL_REASONS = ["no longer needed", "ordered by mistake"]


@dataclass
class Filled:
    """The rows of the shop by the data's ids."""

    customers: dict[str, int] = field(default_factory=dict)
    offers: dict[str, int] = field(default_factory=dict)
    orders: dict[str, int] = field(default_factory=dict)
    cards: dict[str, str] = field(default_factory=dict)


def fill(data: ServiceData, user_ids: Iterable[str]) -> Filled:
    """Make the shop: all goods, and these customers with everything they ordered."""
    wanted = [user_id for user_id in dict.fromkeys(user_ids) if user_id in data.users]
    filled = Filled()
    market = _open()
    _goods(data, filled, market)
    placed = [(order_id, row) for order_id, row in data.orders.items() if row["user_id"] in set(wanted)]
    spent = _paid_with_cards(row for _, row in placed)
    for user_id in wanted:
        _customer(user_id, data.users[user_id], spent, filled)
    _stock(data, placed, filled)
    for order_id, row in placed:
        filled.orders[order_id] = _order(order_id, row, market, filled)
    return filled


def _open() -> Market:
    market = Market.objects.create(
        code="us",
        name="United States",
        currency=CURRENCY,
        countries=["US"],
        default_country="US",
        languages=["en"],
        tax_display=Market.TaxDisplay.INCLUSIVE,
    )
    zone = ShippingZone.objects.create(name="United States", countries=["US"])
    ShippingMethod.objects.create(
        zone=zone,
        code="standard",
        name="Standard",
        carrier="Post",
        currency=CURRENCY,
        rates=[{"up_to_grams": None, "amount_minor": 0}],
        origin_country="US",
        time_zone="America/New_York",
    )
    Location.objects.create(slug="main", name="Main", country="US")
    ReturnPolicy.objects.create(name="Delivered goods", window_days=365)
    ChangePolicy.objects.create(
        cancel_reasons=CANCEL_REASONS,
        most_item_changes=1,
        same_product_only=True,
        cancel_after_item_change=False,
        one_payment_only=True,
        other_card_refunds=True,
        most_returns=1,
        exchange_charged=ChangePolicy.Charged.RECEIPT,
    )
    forget_all()
    return market


def _goods(data: ServiceData, filled: Filled, market: Market) -> None:
    prices = []
    for product_id, row in data.products.items():
        names = list(dict.fromkeys(name for one in row["variants"].values() for name in one["options"]))
        options = [{"name": name, "values": _values(name, row["variants"].values())} for name in names]
        product = Product.objects.create(
            slug=f"{slugify(row['name'])}-{product_id}", title=row["name"], options=options, status="live"
        )
        for position, (item_id, one) in enumerate(row["variants"].items()):
            variant = Variant.objects.create(
                product=product,
                sku=item_id,
                options=one["options"],
                option_key=option_key(one["options"], names),
                position=position,
            )
            offer = Offer.objects.create(variant=variant)
            filled.offers[item_id] = offer.pk
            prices.append(NewPrice(offer.pk, money(one["price"])))
    pricing.set_prices(prices=prices, at=ORDERED)


def _values(name: str, variants: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    return [{"value": value} for value in dict.fromkeys(one["options"].get(name, "") for one in variants)]


def _paid_with_cards(rows: Iterable[Mapping[str, Any]]) -> Counter[str]:
    """What gift cards have paid, net of what went back to them, in cents."""
    spent: Counter[str] = Counter()
    for row in rows:
        for move in row["payment_history"]:
            sign = 1 if move["transaction_type"] == "payment" else -1
            spent[move["payment_method_id"]] += sign * money(move["amount"]).minor
    return spent


def _customer(user_id: str, row: Mapping[str, Any], spent: Counter[str], filled: Filled) -> None:
    user = User.objects.create_user(email=row["email"], password=None)
    customer = customer_of(user)
    filled.customers[user_id] = customer.pk
    name = f"{row['name']['first_name']} {row['name']['last_name']}"
    save_address(customer=customer, address=address_of(row["address"], name), make_default=True)
    for method_id, method in row["payment_methods"].items():
        if method["source"] != "gift_card":
            continue
        issued = money(method["balance"]).minor + spent[method_id]
        filled.cards[method_id] = _card(customer, method_id, Money(issued, CURRENCY))


def _card(customer: Customer, method_id: str, amount: Money) -> str:
    """A gift card that held ``amount`` before the first order; one that held nothing is the customer's empty credit."""
    if not amount:
        return credit.store_account(customer=customer, currency=CURRENCY, at=ORDERED).token
    account, _ = credit.issue_card(
        amount=amount, paid_from=debit(Account.BANK, amount), reason=method_id, customer=customer, at=ORDERED
    )
    return account.token


def address_of(row: Mapping[str, Any], name: str) -> PostalAddress:
    """An address of the data as the shop keeps it."""
    return PostalAddress(
        name=name,
        line1=row["address1"],
        line2=row.get("address2", ""),
        city=row["city"],
        region=row.get("state", ""),
        postal_code=row.get("zip", ""),
        country=COUNTRIES.get(row["country"], row["country"]),
    )


def _stock(data: ServiceData, placed: Iterable[tuple[str, Mapping[str, Any]]], filled: Filled) -> None:
    """What is available has plenty; what is not has just what was ordered of it."""
    ordered = Counter(item["item_id"] for _, row in placed for item in row["items"])
    available = {
        item_id: one["available"] for row in data.products.values() for item_id, one in row["variants"].items()
    }
    counts = [
        Count(offer_id, "main", ordered[item_id] + (STOCK if available[item_id] else 0))
        for item_id, offer_id in filled.offers.items()
    ]
    inventory.set_counts(counts=counts, reason="count", actor="evaluation", at=ORDERED)


def _order(order_id: str, row: Mapping[str, Any], market: Market, filled: Filled) -> int:
    customer = Customer.objects.select_related("user").get(pk=filled.customers[row["user_id"]])
    name = customer.addresses.get(is_default=True).name
    draft = _draft(order_id, row, market, filled, customer, name)
    wants = [Want(line.key, line.offer_id, 1) for line in draft.lines]
    reference = f"service:{order_id}"
    inventory.take(reference=reference, wants=wants, at=ORDERED, expires_at=NOW)
    holds = inventory.confirm(reference=reference)
    first = row["payment_history"][0]
    paid_with = means(first["payment_method_id"], filled)
    payment = payments.create(
        key=f"service:{order_id}",
        reference=paid_for(draft.checkout_id),
        provider_name=paid_with["provider_name"],
        token=paid_with["token"],
        amount=money(first["amount"]),
        known_by={},
        at=ORDERED,
    )
    payment = payments.authorise(payment=payment, return_url="", description=order_id)
    order = orders.place(draft=draft, holds=holds, at=ORDERED)
    payments.capture(payment=payment, at=ORDERED)
    _move_on(order, row["status"])
    return order.pk


def means(method_id: str, filled: Filled) -> dict[str, str]:
    """How the shop pays with a payment method of the data: a gift card as credit, all others by the sandbox."""
    if method_id in filled.cards:
        return {"provider_name": "credit", "token": filled.cards[method_id]}
    return {"provider_name": "sandbox", "token": f"sandbox_approve.{method_id}"}


def _draft(
    order_id: str, row: Mapping[str, Any], market: Market, filled: Filled, customer: Customer, name: str
) -> OrderDraft:
    offers = Offer.objects.select_related("variant__product").in_bulk(
        [filled.offers[item["item_id"]] for item in row["items"]]
    )
    lines, quoted = [], []
    for number, item in enumerate(row["items"]):
        offer = offers[filled.offers[item["item_id"]]]
        product = offer.variant.product
        lines.append(
            DraftLine(
                key=str(number),
                offer_id=offer.pk,
                product_id=product.pk,
                product_slug=product.slug,
                sku=offer.variant.sku,
                title=product.title,
                variant_title=offer.variant.title,
                image_digest="",
                seller_id=offer.seller_id,
            )
        )
        quoted.append(QuoteLine(str(number), offer.pk, 1, money(item["price"]).minor))
    context = QuoteContext(CURRENCY, True, "US", ORDERED, shipping=ShippingCharge("standard", "Standard", 0))
    address = address_of(row["address"], name).as_json()
    return OrderDraft(
        checkout_id=f"service-{order_id.lstrip('#')}",
        email=customer.user.email,
        market_code=market.code,
        language="en",
        quote=quote(quoted, context).as_json(),
        lines=tuple(lines),
        shipping_address=address,
        billing_address=address,
        delivery={
            "code": "standard",
            "name": "Standard",
            "carrier": "Post",
            "promised_from": ORDERED.date().isoformat(),
            "promised_to": NOW.date().isoformat(),
        },
        customer_id=customer.pk,
    )


def _move_on(order: Order, status: str) -> None:
    if status == "cancelled":
        orders.cancel(order=order, actor=SHOP, reason=CANCEL_REASONS[0], at=ORDERED + timedelta(hours=1))
        money_back.return_money(order_id=order.pk, at=ORDERED + timedelta(hours=1))
        return
    for package in order.packages.all() if status in {"processed", "delivered"} else ():
        orders.pack(package=package, actor=SHOP, at=ORDERED + timedelta(days=1))
        if status == "delivered":
            orders.ship(package=package, carrier="", tracking_number="", actor=SHOP, at=ORDERED + timedelta(days=2))
            orders.deliver(package=package, actor=SHOP, at=ORDERED + timedelta(days=4))
