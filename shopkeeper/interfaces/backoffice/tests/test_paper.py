"""Slips, labels and pick lists on paper: of one order, or of fifty; nothing is fetched to print them."""

from __future__ import annotations

import subprocess
from pathlib import Path
from shutil import which

import pytest
from django.test import Client

from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.shipping import papers
from shopkeeper.foundation import clock
from shopkeeper.foundation.paper import FetchRefused, laid_out
from shopkeeper.interfaces.backoffice.makers import at_the_desk, make_order, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Client:
    make_shop()
    return at_the_desk(make_staff("fulfilment"))


def read(paper: bytes, folder: Path) -> str:
    """The words on a PDF."""
    if which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    file = folder / "paper.pdf"
    file.write_bytes(paper)
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True, timeout=30)
    return done.stdout.decode()


def asked(*orders: Order) -> str:
    return "&".join(f"order={order.pk}" for order in orders)


def test_a_slip_says_what_is_in_the_box_for_whom_and_no_price(office: Client, tmp_path: Path) -> None:
    order = make_order(typed={"name": "Ada Lovelace", "note": "Ring twice"})

    answer = office.get(f"/office/orders/{order.number}/slip.pdf")

    words = read(answer.content, tmp_path)
    line = order.lines.get()
    assert answer["Content-Type"] == "application/pdf"
    assert order.number in words
    assert "Ada Lovelace" in words
    assert line.title in words
    assert "Main" in words
    assert "18.00" not in words


def test_many_orders_are_as_many_slips_in_one_paper(office: Client, tmp_path: Path) -> None:
    offer = make_offer(stock=100, at=clock.now())
    orders = [make_order(None, offer, typed={"email": f"a{n}@example.com"}) for n in range(3)]

    answer = office.get(f"/office/orders/slips.pdf?{asked(*orders)}")

    assert read(answer.content, tmp_path).count("\f") == 3


def test_more_than_fifty_are_refused_in_words(office: Client) -> None:
    keys = "&".join(f"order={n}" for n in range(1, 52))

    for paper in ("slips", "picks", "labels"):
        assert office.get(f"/office/orders/{paper}.pdf?{keys}").status_code == 422
    assert office.get("/office/orders/slips.pdf").status_code == 422


def test_a_pick_list_adds_up_what_lies_together(office: Client, tmp_path: Path) -> None:
    offer = make_offer(stock=100, at=clock.now())
    orders = [make_order(None, offer, quantity=2, typed={"email": f"a{n}@example.com"}) for n in range(2)]

    rows = papers.pick_list([order.pk for order in orders])
    answer = office.get(f"/office/orders/picks.pdf?{asked(*orders)}")

    assert [(row.place, row.units, len(row.orders)) for row in rows] == [("Main", 4, 2)]
    assert "2 orders, 4 units" in read(answer.content, tmp_path)


def test_labels_bought_for_many_are_printed_one_a_page(office: Client, tmp_path: Path) -> None:
    offer = make_offer(stock=100, at=clock.now())
    orders = [make_order(None, offer, typed={"email": f"a{n}@example.com"}) for n in range(2)]

    done = office.post("/office/orders/labels", {"order": [order.pk for order in orders]}).content.decode()
    answer = office.get(f"/office/orders/labels.pdf?{asked(*orders)}")

    assert "Labels for 2 orders" in done
    assert "labels.pdf?order=" in done
    words = read(answer.content, tmp_path)
    assert words.count("\f") == words.count("SK") == 2


def test_orders_without_a_label_have_none_to_print(office: Client) -> None:
    assert office.get(f"/office/orders/labels.pdf?{asked(make_order())}").status_code == 404


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x.png", "https://example.com/x.css", "file:///etc/passwd"])
def test_nothing_is_fetched_to_lay_a_paper_out(address: str) -> None:
    with pytest.raises(FetchRefused):
        laid_out(f'<img src="{address}">')
