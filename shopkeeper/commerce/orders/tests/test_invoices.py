"""Invoice numbers run without a gap: through refusals, rollbacks, years and crowds."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from shopkeeper.commerce.checkout.makers import NOON, make_offer, make_shop
from shopkeeper.commerce.orders import operations
from shopkeeper.commerce.orders.models import Invoice, InvoiceSeries, Order
from shopkeeper.commerce.orders.tests.made import ADA, SAM, make_order
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.foundation import faults

pytestmark = pytest.mark.django_db
MIDNIGHT = datetime.fromisoformat("2027-01-01T00:00:00+00:00")


@pytest.fixture
def market() -> Market:
    return make_shop()


def some_orders(market: Market, count: int) -> list[Order]:
    offer = make_offer(stock=50)
    return [make_order(market, offer) for _ in range(count)]


def numbers() -> list[int]:
    return list(Invoice.objects.order_by("pk").values_list("number", flat=True))


def test_numbers_follow_each_other_and_an_order_has_one(market: Market) -> None:
    first, second = some_orders(market, 2)

    issued = [operations.issue_invoice(order=order, at=NOON) for order in (first, second, first, second)]

    assert [one.label for one in issued] == ["INV2026-000001", "INV2026-000002", "INV2026-000001", "INV2026-000002"]
    assert InvoiceSeries.objects.get().last_number == 2


def test_an_invoice_rolled_back_leaves_no_gap(market: Market) -> None:
    first, second, third = some_orders(market, 3)
    operations.issue_invoice(order=first, at=NOON)
    for _ in range(3):
        with transaction.atomic():
            assert operations.issue_invoice(order=second, at=NOON).number == 2
            transaction.set_rollback(True)

    operations.issue_invoice(order=third, at=NOON)

    assert numbers() == [1, 2]


def test_a_shipment_that_fails_on_the_way_uses_no_number(market: Market) -> None:
    first, second = some_orders(market, 2)
    for order in (first, second):
        operations.pack(package=order.packages.get(), actor=SAM, at=NOON)
    with faults.armed("outbox.before_commit:1:raise"), pytest.raises(faults.FaultInjected):
        operations.ship(package=first.packages.get(), carrier="", tracking_number="", actor=SAM, at=NOON)
    assert numbers() == []

    for order in (second, first):
        operations.ship(package=order.packages.get(), carrier="", tracking_number="", actor=SAM, at=NOON)

    assert numbers() == [1, 2]


def test_a_new_year_begins_a_new_run_at_its_first_instant(market: Market) -> None:
    orders = some_orders(market, 3)

    labels = [
        operations.issue_invoice(order=order, at=at).label
        for order, at in zip(orders, (NOON, MIDNIGHT - timedelta(microseconds=1), MIDNIGHT), strict=True)
    ]

    assert labels == ["INV2026-000001", "INV2026-000002", "INV2027-000001"]


def test_an_order_invoiced_in_december_keeps_that_invoice_in_january(market: Market) -> None:
    (order,) = some_orders(market, 1)
    december = operations.issue_invoice(order=order, at=NOON)

    january = operations.issue_invoice(order=order, at=MIDNIGHT)

    assert january == december
    assert list(InvoiceSeries.objects.exclude(last_number=0).values_list("code", "last_number")) == [("INV2026", 1)]


def test_a_cancelled_order_has_no_invoice(market: Market) -> None:
    (order,) = some_orders(market, 1)

    operations.cancel(order=order, actor=ADA, reason="", at=NOON)

    assert not Invoice.objects.exists()


def test_the_database_refuses_a_number_twice_and_a_second_invoice(market: Market) -> None:
    first, second = some_orders(market, 2)
    told = operations.issue_invoice(order=first, at=NOON)

    for order, number in ((second, told.number), (first, told.number + 1)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Invoice.objects.create(
                series=told.series, number=number, order=order, issued_at=NOON, total_minor=1, tax_minor=0
            )
