"""Which step may follow which. Every other one is refused, in words, and leaves everything as it was."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shopkeeper.commerce.checkout.makers import NOON, make_offer, make_shop
from shopkeeper.commerce.inventory.models import Bucket, Hold, Movement
from shopkeeper.commerce.orders import operations, queries
from shopkeeper.commerce.orders.events import OrderCancelled, OrderPlaced, PackageMoved
from shopkeeper.commerce.orders.models import Invoice, Order, OrderEvent, Package
from shopkeeper.commerce.orders.operations import TooLate
from shopkeeper.commerce.orders.tests.made import ADA, SAM, hold, make_draft, make_order
from shopkeeper.foundation.events.testing import recorded_events

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)

# From each state, the steps that are allowed and where they lead.
ALLOWED = {
    "open": {"pack": "packed", "cancel": "cancelled"},
    "packed": {"unpack": "open", "ship": "shipped"},
    "shipped": {"deliver": "delivered"},
    "delivered": {},
    "cancelled": {},
}
WAY_TO = {
    "open": [],
    "packed": ["pack"],
    "shipped": ["pack", "ship"],
    "delivered": ["pack", "ship", "deliver"],
    "cancelled": ["cancel"],
}
STEPS = ("pack", "unpack", "ship", "deliver", "cancel")


def do(step: str, order: Order) -> None:
    package = order.packages.first()
    assert package is not None
    if step == "cancel":
        operations.cancel(order=order, actor=ADA, reason="Changed my mind", at=LATER)
    elif step == "ship":
        operations.ship(package=package, carrier="Post", tracking_number="3S1", actor=SAM, at=LATER)
    else:
        getattr(operations, step)(package=package, actor=SAM, at=LATER)


def books() -> list[object]:
    """Everything a refused step must leave alone."""
    rows: list[object] = []
    for model in (Order, Package, Hold, Bucket, Movement, Invoice, OrderEvent):
        rows += list(model.objects.order_by("pk").values())
    return rows


@pytest.fixture
def order() -> Order:
    return make_order(make_shop(), make_offer(stock=5), quantity=2)


@pytest.mark.parametrize("state", ALLOWED)
@pytest.mark.parametrize("step", STEPS)
def test_only_the_listed_steps_are_taken_and_a_refused_one_changes_nothing(order: Order, state: str, step: str) -> None:
    for before in WAY_TO[state]:
        do(before, order)
    standing = books()

    if step in ALLOWED[state]:
        do(step, order)
        assert order.packages.get().status == ALLOWED[state][step]
    elif (state, step) == ("cancelled", "cancel"):
        do(step, order)
        assert books() == standing
    else:
        with pytest.raises(TooLate):
            do(step, order)
        assert books() == standing


@pytest.mark.parametrize(
    ("steps", "stage", "status"),
    [
        ([], "to_pack", "placed"),
        (["pack"], "to_ship", "placed"),
        (["pack", "unpack"], "to_pack", "placed"),
        (["pack", "ship"], "on_the_way", "placed"),
        (["pack", "ship", "deliver"], "done", "completed"),
        (["cancel"], "cancelled", "cancelled"),
        (["pack", "unpack", "cancel"], "cancelled", "cancelled"),
    ],
)
def test_the_order_stands_where_its_package_does(order: Order, steps: list[str], stage: str, status: str) -> None:
    for step in steps:
        do(step, order)

    order.refresh_from_db()
    assert (order.stage, order.status) == (stage, status)


def test_an_order_of_two_sellers_is_as_far_as_its_slower_package_and_done_with_the_last() -> None:
    market = make_shop()
    ours, theirs = make_offer(), make_offer()
    theirs.seller_id = "vendor-7"
    theirs.save()
    order = make_order(market, ours, theirs)
    first, second = order.packages.all()

    operations.pack(package=first, actor=SAM, at=NOON)
    operations.ship(package=first, carrier="", tracking_number="", actor=SAM, at=NOON)
    operations.deliver(package=first, actor=SAM, at=NOON)
    order.refresh_from_db()
    assert (order.stage, order.status) == ("to_pack", "placed")
    with pytest.raises(TooLate):
        operations.cancel(order=order, actor=ADA, reason="", at=NOON)

    for step in ("pack", "ship", "deliver"):
        told = {"carrier": "", "tracking_number": ""} if step == "ship" else {}
        getattr(operations, step)(package=second, actor=SAM, at=NOON, **told)

    order.refresh_from_db()
    assert (order.stage, order.status) == ("done", "completed")
    assert Invoice.objects.count() == 1


def test_cancelling_gives_the_stock_back_exactly_once(order: Order) -> None:
    as_another_tab_read_it = Order.objects.get(pk=order.pk)

    operations.cancel(order=order, actor=ADA, reason="", at=LATER)
    operations.cancel(order=order, actor=ADA, reason="", at=LATER)
    operations.cancel(order=as_another_tab_read_it, actor=SAM, reason="", at=LATER)

    bucket = Bucket.objects.get()
    assert (bucket.taken, bucket.total) == (0, 5)
    assert Hold.objects.get().status == Hold.Status.RELEASED
    assert OrderEvent.objects.filter(kind="cancelled").count() == 1


def test_shipping_lowers_the_stock_exactly_once_and_says_for_which_order(order: Order) -> None:
    do("pack", order)
    do("ship", order)
    with pytest.raises(TooLate):
        do("ship", order)

    bucket = Bucket.objects.get()
    movement = Movement.objects.get(reason="shipped")
    assert (bucket.taken, bucket.total) == (0, 3)
    assert (movement.delta, movement.reference, movement.actor) == (-2, f"order:{order.number}", "Sam")


def test_whether_it_can_be_cancelled_is_said_as_it_is(order: Order) -> None:
    found = []
    for step in ("", "pack", "unpack", "cancel"):
        if step:
            do(step, order)
        order.refresh_from_db()
        found.append(queries.detail(order).can_be_cancelled)

    assert found == [True, False, True, False]


def test_a_cancelled_order_says_so_at_once_to_whoever_holds_it(order: Order) -> None:
    done = operations.cancel(order=order, actor=ADA, reason="", at=LATER)

    stored = Order.objects.get(pk=order.pk)
    assert (done.status, done.stage, done.cancelled_at) == (stored.status, stored.stage, stored.cancelled_at)


def test_each_step_is_announced_once(order: Order) -> None:
    with recorded_events() as found:
        do("pack", order)
        with pytest.raises(TooLate):
            do("pack", order)
        do("ship", order)

    package = order.packages.get().pk
    assert [event for event in found if isinstance(event, PackageMoved)] == [
        PackageMoved(order_id=order.pk, package_id=package, status="packed"),
        PackageMoved(order_id=order.pk, package_id=package, status="shipped"),
    ]


def test_a_long_reason_is_cut_and_never_breaks_the_cancellation(order: Order) -> None:
    with recorded_events() as found:
        operations.cancel(order=order, actor=ADA, reason="x" * 5000, at=LATER)

    assert OrderEvent.objects.get(kind="cancelled").reason == "x" * 300
    assert [event.reason for event in found if isinstance(event, OrderCancelled)] == ["x" * 300]


def test_placing_the_same_checkout_twice_is_one_order() -> None:
    market, offer = make_shop(), make_offer(stock=5)
    draft = make_draft(market, offer)
    holds = hold(draft)
    with recorded_events() as found:
        first = operations.place(draft=draft, holds=holds, at=NOON)
        again = operations.place(draft=draft, holds=holds, at=LATER)

    assert first == again
    assert Order.objects.count() == Package.objects.count() == 1
    assert len([event for event in found if isinstance(event, OrderPlaced)]) == 1
