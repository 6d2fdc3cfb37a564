"""Packing, shipping, cancelling: what staff do, what stays on the record, and what is refused kindly."""

from __future__ import annotations

import pytest
from django.test import Client

from shopkeeper.commerce.inventory.models import Bucket
from shopkeeper.commerce.orders import desk, operations
from shopkeeper.commerce.orders.models import Order, OrderEvent, Package
from shopkeeper.foundation import clock
from shopkeeper.foundation.audit.models import AuditEntry
from shopkeeper.interfaces.backoffice.makers import at_the_desk, make_order, make_staff

pytestmark = pytest.mark.django_db
ATTACK = "<script>alert(1)</script>"


@pytest.fixture
def order() -> Order:
    return make_order()


@pytest.fixture
def desk_client() -> Client:
    return at_the_desk(make_staff(name="Joost"))


def _url(order: Order, action: str) -> str:
    return f"/office/orders/{order.number}/packages/{order.packages.get().pk}/{action}"


def _status(order: Order) -> str:
    return order.packages.get().status


def test_packing_moves_the_package_and_says_who_did_it(order: Order, desk_client: Client) -> None:
    answer = desk_client.post(_url(order, "pack"), {"idempotency_key": "a"}, follow=True)

    assert _status(order) == "packed"
    assert "Packed." in answer.content.decode()
    entry = AuditEntry.objects.get(action="orders.pack")
    assert (entry.actor_label, entry.target) == ("Joost", f"order:{order.pk}")
    assert entry.changes["status"] == ["open", "packed"]
    moment = order.timeline.get(kind="package_packed")
    assert (moment.actor_kind, moment.actor) == ("staff", "Joost")
    order.refresh_from_db()
    assert order.stage == Order.Stage.TO_SHIP


def test_the_same_button_pressed_twice_packs_once_and_answers_alike(order: Order, desk_client: Client) -> None:
    first = desk_client.post(_url(order, "pack"), {"idempotency_key": "same"})
    second = desk_client.post(_url(order, "pack"), {"idempotency_key": "same"})

    assert (first.status_code, first.headers["Location"]) == (second.status_code, second.headers["Location"])
    assert AuditEntry.objects.filter(action="orders.pack").count() == 1


def test_shipping_an_unpacked_order_packs_it_on_the_way_and_issues_the_invoice(
    order: Order, desk_client: Client
) -> None:
    bucket = Bucket.objects.get()

    desk_client.post(_url(order, "ship"), {"carrier": "PostNL", "tracking_number": "3S123", "idempotency_key": "a"})

    package = order.packages.get()
    assert (package.status, package.carrier, package.tracking_number) == ("shipped", "PostNL", "3S123")
    assert order.invoice.label.startswith("INV")
    assert Bucket.objects.get().total == bucket.total - 1
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == ["orders.pack", "orders.ship"]
    order.refresh_from_db()
    assert order.stage == Order.Stage.ON_THE_WAY


def test_delivery_completes_the_order(order: Order, desk_client: Client) -> None:
    desk_client.post(_url(order, "ship"), {"carrier": "", "tracking_number": ""})
    desk_client.post(_url(order, "deliver"))

    order.refresh_from_db()
    assert (order.status, order.stage) == ("completed", "done")


def test_unpacking_puts_it_back_among_those_to_pack(order: Order, desk_client: Client) -> None:
    desk_client.post(_url(order, "pack"))
    desk_client.post(_url(order, "unpack"))

    order.refresh_from_db()
    assert (_status(order), order.stage) == ("open", "to_pack")


def test_a_colleague_who_was_faster_is_told_kindly_and_nothing_changes(order: Order, desk_client: Client) -> None:
    desk_client.post(_url(order, "ship"), {"carrier": "", "tracking_number": "1"})
    before = AuditEntry.objects.count()

    page = desk_client.post(_url(order, "pack"), follow=True).content.decode()

    assert "This package is shipped already. Nothing was changed" in page
    assert AuditEntry.objects.count() == before
    assert order.packages.get().tracking_number == "1"


def test_the_cancel_page_tells_what_will_happen_before_it_does(order: Order, desk_client: Client) -> None:
    page = desk_client.get(f"/office/orders/{order.number}/cancel").content.decode()

    assert "1 to Main" in page
    assert order.total.display() in page
    order.refresh_from_db()
    assert order.status == "placed"


