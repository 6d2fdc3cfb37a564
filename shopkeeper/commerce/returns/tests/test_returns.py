"""What comes back: who may, what they get, and that no cent and no unit is counted twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shopkeeper.commerce.catalogue.makers import make_product
from shopkeeper.commerce.catalogue.models import Offer
from shopkeeper.commerce.checkout import verify
from shopkeeper.commerce.checkout.holders import holder_account
from shopkeeper.commerce.checkout.makers import NOON, make_offer, make_shop
from shopkeeper.commerce.content.models import ReturnPolicy
from shopkeeper.commerce.credit import operations as credit_operations
from shopkeeper.commerce.credit import queries as credit
from shopkeeper.commerce.inventory import queries as stock
from shopkeeper.commerce.ledger import queries as ledger
from shopkeeper.commerce.ledger.accounts import Account
from shopkeeper.commerce.orders.models import CreditNote, Order, OrderLine
from shopkeeper.commerce.orders.operations import Actor
from shopkeeper.commerce.payments.models import Payment, Refund
from shopkeeper.commerce.returns import operations, queries, settling
from shopkeeper.commerce.returns.makers import SAM, make_delivered
from shopkeeper.commerce.returns.models import Return, ReturnLine
from shopkeeper.commerce.returns.operations import Finding, Wish
from shopkeeper.foundation.errors import Conflict, InvalidInput
from shopkeeper.foundation.faults import FaultInjected, armed
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.remember import forget_all

pytestmark = pytest.mark.django_db(transaction=True)
ADA = Actor("customer", "ada@example.com")
THEN = NOON + timedelta(days=5)


def wish(order: Order, offer: Offer, quantity: int = 1, reason: str = "changed_mind", **more: Any) -> Wish:
    return Wish(OrderLine.objects.get(order=order, offer_id=offer.pk).pk, quantity, reason, **more)


def asked(order: Order, *wishes: Wish, refund_to: str = "", at: Any = THEN, **more: Any) -> Return:
    seen = operations.preview(order=order, wishes=wishes, at=at)
    return operations.request(
        order=order, wishes=wishes, expected=seen.goes_back, refund_to=refund_to, actor=ADA, at=at, **more
    )


def taken_in(made: Return, outcome: str = "restock", note: str = "") -> Return:
    findings = [Finding(one.line_id, outcome, note) for one in made.lines.all()]
    operations.receive(made=made, findings=findings, actor=SAM, at=THEN + timedelta(days=3))
    return settling.settle(made=made, at=THEN + timedelta(days=3))


def holds() -> None:
    assert {title: found for title, found in verify.findings() if found} == {}


def returned_to_card() -> int:
    return sum(Refund.objects.filter(status="done", destination="").values_list("amount_minor", flat=True))


def test_one_of_two_comes_back_and_its_price_with_it() -> None:
    make_shop()
    mug = make_offer(price="18.00", stock=10)
    order = make_delivered(mug, quantity=2)

    made = taken_in(asked(order, wish(order, mug)))

    assert (made.status, made.estimate) == ("settled", Money(1800, "EUR"))
    assert returned_to_card() == 1800
    assert stock.available([mug.pk]) == {mug.pk: 9}
    note = CreditNote.objects.get()
    assert (note.total_minor, note.tax_minor) == (1800, 312)
    assert ledger.balance(Account.RECEIVABLE, "EUR").minor == 0
    assert ledger.balance(Account.SALES_RETURNS, "EUR").minor == 1488
    holds()


def test_with_the_last_of_it_the_delivery_charge_comes_back_too() -> None:
    make_shop()
    mug = make_offer(price="18.00")
    order = make_delivered(mug, quantity=3)

    first = taken_in(asked(order, wish(order, mug, 2)))
    last = taken_in(asked(order, wish(order, mug, 1)))

    assert (first.estimate, last.estimate) == (Money(3600, "EUR"), Money(2295, "EUR"))
    assert returned_to_card() == order.total_minor
    assert ledger.balance(Account.TAX, "EUR").minor == 0
    holds()


@pytest.mark.parametrize(
    ("total", "quantity"),
    [(1000, 3), (1, 3), (9999, 7)],
)
def test_the_parts_of_a_line_add_up_to_it(total: int, quantity: int) -> None:
    from shopkeeper.commerce.returns.rules import share_of

    assert sum(share_of(total, quantity, [unit]) for unit in range(quantity)) == total


def test_no_unit_comes_back_twice() -> None:
    make_shop()
    mug = make_offer()
    order = make_delivered(mug, quantity=2)
    asked(order, wish(order, mug, 2))

    with pytest.raises(InvalidInput, match="Please check") as refused:
        asked(order, wish(order, mug, 1))

    assert "on its way back" in next(iter(refused.value.fields.values()))


def test_what_was_called_off_can_come_back_again() -> None:
    make_shop()
    mug = make_offer()
    order = make_delivered(mug)

    operations.call_off(made=asked(order, wish(order, mug)), actor=ADA, at=THEN)
    made = taken_in(asked(order, wish(order, mug)))

    assert made.status == Return.Status.SETTLED
    holds()


def test_before_it_arrived_and_after_the_window_nothing_comes_back_for_a_change_of_mind() -> None:
    make_shop()
    mug = make_offer()
    order = make_delivered(mug)
    late = NOON + timedelta(days=2 + 15)

    with pytest.raises(InvalidInput) as refused:
        asked(order, wish(order, mug), at=late)
    assert "until 04 December 2026" in next(iter(refused.value.fields.values()))
    assert asked(order, wish(order, mug, reason="faulty"), at=late).kind == Return.Kind.CLAIM


def test_a_promise_longer_than_the_law_is_kept_and_a_shorter_one_is_not() -> None:
    make_shop()
    mug = make_offer()
    order = make_delivered(mug)
    policy = ReturnPolicy.objects.create(name="Long", window_days=60)
    forget_all()
    assert operations.preview(order=order, wishes=[wish(order, mug)], at=NOON + timedelta(days=50))

    policy.window_days = 3
    policy.save()
    forget_all()
    assert operations.preview(order=order, wishes=[wish(order, mug)], at=NOON + timedelta(days=16))


def test_a_fee_is_shown_before_and_taken_once_and_never_for_a_fault() -> None:
    make_shop()
    mug = make_offer(price="18.00")
    order = make_delivered(mug, quantity=3)
    ReturnPolicy.objects.create(name="Fee", fees="fixed", fee_minor=395, fee_currency="EUR")
    forget_all()

    plain = asked(order, wish(order, mug))
    assert (plain.fee_minor, plain.estimate) == (395, Money(1405, "EUR"))
    taken_in(plain)
    assert returned_to_card() == 1405
    assert operations.preview(order=order, wishes=[wish(order, mug, reason="damaged")], at=THEN).fee == Money(0, "EUR")
    holds()


def test_another_sum_than_was_shown_is_refused() -> None:
    make_shop()
    mug = make_offer(price="18.00")
    order = make_delivered(mug)

    with pytest.raises(Conflict, match="now comes to"):
        operations.request(
            order=order, wishes=[wish(order, mug)], expected=Money(1, "EUR"), refund_to="", actor=ADA, at=THEN
        )


def test_as_store_credit_it_is_worth_more_and_can_be_had_at_once() -> None:
    make_shop()
    mug = make_offer(price="20.00")
    order = make_delivered(mug)
    ReturnPolicy.objects.create(name="Credit", credit_bonus_percent=10, instant_credit=True)
    forget_all()
    account = holder_account(order, at=THEN)

    made = asked(order, wish(order, mug), refund_to=f"credit:{account.token}")
    made = settling.settle(made=made, at=THEN)

    assert made.status == Return.Status.SETTLED
    assert credit.credit(account).available == Money(2745, "EUR")
    assert ledger.balance(Account.GOODWILL, "EUR").minor == 250
    taken_in(made)
    assert credit.credit(account).available == Money(2745, "EUR")
    assert stock.available([mug.pk]) == {mug.pk: 10}
    holds()


def test_what_is_not_accepted_goes_back_with_the_reason_and_without_money() -> None:
    make_shop()
    mug = make_offer()
    order = make_delivered(mug)
    made = asked(order, wish(order, mug))

    with pytest.raises(InvalidInput):
        taken_in(made, "send_back")
    made = taken_in(made, "send_back", "It has been used for a year.")

    assert (made.status, Refund.objects.count(), CreditNote.objects.count()) == ("refused", 0, 0)
    assert queries.detail(made).comes_back == Money(0, "EUR")
    assert stock.available([mug.pk]) == {mug.pk: 9}
    holds()


def test_what_is_broken_is_written_off_and_paid_for_all_the_same() -> None:
    make_shop()
    mug = make_offer(price="18.00")
    order = make_delivered(mug)

    taken_in(asked(order, wish(order, mug, reason="damaged")), "write_off")

    assert returned_to_card() == order.total_minor
    assert stock.available([mug.pk]) == {mug.pk: 9}
    holds()


def exchange(
    price: str, instead_price: str, pay_with: dict[str, str] | None = None
) -> tuple[Order, Offer, Offer, Return]:
    make_shop()
    product = make_product()
    small = make_offer(price=price, product=product, stock=5, size="S")
    large = make_offer(price=instead_price, product=product, stock=5, size="L")
    order = make_delivered(small)
    made = asked(order, wish(order, small, reason="too_small", instead=large.pk), pay_with=pay_with)
    return order, small, large, made


def test_an_exchange_reserves_the_other_goods_at_once_and_sends_them_when_the_old_ones_are_back() -> None:
    _, small, large, made = exchange("18.00", "18.00")
    assert stock.available([large.pk]) == {large.pk: 4}

    made = taken_in(made)

    assert made.status == Return.Status.SETTLED, made.problem
    sent = made.exchange_order
    assert sent is not None
    assert (sent.total_minor, sent.shipping_minor, sent.lines.get().offer_id) == (1800, 0, large.pk)
    assert stock.available([small.pk, large.pk]) == {small.pk: 5, large.pk: 4}
    assert returned_to_card() == 0
    holds()


def test_a_dearer_exchange_is_paid_for_and_a_cheaper_one_pays_back() -> None:
    card = {"provider": "sandbox", "token": "sandbox_approve", "label": "Test card"}
    _, _, _, made = exchange("18.00", "25.00", card)
    assert made.estimate == Money(-700, "EUR")
    settling.charge_difference(made=made, at=THEN)

    made = taken_in(made)

    assert made.exchange_order is not None, made.problem
    assert made.exchange_order.total_minor == 2500
    holds()


def test_a_cheaper_exchange_pays_the_difference_back() -> None:
    _, _, _, made = exchange("25.00", "18.00")

    made = taken_in(made)

    assert made.exchange_order is not None
    assert (made.exchange_order.total_minor, returned_to_card()) == (1800, 700)
    holds()


def test_a_declined_difference_leaves_the_return_waiting_with_the_reason() -> None:
    card = {"provider": "sandbox", "token": "sandbox_decline", "label": "Test card"}
    _, _, large, made = exchange("18.00", "25.00", card)

    made = taken_in(made)

    assert (made.status, made.exchange_order) == ("received", None)
    assert "declined" in made.problem
    assert stock.available([large.pk]) == {large.pk: 4}
    tried = Payment.objects.filter(part__startswith="return:").count()
    settling.recover(at=THEN + timedelta(days=3, hours=1))
    assert Payment.objects.filter(part__startswith="return:").count() == tried
    settling.choose_means(made=made, provider="sandbox", token="sandbox_approve", at=THEN)
    made = settling.settle(made=made, at=THEN + timedelta(days=4))
    assert made.status == Return.Status.SETTLED
    holds()


def test_an_exchange_that_is_called_off_frees_the_goods_and_gives_the_difference_back() -> None:
    card = {"provider": "sandbox", "token": "sandbox_approve", "label": "Test card"}
    _, _, large, made = exchange("18.00", "25.00", card)
    settling.charge_difference(made=made, at=THEN)

    operations.call_off(made=made, actor=ADA, at=THEN)
    settling.recover(at=THEN + timedelta(minutes=1))

    assert stock.available([large.pk]) == {large.pk: 5}
    difference = Payment.objects.get(part__startswith="return:")
    assert difference.refunded_minor == difference.captured_minor == 700
    holds()


def test_what_an_exchange_kept_too_long_is_let_go_and_comes_back_for_money() -> None:
    _, _, large, made = exchange("18.00", "18.00")

    settling.recover(at=THEN + timedelta(days=31))
    made.refresh_from_db()

    assert (made.status, made.kind, made.estimate) == ("requested", "return", Money(1800, "EUR"))
    assert stock.available([large.pk]) == {large.pk: 5}
    taken_in(made)
    assert returned_to_card() == 2295
    holds()


def test_what_an_exchange_brought_can_come_back_too_as_store_credit() -> None:
    from shopkeeper.commerce.returns.makers import deliver

    _, _, large, made = exchange("18.00", "18.00")
    sent = taken_in(made).exchange_order
    assert sent is not None
    deliver(sent, at=THEN + timedelta(days=4))

    again = asked(sent, wish(sent, large), at=THEN + timedelta(days=8))
    findings = [Finding(one.line_id, "restock") for one in again.lines.all()]
    operations.receive(made=again, findings=findings, actor=SAM, at=THEN + timedelta(days=9))
    again = settling.settle(made=again, at=THEN + timedelta(days=9))

    assert again.status == Return.Status.SETTLED, again.problem
    assert credit.find("")[0].available == Money(1800, "EUR")
    holds()


@pytest.mark.parametrize("point", ["returns.s2.after_commit", "payments.capture.after_provider"])
def test_killed_half_way_a_return_is_settled_once(point: str) -> None:
    card = {"provider": "sandbox", "token": "sandbox_approve", "label": "Test card"}
    _, _, _, made = exchange("18.00", "25.00", card)

    with pytest.raises(FaultInjected), armed(f"{point}:1:raise"):
        taken_in(made)
    for minutes in (1, 2, 3):
        settling.recover(at=THEN + timedelta(days=3, minutes=minutes))
    made.refresh_from_db()

    assert made.status == Return.Status.SETTLED
    assert CreditNote.objects.count() == 1
    assert Order.objects.count() == 2
    holds()


def test_reasons_are_counted_for_the_product() -> None:
    make_shop()
    mug = make_offer()
    order = make_delivered(mug, quantity=3)
    asked(order, wish(order, mug, 2, reason="too_small"))

    assert queries.reasons_of_product(order.lines.get().product_id) == [("Too small", 2)]


def test_a_return_belongs_to_its_order_and_no_other() -> None:
    make_shop()
    mug = make_offer()
    mine, yours = make_delivered(mug), make_delivered(mug)
    made = asked(mine, wish(mine, mug))

    with pytest.raises(Exception, match="no such return"):
        queries.return_of_order(made.public_id, yours)
    with pytest.raises(InvalidInput):
        asked(yours, wish(mine, mug))


def test_store_credit_pays_the_next_order_together_with_a_card() -> None:
    from dataclasses import replace

    from shopkeeper.commerce.checkout import saga
    from shopkeeper.commerce.checkout.makers import make_checkout, pay_request

    shop = make_shop()
    mug = make_offer(price="18.00")
    account, code = credit_operations.issue_card(
        amount=Money(1000, "EUR"),
        paid_from=credit_operations.debit(Account.GOODWILL, Money(1000, "EUR")),
        reason="Sorry",
        at=NOON,
    )
    checkout = make_checkout(shop, mug)
    checkout.credit = [account.token]
    checkout.save()

    request = replace(pay_request(checkout), credit_minor=1000)
    progress = saga.pay(checkout_id=checkout.public_id, request=request, at=NOON)

    assert progress.state == "placed", progress.message
    assert sorted(Payment.objects.values_list("provider", "captured_minor")) == [("credit", 1000), ("sandbox", 1295)]
    assert credit.account_by_code(code.lower()) == account
    assert credit.credit(account).balance == Money(0, "EUR")
    holds()


def test_refunds_go_back_to_what_was_paid_last_first() -> None:
    from dataclasses import replace

    from shopkeeper.commerce.checkout import saga
    from shopkeeper.commerce.checkout.makers import make_checkout, pay_request
    from shopkeeper.commerce.returns.makers import deliver

    shop = make_shop()
    mug = make_offer(price="10.00")
    account, _ = credit_operations.issue_card(
        amount=Money(1500, "EUR"),
        paid_from=credit_operations.debit(Account.GOODWILL, Money(1500, "EUR")),
        reason="Sorry",
        at=NOON,
    )
    checkout = make_checkout(shop, mug, quantity=2)
    checkout.credit = [account.token]
    checkout.save()
    request = replace(pay_request(checkout), credit_minor=1500)
    order = saga.pay(checkout_id=checkout.public_id, request=request, at=NOON).order
    assert order is not None
    deliver(order)

    taken_in(asked(order, wish(order, mug, 1)))

    assert returned_to_card() == 1000
    assert sorted(Refund.objects.values_list("payment__provider", "amount_minor")) == [("credit", 5), ("sandbox", 995)]
    assert credit.credit(account).available == Money(5, "EUR")
    assert ReturnLine.objects.get().outcome == "restock"
    holds()
