"""Our books against the providers': what mends itself, and what a person hears of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from shopkeeper.commerce.checkout import reconcile, saga, verify
from shopkeeper.commerce.checkout.makers import make_checkout, make_offer, make_shop, pay_request
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.payments import board
from shopkeeper.commerce.payments.models import Payment, SandboxCharge

pytestmark = pytest.mark.django_db


def bought(script: str = "approve") -> Payment:
    now = timezone.now()
    checkout = make_checkout(make_shop(), make_offer(at=now), quantity=2, at=now)
    saga.pay(checkout_id=checkout.public_id, request=pay_request(checkout, script, at=now), at=now)
    return Payment.objects.get()


def told() -> list[str]:
    later = timezone.now() + timedelta(hours=1)
    reconcile.look(at=later)
    return [one.what for one in board.money_troubles(at=timezone.now())]


def test_what_agrees_is_nobodys_business_and_not_asked_about_again_at_once() -> None:
    bought()

    assert told() == []
    assert reconcile.look(at=timezone.now() + timedelta(hours=2)) == 0
    assert reconcile.look(at=timezone.now() + timedelta(hours=14)) == 1


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"captured_minor": 4000}, "took EUR 40.00"),
        ({"refunded_minor": 500}, "gave back EUR 5.00"),
        ({"status": "voided", "captured_minor": 0}, "says voided"),
    ],
)
def test_a_difference_is_named_and_goes_away_when_it_agrees_again(changed: dict[str, Any], word: str) -> None:
    bought()
    before = SandboxCharge.objects.values("status", "captured_minor", "refunded_minor").get()
    SandboxCharge.objects.update(**changed)

    assert [word in one for one in told()] == [True]

    SandboxCharge.objects.update(**before)
    reconcile.look(at=timezone.now() + timedelta(hours=20))
    assert board.money_troubles(at=timezone.now()) == []


def test_money_the_provider_took_early_is_recorded_as_taken() -> None:
    """Captured there, while our capture was lost before it was recorded."""
    payment = bought()
    Payment.objects.update(status="authorised", captured_minor=0)
    from shopkeeper.commerce.ledger.models import Entry, Journal

    assert Journal.objects.filter(key=f"payment:{payment.key}:capture").exists()
    assert Entry.objects.exists()

    assert told() == []
    assert Payment.objects.get().captured_minor == 4095


def test_money_taken_for_an_attempt_that_was_given_up_goes_back_by_itself() -> None:
    payment = bought("three_d_secure")
    # The provider captures at once, and the customer has left meanwhile.
    Checkout.objects.update(status="open", payment_key="")
    SandboxCharge.objects.update(status="captured", captured_minor=4095)

    assert told() == []
    charge = SandboxCharge.objects.get()
    assert charge.captured_minor - charge.refunded_minor == 0
    assert not Order.objects.exists()
    payment.refresh_from_db()
    assert payment.captured_minor == payment.refunded_minor
    assert not [(title, found) for title, found in verify.findings() if found]


def test_a_provider_that_is_away_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from shopkeeper.commerce.payments.backends.sandbox import Sandbox
    from shopkeeper.commerce.payments.ports import ProviderUnavailable

    bought()

    def away(self: Sandbox, key: str) -> None:
        raise ProviderUnavailable("No answer.")

    monkeypatch.setattr(Sandbox, "fetch", away)
    assert told() == []
    assert Payment.objects.get().compared_at is None