def test_cancelling_gives_stock_back_and_keeps_the_reason(order: Order, desk_client: Client) -> None:
    url = f"/office/orders/{order.number}/cancel"

    desk_client.post(url, {"reason": "Ordered twice", "idempotency_key": "a"})

    order.refresh_from_db()
    assert (order.status, order.stage) == ("cancelled", "cancelled")
    assert Bucket.objects.get().taken == 0
    assert AuditEntry.objects.get(action="orders.cancel").reason == "Ordered twice"
    assert order.timeline.get(kind="cancelled").reason == "Ordered twice"


def test_cancelling_without_a_reason_asks_for_one_and_changes_nothing(order: Order, desk_client: Client) -> None:
    answer = desk_client.post(f"/office/orders/{order.number}/cancel", {"reason": "  "})

    assert answer.status_code == 422
    assert "Write a short reason." in answer.content.decode()
    order.refresh_from_db()
    assert order.status == "placed"


def test_a_packed_order_is_not_cancelled(order: Order, desk_client: Client) -> None:
    desk_client.post(_url(order, "pack"))

    page = desk_client.post(f"/office/orders/{order.number}/cancel", {"reason": "Late"}, follow=True).content.decode()

    assert "already packed" in page
    order.refresh_from_db()
    assert (order.status, order.stage) == ("placed", "to_ship")
    assert not AuditEntry.objects.filter(action="orders.cancel").exists()


def test_a_note_lands_on_the_timeline_and_runs_no_script(order: Order, desk_client: Client) -> None:
    desk_client.post(f"/office/orders/{order.number}/notes", {"text": ATTACK})

    page = desk_client.get(f"/office/orders/{order.number}/").content.decode()
    assert OrderEvent.objects.get(kind="note").reason == ATTACK
    assert ATTACK not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_note_that_is_too_long_comes_back_as_it_was_typed(order: Order, desk_client: Client) -> None:
    answer = desk_client.post(f"/office/orders/{order.number}/notes", {"text": "a" * 301})

    assert answer.status_code == 422
    assert "a" * 301 in answer.content.decode()
    assert not OrderEvent.objects.filter(kind="note").exists()


def test_names_and_addresses_run_no_script_on_any_page(desk_client: Client) -> None:
    order = make_order(typed={"name": ATTACK, "line1": f'"><img src=x onerror=alert(1)>{ATTACK}'})

    for page in ("", f"{order.number}/", f"{order.number}/slip", f"{order.number}/cancel"):
        html = desk_client.get(f"/office/orders/{page}").content.decode()
        assert "alert(1)" not in html.replace("&gt;alert(1)", "").replace("onerror=alert(1)&gt;", "")


def test_another_orders_package_cannot_be_moved_through_this_one(order: Order, desk_client: Client) -> None:
    other = make_order()
    package = other.packages.get()

    answer = desk_client.post(f"/office/orders/{order.number}/packages/{package.pk}/pack")

    assert answer.status_code == 404
    assert Package.objects.get(pk=package.pk).status == "open"


def test_packing_many_does_what_can_be_done_and_says_what_cannot(desk_client: Client) -> None:
    first, second = make_order(), make_order()
    desk_client.post(_url(second, "ship"), {"carrier": "", "tracking_number": ""})

    page = desk_client.post(
        "/office/orders/pack", {"order": [first.pk, second.pk], "idempotency_key": "a"}
    ).content.decode()

    assert "1 order packed" in page
    assert f"{second.number}</a> was not packed" in page
    assert (_status(first), _status(second)) == ("packed", "shipped")


def test_the_preview_adds_up_what_is_to_be_fetched(desk_client: Client) -> None:
    first = make_order()

    page = desk_client.post("/office/orders/pack/preview", {"order": [first.pk]}).content.decode()

    assert "Pack 1 order?" in page
    assert first.lines.get().sku in page
    assert _status(first) == "open"


def test_an_operation_that_fails_leaves_no_record(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    from shopkeeper.foundation.audit.operations import SYSTEM

    def broken(*anything: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(operations, "publish", broken)
    with pytest.raises(RuntimeError):
        desk.pack(package=order.packages.get(), actor=SYSTEM, at=clock.now())

    assert _status(order) == "open"
    assert not AuditEntry.objects.exists()


def test_the_invoice_page_waits_for_the_invoice(order: Order, desk_client: Client) -> None:
    url = f"/office/orders/{order.number}/invoice"
    before = desk_client.get(url).status_code
    desk_client.post(_url(order, "ship"), {"carrier": "", "tracking_number": ""})

    assert (before, desk_client.get(url).status_code) == (404, 200)
