"""Which ways to pay a customer sees, what a form can pay with, cards kept for next time, and the link from a mail."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.commerce.checkout.to_pay import reference_of
from shopkeeper.commerce.customers import operations as customers
from shopkeeper.commerce.customers.models import Customer
from shopkeeper.commerce.ledger import queries as ledger
from shopkeeper.commerce.ledger.accounts import Account
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.payments import charging
from shopkeeper.commerce.payments.models import Payment, SandboxCharge, SavedMethod, Terms
from shopkeeper.commerce.payments.providers import provider
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.tasks.worker import run_until_idle
from shopkeeper.insight.messaging.models import Message
from shopkeeper.interfaces.storefront.tests.buyers import Buyer, make_buyer

pytestmark = pytest.mark.django_db
DUE = Money(12000, "EUR")


@pytest.fixture
def buyer() -> Buyer:
    return make_buyer(make_shop(), make_offer(stock=10), quantity=2)


@pytest.fixture
def ada(buyer: Buyer) -> Customer:
    """The buyer, signed in."""
    user = User.objects.create_user("ada@example.com", "a long password", name="Ada")
    buyer.client.force_login(user)
    customer = customers.customer_of(user)
    buyer.cart.customer = customer
    buyer.cart.save()
    return customer


def offer_transfer(**changed: Any) -> None:
    told = {"holder": "Linden Row", "iban": "NL91ABNA0417164300", "bic": "ABNANL2A", "is_offered": True, **changed}
    Terms.objects.create(provider="transfer", **told)


def shown(buyer: Buyer) -> str:
    return buyer.get(buyer.url("payment")).content.decode()


def test_a_transfer_is_offered_only_when_the_shop_says_so(buyer: Buyer) -> None:
    buyer.go_to_payment()
    assert "Bank transfer" not in shown(buyer)

    offer_transfer()
    assert "Bank transfer" in shown(buyer)


@pytest.mark.parametrize("changed", [{"countries": ["BE"]}, {"most_minor": 4094}, {"is_offered": False}])
def test_it_is_not_offered_beyond_its_terms_and_cannot_be_forced(buyer: Buyer, changed: dict[str, Any]) -> None:
    buyer.go_to_payment()
    offer_transfer(**changed)

    assert "Bank transfer" not in shown(buyer)
    assert buyer.press(method="transfer:promise").status_code == 422
    assert not Order.objects.exists()


def test_an_order_by_transfer_says_everything_that_is_needed_to_pay_it(buyer: Buyer) -> None:
    offer_transfer()
    buyer.go_to_payment()

    assert buyer.press(method="transfer:promise").headers["Location"].endswith("/thanks")

    page = buyer.get(buyer.url("thanks")).content.decode()
    order = Order.objects.get()
    for told in ("Awaiting your payment", "NL91 ABNA 0417 1643 00", "Linden Row", "€40.95", "data:image/svg+xml"):
        assert told in page
    assert reference_of(order.number)[:4] in page
    assert "Order placed and paid" not in page


@pytest.mark.parametrize(
    "method",
    ["credit:crd_1", "stripe:pm_card_visa", "transfer:other", "saved:sm_1", "nobody:x", "", "cod:promise", "::"],
)
def test_a_form_pays_with_nothing_that_was_not_offered(buyer: Buyer, method: str) -> None:
    offer_transfer()
    buyer.go_to_payment()

    assert buyer.press(method=method).status_code == 422
    assert not Payment.objects.exists()


def test_a_card_is_kept_only_when_the_customer_ticks_it(buyer: Buyer, ada: Customer) -> None:
    buyer.go_to_payment()
    assert "Keep my card" in shown(buyer)

    buyer.press("approve.4711", keep="1")

    kept = SavedMethod.objects.get()
    assert (kept.customer, kept.last4, kept.is_default) == (ada, "4711", True)


def test_without_the_tick_nothing_is_kept(buyer: Buyer, ada: Customer) -> None:
    buyer.go_to_payment()
    buyer.press("approve.4711")

    assert not SavedMethod.objects.exists()


def test_guests_are_not_asked_and_cannot_keep_a_card(buyer: Buyer) -> None:
    buyer.go_to_payment()
    assert "Keep my card" not in shown(buyer)

    buyer.press("approve.4711", keep="1")
    assert not SavedMethod.objects.exists()


def test_a_card_the_bank_wants_confirmed_is_kept_once_it_was(buyer: Buyer, ada: Customer) -> None:
    buyer.go_to_payment()
    bank = buyer.press("three_d_secure.4711", keep="1").headers["Location"]
    assert not SavedMethod.objects.exists()

    buyer.client.post(bank, {"decision": "confirm"})
    buyer.get(buyer.url("return"))

    assert SavedMethod.objects.get().last4 == "4711"


def keep(customer: Customer, token: str = "sandbox_approve", **changed: Any) -> SavedMethod:
    told = {"brand": "visa", "last4": "4711", "exp_month": 12, "exp_year": 2099, "agreed_at": timezone.now(), **changed}
    return SavedMethod.objects.create(
        public_id=f"sm_{token}", customer=customer, provider="sandbox", token=token, **told
    )


def test_a_kept_card_stands_first_and_pays(buyer: Buyer, ada: Customer) -> None:
    kept = keep(ada)
    buyer.go_to_payment()
    assert re.search(r'value="saved:sm_sandbox_approve" checked', shown(buyer))

    assert buyer.press(method=f"saved:{kept.public_id}").headers["Location"].endswith("/thanks")
    assert Payment.objects.get().method == "sandbox_approve"


def test_an_expired_card_is_not_offered(buyer: Buyer, ada: Customer) -> None:
    keep(ada, exp_year=2020)
    buyer.go_to_payment()

    assert "saved:" not in shown(buyer)


def test_nobody_pays_with_somebody_elses_card(buyer: Buyer, ada: Customer) -> None:
    other = customers.customer_of(User.objects.create_user("otto@example.com", "a long password"))
    kept = keep(other)
    buyer.go_to_payment()

    assert buyer.press(method=f"saved:{kept.public_id}").status_code == 422
    assert not Payment.objects.exists()


def test_the_account_lists_kept_cards_and_forgets_them(buyer: Buyer, ada: Customer) -> None:
    first, second = keep(ada, is_default=True), keep(ada, "sandbox_approve.2222", last4="2222")
    page = buyer.get("/account/payment-methods/").content.decode()
    assert "Visa ending in 4711" in page
    assert "Visa ending in 2222" in page

    buyer.client.post(f"/account/payment-methods/{second.public_id}/default")
    buyer.client.post(f"/account/payment-methods/{first.public_id}/remove")

    left = SavedMethod.objects.get()
    assert (left.pk, left.is_default) == (second.pk, True)


def test_a_kept_card_is_charged_once_while_its_owner_is_away(ada: Customer) -> None:
    method = keep(ada)

    for _ in range(3):
        paid = charge(method)

    assert (paid.status, paid.captured_minor) == (Payment.Status.CAPTURED, 12000)
    assert SandboxCharge.objects.count() == 1
    assert ledger.balance(Account.PROVIDER, "EUR").minor == 12000


def charge(method: SavedMethod) -> Payment:
    return charging.charge_saved(
        method=method, amount=DUE, reference="lot:17", key="lot:17:rest", description="lot 17", at=timezone.now()
    )


def mailed_link() -> str:
    run_until_idle()
    found = re.search(r"/pay/link/\S+/", Message.objects.get(kind="confirm_payment").text)
    assert found
    return found[0]


def test_when_the_bank_wants_its_customer_they_get_a_link_and_pay_there(ada: Customer) -> None:
    refused = charge(keep(ada, "sandbox_three_d_secure"))
    assert (refused.status, refused.failure_code) == (Payment.Status.FAILED, "authentication_required")
    link, client = mailed_link(), Client(headers={"sec-fetch-site": "same-origin"})
    assert "€120.00" in client.get(link).content.decode()

    bank = client.post(link, {"method": "sandbox:sandbox_three_d_secure"}).headers["Location"]
    assert charging.is_paid(refused) is False
    client.post(bank, {"decision": "confirm"})

    assert "are paid" in client.get(link).content.decode()
    taken = Payment.objects.exclude(pk=refused.pk).get()
    assert (taken.reference, taken.captured_minor) == ("lot:17", 12000)
    # Pressed again in another tab: nothing more is charged.
    client.post(link, {"method": "sandbox:sandbox_approve"})
    assert sum(SandboxCharge.objects.values_list("captured_minor", flat=True)) == 12000


def test_a_card_that_is_simply_declined_sends_no_link(ada: Customer) -> None:
    assert charge(keep(ada, "sandbox_decline")).status == Payment.Status.FAILED
    run_until_idle()

    assert not Message.objects.filter(kind="confirm_payment").exists()


def test_a_refusal_on_the_page_says_why_and_another_way_can_be_tried(ada: Customer) -> None:
    charge(keep(ada, "sandbox_three_d_secure"))
    link, client = mailed_link(), Client(headers={"sec-fetch-site": "same-origin"})

    refused = client.post(link, {"method": "sandbox:sandbox_decline"})
    assert (refused.status_code, "not enough money" in refused.content.decode()) == (422, True)

    client.post(link, {"method": "sandbox:sandbox_approve"})
    assert "are paid" in client.get(link).content.decode()


@pytest.mark.parametrize("token", ["x", "a:b:c"])
def test_a_made_up_link_opens_nothing(token: str) -> None:
    make_shop()

    assert Client().get(f"/pay/link/{token}/").status_code == 404


def test_stripe_stands_on_the_page_and_its_form_may_lead_there(buyer: Buyer, settings: Any) -> None:
    settings.STRIPE_SECRET_KEY = "sk_test_x"
    settings.PAYMENT_PROVIDERS = {
        "stripe": "shopkeeper.commerce.payments.backends.stripe.Stripe",
        "credit": settings.PAYMENT_PROVIDERS["credit"],
    }
    provider.cache_clear()
    try:
        buyer.go_to_payment()
        page = shown(buyer)
    finally:
        provider.cache_clear()

    assert 'value="stripe:hosted" checked' in page
    assert "Test payment" not in page
    assert "js.stripe.com" not in page
