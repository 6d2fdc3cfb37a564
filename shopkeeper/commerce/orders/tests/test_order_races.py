"""Real threads at one desk: each box leaves once, invoices have no gap, one checkout is one order."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest

from shopkeeper.commerce.checkout.makers import NOON, make_offer, make_shop
from shopkeeper.commerce.inventory.models import Bucket, Movement
from shopkeeper.commerce.orders import operations
from shopkeeper.commerce.orders.models import Invoice, InvoiceSeries, Order, OrderEvent, Package
from shopkeeper.commerce.orders.tests.made import ADA, SAM, hold, make_draft, make_order
from shopkeeper.foundation.errors import ShopError
from tests.threads import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def outcomes(found: list[object]) -> Counter[str]:
    for one in found:
        if isinstance(one, Exception) and not isinstance(one, ShopError):
            raise one
    return Counter(one.code if isinstance(one, ShopError) else "done" for one in found)


def packed(count: int) -> list[Package]:
    market, offer = make_shop(), make_offer(stock=50)
    orders = [make_order(market, offer) for _ in range(count)]
    return [operations.pack(package=order.packages.get(), actor=SAM, at=NOON) for order in orders]


def test_boxes_shipped_at_once_are_numbered_without_a_gap_and_each_leaves_once() -> None:
    packages = packed(10)
    ship = [
        partial(operations.ship, package=one, carrier="", tracking_number="", actor=SAM, at=NOON) for one in packages
    ]

    found = at_once(ship * 2, threads=8)

    assert outcomes(found) == {"done": 10, "too_late": 10}
    assert sorted(Invoice.objects.values_list("number", flat=True)) == list(range(1, 11))
    assert InvoiceSeries.objects.get().last_number == 10
    assert (Bucket.objects.get().total, Movement.objects.filter(reason="shipped").count()) == (40, 10)


def test_a_box_packed_unpacked_shipped_and_cancelled_at_once_has_one_history() -> None:
    packages = packed(6)
    actions = []
    for one in packages:
        actions += [
            partial(operations.unpack, package=one, actor=SAM, at=NOON),
            partial(operations.ship, package=one, carrier="", tracking_number="", actor=SAM, at=NOON),
            partial(operations.cancel, order=one.order, actor=ADA, reason="", at=NOON),
        ]

    outcomes(at_once(actions, threads=9))

    for order in Order.objects.all():
        package = order.packages.get()
        assert (order.status == "cancelled") == (package.status == "cancelled")
        assert package.status in {"open", "shipped", "cancelled"}
    sent = Package.objects.filter(status="shipped").count()
    cancelled = Package.objects.filter(status="cancelled").count()
    assert (Bucket.objects.get().total, Bucket.objects.get().taken) == (50 - sent, 6 - sent - cancelled)


def test_a_checkout_placed_many_times_at_once_is_one_order() -> None:
    draft = make_draft(make_shop(), make_offer(stock=5))
    holds = hold(draft)

    found = at_once([partial(operations.place, draft=draft, holds=holds, at=NOON)] * 8, threads=8)

    assert len({getattr(one, "pk", one) for one in found}) == 1
    assert Order.objects.count() == OrderEvent.objects.filter(kind="placed").count() == 1
