"""Forged prices, quantities and ids change nothing (X1)."""

from __future__ import annotations

from itertools import count

import pytest

from shopkeeper.commerce.cart.models import CartLine
from shopkeeper.commerce.catalogue.models import Product
from shopkeeper.commerce.checkout.makers import DETAILS, make_offer, make_shop
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.payments.models import SandboxCharge
from shopkeeper.interfaces.storefront.makers import browser, stocked_product
from shopkeeper.interfaces.storefront.tests.buyers import make_buyer

pytestmark = pytest.mark.django_db
_host = count(1)


FORGED_QUANTITIES = [
    "-1",
    "0.5",
    "1e9",
    "999999999999999999999",
    "NaN",
    "Infinity",
    "٣",
    "1;DROP",
    "",
    " ",
    "0x10",
    "1\x00",
]


@pytest.mark.parametrize("quantity", FORGED_QUANTITIES)
def test_a_forged_quantity_never_makes_a_line_that_cannot_be(quantity: str) -> None:
    make_shop()
    product = stocked_product(values=("Ink",), stock=(5,))
    sku = product.variants.get().sku
    client = browser()

    answer = client.post("/cart/add", {"sku": sku, "quantity": quantity})

    assert answer.status_code < 500
    for line in CartLine.objects.all():
        assert 1 <= line.quantity <= 99
    client.post("/cart/add", {"sku": sku, "quantity": "1"})
    offer = CartLine.objects.get().offer_id
    assert client.post(f"/cart/lines/{offer}", {"quantity": quantity}).status_code < 500
    assert client.post(f"/cart/lines/{offer}", {"quantity": quantity, "step": "1"}).status_code < 500
    for line in CartLine.objects.all():
        assert 1 <= line.quantity <= 99


@pytest.mark.parametrize(
    "forged",
    [
        {"total_minor": "1"},
        {"total_minor": "0"},
        {"total_minor": "-4095"},
        {"total_minor": "4095.0"},
        {"total_minor": ""},
        {"total_minor": "9" * 400},
        {"currency": "USD"},
        {"currency": "\x00\x00\x00"},
        {"method": "sandbox:sandbox_free"},
        {"method": "nobody:token"},
        {"method": ""},
        {"method": "sandbox:" + "x" * 5000},
    ],
    ids=lambda forged: "=".join(*forged.items())[:30],
)
def test_a_forged_total_or_way_to_pay_charges_and_orders_nothing(forged: dict[str, str]) -> None:
    buyer = make_buyer(make_shop(), make_offer(stock=10), quantity=2)
    buyer.go_to_payment()

    answer = buyer.press(**{"script": "approve", **forged})

    assert 300 <= answer.status_code < 500
    assert not Order.objects.exists()
    assert not SandboxCharge.objects.exists()


def test_prices_and_ids_in_the_form_are_not_believed() -> None:
    buyer = make_buyer(make_shop(), make_offer(stock=10), quantity=2)
    lies = {"price": "0.01", "amount": "1", "unit_price": "1", "offer_id": "999", "cart": "x", "discount": "100"}
    lies |= {"customer_id": "1", "status": "placed", "shipping_minor": "0", "tax": "0"}
    buyer.begin()
    buyer.post(buyer.url("details"), **DETAILS, **lies)
    buyer.post(buyer.url("delivery"), delivery="standard", **lies)
    buyer.get(buyer.url("payment"))

    buyer.press(**lies)

    assert Order.objects.get().total.minor == 4095
    assert SandboxCharge.objects.get().captured_minor == 4095


@pytest.mark.parametrize("sku", ["", "' OR 1=1 --", "\x00", "x" * 10_000, "../../etc/passwd", "🦆"])
def test_a_forged_sku_puts_nothing_in_a_cart(sku: str) -> None:
    make_shop()
    stocked_product()

    assert 400 <= browser().post("/cart/add", {"sku": sku, "quantity": "1"}).status_code < 500
    assert not CartLine.objects.exists()


def test_what_is_not_for_sale_cannot_be_put_in_a_cart() -> None:
    make_shop()
    hidden = stocked_product(status=Product.Status.DRAFT)

    answer = browser().post("/cart/add", {"sku": hidden.variants.first().sku, "quantity": "1"})

    assert 400 <= answer.status_code < 500
    assert not CartLine.objects.exists()


@pytest.mark.parametrize("delivery", ["", "free", "standard'--", "STANDARD", "\x00", "x" * 9000])
def test_a_forged_way_of_delivery_is_refused(delivery: str) -> None:
    buyer = make_buyer(make_shop(), make_offer(stock=10))
    buyer.fill_in()

    assert buyer.choose(delivery).status_code == 422
    assert buyer.checkout.method_code == ""
