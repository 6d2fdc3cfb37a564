"""A guest buys something, with everything a bank can answer."""

from __future__ import annotations

import pytest

from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.payments.models import Payment, SandboxCharge
from shopkeeper.interfaces.storefront.tests.buyers import Buyer, make_buyer

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer() -> Buyer:
    return make_buyer(make_shop(), make_offer(stock=10), quantity=2)


def test_a_guest_goes_from_cart_to_thank_you(buyer: Buyer) -> None:
    assert buyer.begin().endswith("/details")
    assert buyer.fill_in().headers["Location"].endswith("/delivery")
    assert buyer.get(buyer.url("delivery")).status_code == 200
    assert buyer.choose().headers["Location"].endswith("/payment")

    paid = buyer.pay()

    assert (paid.status_code, paid.headers["Location"]) == (303, buyer.url("thanks"))
    order = Order.objects.get()
    assert order.number in buyer.get(buyer.url("thanks")).content.decode()
    assert Payment.objects.get().status == "captured"
