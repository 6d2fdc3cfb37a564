"""Fault F3: whatever a provider does with a call, the customer pays once or not at all, and nobody guesses.

Each case breaks one call to the provider on the way from “pay” to an order, before or after it acted. Then the
customer, the recovery task and time do what they would do, and the books of shop and provider are laid side by side.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from shopkeeper.commerce.checkout import bank, money_back, saga
from shopkeeper.commerce.checkout.makers import NOON, make_checkout, make_offer, make_shop, pay_request
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.checkout.saga import PayRequest, Progress
from shopkeeper.commerce.checkout.verify import findings
from shopkeeper.commerce.inventory import operations as inventory
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.payments.backends.sandbox import Sandbox
from shopkeeper.commerce.payments.board import money_troubles
from shopkeeper.commerce.payments.models import Payment, SandboxCharge
from shopkeeper.commerce.payments.ports import Answer, Outcome, ProviderUnavailable
from shopkeeper.commerce.payments.tests.unruly import Trouble, Unruly, answers, lost_after, lost_before, trouble
from shopkeeper.foundation.money import Money

pytestmark = pytest.mark.django_db
SECONDS = timedelta(seconds=1)
HOUR = timedelta(hours=1)
TOTAL = 4095


@pytest.fixture
def checkout() -> Checkout:
    return make_checkout(make_shop(), make_offer(stock=5), quantity=2)


def pressed(checkout: Checkout, script: str = "approve") -> PayRequest:
    wanted = pay_request(checkout, script)
    return replace(wanted, provider="unruly")


def pay(checkout: Checkout, script: str = "approve", at: datetime = NOON) -> Progress | None:
    """Press the button; null when the answer was an error page."""
    try:
        return saga.pay(checkout_id=checkout.public_id, request=pressed(checkout, script), at=at)
    except (KeyError, ValueError):
        return None


def recover(at: datetime) -> None:
    """What the worker does from time to time."""
    saga.recover(at=at)
    saga.settle_loose_money(at=at, older_than=timedelta(days=-365))
    money_back.send_pending(at=at)
    money_back.return_forgotten(at=at)
    inventory.expire_due(at=at)


def kept() -> int:
    found = SandboxCharge.objects.values_list("captured_minor", "refunded_minor")
    return sum(captured - refunded for captured, refunded in found)


def assert_settled(*, orders_placed: int) -> None:
    """The money of every order was taken once, nothing is loose, and every check of ``shopkeeper verify`` holds."""
    assert Order.objects.exclude(status="cancelled").count() == orders_placed
    assert kept() == orders_placed * TOTAL
    assert not SandboxCharge.objects.filter(status__in=("authorised", "requires_action", "processing")).exists()
    assert not {title: wrong for title, wrong in findings() if wrong}


NO_ANSWERS: dict[str, tuple[Any, Exception]] = {
    "time-out before acting": (lost_before, ProviderUnavailable("No answer in time.")),
    "time-out after acting": (lost_after, ProviderUnavailable("No answer in time.")),
    "500 before acting": (lost_before, ProviderUnavailable("500")),
    "429 too many requests": (lost_before, ProviderUnavailable("429")),
    "slow for 30 seconds, then done": (lost_after, ProviderUnavailable("30 s")),
    "empty body before acting": (lost_before, ValueError("Expecting value")),
    "empty body after acting": (lost_after, ValueError("Expecting value")),
    "a body of another shape": (lost_after, KeyError("status")),
}


@pytest.mark.parametrize("call", ["authorise", "fetch", "capture"])
@pytest.mark.parametrize(("lost", "error"), NO_ANSWERS.values(), ids=NO_ANSWERS.keys())
def test_a_call_without_an_answer_is_one_order_or_none_and_one_charge_or_none(
    checkout: Checkout, call: str, lost: Any, error: Exception
) -> None:
    with trouble(**{call: lost(error)}):
        pay(checkout)
    recover(NOON + HOUR)
    recover(NOON + 2 * HOUR)

    placed = Order.objects.count()
    never_acted = call == "authorise" and lost is lost_before
    assert placed == (0 if never_acted else 1)
    assert SandboxCharge.objects.count() == placed
    assert_settled(orders_placed=placed)


@pytest.mark.parametrize("call", ["authorise", "fetch", "capture"])
@pytest.mark.parametrize(("lost", "error"), NO_ANSWERS.values(), ids=NO_ANSWERS.keys())
def test_pressing_again_after_a_lost_answer_never_charges_twice(
    checkout: Checkout, call: str, lost: Any, error: Exception
) -> None:
    with trouble(**{call: lost(error)}):
        pay(checkout)
    for seconds in (1, 60, 120):
        pay(checkout, at=NOON + seconds * SECONDS)
    recover(NOON + HOUR)

    assert_settled(orders_placed=1)
    assert SandboxCharge.objects.filter(captured_minor__gt=0).count() == 1


def test_while_the_provider_cannot_be_asked_nothing_is_decided_however_long_it_takes(checkout: Checkout) -> None:
    """It took the money and went away. Telling the customer to pay again would charge them twice."""
    with trouble(authorise=lost_after(), fetch=lost_before()):
        pay(checkout)
        found = [saga.drive(checkout_id=checkout.public_id, at=NOON + wait) for wait in (41 * SECONDS, HOUR, 9 * HOUR)]
        recover(NOON + 9 * HOUR)

        assert [progress.state for progress in found] == ["confirming"] * 3
        assert Payment.objects.get().status == Payment.Status.UNKNOWN

    recover(NOON + 10 * HOUR)
    assert_settled(orders_placed=1)


def test_a_provider_that_has_never_heard_of_it_is_believed_after_a_while(checkout: Checkout) -> None:
    with trouble(authorise=lost_before()):
        pay(checkout)

    soon = saga.drive(checkout_id=checkout.public_id, at=NOON + 39 * SECONDS)
    later = saga.drive(checkout_id=checkout.public_id, at=NOON + 41 * SECONDS)

    assert (soon.state, later.state, later.code) == ("confirming", "open", "no_answer")
    assert saga.pay(checkout_id=checkout.public_id, request=pressed(checkout), at=NOON + HOUR).state == "placed"
    assert_settled(orders_placed=1)


WRONG: dict[str, Trouble] = {
    "one cent more": answers(amount=Money(TOTAL + 1, "EUR")),
    "one cent less": answers(amount=Money(TOTAL - 1, "EUR")),
    "nothing": answers(amount=Money(0, "EUR")),
    "dollars": answers(amount=Money(TOTAL, "USD")),
    "yen": answers(amount=Money(TOTAL, "JPY")),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_amount_or_currency_is_never_kept_and_the_customer_may_pay_again(
    checkout: Checkout, wrong: Trouble
) -> None:
    with trouble(authorise=wrong, fetch=wrong):
        progress = pay(checkout)

    assert progress is not None
    assert (progress.state, progress.code) == ("open", "amount_mismatch")
    assert kept() == 0
    assert saga.pay(checkout_id=checkout.public_id, request=pressed(checkout), at=NOON + HOUR).state == "placed"
    recover(NOON + 2 * HOUR)
    assert_settled(orders_placed=1)


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_amount_found_out_later_is_never_kept_either(checkout: Checkout, wrong: Trouble) -> None:
    with trouble(authorise=lost_after(), fetch=wrong):
        progress = pay(checkout)
        recover(NOON + HOUR)

    assert progress is not None
    assert progress.code == "amount_mismatch"
    recover(NOON + 2 * HOUR)
    assert_settled(orders_placed=0)


@pytest.mark.parametrize("lost", [lost_before, lost_after])
def test_a_wrong_amount_that_cannot_be_handed_back_at_once_is_handed_back_later(checkout: Checkout, lost: Any) -> None:
    wrong = answers(amount=Money(1, "EUR"))
    with trouble(authorise=wrong, fetch=wrong, void=lost()):
        pay(checkout)
    with trouble(fetch=wrong):
        recover(NOON + HOUR)

    assert_settled(orders_placed=0)


@pytest.mark.parametrize("call", ["void", "fetch", "refund"])
@pytest.mark.parametrize("lost", [lost_before, lost_after])
@pytest.mark.parametrize("captured", [True, False], ids=["captured", "authorised"])
def test_the_money_of_a_cancelled_order_goes_back_once_whatever_is_lost_on_the_way(
    checkout: Checkout, call: str, lost: Any, captured: bool
) -> None:
    with trouble(**({} if captured else {"capture": lost_before()})):
        pay(checkout)
    order = Order.objects.get()
    orders.cancel(order=order, actor=orders.SYSTEM, reason="", at=NOON)

    with trouble(**{call: lost()}):
        money_back.return_money(order_id=order.pk, at=NOON)
    recover(NOON + HOUR)
    recover(NOON + 2 * HOUR)

    assert_settled(orders_placed=0)
    assert SandboxCharge.objects.get().refunded_minor == (TOTAL if captured else 0)


def test_an_attempt_given_up_at_the_bank_cannot_come_alive_unseen(checkout: Checkout) -> None:
    """The customer left the bank's page while the provider was away, and then confirmed there after all."""
    pay(checkout, "three_d_secure")
    with trouble(void=lost_before()):
        bank.leave(checkout_id=checkout.public_id, at=NOON)
    Unruly().confirm_action(SandboxCharge.objects.get().provider_id, approve=True)

    recover(NOON + HOUR)

    assert_settled(orders_placed=0)


