"""An order is found by the beginning of any word it is known by, and by nothing that is not its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.commerce.orders import finding
from shopkeeper.commerce.orders.board import OrderFilter, orders_page
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.orders.tests.made import make_order


def found(text: str) -> list[int]:
    return [order.id for order in orders_page(OrderFilter(text=text)).orders]


@pytest.fixture
def order(db: None) -> Order:
    made = make_order(make_shop(), make_offer(), email="Ada.Lovelace@example.com")
    made.shipping_address = {**made.shipping_address, "name": "Élise O'Brien-Łukaszewicz", "postal_code": "1015 CJ"}
    made.save()
    finding.index_order(order_id=made.pk)
    finding.index_order(order_id=made.pk)
    return made


@pytest.mark.parametrize(
    "typed", ["elise", "ÉLISE", "Eli", "brien", "Łukasz", "1015cj", "1015C", "ada.love", "elise brien"]
)
def test_an_order_is_found_by_the_beginning_of_its_words_whatever_their_accents(order: Order, typed: str) -> None:
    assert found(typed) == [order.pk]


def test_a_number_is_known_however_it_is_typed(order: Order) -> None:
    for typed in (order.number, order.number.lower(), order.number.replace("-", ""), order.number.replace("-", " ")):
        assert found(typed) == [order.pk]


@pytest.mark.parametrize(
    "typed",
    [
        "lise",
        "elise smith",
        "x",
        "%",
        "_",
        "*",
        "\x00",
        "elise \x00",
        "\ud800",
        "\U0010ffff",
        "' OR 1=1 --",
        "a" * 5000,
        "ﬀﬀ",
    ],
)
def test_anything_else_finds_nothing_and_breaks_nothing(order: Order, typed: str) -> None:
    assert found(typed) == []


def test_nothing_typed_is_no_condition(order: Order) -> None:
    assert found("") == found("   ") == [order.pk]


@given(st.text(max_size=120))
def test_a_folded_word_fits_its_column_and_every_database(text: str) -> None:
    word = finding.fold(text)

    assert len(word) <= 100
    assert "\x00" not in word
    assert word.encode().decode() == word
