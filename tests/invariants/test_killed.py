"""kill -9 between any two steps of paying: nothing is lost, nothing happens twice (faults F1 and F3)."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta

import pytest

from shopkeeper.commerce.checkout import saga
from shopkeeper.commerce.checkout.makers import NOON, make_checkout, make_offer, make_shop, pay_request
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.inventory import operations as inventory
from shopkeeper.commerce.inventory.models import Bucket, Hold
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.payments import operations as payments
from shopkeeper.commerce.payments.backends.sandbox import Sandbox
from shopkeeper.commerce.payments.models import Payment, SandboxCharge
from shopkeeper.foundation.faults import declared_names
from tests.processes import environment

DECLARED = [name for name in declared_names() if name.startswith(("checkout.", "payments."))]
TAKING_BACK = [name for name in DECLARED if name.startswith(("checkout.hand_back.", "payments.undo."))]
POINTS = sorted(set(DECLARED) - set(TAKING_BACK))
# Before the provider was asked nothing can have been charged, and the customer simply presses again.
NEVER_ASKED = {"checkout.t1.after_hold", "checkout.t1.after_commit"}

pytestmark = [pytest.mark.process, pytest.mark.django_db(transaction=True)]


def killed_at(point: str, action: str, checkout: Checkout) -> None:
    """``pay`` for a checkout, or ``leave`` its bank's page, in a process that is killed at ``point``."""
    victim = subprocess.run(
        [sys.executable, "-m", "tests.invariants.pay_process", action, checkout.public_id],
        env=environment(SHOPKEEPER_FAULT=f"{point}:1:kill"),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert victim.returncode == -signal.SIGKILL, victim.stderr.decode()[-800:]


@pytest.mark.parametrize("point", POINTS)
def test_a_payment_killed_half_way_ends_as_one_order_or_none_and_no_charge_is_loose(point: str) -> None:
    market = make_shop()
    checkout = make_checkout(market, make_offer(stock=3), quantity=2)

    killed_at(point, "pay", checkout)
    # The server is up again a minute later; its recovery task finds what was left standing.
    later = NOON + timedelta(minutes=1)
    saga.recover(at=later)
    saga.settle_loose_money(at=later, older_than=timedelta(days=-365))
    progress = saga.drive(checkout_id=checkout.public_id, at=later)

    if point in NEVER_ASKED:
        assert (progress.state, SandboxCharge.objects.count()) == ("open", 0)
    else:
        assert progress.state == "placed"
        assert SandboxCharge.objects.get().captured_minor == Order.objects.get().total_minor


@pytest.mark.parametrize("point", TAKING_BACK)
def test_a_payment_killed_while_it_is_taken_back_keeps_money_exactly_when_there_is_an_order(point: str) -> None:
    checkout = make_checkout(make_shop(), make_offer(stock=3), quantity=2)
    saga.pay(checkout_id=checkout.public_id, request=pay_request(checkout, "three_d_secure"), at=NOON)

    killed_at(point, "leave", checkout)
    # The bank's page is still open in another tab, and they confirm there after all.
    Sandbox().confirm_action(SandboxCharge.objects.get().provider_id, approve=True)
    later = NOON + timedelta(minutes=1)
    saga.recover(at=later)
    saga.resolve(payment=payments.refresh(payment=Payment.objects.get()), at=later)

    placed = Order.objects.count()
    charge = SandboxCharge.objects.get()
    assert placed == (1 if point == "checkout.hand_back.before" else 0)
    assert charge.status == ("captured" if placed else "voided")
    assert (charge.captured_minor, charge.refunded_minor) == (4095 * placed, 0)


@pytest.mark.parametrize("point", sorted(NEVER_ASKED))
def test_after_a_kill_before_the_bank_was_asked_the_customer_just_presses_again(point: str) -> None:
    market = make_shop()
    checkout = make_checkout(market, make_offer(stock=2), quantity=2)
    killed_at(point, "pay", checkout)
    later = NOON + timedelta(minutes=1)
    saga.recover(at=later)

    progress = saga.pay(checkout_id=checkout.public_id, request=pay_request(checkout), at=later)

    assert progress.state == "placed"
    assert Order.objects.count() == SandboxCharge.objects.count() == 1
    assert Bucket.objects.get().taken == 2


def test_a_hold_that_lapses_during_the_outage_is_given_back_once() -> None:
    market = make_shop()
    checkout = make_checkout(market, make_offer(stock=2), quantity=2)
    killed_at("checkout.t1.after_commit", "pay", checkout)
    later = NOON + timedelta(hours=1)

    saga.recover(at=later)
    inventory.expire_due(at=later)
    inventory.expire_due(at=later)

    assert Hold.objects.get().status == Hold.Status.RELEASED
    assert Bucket.objects.get().taken == 0
