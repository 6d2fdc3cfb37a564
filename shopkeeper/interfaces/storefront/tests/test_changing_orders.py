"""A link to an order opens that order: it changes it, and gives no right to anything else of whoever ordered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from shopkeeper.commerce.catalogue.makers import make_product
from shopkeeper.commerce.changes.makers import make_order
from shopkeeper.commerce.changes.models import Change
from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.commerce.credit import operations as credit
from shopkeeper.commerce.credit import queries
from shopkeeper.commerce.credit.models import CreditAccount
from shopkeeper.commerce.customers.models import Customer
from shopkeeper.commerce.customers.operations import customer_of
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.returns.makers import deliver
from shopkeeper.foundation import clock
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.storefront.makers import browser
from shopkeeper.interfaces.storefront.views.orders import status_url

pytestmark = pytest.mark.django_db(transaction=True)


def customer(email: str) -> Customer:
    return customer_of(User.objects.create_user(email=email, password=None))


def signed_in(who: Customer) -> Client:
    client = browser()
    client.force_login(who.user)
    return client


@pytest.fixture
def adas() -> tuple[Order, CreditAccount, str]:
    """An order of Ada's, her credit of 50.00, and a dearer variant of what she ordered."""
    make_shop()
    product = make_product()
    small = make_offer(price="18.00", product=product, size="S")
    large = make_offer(price="28.00", product=product, size="L")
    order = make_order(small, at=clock.now())
    ada = customer("ada@example.com")
    Order.objects.filter(pk=order.pk).update(customer=ada)
    account = credit.store_account(customer=ada, currency="EUR", at=clock.now())
    credit.give(account=account, amount=Money(5000, "EUR"), key="k", reason="Sorry", at=clock.now())
    order.refresh_from_db()
    return order, account, str(large.pk)


def proposed(client: Client, order: Order, offer_id: str) -> str:
    typed = {f"variant_{order.lines.get().pk}": offer_id}
    return client.post(f"{status_url(order)}items", typed).headers["Location"]


@pytest.mark.parametrize("who", ["bob", "nobody"])
def test_whoever_holds_the_link_neither_sees_nor_spends_the_owners_credit(
    who: str, adas: tuple[Order, CreditAccount, str]
) -> None:
    order, account, offer_id = adas
    client = signed_in(customer("bob@example.com")) if who == "bob" else browser()

    url = proposed(client, order, offer_id)
    page = client.get(url).content.decode()
    answer = client.post(url, {"difference_minor": "1000", "method": f"credit:{account.token}"})

    assert account.token not in page
    assert "€50.00" not in page
    assert answer.status_code in {404, 422}
    assert queries.credit(account).balance == Money(5000, "EUR")


def test_the_owner_pays_with_their_credit(adas: tuple[Order, CreditAccount, str]) -> None:
    order, account, offer_id = adas
    client = signed_in(Customer.objects.get(pk=order.customer_id))

    url = proposed(client, order, offer_id)
    assert account.token in client.get(url).content.decode()
    client.post(url, {"difference_minor": "1000", "method": f"credit:{account.token}"})

    assert queries.credit(account).balance == Money(4000, "EUR")
    assert Change.objects.get().status == Change.Status.APPLIED


def test_a_change_of_another_order_does_not_exist_here(adas: tuple[Order, CreditAccount, str]) -> None:
    order, _, offer_id = adas
    url = proposed(browser(), order, offer_id)
    other = make_order(make_offer(), at=clock.now())

    assert browser().get(f"{status_url(other)}change/{url.rsplit('/', 1)[1]}").status_code == 404


def test_a_guest_finds_the_code_of_their_credit_on_the_orders_page() -> None:
    make_shop()
    offer = make_offer(price="18.00")
    order = make_order(offer, quantity=2, at=clock.now())
    client, key = browser(), order.lines.get().pk
    url = client.post(f"{status_url(order)}items", {f"line_{key}": "1"}).headers["Location"]

    client.post(url, {"difference_minor": "-1800", "refund_to": "credit"})
    page = client.get(status_url(order)).content.decode()

    code = CreditAccount.objects.get().code_end
    assert "€18.00, with the code" in page
    assert code in page


def test_what_is_on_its_way_can_be_withdrawn_from() -> None:
    make_shop()
    order = make_order(make_offer(), at=clock.now() - timedelta(days=3))
    package = order.packages.get()
    orders.pack(package=package, actor=orders.SYSTEM, at=clock.now())
    orders.ship(package=package, carrier="", tracking_number="", actor=orders.SYSTEM, at=clock.now())

    page = browser().get(f"{status_url(order)}return?withdraw=all").content.decode()

    assert "Send it back?" in page


@pytest.mark.parametrize("method", ["", "credit:x", "nosuch:x", "hand:x", ":", "credit:", "²"])
def test_a_way_to_pay_that_was_not_offered_changes_nothing(method: str) -> None:
    make_shop()
    product = make_product()
    small = make_offer(price="18.00", product=product, size="S")
    large = make_offer(price="28.00", product=product, size="L")
    order = deliver(make_order(small, at=clock.now() - timedelta(days=5)), at=clock.now() - timedelta(days=4))
    key = order.lines.get().pk
    typed = {f"line_{key}": "1", f"reason_{key}": "too_small", f"instead_{key}": str(large.pk), "stage": "confirm"}

    answer = browser().post(f"{status_url(order)}return", {**typed, "goes_back_minor": "-1000", "method": method})

    assert answer.status_code in {404, 409, 422}
    assert not order.returns.exists()
