"""What the books say after every answer a provider can give, in every state a payment can be in."""

from __future__ import annotations

from datetime import datetime
from itertools import product
from typing import Any

import pytest

from shopkeeper.commerce.payments import board, operations, queries
from shopkeeper.commerce.payments.models import Payment, SandboxCharge
from shopkeeper.commerce.payments.operations import NEXT, record_answer
from shopkeeper.commerce.payments.ports import Answer, Outcome
from shopkeeper.commerce.payments.tests.unruly import answers, lost_after, lost_before, trouble
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.money import Money

# Providers are called outside transactions; the one a test runs in does not count.
pytestmark = pytest.mark.django_db
NOON = datetime.fromisoformat("2026-11-18T12:00:00+00:00")
AGREED = Money(4095, "EUR")
Status = Payment.Status


def make(status: str = Status.CREATED, *, key: str = "co:1:1:auth", reference: str = "checkout:1") -> Payment:
    return Payment.objects.create(
        key=key,
        reference=reference,
        provider="unruly",
        provider_id="sbx_1" if status != Status.CREATED else "",
        method="sandbox_approve",
        currency="EUR",
        amount_minor=4095,
        captured_minor=4095 if status == Status.CAPTURED else 0,
        status=status,
        created_at=NOON,
    )


def charge(status: str = "authorised", *, key: str = "co:1:1:auth", **fields: Any) -> SandboxCharge:
    told = {"amount_minor": 4095, "currency": "EUR", "script": "approve", "provider_id": "sbx_1", **fields}
    return SandboxCharge.objects.create(key=key, status=status, **told)


def kept() -> int:
    """What the provider has taken and not given back."""
    found = SandboxCharge.objects.values_list("captured_minor", "refunded_minor")
    return sum(captured - refunded for captured, refunded in found)


LEADS_TO = {
    Outcome.AUTHORISED: Status.AUTHORISED,
    Outcome.CAPTURED: Status.CAPTURED,
    Outcome.REQUIRES_ACTION: Status.REQUIRES_ACTION,
    Outcome.DECLINED: Status.FAILED,
    Outcome.VOIDED: Status.VOIDED,
    Outcome.PROCESSING: Status.UNKNOWN,
}


@pytest.mark.parametrize(("was", "outcome"), list(product(Status, LEADS_TO)))
def test_only_the_listed_steps_are_taken_and_old_news_changes_nothing(was: str, outcome: Outcome) -> None:
    payment = make(was)
    answer = Answer(outcome, "sbx_1", AGREED, captured=AGREED if outcome == Outcome.CAPTURED else None)

    record_answer(payment=payment, answer=answer)

    now = LEADS_TO[outcome] if LEADS_TO[outcome] in NEXT[was] else was
    stored = Payment.objects.get()
    assert stored.status == now
    assert stored.captured_minor == (4095 if now == Status.CAPTURED else 0)


def test_no_state_leads_back_from_taken_or_voided_money() -> None:
    assert not NEXT[Status.CAPTURED]
    assert not NEXT[Status.VOIDED]
    assert Status.FAILED not in NEXT[Status.AUTHORISED]
    assert set(NEXT) == set(Status)


@pytest.mark.parametrize("outcome", list(LEADS_TO))
def test_the_same_answer_ten_times_has_one_effect(outcome: Outcome) -> None:
    payment = make()
    answer = Answer(outcome, "sbx_1", AGREED, captured=AGREED)
    record_answer(payment=payment, answer=answer)
    before = Payment.objects.values().get()

    for _ in range(10):
        record_answer(payment=Payment.objects.get(), answer=answer)

    assert Payment.objects.values().get() == before


OTHER_AMOUNTS = [Money(4096, "EUR"), Money(4094, "EUR"), Money(1, "EUR"), Money(0, "EUR"), Money(4095, "USD")]


@pytest.mark.parametrize("told", OTHER_AMOUNTS, ids=str)
@pytest.mark.parametrize("was", [Status.CREATED, Status.UNKNOWN, Status.REQUIRES_ACTION, Status.FAILED])
def test_another_amount_or_currency_than_agreed_is_handed_back_and_never_counted(told: Money, was: str) -> None:
    charge(amount_minor=told.minor, currency=told.currency)
    payment = make(was)

    found = operations.refresh(payment=payment)

    assert found.status in {Status.VOIDED, Status.FAILED}
    assert SandboxCharge.objects.get().status == "voided"
    assert queries.money_for("checkout:1") == []


@pytest.mark.parametrize("told", OTHER_AMOUNTS, ids=str)
def test_what_was_taken_in_another_amount_goes_back_whole(told: Money) -> None:
    charge("captured", amount_minor=told.minor, currency=told.currency, captured_minor=told.minor)

    found = operations.refresh(payment=make())

    assert found.status == Status.VOIDED
    assert kept() == 0


def test_what_a_shop_has_relied_upon_is_not_undone_because_a_provider_changes_its_tune() -> None:
    """The order is placed; a strange amount now is for a person to look at, not a reason to send goods unpaid."""
    charge()
    payment = make(Status.AUTHORISED)

    with trouble(fetch=answers(amount=Money(1, "EUR"))):
        operations.refresh(payment=payment)

    assert Payment.objects.get().status == Status.AUTHORISED
    assert SandboxCharge.objects.get().status == "authorised"


