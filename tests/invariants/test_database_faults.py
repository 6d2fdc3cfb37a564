"""When the database cannot take a write: 503 and when to try again, reading goes on, nothing is half done (F12)."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from shopkeeper.commerce.cart.models import CartLine
from shopkeeper.commerce.catalogue.models import Offer
from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.commerce.inventory.models import Bucket
from shopkeeper.config import environment
from shopkeeper.foundation import clock

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
sqlite_only = pytest.mark.skipif("postgres" in environment.text("DATABASE_URL"), reason="a fault of SQLite files")


@pytest.fixture
def offer() -> Offer:
    make_shop()
    return make_offer(at=clock.now())


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False, headers={"sec-fetch-site": "same-origin"})


def add(client: Client, offer: Offer) -> Any:
    return client.post("/cart/add", {"sku": offer.variant.sku, "quantity": "1"})


def assert_refused_kindly(answer: Any) -> None:
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "Traceback" not in answer.content.decode()


@sqlite_only
def test_with_a_read_only_file_pages_open_and_writes_are_refused_kindly(client: Client, offer: Offer) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
    try:
        page = client.get(f"/p/{offer.variant.product.slug}/")
        refused = add(client, offer)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = OFF")

    assert page.status_code == 200
    assert_refused_kindly(refused)
    assert not CartLine.objects.exists()
    assert add(client, offer).status_code == 303


@sqlite_only
def test_with_a_full_disk_nothing_is_half_written_and_it_recovers(client: Client, offer: Offer) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    try:
        refused = None
        for _ in range(400):
            refused = add(Client(raise_request_exception=False, headers={"sec-fetch-site": "same-origin"}), offer)
            if refused.status_code != 303:
                break
        page = client.get(f"/p/{offer.variant.product.slug}/")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")

    assert_refused_kindly(refused)
    assert page.status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        assert cursor.fetchone()[0] == "ok"
    assert add(client, offer).status_code == 303


def hold_the_database(offer_id: int, holding: threading.Event, enough: threading.Event) -> threading.Thread:
    """Another writer: the whole file on SQLite, the stock's row and the cart table on PostgreSQL."""

    def hold() -> None:
        try:
            with transaction.atomic():
                Bucket.objects.filter(resource_id=offer_id).update(total=10)
                if connection.vendor == "postgresql":
                    with connection.cursor() as cursor:
                        cursor.execute("LOCK TABLE cart_cart IN EXCLUSIVE MODE")
                holding.set()
                enough.wait(30)
        finally:
            connections.close_all()

    thread = threading.Thread(target=hold)
    thread.start()
    holding.wait(10)
    return thread


def test_behind_another_writer_pages_open_writes_wait_then_refuse_and_work_afterwards(
    client: Client, offer: Offer
) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 300")
    holding, enough = threading.Event(), threading.Event()
    other = hold_the_database(offer.pk, holding, enough)
    try:
        page = client.get(f"/p/{offer.variant.product.slug}/")
        refused = add(client, offer)
    finally:
        enough.set()
        other.join(30)

    assert page.status_code == 200
    assert_refused_kindly(refused)
    assert not CartLine.objects.exists()
    assert add(client, offer).status_code == 303


def test_an_sqlite_that_can_corrupt_the_file_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment.sqlite3, "sqlite_version_info", (3, 40, 1))
    monkeypatch.delenv("SHOPKEEPER_DATABASE_URL", raising=False)

    with pytest.raises(SystemExit, match="can corrupt"):
        environment.database(environment.home())
