"""What every payment provider must do: inherit, fill in the four fixtures, run.

    class TestMine(PaymentProviderContract):
        @pytest.fixture
        def backend(self): return Mine()
        @pytest.fixture
        def approved(self): return "a token that is approved"
        @pytest.fixture
        def declined(self): return "a token that is refused"          # None: this provider never refuses
        @pytest.fixture
        def signed(self): return lambda key, event_id: (headers, body)  # None: this provider sends no messages

See docs/guide/payments.md, “How to write a provider”.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import pytest
from django.utils import timezone

from shopkeeper.commerce.payments.models import Payment
from shopkeeper.commerce.payments.operations import receive_webhook
from shopkeeper.commerce.payments.ports import Answer, BadSignature, Charge, Outcome, PaymentProvider
from shopkeeper.foundation.errors import ShopError
from shopkeeper.foundation.ids import public_id
from shopkeeper.foundation.money import Money

Signed = Callable[[str, str], tuple[Mapping[str, str], bytes]]
AMOUNT = Money(4095, "EUR")
PART = Money(1000, "EUR")


@pytest.mark.django_db
class PaymentProviderContract:
    """Authorise, capture, void, refund, fetch and webhooks, each repeated, too late, too much or unknown."""

    def paid(self, backend: PaymentProvider, token: str, key: str = "", amount: Money = AMOUNT) -> tuple[str, Answer]:
        """An attempt as the shop makes it: written down first, asked for, and its answer noted."""
        key = key or public_id("contract")
        Payment.objects.create(
            key=key,
            reference=f"contract:{key}",
            provider=backend.name,
            method=token,
            currency=amount.currency,
            amount_minor=amount.minor,
            created_at=timezone.now(),
        )
        answer = backend.authorise(Charge(key, amount, token, "/return", "Contract"))
        Payment.objects.filter(key=key).update(provider_id=answer.provider_id)
        return key, answer

    def confirm(self, key: str) -> None:
        """What has to happen outside before the money can be captured; with most providers nothing."""

    def test_what_is_approved_is_authorised_for_the_amount_asked(self, backend: PaymentProvider, approved: str) -> None:
        _, answer = self.paid(backend, approved)

        assert answer.outcome == Outcome.AUTHORISED
        assert answer.amount == AMOUNT
        assert answer.provider_id
        assert not answer.captured

    def test_authorising_twice_with_one_key_is_one_payment(self, backend: PaymentProvider, approved: str) -> None:
        key, first = self.paid(backend, approved)

        again = backend.authorise(Charge(key, AMOUNT, approved, "/return", "Contract"))

        assert (again.provider_id, again.outcome) == (first.provider_id, first.outcome)

    def test_two_keys_are_two_payments(self, backend: PaymentProvider, approved: str) -> None:
        first, second = self.paid(backend, approved)[1], self.paid(backend, approved)[1]

        assert first.provider_id != second.provider_id

    def test_what_is_refused_says_so_with_a_code_and_a_sentence(
        self, backend: PaymentProvider, declined: str | None
    ) -> None:
        if declined is None:
            pytest.skip("This provider never refuses.")
        _, answer = self.paid(backend, declined)

        assert answer.outcome == Outcome.DECLINED
        assert answer.code
        assert answer.message.endswith((".", "!", "?"))

    def test_a_payment_is_found_by_our_key_alone(self, backend: PaymentProvider, approved: str) -> None:
        key, answer = self.paid(backend, approved)
        # The answer was lost: nobody wrote down the provider's own name for it.
        Payment.objects.filter(key=key).update(provider_id="")

        found = backend.fetch(key)

        assert (found.outcome, found.provider_id, found.amount) == (Outcome.AUTHORISED, answer.provider_id, AMOUNT)

    def test_a_key_nobody_used_is_missing(self, backend: PaymentProvider) -> None:
        assert backend.fetch("contract:never").outcome == Outcome.MISSING

    def test_capturing_takes_the_amount_and_capturing_again_takes_no_more(
        self, backend: PaymentProvider, approved: str
    ) -> None:
        key, answer = self.paid(backend, approved)
        self.confirm(key)

        for _ in range(2):
            taken = backend.capture(answer.provider_id, AMOUNT, f"{key}:capture")
            assert (taken.outcome, taken.captured) == (Outcome.CAPTURED, AMOUNT)

        assert backend.capture(answer.provider_id, AMOUNT, f"{key}:another").captured == AMOUNT
        assert backend.fetch(key).captured == AMOUNT

    def test_voiding_frees_the_money_and_voiding_again_changes_nothing(
        self, backend: PaymentProvider, approved: str
    ) -> None:
        key, answer = self.paid(backend, approved)

        for _ in range(2):
            assert backend.void(answer.provider_id, f"{key}:void").outcome == Outcome.VOIDED
        assert backend.fetch(key).outcome == Outcome.VOIDED

    def test_what_was_voided_is_not_captured(self, backend: PaymentProvider, approved: str) -> None:
        key, answer = self.paid(backend, approved)
        backend.void(answer.provider_id, f"{key}:void")

        late = backend.capture(answer.provider_id, AMOUNT, f"{key}:capture")

        assert late.outcome == Outcome.VOIDED
        assert not late.captured

    def test_what_was_captured_is_not_voided(self, backend: PaymentProvider, approved: str) -> None:
        key, answer = self.paid(backend, approved)
        self.confirm(key)
        backend.capture(answer.provider_id, AMOUNT, f"{key}:capture")

        late = backend.void(answer.provider_id, f"{key}:void")

        assert (late.outcome, late.captured) == (Outcome.CAPTURED, AMOUNT)

    def test_parts_go_back_each_once_for_its_key(self, backend: PaymentProvider, approved: str) -> None:
        key, answer = self.paid(backend, approved)
        self.confirm(key)
        backend.capture(answer.provider_id, AMOUNT, f"{key}:capture")

        for refund in ("first", "first", "second"):
            backend.refund(answer.provider_id, PART, f"{key}:{refund}")

        assert backend.fetch(key).refunded == Money(2000, "EUR")

    def test_more_than_was_taken_never_goes_back(self, backend: PaymentProvider, approved: str) -> None:
        key, answer = self.paid(backend, approved)
        self.confirm(key)
        backend.capture(answer.provider_id, AMOUNT, f"{key}:capture")
        backend.refund(answer.provider_id, Money(4000, "EUR"), f"{key}:most")

        with pytest.raises(ShopError):
            backend.refund(answer.provider_id, PART, f"{key}:more")

        assert backend.fetch(key).refunded == Money(4000, "EUR")

    def test_nothing_goes_back_that_was_not_taken(self, backend: PaymentProvider, approved: str) -> None:
        key, answer = self.paid(backend, approved)

        with pytest.raises(ShopError):
            backend.refund(answer.provider_id, PART, f"{key}:early")

        assert not backend.fetch(key).refunded

    def test_a_message_counts_once_and_names_the_payment(
        self, backend: PaymentProvider, approved: str, signed: Signed | None
    ) -> None:
        if signed is None:
            pytest.skip("This provider sends no messages.")
        key, _ = self.paid(backend, approved)
        headers, body = signed(key, "evt_contract")

        assert [one.payment_key for one in backend.read_webhook(headers, body)] == [key]
        told = {"provider_name": backend.name, "headers": headers, "body": body, "at": timezone.now()}
        assert [receive_webhook(**told) for _ in range(3)] == [1, 0, 0]

    def test_a_forged_message_is_refused(self, backend: PaymentProvider, signed: Signed | None) -> None:
        if signed is None:
            with pytest.raises(BadSignature):
                backend.read_webhook({}, b"{}")
            return
        headers, body = signed("contract:forged", "evt_forged")
        other = json.dumps({**json.loads(body), "id": "evt_other"}).encode()

        for wrong_headers, wrong_body in (({}, body), (headers, other), (headers, b""), (headers, b"\xff\xfe")):
            with pytest.raises(BadSignature):
                backend.read_webhook(wrong_headers, wrong_body)
