"""Items, address and payment of an order are changed once, priced fairly, and the stock follows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shopkeeper.commerce.catalogue.makers import make_product
from shopkeeper.commerce.catalogue.models import Offer
from shopkeeper.commerce.changes import operations, queries, saga
from shopkeeper.commerce.changes.makers import make_order
from shopkeeper.commerce.changes.models import Change
from shopkeeper.commerce.changes.plan import Edit
from shopkeeper.commerce.changes.saga import PayWith
from shopkeeper.commerce.checkout import verify
from shopkeeper.commerce.checkout.makers import NOBODY, NOON, make_offer, make_shop
from shopkeeper.commerce.content.models import ChangePolicy
from shopkeeper.commerce.customers.addresses import PostalAddress
from shopkeeper.commerce.inventory import operations as inventory
from shopkeeper.commerce.inventory import queries as stock
from shopkeeper.commerce.inventory.models import Hold
from shopkeeper.commerce.ledger import queries as ledger
from shopkeeper.commerce.ledger.accounts import Account
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders.models import Order, OrderLine
from shopkeeper.commerce.orders.operations import Actor
from shopkeeper.commerce.orders.queries import paid_for
from shopkeeper.commerce.payments import queries as payment_queries
from shopkeeper.commerce.payments.models import Payment, Refund
from shopkeeper.foundation.errors import Conflict, InvalidInput
from shopkeeper.foundation.faults import FaultInjected, armed
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.remember import forget_all

pytestmark = pytest.mark.django_db(transaction=True)
ADA = Actor("customer", "ada@example.com")


def by_card(script: str = "approve") -> PayWith:
    return PayWith("sandbox", f"sandbox_{script}", NOBODY, "/back")


def line_of(order: Order, offer: Offer) -> OrderLine:
    return OrderLine.objects.get(order=order, offer_id=offer.pk)


def kept(order: Order) -> int:
    return sum(
        one.captured_minor - one.refunded_minor for one in payment_queries.money_for(paid_for(order.checkout_id))
    )


def holds() -> None:
    wrong = {title: found for title, found in verify.findings() if found}
    assert wrong == {}


def confirmed(change: Change, pay_with: PayWith | None = None, **more: Any) -> saga.Progress:
    progress = saga.confirm(change=change, difference=change.difference, pay_with=pay_with, at=NOON, **more)
    change.order.refresh_from_db()
    return progress


def test_a_dearer_item_is_paid_for_and_the_stock_follows() -> None:
    make_shop()
    mug, jug = make_offer(price="18.00", stock=5), make_offer(price="25.00", stock=5)
    order = make_order(mug, quantity=2)

    change = operations.propose_items(order=order, edits=[Edit(line_of(order, mug).pk, jug.pk, 2)], actor=ADA, at=NOON)
    progress = confirmed(change, by_card())

    assert change.difference == Money(1400, "EUR")
    assert progress.state == "applied"
    assert change.order.total == Money(5495, "EUR")
    assert kept(order) == 5495
    assert stock.available([mug.pk, jug.pk]) == {mug.pk: 5, jug.pk: 3}
    assert ledger.balance(Account.RECEIVABLE, "EUR").minor == -5495
    holds()


def test_less_of_it_gives_money_back_once_however_often_it_is_confirmed() -> None:
    make_shop()
    mug = make_offer(price="18.00", stock=5)
    order = make_order(mug, quantity=3)

    change = operations.propose_items(order=order, edits=[Edit(line_of(order, mug).pk, mug.pk, 1)], actor=ADA, at=NOON)
    confirmed(change)
    confirmed(Change.objects.get(pk=change.pk))

    assert change.difference == Money(-3600, "EUR")
    assert Refund.objects.get().amount_minor == 3600
    assert Refund.objects.get().status == Refund.Status.DONE
    assert kept(order) == order.total_minor - 3600 == 2295
    assert stock.available([mug.pk]) == {mug.pk: 4}
    holds()


def test_more_of_it_joins_what_is_held_already() -> None:
    make_shop()
    mug = make_offer(price="10.00", stock=5)
    order = make_order(mug, quantity=2)

    change = operations.propose_items(order=order, edits=[Edit(line_of(order, mug).pk, mug.pk, 5)], actor=ADA, at=NOON)
    confirmed(change, by_card())

    line = OrderLine.objects.get(order=order)
    assert line.quantity == Hold.objects.get(pk=line.hold_id).quantity == 5
    assert stock.available([mug.pk]) == {mug.pk: 0}
    holds()


def test_an_item_is_taken_out_and_another_put_in() -> None:
    make_shop()
    mug, jug, bowl = (make_offer(price="18.00") for _ in range(3))
    order = make_order(mug, jug)

    edits = [Edit(line_of(order, mug).pk, mug.pk, 0), Edit(None, bowl.pk, 1)]
    change = operations.propose_items(order=order, edits=edits, actor=ADA, at=NOON)
    progress = confirmed(change)

    assert progress.state == "applied"
    assert set(order.lines.values_list("offer_id", flat=True)) == {jug.pk, bowl.pk}
    assert stock.available([mug.pk, jug.pk, bowl.pk]) == {mug.pk: 10, jug.pk: 9, bowl.pk: 9}
    holds()


def test_what_was_agreed_stays_agreed_whatever_things_cost_today() -> None:
    shop = make_shop()
    mug = make_offer(price="18.00", stock=10)
    order = make_order(mug, quantity=2)
    from shopkeeper.commerce.pricing import operations as pricing

    pricing.set_prices(prices=[pricing.NewPrice(mug.pk, Money(9900, shop.currency))], at=NOON)
    change = operations.propose_items(
        order=order, edits=[Edit(line_of(order, mug).pk, mug.pk, 1)], actor=ADA, at=NOON + timedelta(hours=1)
    )

    assert change.difference == Money(-1800, "EUR")
    assert change.plan["quote"]["shipping_minor"] == order.shipping_minor


def test_a_declined_card_leaves_the_order_as_it_was() -> None:
    make_shop()
    mug, jug = make_offer(price="18.00", stock=1), make_offer(price="25.00", stock=1)
    order = make_order(mug)

    change = operations.propose_items(order=order, edits=[Edit(line_of(order, mug).pk, jug.pk, 1)], actor=ADA, at=NOON)
    progress = confirmed(change, by_card("decline"))

    assert (progress.state, progress.code) == ("refused", "insufficient_funds")
    assert order.lines.get().offer_id == mug.pk
    assert stock.available([jug.pk]) == {jug.pk: 1}
    assert kept(order) == order.total_minor
    holds()


def test_the_bank_is_asked_and_the_change_waits_for_it() -> None:
    make_shop()
    mug, jug = make_offer(price="18.00"), make_offer(price="25.00")
    order = make_order(mug)

    change = operations.propose_items(order=order, edits=[Edit(line_of(order, mug).pk, jug.pk, 1)], actor=ADA, at=NOON)
    progress = confirmed(change, by_card("three_d_secure"))
    from shopkeeper.commerce.payments.backends.sandbox import Sandbox

    assert progress.state == "action"
    Sandbox().confirm_action(Payment.objects.get(key=change.payment_key).provider_id, approve=True)

    assert saga.drive(change=change, at=NOON).state == "applied"
    holds()


def test_packed_while_the_bank_was_asked_the_money_goes_back() -> None:
    make_shop()
    mug, jug = make_offer(price="18.00", stock=1), make_offer(price="25.00", stock=1)
    order = make_order(mug)
    change = operations.propose_items(order=order, edits=[Edit(line_of(order, mug).pk, jug.pk, 1)], actor=ADA, at=NOON)
    confirmed(change, by_card("three_d_secure"))
    orders.pack(package=order.packages.get(), actor=Actor("staff", "sam"), at=NOON)
    from shopkeeper.commerce.payments.backends.sandbox import Sandbox

    payment = Payment.objects.get(key=change.payment_key)
    Sandbox().confirm_action(payment.provider_id, approve=True)
    progress = saga.drive(change=change, at=NOON)
    payment.refresh_from_db()

    assert (progress.state, progress.code) == ("refused", "too_late")
    assert payment.status == Payment.Status.VOIDED
    assert stock.available([jug.pk]) == {jug.pk: 1}
    holds()


@pytest.mark.parametrize(
    "point", ["changes.t1.after_commit", "payments.authorise.after_provider", "changes.t2.before_commit"]
)
def test_killed_anywhere_it_is_changed_or_not_and_never_half(point: str) -> None:
    make_shop()
    mug, jug = make_offer(price="18.00"), make_offer(price="25.00")
    order = make_order(mug)
    change = operations.propose_items(order=order, edits=[Edit(line_of(order, mug).pk, jug.pk, 1)], actor=ADA, at=NOON)

    with pytest.raises(FaultInjected), armed(f"{point}:1:raise"):
        confirmed(change, by_card())
    for minutes in (1, 2, 40):
        saga.recover(at=NOON + timedelta(minutes=minutes))
    change.refresh_from_db()
    order.refresh_from_db()

    assert change.status in {Change.Status.APPLIED, Change.Status.REFUSED}
    assert kept(order) == order.total_minor
    assert (order.lines.get().offer_id == jug.pk) == (change.status == Change.Status.APPLIED)
    holds()


def test_the_last_one_is_not_promised_twice() -> None:
    make_shop()
    mug, jug = make_offer(price="18.00"), make_offer(price="25.00", stock=1)
    first, second = make_order(mug), make_order(mug)
    changes = [
        operations.propose_items(order=one, edits=[Edit(line_of(one, mug).pk, jug.pk, 1)], actor=ADA, at=NOON)
        for one in (first, second)
    ]

    confirmed(changes[0], by_card())
    with pytest.raises(inventory.OutOfStock):
        confirmed(changes[1], by_card())

    changes[1].refresh_from_db()
    assert changes[1].status == Change.Status.PROPOSED
    holds()


def test_of_two_changes_seen_together_the_second_is_too_late() -> None:
    make_shop()
    mug, jug = make_offer(price="18.00"), make_offer(price="18.00")
    order = make_order(mug, quantity=2)
    line = line_of(order, mug)
    one = operations.propose_items(order=order, edits=[Edit(line.pk, jug.pk, 2)], actor=ADA, at=NOON)
    two = operations.propose_items(order=order, edits=[Edit(line.pk, mug.pk, 1)], actor=ADA, at=NOON)

    confirmed(one)
    with pytest.raises(orders.TooLate):
        confirmed(two)

    assert order.lines.get().quantity == 2


def test_another_street_costs_nothing_another_country_what_delivery_costs_there() -> None:
    make_shop()
    mug = make_offer(price="18.00")
    order = make_order(mug)
    here = PostalAddress("Ada", "Singel 2", "NL", "Amsterdam", "1012 AA")
    abroad = PostalAddress("Ada", "Unter den Linden 1", "DE", "Berlin", "10117")

    near = operations.propose_address(order=order, address=here, actor=ADA, at=NOON)
    confirmed(near)
    far = operations.propose_address(order=near.order, address=abroad, actor=ADA, at=NOON)
    confirmed(far)
    order.refresh_from_db()

    assert near.difference == Money(0, "EUR")
    assert (order.shipping_address["line1"], order.country, order.revision) == ("Unter den Linden 1", "DE", 2)
    assert {row["name"] for row in order.quote["tax_rows"]} == {"VAT DE"}
    holds()


def test_a_place_that_is_not_served_is_refused_with_the_reason() -> None:
    make_shop()
    order = make_order(make_offer())

    with pytest.raises(InvalidInput, match="do not deliver"):
        operations.propose_address(
            order=order, address=PostalAddress("Ada", "Main 1", "US", "Boston", "02110"), actor=ADA, at=NOON
        )


def test_another_way_to_pay_charges_the_new_one_and_gives_back_the_old() -> None:
    make_shop()
    order = make_order(make_offer(price="18.00"))
    old = Payment.objects.get()

    change = operations.propose_payment(order=order, actor=ADA, at=NOON)
    progress = confirmed(change, by_card())
    old.refresh_from_db()

    assert progress.state == "applied"
    assert (old.refunded_minor, kept(order)) == (old.captured_minor, order.total_minor)
    holds()


def test_the_policy_says_what_is_possible() -> None:
    make_shop()
    mug = make_product()
    small, large = make_offer(price="18.00", product=mug), make_offer(price="18.00")
    order = make_order(small, quantity=1)
    ChangePolicy.objects.create(
        cancel_reasons=["no longer needed"],
        most_item_changes=0,
        same_product_only=True,
        cancel_after_item_change=False,
    )
    forget_all()

    with pytest.raises(Conflict, match="changed already"):
        operations.propose_items(order=order, edits=[Edit(line_of(order, small).pk, large.pk, 1)], actor=ADA, at=NOON)
    ChangePolicy.objects.update(most_item_changes=1)
    forget_all()
    with pytest.raises(InvalidInput) as refused:
        operations.propose_items(order=order, edits=[Edit(line_of(order, small).pk, large.pk, 1)], actor=ADA, at=NOON)
    assert "same product" in next(iter(refused.value.fields.values()))
    with pytest.raises(InvalidInput, match="check what you want"):
        operations.propose_items(order=order, edits=[Edit(line_of(order, small).pk, small.pk, 1)], actor=ADA, at=NOON)
    with pytest.raises(InvalidInput):
        operations.cancel(order=order, reason="just so", actor=ADA, at=NOON)
    operations.cancel(order=order, reason="no longer needed", actor=ADA, at=NOON)
    assert Order.objects.get().status == Order.Status.CANCELLED


@pytest.mark.parametrize("quantity", [-1, 10_001])
def test_absurd_quantities_are_refused_by_line(quantity: int) -> None:
    make_shop()
    mug = make_offer()
    order = make_order(mug)
    line = line_of(order, mug)

    with pytest.raises(InvalidInput) as refused:
        operations.propose_items(order=order, edits=[Edit(line.pk, mug.pk, quantity)], actor=ADA, at=NOON)

    assert f"line_{line.pk}" in refused.value.fields


def test_a_change_belongs_to_its_order_and_no_other() -> None:
    make_shop()
    mug = make_offer()
    mine, yours = make_order(mug), make_order(mug)
    change = operations.propose_payment(order=mine, actor=ADA, at=NOON)

    with pytest.raises(Exception, match="no longer exists"):
        queries.change_of_order(change.public_id, yours)
