"""After the purchase: status, cancelling, looking up, invoices, and what providers tell."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders import queries
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.orders.operations import Actor
from shopkeeper.commerce.payments.backends.sandbox import signed
from shopkeeper.commerce.payments.models import Payment, ProviderMessage, Refund
from shopkeeper.foundation import clock
from shopkeeper.foundation.tasks.worker import run_until_idle
from shopkeeper.interfaces.storefront.handlers import may_follow
from shopkeeper.interfaces.storefront.tests.buyers import Buyer, make_buyer
from shopkeeper.interfaces.storefront.views.orders import status_url

pytestmark = pytest.mark.django_db
STAFF = Actor("staff", "sanne")


@pytest.fixture
def buyer() -> Buyer:
    found = make_buyer(make_shop(), make_offer(stock=10), quantity=2)
    found.go_to_payment()
    found.press()
    return found


@pytest.fixture
def order(buyer: Buyer) -> Order:
    return Order.objects.get()


def browser() -> Client:
    return Client(headers={"sec-fetch-site": "same-origin"})


def test_a_guest_cancels_and_gets_the_money_back(order: Order) -> None:
    url = status_url(order)
    assert "Cancel order" in browser().get(f"{url}cancel").content.decode()

    assert browser().post(f"{url}cancel").headers["Location"] == url
    run_until_idle()

    order.refresh_from_db()
    assert order.status == Order.Status.CANCELLED
    assert Refund.objects.get().amount_minor == 4095
    assert "is cancelled" in browser().get(url).content.decode()
    assert browser().post(f"{url}cancel").headers["Location"] == url


def test_a_packed_order_is_no_longer_cancelled_and_the_answer_is_kind(order: Order) -> None:
    orders.pack(package=order.packages.get(), actor=STAFF, at=clock.now())

    answer = browser().post(f"{status_url(order)}cancel")

    assert answer.status_code == 409
    assert "Once it arrives you can send it back" in answer.content.decode()
    order.refresh_from_db()
    assert order.status == Order.Status.PLACED


@pytest.mark.parametrize("token", ["x", "MQ", "1", "MQ:1abc:xyz", "..", "%00"])
def test_a_forged_link_opens_nothing(order: Order, token: str) -> None:
    for tail in ("", "cancel", "invoice"):
        assert browser().get(f"/orders/s/{token}/{tail}").status_code == 404


def test_a_token_for_another_purpose_is_no_link(order: Order) -> None:
    from django.core import signing

    assert browser().get(f"/orders/s/{signing.dumps(order.pk, salt='other')}/").status_code == 404


def test_number_and_address_find_the_order_however_they_are_typed(order: Order) -> None:
    typed = order.number.lower().replace("-", " ")

    found = browser().post("/orders/find/", {"number": typed, "email": " ADA@example.com "})

    assert found.headers["Location"].startswith("/orders/s/")


def test_looking_up_says_the_same_whatever_is_wrong(order: Order) -> None:
    wrong = [
        {"number": order.number, "email": "eve@example.com"},
        {"number": "0000-0000", "email": order.email},
        {"number": "", "email": ""},
    ]
    answers = [browser().post("/orders/find/", typed) for typed in wrong]

    assert {answer.status_code for answer in answers} == {422}
    assert all("We cannot find this order" in answer.content.decode() for answer in answers)


def test_guessing_order_numbers_is_slowed_down(order: Order) -> None:
    typed = {"number": "0000-0000", "email": "a@b.cd"}
    answers = [browser().post("/orders/find/", typed).status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]


def test_the_invoice_appears_when_the_parcel_leaves(order: Order) -> None:
    url = f"{status_url(order)}invoice"
    assert browser().get(url).status_code == 404
    package = orders.pack(package=order.packages.get(), actor=STAFF, at=clock.now())
    orders.ship(package=package, carrier="Post", tracking_number="3S1", actor=STAFF, at=clock.now())

    page = browser().get(url).content.decode()

    assert "INV" in page
    assert "€40.95" in page
    assert "21%" in page


def test_whoever_holds_the_link_hears_of_their_own_order_only(order: Order) -> None:
    asked = RequestFactory().get(f"/live/order/{queries.status_token(order)}")

    assert may_follow(asked, f"order:{order.pk}")
    assert not may_follow(asked, f"order:{order.pk + 1}")
    assert not may_follow(RequestFactory().get("/live/order/forged"), f"order:{order.pk}")


@pytest.mark.parametrize("lines", [1, 50])
def test_the_status_page_costs_the_same_for_any_number_of_lines(lines: int, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    buyer = make_buyer(make_shop(), *(make_offer() for _ in range(lines)))
    buyer.go_to_payment()
    buyer.press()
    url = status_url(Order.objects.get())

    with django_assert_max_num_queries(8):
        browser().get(url)


def webhook(event_id: str = "evt_1", key: str = "", **header: str):  # type: ignore[no-untyped-def]
    headers, body = signed({"id": event_id, "type": "authorised", "payment_key": key}, clock.now())
    told = {**{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}, **header}
    return Client().post("/webhooks/payments/sandbox", data=body, content_type="application/json", **told)


def test_a_signed_webhook_is_taken_once_however_often_it_comes(order: Order) -> None:
    key = Payment.objects.get().key

    answers = [webhook(key=key, HTTP_ORIGIN="https://provider.example") for _ in range(10)]

    assert {answer.status_code for answer in answers} == {200}
    assert ProviderMessage.objects.filter(event_id="evt_1").count() == 1
    run_until_idle()
    assert Order.objects.count() == 1


@pytest.mark.parametrize("signature", ["", "t=1,v1=x", "t=9999999999,v1=00", "v1=abc", "nonsense"])
def test_a_forged_webhook_is_refused(order: Order, signature: str) -> None:
    before = ProviderMessage.objects.count()

    assert webhook(HTTP_SHOPKEEPER_SIGNATURE=signature).status_code == 400
    assert ProviderMessage.objects.count() == before


def test_a_body_that_was_changed_on_the_way_is_refused() -> None:
    headers, body = signed({"id": "evt_2", "type": "authorised", "payment_key": "co:1:1:auth"}, clock.now())
    answer = Client().post(
        "/webhooks/payments/sandbox",
        data=body.replace(b"evt_2", b"evt_3"),
        content_type="application/json",
        HTTP_SHOPKEEPER_SIGNATURE=headers["Shopkeeper-Signature"],
    )

    assert answer.status_code == 400


def test_an_old_webhook_is_refused() -> None:
    from datetime import timedelta

    headers, body = signed({"id": "e", "type": "x", "payment_key": "k"}, clock.now() - timedelta(minutes=6))
    answer = Client().post(
        "/webhooks/payments/sandbox",
        data=body,
        content_type="application/json",
        HTTP_SHOPKEEPER_SIGNATURE=headers["Shopkeeper-Signature"],
    )

    assert answer.status_code == 400


def test_a_webhook_about_nothing_we_know_is_taken_and_forgotten() -> None:
    assert webhook(key="co:999:1:auth").status_code == 200
    run_until_idle()


def test_an_unknown_provider_is_not_found() -> None:
    assert Client().post("/webhooks/payments/other", data=b"{}", content_type="application/json").status_code == 404


@pytest.mark.parametrize("script", ["approve", "duplicate_webhook", "reordered_webhook"])
def test_the_sandbox_tells_what_happened_through_signed_messages(script: str) -> None:
    buyer = make_buyer(make_shop(), make_offer())
    buyer.go_to_payment()
    buyer.press(script)

    run_until_idle()

    kinds = list(ProviderMessage.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == (["captured"] if script == "reordered_webhook" else ["authorised", "captured"])
    assert Order.objects.count() == Payment.objects.count() == 1
