"""Taking a return in, and giving a gift card: what staff see and what comes of it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.commerce.credit.models import CreditAccount
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders.models import CreditNote, Order
from shopkeeper.commerce.orders.operations import Actor
from shopkeeper.commerce.payments.models import Refund
from shopkeeper.commerce.returns import operations
from shopkeeper.commerce.returns.models import Return
from shopkeeper.commerce.returns.operations import Wish
from shopkeeper.foundation import clock
from shopkeeper.foundation.audit.models import AuditEntry
from shopkeeper.foundation.tasks.worker import run_until_idle
from shopkeeper.insight.messaging.models import Message
from shopkeeper.interfaces.backoffice.makers import at_the_desk, make_order, make_staff

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner() -> Client:
    return at_the_desk(make_staff(name="Marit"))


@pytest.fixture
def made() -> Return:
    order = make_order(make_shop(), make_offer())
    package = order.packages.get()
    for step in (orders.pack, orders.deliver):
        if step is orders.deliver:
            orders.ship(package=package, carrier="", tracking_number="", actor=orders.SYSTEM, at=clock.now())
        step(package=package, actor=orders.SYSTEM, at=clock.now())
    order = Order.objects.get(pk=order.pk)
    wish = Wish(order.lines.get().pk, 1, "damaged", comment="<b>The handle</b> is off")
    seen = operations.preview(order=order, wishes=[wish], at=clock.now())
    return operations.request(
        order=order,
        wishes=[wish],
        expected=seen.goes_back,
        refund_to="",
        actor=Actor("customer", order.email),
        at=clock.now(),
    )


def test_a_return_is_found_read_and_taken_in(owner: Client, made: Return) -> None:
    assert made.number in owner.get("/office/returns/").content.decode()
    url = f"/office/returns/{made.number}/"
    page = owner.get(url).content.decode()
    assert "&lt;b&gt;The handle&lt;/b&gt; is off" in page

    line = made.lines.get().line_id
    wrong = owner.post(f"{url}receive", {f"line_{line}": "", "idempotency_key": "a" * 20})
    assert wrong.status_code == 422
    assert "Say what shall become of it" in wrong.content.decode()
    owner.post(f"{url}receive", {f"line_{line}": "write_off", "idempotency_key": "b" * 20})
    run_until_idle()
    made.refresh_from_db()

    assert made.status == Return.Status.SETTLED
    assert Refund.objects.get().status == "done"
    assert CreditNote.objects.get().label in owner.get(url).content.decode()
    assert AuditEntry.objects.filter(action="returns.receive").count() == 1
    told = Message.objects.filter(kind__startswith="return_").order_by("pk").values_list("kind", flat=True)
    assert list(told) == ["return_requested", "return_received", "return_settled"]


def test_the_products_page_says_why_it_came_back(owner: Client, made: Return) -> None:
    product_id = made.lines.get().line.product_id

    page = owner.get(f"/office/products/{product_id}/").content.decode()

    assert "Why it came back" in page
    assert "Arrived damaged" in page


def test_what_is_not_accepted_needs_a_reason_that_the_customer_reads(owner: Client, made: Return) -> None:
    url, line = f"/office/returns/{made.number}/receive", made.lines.get().line_id

    refused = owner.post(url, {f"line_{line}": "send_back", f"note_{line}": " ", "idempotency_key": "c" * 20})
    assert "Tell the customer why" in refused.content.decode()
    owner.post(url, {f"line_{line}": "send_back", f"note_{line}": "Not ours", "idempotency_key": "d" * 20})
    run_until_idle()

    assert Refund.objects.count() == 0
    assert "Not ours" in Message.objects.get(kind="return_refused").text
    assert "€0.00" in owner.get(f"/office/returns/{made.number}/").content.decode()


def test_a_card_is_given_once_and_its_code_told_once(owner: Client) -> None:
    make_shop()
    typed = {"amount": "25,00", "currency": "EUR", "reason": "For the wait", "idempotency_key": "e" * 20}

    told = owner.post("/office/credit/give", typed, follow=True).content.decode()
    owner.post("/office/credit/give", typed)

    account = CreditAccount.objects.get()
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", told)
    again = owner.get(f"/office/credit/{account.token}/").content.decode()
    assert not re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", again)
    assert "€25.00" in again
    assert AuditEntry.objects.get(action="credit.give").reason == "For the wait"


@pytest.mark.parametrize(
    "typed",
    [
        {"amount": "abc"},
        {"amount": "1.999"},
        {"amount": "-5"},
        {"amount": "0"},
        {"amount": "99999999"},
        {"reason": " "},
        {"expires_on": "2020-01-01"},
        {"currency": "XXX"},
    ],
)
def test_a_card_that_makes_no_sense_is_refused_by_field(owner: Client, typed: dict[str, str]) -> None:
    make_shop()
    full = {"amount": "25.00", "currency": "EUR", "reason": "Sorry", "idempotency_key": "f" * 20, **typed}

    answer = owner.post("/office/credit/give", full)

    assert answer.status_code == 422
    assert CreditAccount.objects.count() == 0


def test_a_card_is_blocked_with_a_reason_and_unblocked(owner: Client) -> None:
    make_shop()
    owner.post(
        "/office/credit/give",
        {"amount": "25", "currency": "EUR", "reason": "Sorry", "idempotency_key": "g" * 20},
    )
    account = CreditAccount.objects.get()

    assert owner.post(f"/office/credit/{account.token}/block", {"reason": ""}).status_code == 422
    owner.post(f"/office/credit/{account.token}/block", {"reason": "Stolen"})
    assert "Stolen" in owner.get(f"/office/credit/{account.token}/").content.decode()
    owner.post(f"/office/credit/{account.token}/unblock")

    account.refresh_from_db()
    assert account.blocked_reason == ""
