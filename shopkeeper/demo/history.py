"""Four months of orders, placed, packed and shipped through the same operations as real ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from shopkeeper.commerce.cart import operations as carts
from shopkeeper.commerce.catalogue.models import Offer
from shopkeeper.commerce.checkout import operations as checkouts
from shopkeeper.commerce.checkout import queries, saga
from shopkeeper.commerce.checkout.saga import PayRequest
from shopkeeper.commerce.customers.operations import customer_of
from shopkeeper.commerce.inventory import operations as inventory_operations
from shopkeeper.commerce.inventory import queries as inventory
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.payments.declines import Payer
from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.demo import people
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.errors import ShopError
from shopkeeper.foundation.events.models import Delivery
from shopkeeper.foundation.tasks.models import QueuedTask
from shopkeeper.foundation.tasks.worker import run_until_idle

PERIOD = timedelta(days=120)
PACKER = orders.Actor("staff", "Joost Bakker")


def make_history(*, at: datetime, orders: int) -> int:
    """``orders`` orders over the last four months, busier towards today. Returns how many were placed.

    The same seed makes the same shop. Mails of long ago are not sent again.
    """
    random = Random(1868)  # noqa: S311 - a demo, not a secret
    offers = _offers(random)
    moments = sorted(at - PERIOD * random.random() ** 1.6 for _ in range(orders))
    placed = [order for moment in moments if (order := _buy(random, offers, moment))]
    if len(placed) < orders // 2:
        raise RuntimeError(
            f"Only {len(placed)} of {orders} made-up customers could buy: the checkout refuses the demo."
        )
    inventory_operations.expire_due(at=at)
    for order in placed:
        _after(random, order, at)
    Order.objects.filter(email=people.CUSTOMER).update(customer=customer_of(User.objects.get(email=people.CUSTOMER)))
    # Letters of long ago are not written again, and the sandbox's messages about them are old news.
    Delivery.objects.filter(subscriber__startswith="messaging.").update(status="done")
    QueuedTask.objects.filter(path__contains="sandbox_webhooks").delete()
    run_until_idle()
    return len(placed)


def _offers(random: Random) -> list[tuple[int, float]]:
    """Offers that have enough stock to sell from, each with how much people like it."""
    ids = list(Offer.objects.filter(is_active=True).order_by("pk").values_list("pk", flat=True))
    stocked = inventory.available(ids)
    return [(pk, random.paretovariate(1.2)) for pk in ids if stocked[pk] >= 8]


def _buy(random: Random, offers: Sequence[tuple[int, float]], at: datetime) -> Order | None:
    name, email, country, line1, postcode, town = random.choice(people.SHOPPERS)
    market = pricing.market_for_country(country)
    if market is None:
        return None
    cart = carts.open_new(market=market)
    wanted = random.choices(
        [pk for pk, _ in offers], [liked for _, liked in offers], k=random.choice((1, 1, 2, 2, 3, 4))
    )
    for offer_id in dict.fromkeys(wanted):
        try:
            carts.add(cart=cart, offer_id=offer_id, quantity=random.choice((1, 1, 1, 2)), market=market, at=at)
        except ShopError:
            continue
    checkout = checkouts.open_for(cart=cart, language="en", at=at)
    typed = {"email": email, "name": name, "line1": line1, "postal_code": postcode, "city": town, "country": country}
    typed |= {"region": people.REGIONS.get(country, ""), "phone": "+1 503 555 0142" if country == "US" else ""}
    checkouts.keep_typed(checkout=checkout, typed=typed)
    return _pay(random, checkout.public_id, market, at)


def _pay(random: Random, checkout_id: str, market: Market, at: datetime) -> Order | None:
    checkout = queries.checkout(checkout_id)
    priced = queries.priced_checkout(checkout, at=at)
    if priced.delivery is None or not priced.cart.lines:
        return None
    checkouts.choose_delivery(checkout=checkout, method_code=priced.delivery.code, at=at)
    script = random.choices(("sandbox_approve", "sandbox_decline"), (96, 4))[0]
    request = PayRequest(priced.total.minor, market.currency, "sandbox", script, "/checkout/return", Payer())
    try:
        return saga.pay(checkout_id=checkout_id, request=request, at=at).order
    except ShopError:
        return None


def _after(random: Random, order: Order, at: datetime) -> None:
    """What became of it: most were shipped and arrived, a few were cancelled, the latest are still open."""
    age = at - order.placed_at
    if random.random() < 0.03:
        reason = random.choice(("Ordered twice", "Found it in a drawer after all", "Wrong colour"))
        by = orders.Actor("customer", order.email)
        orders.cancel(order=order, actor=by, reason=reason, at=order.placed_at + timedelta(hours=1))
        return
    if age < timedelta(days=1.5):
        return
    package = order.packages.get()
    packed = order.placed_at + timedelta(hours=random.uniform(3, 26))
    orders.pack(package=package, actor=PACKER, at=packed)
    if age < timedelta(days=2):
        return
    tracking = f"LR{random.randrange(10**9):09d}NL"
    orders.ship(package=package, carrier=package.carrier, tracking_number=tracking, actor=PACKER, at=packed)
    arrived = packed + timedelta(days=random.uniform(1, 4))
    if arrived < at:
        orders.deliver(package=package, actor=orders.Actor("system", package.carrier), at=arrived)
