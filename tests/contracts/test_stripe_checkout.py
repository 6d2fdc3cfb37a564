"""Whole checkouts through Stripe's library and a running Stripe: the page, 3-D Secure, lost answers, webhooks."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.utils import timezone

from shopkeeper.commerce.checkout import bank, saga, verify
from shopkeeper.commerce.checkout.makers import make_checkout, make_offer, make_shop, pay_request
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.checkout.money_back import return_money
from shopkeeper.commerce.checkout.saga import Progress
from shopkeeper.commerce.checkout.tasks import settle_payment
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.payments import operations as payments
from shopkeeper.commerce.payments.backends.stripe import HOSTED, Stripe
from shopkeeper.commerce.payments.models import Payment, Refund
from shopkeeper.commerce.payments.ports import Charge, Outcome, ProviderUnavailable
from shopkeeper.commerce.payments.providers import provider
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.money import Money
from tests.contracts import local_stripe

# The saga refuses to ask a provider inside a transaction; the one a test runs in does not count.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("localstripe")]
VISA, REFUSED, SECURE = "4242424242424242", "4000000000000341", "4000002500003155"


def at_the_button(token: str, *, stock: int = 5) -> tuple[Checkout, saga.PayRequest, datetime]:
    """A checkout of 40.95 with everything filled in, and what its pay button sends."""
    now = timezone.now()
    checkout = make_checkout(make_shop(), make_offer(stock=stock, at=now), quantity=2, at=now)
    asked = pay_request(checkout, at=now)
    return checkout, saga.PayRequest(asked.total_minor, asked.currency, "stripe", token, "/back", asked.payer), now


def press(token: str) -> tuple[Checkout, Progress]:
    checkout, wanted, now = at_the_button(token)
    return checkout, saga.pay(checkout_id=checkout.public_id, request=wanted, at=now)


def come_back(checkout: Checkout) -> Progress:
    return saga.drive(checkout_id=checkout.public_id, at=timezone.now())


def nothing_is_wrong() -> None:
    assert not [(title, found) for title, found in verify.findings() if found]


def secure_card(address: str) -> str:
    """A card whose bank asks to confirm, as a payment method at Stripe."""
    card = {"number": SECURE, "exp_month": 12, "exp_year": 2031, "cvc": "123"}
    return str(Stripe().api.payment_methods.create({"type": "card", "card": card}).id)


def test_a_card_typed_on_stripes_page_becomes_a_paid_order(on_stripe: str) -> None:
    checkout, progress = press(HOSTED)
    assert progress.state == "action"
    assert progress.action_url.startswith(on_stripe)

    status, back = local_stripe.type_card(progress.action_url, VISA)
    assert (status, back.endswith("/back")) == (303, True)
    progress = come_back(checkout)

    assert progress.state == "placed"
    paid = Payment.objects.get()
    assert (paid.status, paid.captured_minor) == (Payment.Status.CAPTURED, 4095)
    assert paid.provider_id.startswith("pi_")
    nothing_is_wrong()


def test_a_card_refused_on_the_page_leaves_the_page_open_for_another(on_stripe: str) -> None:
    checkout, progress = press(HOSTED)

    assert local_stripe.type_card(progress.action_url, REFUSED)[0] == 402
    assert come_back(checkout).state == "action"
    local_stripe.type_card(progress.action_url, VISA)

    assert come_back(checkout).state == "placed"


def test_whoever_leaves_the_page_can_pay_in_another_way_and_the_page_is_closed(on_stripe: str) -> None:
    checkout, _progress = press(HOSTED)

    left = bank.leave(checkout_id=checkout.public_id, at=timezone.now())

    assert left.state == "open"
    assert Payment.objects.get().status == Payment.Status.VOIDED
    assert provider("stripe").fetch(Payment.objects.get().key).outcome == Outcome.VOIDED


@pytest.mark.parametrize(("approve", "state"), [(True, "placed"), (False, "open")])
def test_the_bank_may_want_a_card_confirmed(on_stripe: str, approve: bool, state: str) -> None:
    checkout, progress = press(secure_card(on_stripe))
    assert progress.state == "action"

    local_stripe.decide_at_bank(progress.action_url, approve=approve)

    assert come_back(checkout).state == state
    taken = 4095 if approve else 0
    assert sum(Payment.objects.values_list("captured_minor", flat=True)) == taken


def test_a_refused_card_says_why_in_plain_words(on_stripe: str) -> None:
    _, progress = press("pm_card_chargeCustomerFail")

    assert (progress.state, progress.code) == ("open", "card_declined")
    assert "declined" in progress.message
    assert "Stripe" not in progress.message


@pytest.mark.parametrize("token", [HOSTED, "pm_card_visa"])
def test_a_time_out_after_stripe_acted_charges_once(on_stripe: str, token: str) -> None:
    place = "/v1/checkout/sessions" if token == HOSTED else "/v1/payment_intents"
    checkout, wanted, now = at_the_button(token)
    local_stripe.lose_answer(on_stripe, place)

    progress = saga.pay(checkout_id=checkout.public_id, request=wanted, at=now)
    # Already settled by asking: the lists of Stripe know the key.
    payment = Payment.objects.get()
    assert payment.provider_id

    if token == HOSTED:
        assert progress.state == "action"
        local_stripe.type_card(payment.action_url, VISA)
        progress = come_back(checkout)
    assert progress.state == "placed"
    assert (Payment.objects.count(), Order.objects.count()) == (1, 1)
    nothing_is_wrong()


def test_a_capture_whose_answer_was_lost_is_found_taken(on_stripe: str) -> None:
    _checkout, progress = press("pm_card_visa")
    # As if the answer to the capture had never come.
    Payment.objects.update(status=Payment.Status.AUTHORISED, captured_minor=0)

    assert provider("stripe").capture(Payment.objects.get().provider_id, Money(4095, "EUR"), "again").captured == Money(
        4095, "EUR"
    )
    assert progress.state == "placed"


def test_an_attempt_stripe_never_heard_of_is_given_up_after_a_while(stripe_keys: object) -> None:
    """Nobody listens at the address: nothing can be known, so nothing is decided."""
    checkout, progress = press("pm_card_visa")
    assert progress.state == "confirming"

    later = saga.drive(checkout_id=checkout.public_id, at=timezone.now() + timedelta(hours=1))

    assert later.state == "confirming"
    assert Payment.objects.get().status == Payment.Status.UNKNOWN


def test_once_stripe_answers_again_the_attempt_it_never_saw_goes_back_to_the_customer(
    stripe_keys: object, stripe_address: str
) -> None:
    checkout, _ = press("pm_card_visa")
    local_stripe.forget(stripe_address)
    stripe_keys.STRIPE_API_BASE = stripe_address  # type: ignore[attr-defined]
    provider.cache_clear()

    assert come_back(checkout).state == "confirming"
    later = saga.drive(checkout_id=checkout.public_id, at=timezone.now() + timedelta(minutes=1))

    assert later.state == "open"
    assert Payment.objects.get().status == Payment.Status.FAILED


def test_a_cancelled_order_gives_the_money_back_once(on_stripe: str) -> None:
    _, progress = press("pm_card_visa")
    order, now = progress.order, timezone.now()
    assert order is not None
    orders.cancel(order=order, actor=orders.SYSTEM, reason="Changed my mind", at=now)

    for _ in range(3):
        return_money(order_id=order.pk, at=now)

    payment = Payment.objects.get()
    assert provider("stripe").fetch(payment.key).refunded == Money(4095, "EUR")
    assert Refund.objects.get().status == Refund.Status.DONE
    nothing_is_wrong()


def test_a_refund_whose_answer_was_lost_is_not_sent_twice(on_stripe: str) -> None:
    press("pm_card_visa")
    payment, now = Payment.objects.get(), timezone.now()
    refund = payments.request_refund(payment=payment, amount=Money(1000, "EUR"), key="r1", reason="Broken", at=now)
    local_stripe.lose_answer(on_stripe, "/v1/refunds")

    assert payments.send_refund(refund=refund, at=now).status == Refund.Status.PENDING
    assert payments.send_refund(refund=refund, at=now).status == Refund.Status.DONE
    assert provider("stripe").fetch(payment.key).refunded == Money(1000, "EUR")


@pytest.mark.parametrize("amount", [Money(49, "EUR"), Money(100_000_000, "EUR"), Money(1235, "KWD")], ids=str)
def test_amounts_no_card_can_pay_are_refused_before_anybody_is_asked(stripe_keys: object, amount: Money) -> None:
    """Nobody listens at the address; asking would be an answer lost, not a refusal."""
    with pytest.raises(InvalidInput):
        Stripe().authorise(Charge("k", amount, HOSTED, "/back"))


@contextmanager
def listening() -> Iterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    """An address that keeps what is posted to it."""
    kept: list[tuple[dict[str, str], bytes]] = []

    class Keep(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            kept.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *told: object) -> None:
            return None

    server = HTTPServer(("127.0.0.1", 0), Keep)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", kept
    finally:
        server.shutdown()
        server.server_close()


def test_stripes_own_message_is_believed_and_leads_to_the_payment(on_stripe: str) -> None:
    with listening() as (url, kept):
        hook = json.dumps({"url": url, "secret": local_stripe.WEBHOOK_SECRET}).encode()
        local_stripe.post(f"{on_stripe}/_config/webhooks/shop", hook, kind="application/json")
        press("pm_card_visa")
        key, deadline, told = Payment.objects.get().key, time.monotonic() + 10, []
        while key not in told and time.monotonic() < deadline:
            time.sleep(0.1)
            # Messages about payments of other tests may still be on their way.
            notices = [provider("stripe").read_webhook(headers, body)[0] for headers, body in kept]
            told = [one.payment_key for one in notices if one.kind == "payment_intent.succeeded"]

    assert key in told
    settle_payment.call(key)
    assert Payment.objects.get().status == Payment.Status.CAPTURED


def test_when_nobody_answers_the_card_is_simply_not_known(stripe_keys: object) -> None:
    with pytest.raises(ProviderUnavailable):
        Stripe().card_of("pm_card_visa")
    assert payments.card_of(provider_name="stripe", token="pm_card_visa") == ""
    assert payments.card_of(provider_name="stripe", token=HOSTED) == ""


def test_a_card_is_known_again_by_its_fingerprint(on_stripe: str) -> None:
    first, second = Stripe().card_of("pm_card_visa"), Stripe().card_of("pm_card_visa")

    assert first
    assert first == second
    assert Stripe().card_of("pm_nobody") == ""
