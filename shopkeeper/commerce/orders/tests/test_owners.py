"""Whose order it is: the customer's, the holder's of a signed link, or of the number and the address together."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import signing

from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.commerce.customers.models import Customer
from shopkeeper.commerce.customers.operations import customer_of
from shopkeeper.commerce.orders import operations, queries
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.orders.tests.made import make_order
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.errors import NotFound

pytestmark = pytest.mark.django_db
NOT_ADA = [
    "ada@example.org",
    "ada@example.comx",
    "xada@example.com",
    "ada@example_com",
    "a%@example.com",
    "%",
    "",
    "@",
    "аda@example.com",  # a Cyrillic а
    "ada@ехample.com",  # Cyrillic е and х
    "ada@example。com",
    "ada+shop@example.com",
    "a.da@example.com",
    "ada@example.com\x00",
]


@pytest.fixture
def order() -> Order:
    return make_order(make_shop(), make_offer(), email="Ada@Example.com")


def make_customer(email: str = "ada@example.com") -> Customer:
    return customer_of(User.objects.create_user(email))


def attach(email: str, customer: Customer) -> int:
    return operations.attach_guest_orders(email=email, customer_id=customer.pk)


@pytest.mark.parametrize("email", ["ada@example.com", "ADA@EXAMPLE.COM", "Ada@Example.com"])
def test_guest_orders_of_a_proved_address_become_the_customers_however_it_is_written(order: Order, email: str) -> None:
    customer = make_customer()

    assert attach(email, customer) == 1

    order.refresh_from_db()
    assert order.customer == customer
    assert queries.order_of_customer(order.number, customer_id=customer.pk) == order


@pytest.mark.parametrize("email", NOT_ADA)
def test_an_address_that_only_looks_alike_gets_nothing(order: Order, email: str) -> None:
    assert attach(email, make_customer("eve@example.com")) == 0

    order.refresh_from_db()
    assert order.customer is None


@pytest.mark.parametrize(
    ("typed", "proved"),
    [
        ("sam@example.com", "ſam@example.com"),  # a long s, which some databases write SAM in capitals
        ("ſam@example.com", "sam@example.com"),
        ("mike@example.com", "mıke@example.com"),  # a dotless i
        ("mıke@example.com", "mike@example.com"),
        ("strasse@example.com", "straße@example.com"),
        ("office@example.com", "oﬃce@example.com"),
    ],
)
def test_letters_that_are_one_in_capitals_are_still_two_people(typed: str, proved: str) -> None:
    order = make_order(make_shop(), make_offer(), email=typed)

    assert attach(proved, make_customer("eve@example.com")) == 0
    with pytest.raises(NotFound):
        queries.order_by_number_and_email(order.number, proved)


@pytest.mark.parametrize("typed", ["ÜBER@example.com", "Über@Example.com", "über@example.com"])
def test_letters_beyond_english_have_capitals_too(typed: str) -> None:
    make_order(make_shop(), make_offer(), email=typed)

    assert attach("über@example.com", make_customer()) == 1


def test_somebody_elses_order_is_never_taken_over(order: Order) -> None:
    owner = make_customer()
    attach("ada@example.com", owner)

    assert attach("ada@example.com", make_customer("eve@example.com")) == 0

    order.refresh_from_db()
    assert order.customer == owner


def test_a_customer_sees_their_own_orders_and_no_others(order: Order) -> None:
    owner, other = make_customer(), make_customer("eve@example.com")
    attach("ada@example.com", owner)

    with pytest.raises(NotFound):
        queries.order_of_customer(order.number, customer_id=other.pk)
    assert queries.orders_of_customer(other.pk) == []
    assert queries.is_order_of(str(order.pk), customer_id=owner.pk)
    assert not queries.is_order_of(str(order.pk), customer_id=other.pk)


@pytest.mark.parametrize("key", ["", "x", "-1", "1.0", "٣", "1" * 30, "1 OR 1=1", "\x00"])
def test_a_made_up_key_is_nobodys_order(key: str) -> None:
    assert not queries.is_order_of(key, customer_id=1)


def test_a_guest_needs_the_number_and_the_address_both(order: Order) -> None:
    assert queries.order_by_number_and_email(order.number, " ADA@example.com ") == order
    assert queries.order_by_number_and_email(order.number.lower().replace("-", " "), "ada@example.com") == order

    refusals = set()
    for number, email in [(order.number, "eve@example.com"), ("0000-0000", "ada@example.com"), ("", ""), ("%", "%")]:
        with pytest.raises(NotFound) as refused:
            queries.order_by_number_and_email(number, email)
        refusals.add(refused.value.message)
    assert len(refusals) == 1


@pytest.mark.parametrize("email", NOT_ADA)
def test_a_guest_with_an_address_that_only_looks_alike_finds_nothing(order: Order, email: str) -> None:
    with pytest.raises(NotFound):
        queries.order_by_number_and_email(order.number, email)


FORGERIES: list[Callable[[Order], str]] = [
    lambda order: "",
    lambda order: str(order.pk),
    lambda order: queries.status_token(order)[:-1],
    lambda order: queries.status_token(order) + "x",
    lambda order: queries.status_token(order).replace(":", "."),
    lambda order: signing.dumps(order.pk, salt="shopkeeper.another.purpose"),
    lambda order: signing.dumps(order.pk, key="another secret", salt=queries.LINK_SALT),
    lambda order: "\x00",
    lambda order: "é" * 400,
]


@pytest.mark.parametrize("forge", FORGERIES, ids=range(len(FORGERIES)))
def test_only_the_shops_own_link_for_this_purpose_opens_an_order(order: Order, forge: Callable[[Order], str]) -> None:
    assert queries.order_by_token(queries.status_token(order)) == order

    with pytest.raises(NotFound):
        queries.order_by_token(forge(order))


def test_a_link_says_nothing_about_the_customer(order: Order) -> None:
    token = queries.status_token(order).lower()

    assert "ada" not in token
    assert order.number.lower() not in token


def test_customers_page_through_their_orders_newest_first() -> None:
    market, offer, customer = make_shop(), make_offer(stock=50), make_customer()
    made = [make_order(market, offer) for _ in range(5)]
    attach("ada@example.com", customer)

    first = queries.orders_of_customer(customer.pk, limit=3)
    rest = queries.orders_of_customer(customer.pk, before_id=first[-1].pk, limit=3)

    assert [order.pk for order in (*first, *rest)] == [order.pk for order in reversed(made)]
