"""What is written to whom, and that it is written once."""

from __future__ import annotations

import pytest
from django.core import mail as outbound

from shopkeeper.commerce.checkout import saga
from shopkeeper.commerce.checkout.makers import DETAILS, NOON, make_checkout, make_offer, make_shop, pay_request
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders.events import OrderPlaced
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.orders.operations import Actor
from shopkeeper.foundation.events.testing import deliver_all, published
from shopkeeper.foundation.tasks.worker import run_until_idle
from shopkeeper.insight.messaging import handlers, operations
from shopkeeper.insight.messaging.account_letters import code_letter
from shopkeeper.insight.messaging.models import Message

pytestmark = pytest.mark.django_db
STAFF = Actor("staff", "sanne")


def place(script: str = "approve", **typed: str) -> Order:
    checkout = make_checkout(make_shop(), make_offer(), quantity=2, typed={**DETAILS, **typed})
    placed = saga.pay(checkout_id=checkout.public_id, request=pay_request(checkout, script), at=NOON)
    assert placed.order
    return placed.order


def test_a_placed_order_is_confirmed_in_one_mail_with_the_right_total() -> None:
    order = place()

    deliver_all()

    message = Message.objects.get(kind="order_placed")
    assert (message.to, message.subject) == ("ada@example.com", f"Your order {order.number}")
    for part in (message.text, message.html):
        assert "€40.95" in part
        assert "Keizersgracht 1" in part
        assert "/orders/s/" in part


def test_hearing_it_twice_writes_one_mail() -> None:
    place()
    event = next(event for event in published() if isinstance(event, OrderPlaced))

    handlers.tell_placed(event)
    handlers.tell_placed(event)

    assert Message.objects.filter(kind="order_placed").count() == 1


@pytest.mark.parametrize("script", ["duplicate_webhook", "reordered_webhook"])
def test_webhooks_that_stumble_do_not_multiply_mails(script: str) -> None:
    place(script)

    run_until_idle()

    assert Message.objects.count() == 1


def test_shipping_delivery_and_cancelling_are_told_once_each() -> None:
    order = place()
    package = order.packages.get()
    orders.pack(package=package, actor=STAFF, at=NOON)
    orders.ship(package=package, carrier="Post", tracking_number="3S123", actor=STAFF, at=NOON)
    orders.deliver(package=package, actor=STAFF, at=NOON)

    deliver_all()

    assert sorted(Message.objects.values_list("kind", flat=True)) == [
        "order_placed",
        "package_delivered",
        "package_shipped",
    ]
    assert "Post 3S123" in Message.objects.get(kind="package_shipped").text


def test_a_cancelled_order_says_what_happens_to_the_money() -> None:
    order = place()
    orders.cancel(order=order, actor=STAFF, reason="asked", at=NOON)

    deliver_all()

    assert "€40.95 you paid goes back" in Message.objects.get(kind="order_cancelled").text


def test_what_a_customer_typed_cannot_become_markup_in_a_mail() -> None:
    place(name="<script>alert(1)</script> {{ 7*7 }}")

    deliver_all()

    html = Message.objects.get(kind="order_placed").html
    assert "<script>" not in html
    assert "{{ 7*7 }}" in html


def test_without_a_mail_server_mails_stay_in_the_outbox() -> None:
    place()

    run_until_idle()

    assert Message.objects.get().status == Message.Status.KEPT
    assert outbound.outbox == []


def test_a_mail_is_sent_once_with_both_parts(settings) -> None:  # type: ignore[no-untyped-def]
    settings.SENDS_MAIL = True
    place()
    run_until_idle()
    message = Message.objects.get()

    operations.send(message_id=message.pk, at=NOON)

    assert message.status == Message.Status.SENT
    assert len(outbound.outbox) == 1
    sent = outbound.outbox[0]
    assert sent.body == message.text
    assert sent.alternatives[0].content == message.html  # type: ignore[attr-defined]


def test_a_mail_server_that_is_away_leaves_the_mail_waiting(settings) -> None:  # type: ignore[no-untyped-def]
    settings.SENDS_MAIL, settings.EMAIL_BACKEND = True, "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    place()
    deliver_all()

    with pytest.raises(OSError):
        operations.send(message_id=Message.objects.get().pk, at=NOON)

    assert Message.objects.get().status == Message.Status.WAITING


def test_the_code_stands_in_the_subject_for_notifications() -> None:
    letter = code_letter("sign_in", code="123456", minutes=10, language="en")

    assert letter.subject.startswith("123456")
    assert letter.text.startswith("123456")
