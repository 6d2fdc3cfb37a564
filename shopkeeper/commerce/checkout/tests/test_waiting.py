"""Orders paid by bank transfer, on an invoice and at the door: what is awaited, short, over, late or cancelled."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from stdnum import iso11649

from shopkeeper.commerce.changes import operations as changes
from shopkeeper.commerce.changes import saga as change_saga
from shopkeeper.commerce.checkout import money_back, saga, verify, waiting
from shopkeeper.commerce.checkout.makers import make_checkout, make_offer, make_shop, pay_request
from shopkeeper.commerce.checkout.tasks import take_cash
from shopkeeper.commerce.checkout.to_pay import reference_of, to_pay
from shopkeeper.commerce.credit import operations as credit
from shopkeeper.commerce.customers.addresses import PostalAddress
from shopkeeper.commerce.ledger import queries as ledger
from shopkeeper.commerce.ledger.accounts import Account
from shopkeeper.commerce.ledger.operations import debit
from shopkeeper.commerce.orders import holds
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders.models import Order, OrderHold, Package
from shopkeeper.commerce.payments import promises
from shopkeeper.commerce.payments.models import Payment, Promise, Receipt, Refund, Terms
from shopkeeper.foundation.audit.operations import Actor
from shopkeeper.foundation.errors import Conflict, InvalidInput
from shopkeeper.foundation.events.testing import deliver_all
from shopkeeper.foundation.money import Money

pytestmark = pytest.mark.django_db
ANNA = Actor(kind="user", id="1", label="Anna")
TOTAL = Money(4095, "EUR")


@pytest.fixture(autouse=True)
def _terms() -> None:
    Terms.objects.create(
        provider="transfer",
        is_offered=True,
        due_days=7,
        cancel_days=7,
        holder="Linden Row",
        iban="NL91ABNA0417164300",
        bic="ABNANL2A",
    )
    Terms.objects.create(provider="invoice", is_offered=True, due_days=14)
    Terms.objects.create(provider="cod", is_offered=True)


def placed(provider: str, *, stock: int = 5) -> Order:
    """An order of 40.95 paid this way."""
    now = timezone.now()
    checkout = make_checkout(make_shop(), make_offer(stock=stock, at=now), quantity=2, at=now)
    asked = pay_request(checkout, at=now)
    wanted = saga.PayRequest(asked.total_minor, asked.currency, provider, "promise", "/back", asked.payer)
    progress = saga.pay(checkout_id=checkout.public_id, request=wanted, at=now)
    assert progress.state == "placed"
    assert progress.order is not None
    return progress.order


def payment() -> Payment:
    return Payment.objects.get()


def came(minor: int, key: str = "statement 1") -> promises.Awaited:
    return waiting.money_came(
        payment_key=payment().key, amount=Money(minor, "EUR"), key=key, note="", actor=ANNA, at=timezone.now()
    )


def pack(order: Order) -> Package:
    return orders.pack(package=order.packages.get(), actor=orders.SYSTEM, at=timezone.now())


def nothing_is_wrong() -> None:
    assert not [(title, found) for title, found in verify.findings() if found]


def in_the_bank() -> int:
    return ledger.balance(Account.BANK, "EUR").minor


def test_an_order_by_transfer_waits_for_its_money_and_goes_on_when_it_is_there() -> None:
    order = placed("transfer")
    assert payment().status == Payment.Status.AUTHORISED
    with pytest.raises(orders.Held) as held:
        pack(order)
    assert "money" in held.value.message
    nothing_is_wrong()

    standing = came(4095)

    assert (standing.missing.minor, standing.surplus.minor) == (0, 0)
    assert (payment().status, payment().captured_minor, in_the_bank()) == ("captured", 4095, 4095)
    assert pack(order).status == Package.Status.PACKED
    nothing_is_wrong()


def test_what_was_promised_counts_from_the_day_the_money_came() -> None:
    order = placed("transfer")
    before = order.packages.get()
    later = timezone.now() + timedelta(days=3)

    waiting.money_came(payment_key=payment().key, amount=TOTAL, key="s", note="", actor=ANNA, at=later)

    after = order.packages.get()
    assert (after.promised_from - before.promised_from).days == 3
    assert (after.promised_to - before.promised_to).days == 3


def test_too_little_keeps_the_order_waiting_and_the_rest_completes_it() -> None:
    order = placed("transfer")

    assert came(2000, "first").missing == Money(2095, "EUR")
    told = to_pay(order)
    assert told is not None
    assert (told.missing.minor, told.received.minor) == (2095, 2000)
    nothing_is_wrong()

    assert not came(2095, "second").missing
    assert to_pay(order) is None
    nothing_is_wrong()


def test_the_same_statement_twice_counts_once() -> None:
    placed("transfer")

    for _ in range(3):
        came(2000, "same line")

    assert in_the_bank() == 2000
    assert Receipt.objects.count() == 1


def test_too_much_is_listed_until_it_has_been_sent_back() -> None:
    placed("transfer")
    assert came(5000).surplus == Money(905, "EUR")
    nothing_is_wrong()

    for _ in range(2):
        promises.send_back(payment_key=payment().key, key="back", note="", actor=ANNA, at=timezone.now())

    assert in_the_bank() == 4095
    assert promises.awaited() == []
    nothing_is_wrong()
    with pytest.raises(Conflict):
        promises.send_back(payment_key=payment().key, key="again", note="", actor=ANNA, at=timezone.now())


def test_a_few_cents_less_can_be_given_up_with_a_reason_and_the_order_goes_on() -> None:
    order = placed("transfer")
    came(4090)
    with pytest.raises(InvalidInput):
        waiting.give_up_rest(payment_key=payment().key, key="w", note=" ", actor=ANNA, at=timezone.now())

    waiting.give_up_rest(payment_key=payment().key, key="w", note="Bank charges", actor=ANNA, at=timezone.now())

    assert payment().status == Payment.Status.CAPTURED
    assert ledger.balance(Account.WRITE_OFFS, "EUR").minor == 5
    assert holds.standing(order) == []
    nothing_is_wrong()


def test_nothing_at_all_cannot_be_given_up() -> None:
    placed("transfer")

    with pytest.raises(Conflict):
        waiting.give_up_rest(payment_key=payment().key, key="w", note="Why not", actor=ANNA, at=timezone.now())


@pytest.mark.parametrize("amount", [Money(0, "EUR"), Money(-5, "EUR"), Money(4095, "USD")], ids=str)
def test_only_real_amounts_come_in(amount: Money) -> None:
    placed("transfer")

    with pytest.raises(InvalidInput):
        promises.receive(payment_key=payment().key, amount=amount, key="k", note="", actor=ANNA, at=timezone.now())


def test_an_order_cancelled_before_it_was_paid_owes_nobody_and_late_money_goes_back() -> None:
    order = placed("transfer")
    orders.cancel(order=order, actor=orders.SYSTEM, reason="Changed my mind", at=timezone.now())
    money_back.return_money(order_id=order.pk, at=timezone.now())
    assert payment().status == Payment.Status.VOIDED
    assert promises.awaited() == []

    assert came(4095).surplus == TOTAL

    assert [one.surplus for one in promises.awaited()] == [TOTAL]
    assert payment().status == Payment.Status.VOIDED
    nothing_is_wrong()


def test_a_paid_order_that_is_cancelled_is_owed_until_somebody_sends_the_money_back() -> None:
    order = placed("transfer")
    came(4095)
    orders.cancel(order=order, actor=orders.SYSTEM, reason="Broken in the house", at=timezone.now())
    for _ in range(2):
        money_back.return_money(order_id=order.pk, at=timezone.now())

    assert Refund.objects.get().status == Refund.Status.DONE
    assert [one.surplus for one in promises.awaited()] == [TOTAL]
    nothing_is_wrong()

    promises.send_back(payment_key=payment().key, key="back", note="", actor=ANNA, at=timezone.now())
    assert (in_the_bank(), promises.awaited()) == (0, [])
    nothing_is_wrong()


def test_an_invoice_is_sent_with_the_goods_and_paid_afterwards() -> None:
    order = placed("invoice")

    package = pack(order)
    orders.ship(package=package, carrier="", tracking_number="", actor=orders.SYSTEM, at=timezone.now())
    nothing_is_wrong()

    came(4095)
    assert ledger.balances_of(Account.RECEIVABLE) == [Money(0, "EUR")]
    nothing_is_wrong()


def test_cash_is_with_the_carrier_from_delivery_until_it_is_handed_on() -> None:
    order = placed("cod")
    package = pack(order)
    orders.ship(package=package, carrier="", tracking_number="", actor=orders.SYSTEM, at=timezone.now())
    assert payment().status == Payment.Status.AUTHORISED

    orders.deliver(package=package, actor=orders.SYSTEM, at=timezone.now())
    assert waiting.is_paid_at_the_door(order_id=order.pk)
    take_cash.call(order.pk)

    assert payment().status == Payment.Status.CAPTURED
    assert ledger.balance(Account.PROVIDER, "EUR", subject="cod") == TOTAL
    assert [one.missing for one in promises.awaited()] == [TOTAL]
    nothing_is_wrong()

    came(4095)
    assert (ledger.balance(Account.PROVIDER, "EUR", subject="cod").minor, promises.awaited()) == (0, [])
    nothing_is_wrong()


def test_the_recovery_task_leaves_promises_alone() -> None:
    placed("transfer")
    later = timezone.now() + timedelta(days=3)

    assert saga.settle_loose_money(at=later) == 0
    assert payment().status == Payment.Status.AUTHORISED


def test_a_promise_without_an_order_is_dropped_like_any_other_money() -> None:
    """Killed between writing the payment down and placing the order, and then given up."""
    order = placed("transfer")
    Promise.objects.update(is_relied_on=False)
    saga.Checkout.objects.filter(public_id=order.checkout_id).update(payment_key="co:0:0:auth")

    saga.settle_loose_money(at=timezone.now() + timedelta(hours=1))

    assert payment().status == Payment.Status.VOIDED
    assert Promise.objects.get().status == Promise.Status.VOIDED


def test_whoever_does_not_pay_is_reminded_once_and_then_the_order_is_cancelled() -> None:
    order = placed("transfer", stock=2)
    due = timezone.now() + timedelta(days=7)

    waiting.look_after(at=due)
    assert Promise.objects.get().reminded_at is None
    for days in (1, 2, 3):
        waiting.look_after(at=due + timedelta(days=days))
    order.refresh_from_db()
    assert (order.status, Promise.objects.exclude(reminded_at=None).count()) == ("placed", 1)

    waiting.look_after(at=due + timedelta(days=8))

    order.refresh_from_db()
    assert order.status == Order.Status.CANCELLED


def test_whoever_has_paid_a_part_is_never_cancelled_by_a_machine() -> None:
    order = placed("transfer")
    came(1000)

    waiting.look_after(at=timezone.now() + timedelta(days=10))
    waiting.look_after(at=timezone.now() + timedelta(days=60))

    order.refresh_from_db()
    assert order.status == Order.Status.PLACED


def test_without_a_rule_nothing_is_cancelled() -> None:
    Terms.objects.update(cancel_days=None)
    order = placed("transfer")

    for days in (10, 100):
        waiting.look_after(at=timezone.now() + timedelta(days=days))

    order.refresh_from_db()
    assert order.status == Order.Status.PLACED


def test_a_confirmation_that_was_killed_half_way_is_finished() -> None:
    order = placed("transfer")
    promises.receive(payment_key=payment().key, amount=TOTAL, key="k", note="", actor=ANNA, at=timezone.now())
    assert payment().status == Payment.Status.AUTHORISED

    waiting.look_after(at=timezone.now())

    assert payment().status == Payment.Status.CAPTURED
    assert not OrderHold.objects.filter(order=order, released_at=None).exists()


def test_the_mail_says_how_to_pay() -> None:
    from shopkeeper.insight.messaging.models import Message

    order = placed("transfer")
    deliver_all()

    text = Message.objects.get(kind="order_placed").text
    for told in ("NL91ABNA0417164300", "Linden Row", reference_of(order.number), "40.95"):
        assert told in text


def test_the_customer_hears_once_that_the_money_is_here() -> None:
    from shopkeeper.insight.messaging.models import Message

    placed("transfer")
    came(2000, "first")
    deliver_all()
    assert not Message.objects.filter(kind="payment_received").exists()

    came(2095, "second")
    came(2095, "second")
    deliver_all()

    assert "your payment is here" in Message.objects.get(kind="payment_received").text


@pytest.mark.parametrize("number", ["7K2M-9QPD", "0000-0000", "ZZZZ-ZZZZ"])
def test_the_reference_has_right_check_digits(number: str) -> None:
    reference = reference_of(number)

    assert iso11649.is_valid(reference)
    wrong = reference[:-1] + ("1" if reference[-1] != "1" else "2")
    assert not iso11649.is_valid(wrong)


def test_an_order_that_waits_for_its_money_is_not_changed_before_it_is_there() -> None:
    order, now = placed("transfer"), timezone.now()
    moved = PostalAddress(name="Ada", line1="Prinsengracht 2", postal_code="1015 DV", city="Amsterdam", country="NL")
    change = changes.propose_address(order=order, address=moved, actor=orders.SYSTEM, at=now)

    with pytest.raises(Conflict) as refused:
        change_saga.confirm(change=change, difference=change.difference, pay_with=None, at=now)
    assert "has not come yet" in refused.value.message

    came(4095)
    progress = change_saga.confirm(change=change, difference=change.difference, pay_with=None, at=now)
    assert progress.state == "applied"
    nothing_is_wrong()


def test_a_gift_card_and_a_transfer_pay_together_and_only_the_rest_is_awaited() -> None:
    now = timezone.now()
    checkout = make_checkout(make_shop(), make_offer(at=now), quantity=2, at=now)
    worth = Money(2000, "EUR")
    paid_by = debit(Account.GOODWILL, worth)
    account, _code = credit.issue_card(amount=worth, paid_from=paid_by, reason="Sorry", at=now)
    saga.Checkout.objects.filter(pk=checkout.pk).update(credit=[account.token])
    asked = pay_request(checkout, at=now)
    wanted = saga.PayRequest(asked.total_minor, "EUR", "transfer", "promise", "/back", asked.payer, credit_minor=2000)

    progress = saga.pay(checkout_id=checkout.public_id, request=wanted, at=now)

    assert progress.state == "placed"
    assert progress.order is not None
    told = to_pay(progress.order)
    assert told is not None
    assert told.missing.minor == 2095
    nothing_is_wrong()
    promised = Payment.objects.get(provider="transfer")
    waiting.money_came(
        payment_key=promised.key, amount=Money(2095, "EUR"), key="s", note="", actor=ANNA, at=timezone.now()
    )
    assert holds.standing(progress.order) == []
    nothing_is_wrong()
