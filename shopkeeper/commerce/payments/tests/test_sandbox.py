"""The sandbox keeps its word: each script does what its name says, and repeating a call changes nothing."""

from __future__ import annotations

import pytest
from django.utils import timezone

from shopkeeper.commerce.payments.backends.sandbox import SCRIPTS, Sandbox
from shopkeeper.commerce.payments.models import SandboxCharge
from shopkeeper.commerce.payments.ports import Answer, Charge, Outcome, ProviderUnavailable
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.tasks.models import QueuedTask

pytestmark = pytest.mark.django_db
AMOUNT = Money(4095, "EUR")
SANDBOX = Sandbox()

OUTCOMES: dict[str, Outcome | None] = {
    "approve": Outcome.AUTHORISED,
    "decline": Outcome.DECLINED,
    "expired_card": Outcome.DECLINED,
    "three_d_secure": Outcome.REQUIRES_ACTION,
    "timeout_before": None,
    "timeout_after": None,
    "late_webhook": None,
    "duplicate_webhook": Outcome.AUTHORISED,
    "reordered_webhook": Outcome.AUTHORISED,
    "wrong_amount": Outcome.AUTHORISED,
    "dispute": Outcome.AUTHORISED,
}
AFTERWARDS = {
    "timeout_before": Outcome.MISSING,
    "timeout_after": Outcome.AUTHORISED,
    "late_webhook": Outcome.PROCESSING,
}


def charge(script: str = "approve", key: str = "k1", amount: Money = AMOUNT) -> Charge:
    return Charge(key, amount, f"sandbox_{script}", "/return")


def approved(script: str = "approve") -> Answer:
    return SANDBOX.authorise(charge(script))


def test_every_script_has_a_test() -> None:
    assert set(OUTCOMES) == set(SCRIPTS)


@pytest.mark.parametrize(("script", "outcome"), OUTCOMES.items())
def test_each_script_does_what_its_name_says(script: str, outcome: Outcome | None) -> None:
    if outcome is None:
        with pytest.raises(ProviderUnavailable):
            SANDBOX.authorise(charge(script))
    else:
        assert SANDBOX.authorise(charge(script)).outcome == outcome

    assert SANDBOX.fetch("k1").outcome == (outcome or AFTERWARDS[script])


def test_another_amount_is_told_as_it_is() -> None:
    assert approved("wrong_amount").amount == Money(4195, "EUR")


@pytest.mark.parametrize("token", ["", "sandbox_", "sandbox_free", "approve; drop", "4111111111111111", "\x00"])
def test_an_unknown_token_charges_nothing(token: str) -> None:
    with pytest.raises(InvalidInput):
        SANDBOX.authorise(Charge("k1", AMOUNT, token, "/return"))

    assert not SandboxCharge.objects.exists()


def test_the_same_key_is_one_charge_even_with_another_card() -> None:
    first = approved()

    again = [SANDBOX.authorise(charge()), SANDBOX.authorise(charge("decline"))]

    assert again == [first, first]
    assert SandboxCharge.objects.count() == 1


def test_a_capture_takes_once_and_only_the_whole_amount() -> None:
    provider_id = approved().provider_id
    assert SANDBOX.capture(provider_id, Money(1, "EUR"), "c").outcome == Outcome.AUTHORISED

    answers = [SANDBOX.capture(provider_id, AMOUNT, "c") for _ in range(3)]

    assert {answer.outcome for answer in answers} == {Outcome.CAPTURED}
    assert {answer.captured for answer in answers} == {AMOUNT}


def test_captured_money_is_not_voided_and_voided_money_not_captured() -> None:
    captured, voided = approved().provider_id, SANDBOX.authorise(charge(key="k2")).provider_id
    SANDBOX.capture(captured, AMOUNT, "c")
    SANDBOX.void(voided, "v")

    assert SANDBOX.void(captured, "v").outcome == Outcome.CAPTURED
    assert SANDBOX.capture(voided, AMOUNT, "c").outcome == Outcome.VOIDED


def test_a_refund_is_made_once_for_its_key_and_never_beyond_what_was_taken() -> None:
    provider_id = approved().provider_id
    SANDBOX.capture(provider_id, AMOUNT, "c")
    for _ in range(2):
        SANDBOX.refund(provider_id, Money(4000, "EUR"), "r1")

    with pytest.raises(InvalidInput):
        SANDBOX.refund(provider_id, Money(96, "EUR"), "r2")

    assert SANDBOX.refund(provider_id, Money(95, "EUR"), "r3").refunded == AMOUNT


@pytest.mark.parametrize("approve", [True, False])
def test_at_the_bank_the_first_decision_counts(approve: bool) -> None:
    provider_id = approved("three_d_secure").provider_id

    first = SANDBOX.confirm_action(provider_id, approve=approve)
    second = SANDBOX.confirm_action(provider_id, approve=not approve)

    assert first.outcome == second.outcome == (Outcome.AUTHORISED if approve else Outcome.DECLINED)


@pytest.mark.parametrize("call", ["capture", "void", "confirm_action"])
def test_a_payment_of_nobody_is_refused(call: str) -> None:
    with pytest.raises(InvalidInput):
        {
            "capture": lambda: SANDBOX.capture("sbx_none", AMOUNT, "c"),
            "void": lambda: SANDBOX.void("sbx_none", "v"),
            "confirm_action": lambda: SANDBOX.confirm_action("sbx_none", approve=True),
        }[call]()
    assert SANDBOX.charge("sbx_none") is None


@pytest.mark.parametrize(
    ("script", "messages"), [("approve", 1), ("duplicate_webhook", 3), ("decline", 1), ("late_webhook", 1)]
)
def test_its_messenger_comes_as_often_as_the_script_says(script: str, messages: int) -> None:
    try:
        SANDBOX.authorise(charge(script))
    except ProviderUnavailable:
        assert script == "late_webhook"

    assert QueuedTask.objects.count() == messages


def test_in_the_wrong_order_the_second_message_is_due_before_the_first() -> None:
    SANDBOX.capture(approved("reordered_webhook").provider_id, AMOUNT, "c")

    held_back, at_once = QueuedTask.objects.order_by("pk")

    assert held_back.run_after > at_once.run_after
    assert held_back.run_after > timezone.now()
