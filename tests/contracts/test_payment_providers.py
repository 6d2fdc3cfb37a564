"""The providers that come with the shop keep the contract."""

from __future__ import annotations

import pytest
from django.utils import timezone

from shopkeeper.commerce.credit import operations as credit
from shopkeeper.commerce.credit.backends.provider import CreditProvider
from shopkeeper.commerce.ledger.accounts import Account
from shopkeeper.commerce.ledger.operations import debit
from shopkeeper.commerce.payments import promises
from shopkeeper.commerce.payments.backends.by_hand import CashOnDelivery, Invoice, Transfer
from shopkeeper.commerce.payments.backends.sandbox import Sandbox
from shopkeeper.commerce.payments.backends.sandbox import signed as sandbox_signed
from shopkeeper.commerce.payments.backends.stripe import Stripe
from shopkeeper.commerce.payments.backends.stripe import metadata_of as stripe_metadata
from shopkeeper.foundation.audit.operations import SYSTEM
from shopkeeper.foundation.money import Money
from tests.contracts.local_stripe import signed as stripe_signed
from tests.contracts.payment_provider import AMOUNT, PaymentProviderContract, Signed


class TestSandbox(PaymentProviderContract):
    @pytest.fixture
    def backend(self) -> Sandbox:
        return Sandbox()

    @pytest.fixture
    def approved(self) -> str:
        return "sandbox_approve"

    @pytest.fixture
    def declined(self) -> str:
        return "sandbox_decline"

    @pytest.fixture
    def signed(self) -> Signed:
        return lambda key, event_id: sandbox_signed(
            {"id": event_id, "type": "authorised", "payment_key": key}, timezone.now()
        )


class TestCredit(PaymentProviderContract):
    @pytest.fixture
    def backend(self) -> CreditProvider:
        return CreditProvider()

    @pytest.fixture
    def approved(self) -> str:
        amount = Money(20000, "EUR")
        paid = debit(Account.GOODWILL, amount)
        return credit.issue_card(amount=amount, paid_from=paid, reason="Contract", at=timezone.now())[0].token

    @pytest.fixture
    def declined(self) -> str:
        return "crd_unknown"

    @pytest.fixture
    def signed(self) -> None:
        return None


class ByHandContract(PaymentProviderContract):
    """Staff have to say that the money is there before it is taken."""

    def confirm(self, key: str) -> None:
        promises.receive(payment_key=key, amount=AMOUNT, key=f"{key}:came", note="", actor=SYSTEM, at=timezone.now())

    @pytest.fixture
    def approved(self) -> str:
        return "promise"

    @pytest.fixture
    def declined(self) -> None:
        return None

    @pytest.fixture
    def signed(self) -> None:
        return None


class TestTransfer(ByHandContract):
    @pytest.fixture
    def backend(self) -> Transfer:
        return Transfer()


class TestInvoice(ByHandContract):
    @pytest.fixture
    def backend(self) -> Invoice:
        return Invoice()


class TestCashOnDelivery(ByHandContract):
    @pytest.fixture
    def backend(self) -> CashOnDelivery:
        return CashOnDelivery()


@pytest.mark.usefixtures("on_stripe")
@pytest.mark.xdist_group("localstripe")
class TestStripe(PaymentProviderContract):
    @pytest.fixture
    def backend(self) -> Stripe:
        return Stripe()

    @pytest.fixture
    def approved(self) -> str:
        return "pm_card_visa"

    @pytest.fixture
    def declined(self) -> str:
        return "pm_card_chargeCustomerFail"

    @pytest.fixture
    def signed(self) -> Signed:
        def sign(key: str, event_id: str) -> tuple[dict[str, str], bytes]:
            intent = {"id": "pi_1", "object": "payment_intent", "metadata": stripe_metadata(key)}
            event = {"id": event_id, "type": "payment_intent.amount_capturable_updated", "data": {"object": intent}}
            return stripe_signed(event)

        return sign
