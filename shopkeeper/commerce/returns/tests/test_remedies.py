"""A broken promise is made good with money, once, and the books agree."""

from __future__ import annotations

import pytest

from shopkeeper.commerce.changes.makers import make_order
from shopkeeper.commerce.checkout import verify
from shopkeeper.commerce.checkout.holders import guest_token
from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.commerce.credit import queries as credit
from shopkeeper.commerce.orders.models import CreditNote, Order
from shopkeeper.commerce.payments.models import Refund
from shopkeeper.commerce.returns.backends.remedies import GivenAtOnce
from shopkeeper.commerce.returns.makers import make_delivered
from shopkeeper.commerce.shipping.ports import RemedyWanted
from shopkeeper.foundation.money import Money

pytestmark = pytest.mark.django_db(transaction=True)


def wanted(order: Order, kind: str, minor: int) -> RemedyWanted:
    return RemedyWanted("remedy:1", kind, order.pk, order.packages.get().pk, Money(minor, "EUR"), "3 days late")


def holds() -> None:
    assert {title: found for title, found in verify.findings() if found} == {}


@pytest.mark.parametrize("inclusive", [True, False])
def test_the_delivery_charge_goes_back_once_with_its_credit_note(inclusive: bool) -> None:
    make_shop(inclusive=inclusive)
    order = make_delivered(make_offer(price="18.00"))
    paid = 495 if inclusive else 495 + 104

    answers = [GivenAtOnce().give(wanted(order, "charge", paid)) for _ in range(2)]

    assert [answer.is_given for answer in answers] == [True, True]
    assert (Refund.objects.get().amount_minor, CreditNote.objects.get().total_minor) == (paid, paid)
    assert Refund.objects.get().status == Refund.Status.DONE
    holds()


def test_a_guest_gets_store_credit_and_the_code_that_spends_it() -> None:
    make_shop()
    order = make_delivered(make_offer())

    for _ in range(2):
        assert GivenAtOnce().give(wanted(order, "credit", 300)).is_given

    found = credit.of_guest(guest_token(order))
    assert found is not None
    assert found[0].available == Money(300, "EUR")
    assert credit.account_by_code(found[1]).token == guest_token(order)
    holds()


@pytest.mark.parametrize("minor", [494, 496, 100_000])
def test_another_sum_than_delivery_cost_is_left_to_staff(minor: int) -> None:
    make_shop()
    order = make_delivered(make_offer(price="18.00"))

    assert not GivenAtOnce().give(wanted(order, "charge", minor)).is_given
    assert Refund.objects.count() == CreditNote.objects.count() == 0


def test_before_there_is_an_invoice_money_is_left_to_staff() -> None:
    make_shop()
    order = make_order(make_offer(price="18.00"))

    assert not GivenAtOnce().give(wanted(order, "charge", 495)).is_given
