"""Trying out stolen cards: whatever way a payment fails, and whichever door it came through, it counts once (X9)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from shopkeeper.commerce.checkout import bank, saga
from shopkeeper.commerce.checkout.makers import NOON, make_checkout, make_offer, make_shop, pay_request
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.payments import declines
from shopkeeper.commerce.payments import operations as payments
from shopkeeper.commerce.payments.backends.sandbox import Sandbox
from shopkeeper.commerce.payments.declines import Payer, TooManyDeclines
from shopkeeper.commerce.payments.models import Origin, Payment, SandboxCharge
from shopkeeper.commerce.pricing.models import Market

pytestmark = pytest.mark.django_db
ANN = Payer(session="ann")


@pytest.fixture
def market() -> Market:
    return make_shop()


def fresh(market: Market) -> Checkout:
    return make_checkout(market, make_offer(stock=50))


def pay(checkout: Checkout, script: str = "decline", payer: Payer = ANN, at: datetime = NOON) -> saga.Progress:
    request = pay_request(checkout, script, payer=payer)
    return saga.pay(checkout_id=checkout.public_id, request=request, at=at)


def refusal(checkout: Checkout, payer: Payer = ANN, script: str = "approve", at: datetime = NOON) -> TooManyDeclines:
    """The next press is refused and nobody is asked for money."""
    asked = SandboxCharge.objects.count()
    with pytest.raises(TooManyDeclines) as refused:
        pay(checkout, script, payer, at)
    assert SandboxCharge.objects.count() == asked
    checkout.refresh_from_db()
    assert checkout.status == "open"
    return refused.value


def test_three_declines_of_a_browser_and_it_waits_a_minute_then_longer_then_it_is_over(market: Market) -> None:
    minutes = iter((0, 1, 2, 3, 5, 9))
    for wait in (60, 120, 240):
        for _ in range(3 if wait == 60 else 1):
            last = NOON + timedelta(minutes=next(minutes))
            pay(fresh(market), at=last)
        assert refusal(fresh(market), at=last).retry_after == wait
    last = NOON + timedelta(minutes=next(minutes))
    pay(fresh(market), at=last)

    stopped = refusal(fresh(market), at=last)

    assert (stopped.kind, stopped.retry_after) == ("session", 51 * 60)
    assert "try again in 51 minutes" in stopped.message
    assert pay(fresh(market), "approve", at=NOON + timedelta(minutes=60)).state == "placed"


def test_five_declines_of_a_network_slow_down_all_who_have_not_signed_in(market: Market) -> None:
    for number in range(5):
        pay(fresh(market), payer=Payer(session=str(number), address="203.0.113.9"))

    slowed = refusal(fresh(market), Payer(session="new", address="203.0.113.9"))

    assert (slowed.kind, slowed.retry_after, slowed.signing_in_helps) == ("address", 60, True)
    assert "sign in to go on at once" in slowed.message
    known = Payer(session="other", account="7", address="203.0.113.9")
    assert pay(fresh(market), "approve", known).state == "placed"
    assert pay(fresh(market), "approve", Payer(session="x", address="198.51.100.1")).state == "placed"
    waited = NOON + timedelta(seconds=60)
    assert pay(fresh(market), "approve", Payer(session="y", address="203.0.113.9"), waited).state == "placed"


def test_ten_declines_of_a_basket_stop_it_whoever_pays(market: Market) -> None:
    checkout = fresh(market)
    for number in range(10):
        pay(checkout, payer=Payer(session=str(number), address=f"203.0.113.{number}"))

    assert refusal(checkout, Payer(session="new", address="198.51.100.1")).kind == "basket"
    assert pay(fresh(market), "approve", Payer(session="new")).state == "placed"


def test_three_declines_of_a_card_stop_the_card_wherever_it_turns_up(market: Market) -> None:
    for number in range(3):
        pay(fresh(market), "decline.4242", Payer(session=str(number), address=f"203.0.113.{number}"))

    refused = refusal(fresh(market), Payer(session="new"), "approve.4242")

    assert refused.kind == "card"
    assert "pay in another way" in refused.message
    assert pay(fresh(market), "approve.5454", Payer(session="new")).state == "placed"


def test_a_new_browser_does_not_wash_an_account_clean(market: Market) -> None:
    for number in range(3):
        pay(fresh(market), payer=Payer(session=str(number), account="7"))

    assert refusal(fresh(market), Payer(session="new", account="7")).kind == "account"


def by_return(checkout: Checkout, payment: Payment) -> None:
    Sandbox().confirm_action(payment.provider_id, approve=False)
    saga.drive(checkout_id=checkout.public_id, at=NOON)


def by_webhook(checkout: Checkout, payment: Payment) -> None:
    Sandbox().confirm_action(payment.provider_id, approve=False)
    saga.resolve(payment=payments.refresh(payment=Payment.objects.get(pk=payment.pk)), at=NOON)


def by_recovery(checkout: Checkout, payment: Payment) -> None:
    Sandbox().confirm_action(payment.provider_id, approve=False)
    saga.recover(at=NOON + timedelta(minutes=1))


def by_leaving(checkout: Checkout, payment: Payment) -> None:
    bank.leave(checkout_id=checkout.public_id, at=NOON)


def by_waiting(checkout: Checkout, payment: Payment) -> None:
    saga.recover(at=NOON + timedelta(minutes=31))


@pytest.mark.parametrize("way", [by_return, by_webhook, by_recovery, by_leaving, by_waiting])
def test_what_the_bank_did_not_get_confirmed_counts_however_that_is_learned(market: Market, way) -> None:  # type: ignore[no-untyped-def]
    for _ in range(3):
        checkout = fresh(market)
        assert pay(checkout, "three_d_secure").state == "action"
        way(checkout, Payment.objects.latest("pk"))

    assert refusal(fresh(market)).kind == "session"


def test_the_same_decline_heard_of_three_times_counts_once(market: Market) -> None:
    for _ in range(2):
        checkout = fresh(market)
        pay(checkout, "three_d_secure")
        payment = Payment.objects.latest("pk")
        for way in (by_return, by_webhook, by_recovery):
            way(checkout, payment)

    assert pay(fresh(market), "approve").state == "placed"


@pytest.mark.parametrize("script", ["approve", "timeout_after", "duplicate_webhook", "wrong_amount", "timeout_before"])
def test_what_is_not_the_buyers_fault_never_counts(market: Market, script: str) -> None:
    later = NOON + timedelta(minutes=5)
    for _ in range(8):
        checkout = fresh(market)
        pay(checkout, script)
        saga.recover(at=later)

    assert not Origin.objects.filter(declined=True).exists()
    assert pay(fresh(market), "approve", at=later).state == "placed"


def test_payments_that_go_through_never_count_against_a_busy_network(market: Market) -> None:
    office = "203.0.113.9"

    states = [
        pay(fresh(market), "decline" if number % 10 == 0 else "approve", Payer(str(number), address=office)).state
        for number in range(40)
    ]

    assert states.count("placed") == 36
    assert Order.objects.count() == 36


def test_a_shopper_who_was_declined_twice_pays_and_comes_again(market: Market) -> None:
    checkout = fresh(market)
    pay(checkout)
    pay(checkout)

    assert pay(checkout, "approve").state == "placed"
    assert pay(fresh(market), "approve").state == "placed"


def test_an_order_that_costs_nothing_asks_no_bank_and_knows_no_limit(market: Market) -> None:
    for _ in range(6):
        pay(fresh(market), at=NOON)
        Origin.objects.update(at=NOON - timedelta(minutes=9))
    checkout = fresh(market)
    free = saga.PayRequest(0, "EUR", "", "", "/checkout/return", ANN)

    with pytest.raises(saga.TotalChanged):
        saga.pay(checkout_id=checkout.public_id, request=free, at=NOON)

    assert refusal(checkout).kind == "session"


def test_where_attempts_came_from_is_forgotten(market: Market) -> None:
    pay(fresh(market))

    assert declines.forget(before=NOON) == 0
    assert declines.forget(before=NOON + timedelta(days=2)) == 1
    assert Payment.objects.count() == 1


def test_looking_costs_one_query(market: Market, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    known = declines.marks(Payer("s", "7", "203.0.113.9"), basket="cart:1", card="4242")

    with django_assert_num_queries(1):
        declines.refuse_too_many(known, at=NOON)
