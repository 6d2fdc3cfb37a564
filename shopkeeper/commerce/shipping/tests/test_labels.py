"""Labels bought, waited for and given back; parcels followed; what goes wrong on the way is told and flagged."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client

from shopkeeper.commerce.checkout.makers import NOON, make_shop
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders.models import Order, Package
from shopkeeper.commerce.orders.tests.made import SAM, make_order
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.commerce.shipping import carriers, label_desk, operations
from shopkeeper.commerce.shipping.backends.simulated import Simulated, signed
from shopkeeper.commerce.shipping.models import DeliveryPromise, Label, ShippingMethod, SimulatedParcel
from shopkeeper.commerce.shipping.tests.made import at_once
from shopkeeper.foundation import clock
from shopkeeper.foundation.audit.operations import Actor
from shopkeeper.foundation.events.testing import deliver_all
from shopkeeper.insight.messaging.models import Message
from shopkeeper.interfaces.backoffice.makers import at_the_desk, make_staff

pytestmark = pytest.mark.django_db
MARIT = Actor(kind="user", id="1", label="Marit")


@pytest.fixture
def order() -> Order:
    made = make_order(make_shop(), at_once())
    ShippingMethod.objects.update(provider="simulated")
    deliver_all()
    return made


def script(name: str) -> None:
    ShippingMethod.objects.update(service=name)


def bought(order: Order) -> Label:
    return label_desk.buy(package=order.packages.get(), actor=MARIT, at=NOON)


def sent(order: Order) -> Label:
    label = bought(order)
    package = order.packages.get()
    orders.pack(package=package, actor=SAM, at=NOON)
    orders.ship(package=package, carrier="", tracking_number=label.tracking_number, actor=SAM, at=NOON)
    return label


def test_a_label_is_bought_once(order: Order) -> None:
    first, second = bought(order), bought(order)

    assert first.pk == second.pk
    assert first.status == Label.Status.BOUGHT
    assert SimulatedParcel.objects.get().tracking_number == first.tracking_number


def test_a_carrier_that_is_away_holds_nobody_up(order: Order) -> None:
    script("away")
    label = bought(order)

    orders.pack(package=order.packages.get(), actor=SAM, at=NOON)

    assert (label.status, label.attempts) == (Label.Status.WANTED, 1)
    assert "does not answer" in label.problem
    assert order.packages.get().status == Package.Status.PACKED


def test_a_carrier_that_is_back_is_asked_again_and_not_before_time(order: Order) -> None:
    script("away")
    label = bought(order)
    Label.objects.update(service="")

    assert carriers.buy_waiting(at=NOON + timedelta(minutes=1)) == 0
    assert carriers.buy_waiting(at=NOON + timedelta(minutes=3)) == 1

    label.refresh_from_db()
    assert (label.status, label.problem) == (Label.Status.BOUGHT, "")


def test_a_refused_label_says_why_and_another_can_be_bought(order: Order) -> None:
    script("refused")
    refused = bought(order)
    script("")

    again = bought(order)

    assert refused.status == Label.Status.REFUSED
    assert "does not know this address" in refused.problem
    assert (again.status, again.key) == (Label.Status.BOUGHT, f"label:{order.packages.get().pk}:2")


def test_a_label_given_back_is_void_at_the_carrier_too(order: Order) -> None:
    label = label_desk.void(label=bought(order), actor=MARIT, at=NOON)

    assert label.status == Label.Status.VOIDED
    assert SimulatedParcel.objects.get().is_void


def test_what_has_left_needs_no_label(order: Order) -> None:
    package = order.packages.get()
    orders.pack(package=package, actor=SAM, at=NOON)
    orders.ship(package=package, carrier="", tracking_number="", actor=SAM, at=NOON)

    with pytest.raises(operations.NoLabel):
        bought(order)


def test_no_carrier_is_asked_inside_a_transaction(order: Order) -> None:
    with transaction.atomic():
        label = operations.want_label(package=order.packages.get(), at=NOON)
        with pytest.raises(RuntimeError):
            carriers.buy(label_id=label.pk, at=NOON)


def test_a_parcel_followed_to_the_door_completes_its_package_and_its_promise(order: Order) -> None:
    sent(order)

    new = carriers.follow(at=NOON + timedelta(hours=40))
    deliver_all()

    assert new == 4
    package = order.packages.get()
    assert package.status == Package.Status.DELIVERED
    assert package.delivered_at == NOON + timedelta(hours=36)
    assert DeliveryPromise.objects.get().outcome == DeliveryPromise.Outcome.KEPT


def test_carriers_are_not_asked_again_at_once(order: Order) -> None:
    sent(order)

    assert carriers.follow(at=NOON + timedelta(hours=3)) == 1
    assert carriers.follow(at=NOON + timedelta(hours=3, minutes=10)) == 0
    assert Label.objects.get().looked_at == NOON + timedelta(hours=3)


@pytest.mark.parametrize(
    ("name", "said"), [("delayed", "is held up"), ("lost", "cannot find your parcel"), ("returned", "bringing it back")]
)
def test_what_goes_wrong_is_told_to_the_customer_once_and_flags_the_order(order: Order, name: str, said: str) -> None:
    script(name)
    sent(order)

    carriers.follow(at=NOON + timedelta(hours=80))
    carriers.follow(at=NOON + timedelta(hours=82))
    deliver_all()

    assert Label.objects.get().trouble == name
    assert said in Message.objects.get(kind=f"parcel_{name}").text
    assert order.timeline.filter(kind=f"parcel_{name}").count() == 1


def test_a_delayed_parcel_that_arrives_is_no_trouble_any_more(order: Order) -> None:
    script("delayed")
    sent(order)

    carriers.follow(at=NOON + timedelta(hours=100))

    assert Label.objects.get().trouble == ""
    assert order.packages.get().status == Package.Status.DELIVERED


def test_a_parcel_delivered_that_nobody_marked_as_sent_has_left_all_the_same(order: Order) -> None:
    label = bought(order)
    events = Simulated().track(label.tracking_number, at=NOON + timedelta(days=3))

    operations.record_events(label=label, events=events, at=NOON + timedelta(days=3))

    package = order.packages.get()
    assert (package.status, package.tracking_number) == (Package.Status.DELIVERED, label.tracking_number)


def test_a_signed_message_tells_the_same_as_asking(
    order: Order, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    label = sent(order)
    now = NOON + timedelta(hours=40)
    monkeypatch.setattr(clock, "now", lambda: now)
    headers, body = signed(Simulated().track(label.tracking_number, at=now), now)

    def post(signature: str) -> int:
        told = {"X-Carrier-Time": headers["X-Carrier-Time"], "X-Carrier-Signature": signature}
        return client.post(
            "/webhooks/carriers/simulated", data=body, content_type="application/json", headers=told
        ).status_code

    assert post("forged") == 400
    assert order.packages.get().status == Package.Status.SHIPPED
    assert post(headers["X-Carrier-Signature"]) == post(headers["X-Carrier-Signature"]) == 200
    assert order.packages.get().status == Package.Status.DELIVERED
    assert carriers.follow(at=now) == 0
    assert client.post("/webhooks/carriers/nobody", data=b"", content_type="text/plain").status_code == 404


def test_many_labels_are_bought_each_for_itself(order: Order) -> None:
    other = make_order(Market.objects.get(), at_once(), email="bo@example.com")
    script("away")
    waiting = make_order(Market.objects.get(), at_once(), email="cy@example.com")
    label_desk.buy(package=waiting.packages.get(), actor=MARIT, at=NOON)
    script("")
    gone = make_order(Market.objects.get(), at_once(), email="di@example.com")
    orders.cancel(order=gone, actor=SAM, reason="no", at=NOON)

    result = label_desk.buy_many(order_ids=[one.pk for one in (order, other, waiting, gone)], actor=MARIT, at=NOON)

    assert set(result.bought) == {order.number, other.number}
    assert result.waiting == (waiting.number,)
    assert result.refused == ()


def test_the_order_page_buys_prints_and_gives_back(order: Order) -> None:
    office = at_the_desk(make_staff("fulfilment"))
    url, package = f"/office/orders/{order.number}/", order.packages.get()

    office.post(f"{url}packages/{package.pk}/label")
    label = Label.objects.get()
    page = office.get(url).content.decode()
    printed = office.get(f"{url}labels/{label.pk}.pdf")
    office.post(f"{url}labels/{label.pk}/void")

    assert label.tracking_number in page
    assert "Give the label back" in page
    assert printed.content.startswith(b"%PDF")
    label.refresh_from_db()
    assert label.status == Label.Status.VOIDED


def test_a_carrier_that_is_away_is_named_on_the_order_page(order: Order) -> None:
    script("away")
    office = at_the_desk(make_staff())

    answer = office.post(f"/office/orders/{order.number}/packages/{order.packages.get().pk}/label", follow=True)

    page = answer.content.decode()
    assert "asked for again by itself" in page
    assert "Waiting for the carrier" in page


def test_trouble_is_taken_care_of_in_the_office(order: Order) -> None:
    script("lost")
    label = sent(order)
    carriers.follow(at=NOON + timedelta(hours=80))
    office = at_the_desk(make_staff())

    before = office.get(f"/office/orders/{order.number}/").content.decode()
    listed = office.get("/office/promises/").content.decode()
    today = office.get("/office/").content.decode()
    office.post(f"/office/orders/{order.number}/labels/{label.pk}/settle")
    after = office.get("/office/promises/").content.decode()

    assert "The carrier says: lost." in before
    assert order.number in listed
    assert "Parcels in trouble" in today
    assert "Parcels in trouble" not in after
