"""What comes after the purchase: a card Stripe keeps for its customer, charged while they are away; and disputes."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path

import pytest
from django.utils import timezone

from shopkeeper.commerce.checkout import saga
from shopkeeper.commerce.checkout.makers import make_checkout, make_offer, make_shop, pay_request
from shopkeeper.commerce.customers import operations as customers
from shopkeeper.commerce.customers.models import Customer
from shopkeeper.commerce.ledger import queries as ledger
from shopkeeper.commerce.ledger.accounts import Account
from shopkeeper.commerce.payments import charging, saved
from shopkeeper.commerce.payments.backends.stripe import HOSTED, Stripe
from shopkeeper.commerce.payments.models import Dispute, Payment, SavedMethod
from shopkeeper.commerce.payments.operations import receive_webhook
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.events.testing import deliver_all
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.tasks.worker import run_until_idle
from shopkeeper.insight.messaging.models import Message
from tests.contracts import local_stripe

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("localstripe")]
DISPUTE = json.loads(Path(__file__).with_name("recorded").joinpath("stripe.json").read_text())["dispute"]
SECURE = "4000002500003155"


@pytest.fixture
def ada() -> Customer:
    return customers.customer_of(User.objects.create_user("ada@example.com", "a long password", name="Ada"))


def bought(token: str = "pm_card_visa", *, ada: Customer | None = None, number: str = "4242424242424242") -> Payment:
    """A paid order; with ``ada``, her card is kept."""
    now = timezone.now()
    checkout = make_checkout(make_shop(), make_offer(at=now), quantity=2, at=now)
    if ada:
        checkout.cart.customer = ada
        checkout.cart.save()
    asked = pay_request(checkout, at=now)
    wanted = saga.PayRequest(
        asked.total_minor, asked.currency, "stripe", token, "/back", asked.payer, keep=ada is not None
    )
    progress = saga.pay(checkout_id=checkout.public_id, request=wanted, at=now)
    if token == HOSTED:
        local_stripe.type_card(progress.action_url, number)
        progress = saga.drive(checkout_id=checkout.public_id, at=timezone.now())
    assert progress.state == "placed"
    return Payment.objects.get()


def charge(method: SavedMethod) -> Payment:
    return charging.charge_saved(
        method=method, amount=Money(9900, "EUR"), reference="lot:1", key="lot:1", description="lot 1", at=timezone.now()
    )


def test_a_card_kept_on_stripes_page_is_charged_later_without_its_owner(on_stripe: str, ada: Customer) -> None:
    bought(HOSTED, ada=ada)
    method = SavedMethod.objects.get()
    assert (method.customer, method.brand, method.last4) == (ada, "visa", "4242")
    assert method.token.startswith("cus_")

    for _ in range(2):
        paid = charge(method)

    assert (paid.status, paid.captured_minor) == (Payment.Status.CAPTURED, 9900)
    assert Stripe().fetch(paid.key).captured == Money(9900, "EUR")


def test_a_second_card_is_kept_for_the_same_customer_at_stripe(on_stripe: str, ada: Customer) -> None:
    bought(HOSTED, ada=ada)
    now = timezone.now()
    checkout = make_checkout(Market.objects.get(), make_offer(at=now), at=now)
    checkout.cart.customer = ada
    checkout.cart.save()
    asked = pay_request(checkout, at=now)
    wanted = saga.PayRequest(asked.total_minor, "EUR", "stripe", HOSTED, "/back", asked.payer, keep=True)
    progress = saga.pay(checkout_id=checkout.public_id, request=wanted, at=now)
    local_stripe.type_card(progress.action_url, "5555555555554444")
    assert saga.drive(checkout_id=checkout.public_id, at=timezone.now()).state == "placed"

    kept = SavedMethod.objects.order_by("pk")
    assert [one.last4 for one in kept] == ["4242", "4444"]
    assert len({one.token.partition("/")[0] for one in kept}) == 1
    assert [one.is_default for one in kept] == [True, False]


def test_a_card_nobody_asked_to_keep_is_not_kept(on_stripe: str) -> None:
    bought(HOSTED)

    assert not SavedMethod.objects.exists()


def test_where_the_bank_wants_its_customer_nothing_is_charged_and_a_link_is_mailed(
    on_stripe: str, ada: Customer
) -> None:
    bought(HOSTED, ada=ada, number=SECURE)

    refused = charge(SavedMethod.objects.get())

    assert (refused.status, refused.failure_code) == (Payment.Status.FAILED, "authentication_required")
    run_until_idle()
    assert "/pay/link/" in Message.objects.get(kind="confirm_payment").text


def test_a_removed_card_is_gone_at_stripe_too(on_stripe: str, ada: Customer) -> None:
    bought(HOSTED, ada=ada)
    method = SavedMethod.objects.get()
    name = method.token.partition("/")[2]
    assert Stripe().api.payment_methods.retrieve(name).customer

    saved.remove(method=method)
    Stripe().forget(method.token)

    assert not SavedMethod.objects.exists()
    assert not Stripe().api.payment_methods.retrieve(name).customer


def told(payment: Payment, status: str, event_id: str) -> None:
    event = deepcopy(DISPUTE)
    event["id"] = event_id
    event["data"]["object"] |= {"payment_intent": payment.provider_id, "status": status}
    headers, body = local_stripe.signed(event)
    receive_webhook(provider_name="stripe", headers=headers, body=body, at=timezone.now())
    deliver_all()


def test_a_dispute_told_by_stripe_is_written_down_booked_and_ends(on_stripe: str) -> None:
    payment = bought()

    told(payment, "needs_response", "evt_1")
    told(payment, "needs_response", "evt_1")

    dispute = Dispute.objects.get()
    assert (dispute.payment, dispute.amount_minor, dispute.status) == (payment, 4095, "open")
    assert dispute.answer_by is not None
    assert ledger.balance(Account.PROVIDER, "EUR", subject="stripe").minor == 0

    told(payment, "won", "evt_2")
    assert Dispute.objects.get().status == "won"
    assert ledger.balance(Account.PROVIDER, "EUR", subject="stripe").minor == 4095


def test_a_banks_question_takes_nothing_and_is_no_dispute_yet(on_stripe: str) -> None:
    told(bought(), "warning_needs_response", "evt_1")

    assert not Dispute.objects.exists()