@pytest.mark.parametrize(("said", "booked"), [(4095, 4095), (1000, 1000), (0, 0)])
def test_the_books_say_what_was_really_taken_and_a_difference_is_shown_to_a_person(said: int, booked: int) -> None:
    charge()
    payment = make(Status.AUTHORISED)

    with trouble(capture=answers(captured=Money(said, "EUR"))):
        operations.capture(payment=payment)

    stored = Payment.objects.get()
    assert (stored.status, stored.captured_minor) == (Status.CAPTURED, booked)
    told = [one.key for one in board.money_troubles(at=NOON)]
    assert told == ([] if said == 4095 else [payment.key])


def test_what_was_taken_in_another_currency_is_not_booked_as_ours() -> None:
    charge()
    payment = make(Status.AUTHORISED)

    with trouble(capture=answers(captured=Money(4095, "USD"))):
        operations.capture(payment=payment)

    assert Payment.objects.get().captured_minor == 0
    assert [one.key for one in board.money_troubles(at=NOON)] == [payment.key]


def test_more_than_was_agreed_is_never_booked_and_shown_to_a_person() -> None:
    charge()
    payment = make(Status.AUTHORISED)

    with trouble(capture=answers(captured=Money(9999, "EUR"))):
        operations.capture(payment=payment)

    assert Payment.objects.get().captured_minor == 4095
    assert [one.key for one in board.money_troubles(at=NOON)] == [payment.key]


def test_of_two_attempts_that_both_have_the_money_the_second_gives_it_back() -> None:
    charge()
    first = operations.refresh(payment=make())
    charge(key="co:1:2:auth", provider_id="sbx_2")

    second = operations.refresh(payment=make(key="co:1:2:auth"))

    assert (first.status, second.status) == (Status.AUTHORISED, Status.VOIDED)
    assert queries.money_for("checkout:1") == [first]
    assert SandboxCharge.objects.get(key="co:1:2:auth").status == "voided"


def test_money_for_two_different_things_may_be_held_at_once() -> None:
    charge()
    charge(key="co:2:1:auth", provider_id="sbx_2")

    for key, reference in (("co:1:1:auth", "checkout:1"), ("co:2:1:auth", "checkout:2")):
        assert operations.refresh(payment=make(key=key, reference=reference)).status == Status.AUTHORISED


@pytest.mark.parametrize("status", [Status.CREATED, Status.FAILED, Status.VOIDED, Status.CAPTURED])
def test_only_authorised_money_is_captured(status: str) -> None:
    charge()

    operations.capture(payment=make(status))

    assert SandboxCharge.objects.get().status == "authorised"


def test_capturing_twice_takes_once() -> None:
    charge()
    payment = make(Status.AUTHORISED)

    for _ in range(2):
        operations.capture(payment=Payment.objects.get(pk=payment.pk))
    operations.capture(payment=payment)

    assert kept() == 4095


@pytest.mark.parametrize(
    ("status", "fields"),
    [
        ("authorised", {}),
        ("requires_action", {}),
        ("processing", {}),
        ("captured", {"captured_minor": 4095}),
        ("captured", {"captured_minor": 4095, "refunded_minor": 1000}),
        ("captured", {"captured_minor": 4095, "refunded_minor": 4095}),
    ],
)
def test_undone_money_is_back_whole_however_far_it_had_come_and_however_often_it_is_undone(
    status: str, fields: dict[str, int]
) -> None:
    charge(status, **fields)
    payment = make(Status.CAPTURED if status == "captured" else Status.UNKNOWN)
    Payment.objects.update(refunded_minor=fields.get("refunded_minor", 0))

    for _ in range(3):
        operations.undo(payment=payment)

    assert kept() == 0
    stored = Payment.objects.get()
    assert stored.captured_minor == stored.refunded_minor
    assert SandboxCharge.objects.get().status in {"voided", "captured"}


@pytest.mark.parametrize("status", ["declined", "voided"])
def test_there_is_nothing_to_undo_where_nothing_is_held(status: str) -> None:
    charge(status)

    operations.undo(payment=make(Status.UNKNOWN))
    assert SandboxCharge.objects.get().status == status


@pytest.mark.parametrize("call", ["void", "fetch"])
@pytest.mark.parametrize("lost", [lost_before, lost_after])
def test_an_undoing_nobody_answers_is_done_at_the_next_try(call: str, lost: Any) -> None:
    charge()
    payment = make(Status.AUTHORISED)

    with trouble(**{call: lost()}):
        operations.undo(payment=payment)
    operations.undo(payment=Payment.objects.get())

    assert Payment.objects.get().status == Status.VOIDED
    assert SandboxCharge.objects.get().status == "voided"


def test_a_provider_nobody_set_up_is_refused_before_anything_is_written() -> None:
    with pytest.raises(InvalidInput):
        operations.create(
            key="k",
            reference="checkout:1",
            provider_name="bank-of-nowhere",
            amount=AGREED,
            token="t",
            known_by={},
            at=NOON,
        )

    assert not Payment.objects.exists()
