"""A gift card pays part of an order or all of it, and nothing typed about it is passed over."""

from __future__ import annotations

import pytest

from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.commerce.credit import desk, operations, queries
from shopkeeper.commerce.credit.models import CreditAccount
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.payments.models import Payment
from shopkeeper.foundation import clock
from shopkeeper.foundation.audit.operations import SYSTEM
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.storefront.tests.buyers import Buyer, make_buyer

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer() -> Buyer:
    made = make_buyer(make_shop(), make_offer(stock=10), quantity=2)
    made.go_to_payment()
    return made


def card(worth: str) -> tuple[CreditAccount, str]:
    return desk.give_card(
        amount=Money.parse(worth, "EUR"), expires_on=None, reason="Sorry", actor=SYSTEM, at=clock.now()
    )


def left_on(account: CreditAccount) -> int:
    return queries.credit(account).available.minor


def test_a_card_pays_part_and_the_button_names_the_rest(buyer: Buyer) -> None:
    account, code = card("10.00")

    added = buyer.press(add_credit="yes", credit_code=code.lower())
    page = buyer.get(buyer.url("payment")).content.decode()

    assert added.status_code == 303
    assert "Pay €30.95" in page
    assert buyer.press().headers["Location"].endswith("/thanks")
    assert sorted(Payment.objects.values_list("provider", "captured_minor")) == [("credit", 1000), ("sandbox", 3095)]
    assert left_on(account) == 0


def test_a_card_that_is_worth_enough_pays_alone(buyer: Buyer) -> None:
    account, code = card("100.00")
    buyer.press(add_credit="yes", credit_code=code)
    page = buyer.get(buyer.url("payment")).content.decode()

    assert "Place the order" in page
    assert buyer.press(method="").headers["Location"].endswith("/thanks")
    assert (Order.objects.count(), left_on(account)) == (1, 10_000 - 4095)


def test_a_code_that_was_typed_is_used_before_anything_is_paid(buyer: Buyer) -> None:
    _, code = card("10.00")

    answer = buyer.press(credit_code=code)

    assert answer.headers["Location"].endswith("/payment")
    assert Order.objects.count() == 0


@pytest.mark.parametrize("typed", ["", "7K2M-9QPD-X3TB", "<script>", "\x00", "ſ" * 500])
def test_a_code_that_is_none_is_said_and_kept(buyer: Buyer, typed: str) -> None:
    answer = buyer.press(add_credit="yes", credit_code=typed)

    assert answer.status_code == 422
    assert "We do not know this code" in answer.content.decode()
    assert Order.objects.count() == 0


def test_a_card_that_is_blocked_or_over_or_empty_says_so(buyer: Buyer) -> None:
    account, code = card("10.00")
    operations.block(account=account, reason="Stolen")
    assert "blocked" in buyer.press(add_credit="yes", credit_code=code).content.decode()

    operations.unblock(account=account)
    CreditAccount.objects.update(expires_on="2020-01-31")
    buyer.get(buyer.url("payment"))
    assert "good until 31 January 2020" in buyer.press(add_credit="yes", credit_code=code).content.decode()


def test_credit_that_was_spent_meanwhile_charges_the_card_nothing_more_than_was_seen(buyer: Buyer) -> None:
    account, code = card("10.00")
    buyer.press(add_credit="yes", credit_code=code)
    buyer.get(buyer.url("payment"))
    CreditAccount.objects.update(blocked_reason="Stolen")

    answer = buyer.press()

    assert answer.status_code in {409, 422}
    assert Payment.objects.count() == 0
    CreditAccount.objects.update(blocked_reason="")
    assert left_on(account) == 1000


def test_a_declined_bank_card_gives_the_gift_card_back(buyer: Buyer) -> None:
    account, code = card("10.00")
    buyer.press(add_credit="yes", credit_code=code)
    buyer.get(buyer.url("payment"))

    buyer.press("decline")

    assert (Order.objects.count(), left_on(account)) == (0, 1000)
    buyer.get(buyer.url("payment"))
    assert buyer.press().headers["Location"].endswith("/thanks")
    assert left_on(account) == 0


def test_a_card_is_taken_off_again(buyer: Buyer) -> None:
    account, code = card("10.00")
    buyer.press(add_credit="yes", credit_code=code)
    buyer.get(buyer.url("payment"))

    buyer.press(remove_credit=account.token)

    assert "Pay €40.95" in buyer.get(buyer.url("payment")).content.decode()


def test_credit_named_by_a_form_pays_nothing(buyer: Buyer) -> None:
    account, _ = card("100.00")

    answer = buyer.press(method=f"credit:{account.token}")

    assert answer.status_code in {409, 422}
    assert (Payment.objects.count(), left_on(account)) == (0, 10_000)


def test_codes_cannot_be_tried_out(buyer: Buyer) -> None:
    answers = [buyer.press(add_credit="yes", credit_code=f"AAAA-AAAA-{at:04d}").status_code for at in range(14)]

    assert answers[-1] == 429
