"""Click and collect from the cart to the counter; packages split in two; orders that share a box."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from shopkeeper.commerce.catalogue.models import Offer
from shopkeeper.commerce.checkout import operations as checkouts
from shopkeeper.commerce.checkout import queries as checkout_queries
from shopkeeper.commerce.checkout import saga
from shopkeeper.commerce.checkout.makers import DETAILS, NOON, make_checkout, make_shop, pay_request
from shopkeeper.commerce.customers.models import Customer
from shopkeeper.commerce.customers.operations import customer_of
from shopkeeper.commerce.inventory import operations as inventory
from shopkeeper.commerce.inventory.models import Location
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders import splitting
from shopkeeper.commerce.orders.models import Invoice, Order, Package
from shopkeeper.commerce.orders.operations import TooLate
from shopkeeper.commerce.orders.queries import status_token
from shopkeeper.commerce.orders.tests.made import SAM
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.commerce.shipping import collecting, operations
from shopkeeper.commerce.shipping.models import Collection, DeliveryPromise, PickupPoint, SharedBox
from shopkeeper.commerce.shipping.opening_hours import hours_lines, read_hours, ready_at
from shopkeeper.commerce.shipping.tests.made import at_once
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.events.testing import deliver_all
from shopkeeper.foundation.remember import forget_all
from shopkeeper.insight.messaging.models import Message
from shopkeeper.interfaces.backoffice.makers import at_the_desk, make_staff

pytestmark = pytest.mark.django_db
HOURS = "Mon–Fri 09:00–18:00\nSat 10:00–13:00, 14:00–17:00"


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("ordered", "hours", "transfer", "ready"),
    [
        # Wednesday 18 November 2026, Amsterdam is an hour ahead of UTC.
        ("2026-11-18T12:00+01:00", 2, 0, "2026-11-18T14:00+01:00"),
        ("2026-11-18T17:00+01:00", 2, 0, "2026-11-19T10:00+01:00"),
        ("2026-11-18T23:00+01:00", 2, 0, "2026-11-19T11:00+01:00"),
        ("2026-11-21T12:30+01:00", 2, 0, "2026-11-21T15:30+01:00"),
        ("2026-11-21T18:00+01:00", 1, 0, "2026-11-23T10:00+01:00"),
        ("2026-11-20T12:00+01:00", 2, 1, "2026-11-23T11:00+01:00"),
        ("2026-11-18T12:00+01:00", 0, 0, "2026-11-18T12:00+01:00"),
    ],
)
def test_an_order_is_ready_after_so_many_hours_of_being_open(
    ordered: str, hours: int, transfer: int, ready: str
) -> None:
    told = ready_at(
        read_hours(HOURS),
        time_zone="Europe/Amsterdam",
        country="NL",
        ready_hours=hours,
        transfer_days=transfer,
        at=moment(ordered),
    )

    assert told == moment(ready)


def test_a_place_that_never_opens_is_never_ready() -> None:
    assert ready_at({}, time_zone="UTC", country="NL", ready_hours=1, transfer_days=0, at=NOON) is None


def test_hours_are_read_as_written_and_written_as_read() -> None:
    assert hours_lines(read_hours(HOURS)) == ["Mon–Fri 09:00–18:00", "Sat 10:00–13:00, 14:00–17:00"]


@pytest.mark.parametrize("text", ["", "always", "Mon 18:00-09:00", "Mon 9-17", "Xyz 09:00-17:00", "Mon 09:00-25:00"])
def test_hours_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        read_hours(text)


@pytest.fixture
def market() -> Market:
    made = make_shop()
    PickupPoint.objects.create(
        location="main",
        name="Leiden",
        address="Breestraat 1, Leiden",
        country="NL",
        hours=read_hours(HOURS),
    )
    forget_all()
    return made


def placed(market: Market, *offers: Offer, code: str = "standard", at: datetime = NOON, **more: Any) -> Order:
    """An order paid for, sent or collected as ``code`` says."""
    customer = more.pop("customer", None)
    checkout = make_checkout(market, *(offers or (at_once(),)), at=at, typed={**DETAILS, **more})
    if customer is not None:
        type(checkout.cart).objects.filter(pk=checkout.cart_id).update(customer=customer)
        checkout = checkout_queries.checkout(checkout.public_id)
    checkouts.choose_delivery(checkout=checkout, method_code=code, at=at)
    checkout = checkout_queries.checkout(checkout.public_id)
    order = saga.pay(checkout_id=checkout.public_id, request=pay_request(checkout, at=at), at=at).order
    assert order is not None
    deliver_all()
    return order


def test_collecting_is_offered_last_free_and_with_its_hour(market: Market) -> None:
    priced = checkout_queries.priced_checkout(make_checkout(market, at_once()), at=NOON)

    assert [option.code for option in priced.options] == ["standard", "pickup-main"]
    pickup = priced.options[1]
    assert not pickup.amount
    assert pickup.promise.earliest == date(2026, 11, 18)
    assert "Breestraat 1" in pickup.note
    assert "3:00" in pickup.note
    assert priced.delivery is not None
    assert priced.delivery.code == "standard"


def test_what_a_place_does_not_have_is_ready_when_it_has_come(market: Market) -> None:
    Location.objects.create(slug="far", name="Far", country="NL", priority=5)
    offer = at_once()
    inventory.set_on_hand(resource_id=offer.pk, location="main", on_hand=0, reason="count", actor="t", at=NOON)
    inventory.set_on_hand(resource_id=offer.pk, location="far", on_hand=5, reason="count", actor="t", at=NOON)
    checkout = make_checkout(market, offer)

    pickup = checkout_queries.priced_checkout(checkout, at=NOON).options[1]

    assert pickup.promise.earliest == date(2026, 11, 19)


def test_an_order_is_collected_with_its_code_and_never_told_it_was_sent(market: Market) -> None:
    order = placed(market, code="pickup-main")
    collection, package = Collection.objects.get(), order.packages.get()
    assert order.shipping_minor == 0

    orders.pack(package=package, actor=SAM, at=NOON + timedelta(hours=1))
    deliver_all()
    letter = Message.objects.get(kind="ready_for_pickup")
    with pytest.raises(InvalidInput):
        operations.hand_over(package=package, code="wrong", actor=SAM, at=NOON)
    operations.hand_over(package=package, code=f" {collection.code[:3]} {collection.code[3:]}", actor=SAM, at=NOON)
    deliver_all()

    assert collection.code in letter.text
    assert "Mon–Fri 09:00–18:00" in letter.text
    package.refresh_from_db()
    collection.refresh_from_db()
    order.refresh_from_db()
    assert (package.status, order.status) == ("delivered", "completed")
    assert collection.collected_at == NOON
    assert Invoice.objects.filter(order=order).exists()
    assert not Message.objects.filter(kind__in=("package_shipped", "package_delivered")).exists()
    assert DeliveryPromise.objects.get().outcome == DeliveryPromise.Outcome.KEPT


def test_what_is_not_packed_is_not_handed_over(market: Market) -> None:
    order = placed(market, code="pickup-main")

    with pytest.raises(TooLate):
        operations.hand_over(package=order.packages.get(), code=Collection.objects.get().code, actor=SAM, at=NOON)

    assert order.packages.get().status == Package.Status.OPEN


def test_an_unpacked_package_is_no_longer_ready(market: Market) -> None:
    order = placed(market, code="pickup-main")
    orders.pack(package=order.packages.get(), actor=SAM, at=NOON)
    deliver_all()
    orders.unpack(package=order.packages.get(), actor=SAM, at=NOON)
    deliver_all()

    assert Collection.objects.get().ready_at is None


def test_the_office_edits_places_and_hands_over(market: Market) -> None:
    office = at_the_desk(make_staff())
    place = PickupPoint.objects.get()
    typed = {"location": "main", "name": "Shop", "address": "Breestraat 2", "time_zone": "Europe/Amsterdam"}

    wrong = office.post(f"/office/policies/pickup/{place.pk}/", {**typed, "hours": "never", "ready_hours": "1"})
    office.post(
        f"/office/policies/pickup/{place.pk}/",
        {**typed, "hours": "Mon 9:00-12:00", "ready_hours": "1", "is_active": "1"},
    )
    place.refresh_from_db()
    forget_all()
    order = placed(market, code="pickup-main")
    package, url = order.packages.get(), f"/office/orders/{order.number}/"
    office.post(f"{url}packages/{package.pk}/pack")
    deliver_all()
    page = office.get(url).content.decode()
    office.post(f"{url}packages/{package.pk}/hand-over", {"code": Collection.objects.get().code})

    assert wrong.status_code == 422
    assert place.hours == {"0": [["09:00", "12:00"]]}
    assert "Code the customer shows" in page
    package.refresh_from_db()
    assert package.status == "delivered"


def test_a_part_sent_first_is_a_package_of_its_own_and_charges_nothing(market: Market) -> None:
    order = placed(market, at_once(), at_once())
    package = order.packages.get()
    sums = (order.shipping_minor, order.total_minor)
    line = order.lines.last()
    assert line is not None

    made = splitting.split(package=package, line_ids=[line.pk], actor=SAM, at=NOON)
    deliver_all()
    orders.pack(package=made, actor=SAM, at=NOON)
    orders.ship(package=made, carrier="", tracking_number="", actor=SAM, at=NOON)

    order.refresh_from_db()
    assert (order.shipping_minor, order.total_minor) == sums
    assert [one.lines.count() for one in order.packages.all()] == [1, 1]
    assert order.stage == Order.Stage.TO_PACK
    assert DeliveryPromise.objects.filter(order=order).count() == 2
    assert made.promised_to == package.promised_to


def test_a_package_cannot_be_split_into_nothing_nor_once_it_is_packed(market: Market) -> None:
    order = placed(market, at_once(), at_once())
    package, every = order.packages.get(), list(order.lines.values_list("pk", flat=True))

    for lines in ([], every, [999_999]):
        with pytest.raises(InvalidInput):
            splitting.split(package=package, line_ids=lines, actor=SAM, at=NOON)
    orders.pack(package=package, actor=SAM, at=NOON)
    with pytest.raises(TooLate):
        splitting.split(package=package, line_ids=every[:1], actor=SAM, at=NOON)

    assert order.packages.count() == 1


def test_the_office_splits_a_package(market: Market) -> None:
    order = placed(market, at_once(), at_once())
    office, package = at_the_desk(make_staff()), order.packages.get()

    page = office.get(f"/office/orders/{order.number}/").content.decode()
    line = order.lines.first()
    assert line is not None
    office.post(f"/office/orders/{order.number}/packages/{package.pk}/split", {"line": line.pk})

    assert "Send a part in another package" in page
    assert order.packages.count() == 2


@pytest.fixture
def ada() -> Customer:
    return customer_of(User.objects.create_user("ada@example.com", "x" * 12))


def test_a_second_order_into_the_same_open_box_pays_no_delivery(market: Market, ada: Customer) -> None:
    first = placed(market, customer=ada)

    second = placed(market, customer=ada, at=NOON + timedelta(hours=3), postal_code="1015cj", line1="keizersgracht 1")

    assert (first.shipping_minor, second.shipping_minor) == (495, 0)
    assert collecting.box_mates(first) == [second.number]
    assert collecting.box_mates(second) == [first.number]
    assert f"In one box with order {first.number}" in str(second.quote)
    assert first.number in at_the_desk(make_staff()).get(f"/office/orders/{second.number}/").content.decode()


@pytest.mark.parametrize(
    ("why", "more"),
    [
        ("another address", {"line1": "Herengracht 9"}),
        ("another postcode", {"postal_code": "1016 AA"}),
        ("too late", {"at": NOON + timedelta(hours=13)}),
    ],
)
def test_an_order_that_does_not_fit_the_box_pays_its_delivery(
    market: Market, ada: Customer, why: str, more: dict[str, Any]
) -> None:
    placed(market, customer=ada)

    second = placed(market, **{"customer": ada, "at": NOON + timedelta(hours=3), **more})

    assert second.shipping_minor == 495, why
    assert not SharedBox.objects.exists()


def test_a_box_that_is_closed_takes_nothing_more(market: Market, ada: Customer) -> None:
    first = placed(market, customer=ada)
    orders.pack(package=first.packages.get(), actor=SAM, at=NOON)

    assert placed(market, customer=ada, at=NOON + timedelta(hours=1)).shipping_minor == 495


def test_guests_are_not_taken_for_each_other(market: Market) -> None:
    placed(market)

    assert placed(market, at=NOON + timedelta(hours=1)).shipping_minor == 495


def test_a_shop_can_do_without_sharing_boxes(market: Market, ada: Customer, settings: Any) -> None:
    settings.SHIP_TOGETHER_HOURS = 0
    placed(market, customer=ada)

    assert placed(market, customer=ada, at=NOON + timedelta(hours=1)).shipping_minor == 495


def test_a_buyer_who_collects_reads_nothing_of_couriers(market: Market, client: Client) -> None:
    order = placed(market, code="pickup-main")
    orders.pack(package=order.packages.get(), actor=SAM, at=NOON)
    deliver_all()

    page = client.get(f"/orders/s/{status_token(order)}/").content.decode()
    letter = Message.objects.get(kind="order_placed").text

    assert "Ready to collect" in page
    assert "You collect it" in page
    assert "courier" not in page
    assert "We write to you when it is ready to collect." in letter


def test_staff_read_it_when_the_order_whose_box_was_shared_is_cancelled(market: Market, ada: Customer) -> None:
    first = placed(market, customer=ada)
    second = placed(market, customer=ada, at=NOON + timedelta(hours=1))

    orders.cancel(order=first, actor=SAM, reason="no", at=NOON + timedelta(hours=2))
    deliver_all()

    assert second.timeline.filter(kind="box_lost").count() == 1
    assert collecting.box_mates(second) == []
