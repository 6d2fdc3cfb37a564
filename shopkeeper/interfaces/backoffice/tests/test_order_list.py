"""The list of orders: found by every word, filtered by an index, as cheap with fifty rows as with one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.commerce.orders import board, finding
from shopkeeper.commerce.orders.board import OrderFilter
from shopkeeper.commerce.orders.models import Order
from shopkeeper.foundation import clock
from shopkeeper.foundation.text import cell_text
from shopkeeper.interfaces.backoffice.makers import at_the_desk, make_order, make_staff

pytestmark = pytest.mark.django_db
ELISE = {"name": "Élise Marchand-Dubois", "email": "elise@post.example", "postal_code": "2312 RA"}


@pytest.fixture
def desk_client() -> Client:
    return at_the_desk(make_staff())


@pytest.mark.parametrize(
    "typed", ["elise", "MARCHAND", "dubois", "Élise dub", "elise@post", "2312ra", "NUMBER", "number", "SKU", "TRACK1"]
)
def test_an_order_is_found_by_every_word_it_is_known_by(typed: str, desk_client: Client) -> None:
    market, offer = make_shop(), make_offer(at=clock.now())
    order = make_order(market, offer, typed=ELISE)
    make_order(market, make_offer(at=clock.now()))
    order.packages.update(tracking_number="TRACK1")
    finding.index_order(order_id=order.pk)
    said = typed.replace("NUMBER", order.number).replace("number", order.number.replace("-", "").lower())
    said = said.replace("SKU", offer.variant.sku)

    page = desk_client.get("/office/orders/", {"q": said}).content.decode()

    assert page.count("data-open") == 1
    assert order.number in page


def test_words_must_all_fit() -> None:
    make_order(typed=ELISE)

    assert board.orders_page(OrderFilter(text="elise okafor")).orders == ()


def test_filters_combine() -> None:
    market, offer = make_shop(), make_offer(at=clock.now())
    make_order(market, offer)
    german = make_order(market, offer, typed={"country": "DE", "postal_code": "20259", "city": "Hamburg"})

    found = board.orders_page(OrderFilter(stage="to_pack", country="DE", placed_to=clock.now()))

    assert [order.number for order in found.orders] == [german.number]


def test_pages_follow_each_other_without_gap_or_repeat() -> None:
    market, offer = make_shop(), make_offer(at=clock.now())
    numbers = [make_order(market, offer).number for _ in range(5)]

    first = board.orders_page(OrderFilter(), limit=2)
    second = board.orders_page(OrderFilter(), before=first.next, limit=2)
    third = board.orders_page(OrderFilter(), before=second.next, limit=2)

    shown = [order.number for page in (first, second, third) for order in page.orders]
    assert shown == numbers[::-1]
    assert third.next is None


@pytest.mark.parametrize("orders", [1, 50])
def test_the_list_costs_the_same_queries_however_many_orders(orders: int, desk_client: Client) -> None:
    _copies(make_order(), orders)
    query = {"view": "to_pack", "country": "NL", "from": "2020-01-01", "q": "ada"}
    desk_client.get("/office/orders/", query)

    with CaptureQueriesContext(connection) as asked:
        page = desk_client.get("/office/orders/", query).content.decode()

    assert page.count("data-open") == orders
    assert len(asked) <= 11


@pytest.mark.parametrize("orders", [1, 50])
def test_the_first_page_costs_the_same_few_queries(orders: int, desk_client: Client) -> None:
    _copies(make_order(), orders)

    with CaptureQueriesContext(connection) as asked:
        desk_client.get("/office/")

    assert len(asked) <= 26


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite says its plan in these words")
@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (OrderFilter(stage="to_pack"), "order_stage_idx"),
        (OrderFilter(stage="done", country="NL"), "order_stage_country_idx"),
        (OrderFilter(country="NL"), "order_country_idx"),
        (OrderFilter(), "orders_order_placed_at"),
    ],
)
def test_every_filter_of_the_list_is_one_index_without_sorting(wanted: OrderFilter, index: str) -> None:
    plan = board._keys(wanted, (clock.now(), 7)).values_list("pk")[:51].explain()

    assert f"USING COVERING INDEX {index}" in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize("cell", ["=1+1", "+31 6", "-2", "@SUM(A1)", "\t=1", " =1", "\r=1", "＝1"])
def test_a_cell_that_could_be_a_formula_is_written_as_text(cell: str) -> None:
    assert cell_text(cell).startswith("'")


def test_numbers_and_plain_words_stay_as_they_are() -> None:
    assert [cell_text(one) for one in (-2, "18.00", "Ada", "a=b")] == ["-2", "18.00", "Ada", "a=b"]


def test_the_export_holds_every_order_of_the_list_and_no_formula(desk_client: Client) -> None:
    order = make_order(typed={"name": '=HYPERLINK("http://evil")'})

    answer = desk_client.get("/office/orders/export.csv", {"view": "all"})

    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert order.number in text
    assert "'=HYPERLINK" in text
    assert text.count("\r\n") == 2


def test_a_made_up_place_in_the_list_is_refused_kindly(desk_client: Client) -> None:
    answer = desk_client.get("/office/orders/", {"before": "x-1"})

    assert answer.status_code == 422
    assert "Start from the first page" in answer.content.decode()


def test_the_box_in_the_header_goes_straight_to_an_order_by_its_number(desk_client: Client) -> None:
    order = make_order()

    answer = desk_client.get("/office/search/", {"q": order.number.lower()})

    assert answer.headers["Location"] == f"/office/orders/{order.number}/"


def _copies(order: Order, total: int) -> None:
    """More orders like ``order``, rows only; the list reads nothing else."""
    at = order.placed_at
    for number in range(total - 1):
        copy = Order.objects.get(pk=order.pk)
        copy.pk, copy.number, copy.checkout_id, copy.placed_at = None, f"C{number:03}-0000", f"copy-{number}", at
        copy.save(force_insert=True)
        line, package = order.lines.get(), order.packages.get()
        package.pk, package.order = None, copy
        package.save(force_insert=True)
        line.pk, line.order, line.package, line.hold_id = None, copy, package, 10_000 + number
        line.save(force_insert=True)
        finding.index_order(order_id=copy.pk)
