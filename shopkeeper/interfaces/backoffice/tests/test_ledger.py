"""The books in the office: from a balance down to the order behind it."""

from __future__ import annotations

import pytest
from django.test import Client

from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.payments import operations as payments
from shopkeeper.commerce.payments.models import Payment
from shopkeeper.foundation import clock
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.tasks.worker import run_until_idle
from shopkeeper.interfaces.backoffice.makers import at_the_desk, make_order, make_staff

pytestmark = pytest.mark.django_db
HOME = "/office/ledger/"


@pytest.fixture
def owner() -> Client:
    return at_the_desk(make_staff(name="Marit"))


@pytest.fixture
def shipped(transactional_db: None) -> Order:
    """40.95 including 7.11 of tax, paid, sent and invoiced."""
    order = make_order(make_shop(), make_offer())
    package = order.packages.get()
    orders.pack(package=package, actor=orders.SYSTEM, at=clock.now())
    orders.ship(package=package, carrier="Post", tracking_number="", actor=orders.SYSTEM, at=clock.now())
    return order


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_ledger_says_so(owner: Client) -> None:
    assert "Nothing is booked yet" in text(owner, HOME)
    assert "No journals" in text(owner, f"{HOME}bank/")


def test_every_balance_opens_down_to_its_journals_and_their_order(owner: Client, shipped: Order) -> None:
    assert f'href="{HOME}receivable/"' in text(owner, HOME)

    account = text(owner, f"{HOME}tax/")

    assert "NL VAT NL 21%" in account
    assert f'href="/office/orders/{shipped.number}/"' in account
    assert Money(shipped.tax_minor, "EUR").display() in account


def test_a_paid_and_invoiced_order_owes_nothing(owner: Client, shipped: Order) -> None:
    page = text(owner, f"{HOME}receivable/?subject=checkout:{shipped.checkout_id}")

    assert f"Order {shipped.number}" in page
    assert "€0.00" in page


def test_a_refund_stands_in_the_books(owner: Client, shipped: Order) -> None:
    payment = Payment.objects.get()
    refund = payments.request_refund(
        payment=payment, amount=Money(500, "EUR"), key="r1", reason="=Chipped", at=clock.now()
    )
    payments.send_refund(refund=refund, at=clock.now())
    run_until_idle()

    assert "Money given back" in text(owner, f"{HOME}provider/")
    exported = b"".join(owner.get(f"{HOME}ledger.csv")).decode()
    assert "refund:r1" in exported
    assert "'=Chipped" in exported


def test_an_early_day_shows_what_stood_then(owner: Client, shipped: Order) -> None:
    assert "Nothing is booked yet" in text(owner, f"{HOME}?until=2020-01-01")
    assert "Sales" in text(owner, f"{HOME}?until=never")


def test_no_such_account_is_not_found(owner: Client) -> None:
    assert owner.get(f"{HOME}treasure/").status_code == 404


def test_hledger_reads_what_is_exported(owner: Client, shipped: Order) -> None:
    lines = b"".join(owner.get(f"{HOME}ledger.journal")).decode()

    assert "    assets:provider:sandbox" in lines
    assert "    liabilities:tax:NL VAT NL 21%  -" in lines