def test_a_process_killed_between_giving_up_and_handing_back_leaves_nothing_at_the_provider(
    checkout: Checkout,
) -> None:
    pay(checkout, "three_d_secure")
    Checkout.objects.update(status=Checkout.Status.OPEN)

    recover(NOON + HOUR)

    assert_settled(orders_placed=0)


def test_a_declined_card_is_not_asked_about_again_and_again(checkout: Checkout) -> None:
    pay(checkout, "decline")
    with trouble():
        for hours in (1, 2, 3):
            recover(NOON + hours * HOUR)

        assert Unruly.calls == []


def test_the_sandbox_itself_needs_no_stand_in(checkout: Checkout) -> None:
    saga.pay(checkout_id=checkout.public_id, request=pay_request(checkout, "timeout_after"), at=NOON)

    assert Sandbox().fetch(Payment.objects.get().key).captured == Money(TOTAL, "EUR")
    assert_settled(orders_placed=1)


def refused(*_: object) -> Answer:
    return Answer(Outcome.DECLINED, code="expired", message="The authorisation has ended.")


def test_money_the_provider_will_not_hand_over_is_told_to_a_person_and_holds_up_nobody(checkout: Checkout) -> None:
    with trouble(capture=refused):
        pay(checkout)
        recover(NOON + HOUR)

        (told,) = money_troubles(at=NOON + HOUR)

    payment = Payment.objects.get()
    assert (payment.status, payment.captured_minor, payment.failure_code) == ("authorised", 0, "capture_refused")
    assert "Send nothing" in told.what
    assert payment.updated_at == NOON + HOUR


def test_cancelling_what_the_provider_will_not_hand_over_ends_it(checkout: Checkout) -> None:
    with trouble(capture=refused):
        pay(checkout)
    order = Order.objects.get()

    with trouble(fetch=refused):
        orders.cancel(order=order, actor=orders.SYSTEM, reason="Not paid", at=NOON)
        money_back.return_money(order_id=order.pk, at=NOON)

    assert Payment.objects.get().status == Payment.Status.VOIDED
    assert money_troubles(at=NOON + HOUR) == []
