"""However a return, an exchange or its order ends: money reaches somebody who can spend it, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shopkeeper.commerce.catalogue.makers import make_product
from shopkeeper.commerce.changes import operations as changes
from shopkeeper.commerce.changes import saga as change_saga
from shopkeeper.commerce.changes.plan import Edit
from shopkeeper.commerce.checkout import money_back, verify
from shopkeeper.commerce.checkout.holders import guest_token, holder_account
from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.commerce.content.models import ReturnPolicy
from shopkeeper.commerce.credit import queries as credit
from shopkeeper.commerce.inventory import queries as stock
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders.models import CreditNote, Order, Package
from shopkeeper.commerce.payments import operations as payments
from shopkeeper.commerce.payments.models import Payment, Refund, SandboxCharge
from shopkeeper.commerce.returns import assess, operations, queries, settling
from shopkeeper.commerce.returns.makers import SAM, deliver, make_delivered
from shopkeeper.commerce.returns.models import Return
from shopkeeper.commerce.returns.operations import Finding
from shopkeeper.commerce.returns.tests.test_returns import ADA, THEN, asked, exchange, holds, taken_in, wish
from shopkeeper.commerce.shipping.models import ShippingMethod
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.remember import forget_all
from shopkeeper.insight.messaging.return_letters import return_letter

pytestmark = pytest.mark.django_db(transaction=True)
CARD = {"provider": "sandbox", "token": "sandbox_approve", "label": "Test card"}


def guest_credit(order: Order) -> Money:
    found = credit.of_guest(guest_token(order))
    return found[0].available if found else Money(0, order.currency)


def sent_instead() -> Order:
    sent = taken_in(exchange("18.00", "18.00")[3]).exchange_order
    assert sent is not None
    return sent


def test_cancelling_what_an_exchange_brings_leaves_its_worth_with_the_customer() -> None:
    sent = sent_instead()

    changes.cancel(order=sent, reason="No longer needed", actor=ADA, at=THEN)
    money_back.return_money(order_id=sent.pk, at=THEN)

    assert guest_credit(sent) == Money(1800, "EUR")
    holds()


def test_less_of_what_an_exchange_brings_does_so_too() -> None:
    make_shop()
    product = make_product()
    small = make_offer(price="18.00", product=product, size="S")
    large = make_offer(price="18.00", product=product, size="L")
    order = make_delivered(small, quantity=2)
    sent = taken_in(asked(order, wish(order, small, 2, instead=large.pk))).exchange_order
    assert sent is not None

    at = THEN + timedelta(days=4)
    edits = [Edit(sent.lines.get().pk, large.pk, 1)]
    change = changes.propose_items(order=sent, edits=edits, actor=ADA, at=at)
    change_saga.confirm(change=change, difference=change.difference, pay_with=None, at=at)

    assert guest_credit(sent) == Money(1800, "EUR")
    holds()


def test_a_return_of_what_an_exchange_brought_tells_the_guest_their_code() -> None:
    from shopkeeper.commerce.returns import queries

    sent = deliver(sent_instead(), at=THEN + timedelta(days=4))
    again = asked(sent, wish(sent, stockless(sent)), at=THEN + timedelta(days=8))
    again = taken_in(again)

    letter = return_letter(queries.detail(queries.return_by_id(again.pk)), "settled")
    found = credit.of_guest(guest_token(sent))

    assert found is not None
    assert found[1] in letter.text
    assert "store credit now" in letter.text


def stockless(order: Order) -> object:
    """The offer of an order's only line."""
    from shopkeeper.commerce.catalogue.models import Offer

    return Offer.objects.get(pk=order.lines.get().offer_id)


def test_credit_given_before_the_goods_were_seen_is_given_once_whatever_they_are() -> None:
    make_shop()
    ReturnPolicy.objects.create(name="Credit", instant_credit=True)
    forget_all()
    cup, jug = make_offer(price="18.00"), make_offer(price="30.00")
    order = make_delivered(cup, jug)
    to = f"credit:{holder_account(order, at=THEN).token}"
    made = settling.settle(made=asked(order, wish(order, cup), refund_to=to), at=THEN)

    findings = [Finding(one.line_id, "send_back", "Used") for one in made.lines.all()]
    made = operations.receive(made=made, findings=findings, actor=SAM, at=THEN)

    assert "Talk to the customer" in made.problem
    with pytest.raises(Exception, match="check what you want"):
        asked(order, wish(order, cup), refund_to=to)
    assert guest_credit(order) == Money(1800, "EUR")


def test_only_one_return_at_a_time_is_credited_unseen() -> None:
    make_shop()
    ReturnPolicy.objects.create(name="Credit", instant_credit=True)
    forget_all()
    cup = make_offer(price="18.00")
    order = make_delivered(cup, quantity=2)
    to = f"credit:{holder_account(order, at=THEN).token}"

    assert asked(order, wish(order, cup), refund_to=to).is_instant
    assert not asked(order, wish(order, cup), refund_to=to).is_instant


def test_credit_that_comes_back_as_credit_earns_no_bonus() -> None:
    sent = deliver(sent_instead(), at=THEN + timedelta(days=4))
    ReturnPolicy.objects.create(name="Bonus", credit_bonus_percent=10)
    forget_all()
    to = f"credit:{holder_account(sent, at=THEN).token}"

    taken_in(asked(sent, wish(sent, stockless(sent)), refund_to=to, at=THEN + timedelta(days=8)))

    assert guest_credit(sent) == Money(1800, "EUR")


def test_a_bank_that_is_never_asked_is_not_waited_for() -> None:
    *_, made = exchange("18.00", "25.00", {**CARD, "token": "sandbox_three_d_secure"})
    settling.charge_difference(made=made, at=THEN)
    made = taken_in(made)

    settling.recover(at=THEN + timedelta(days=3, hours=1))
    made.refresh_from_db()

    assert (made.payment_key, made.status) == ("", "received")
    assert settling.is_unpaid(made)
    assert made.problem


def test_money_a_provider_takes_after_all_goes_back_when_nobody_waits_for_it() -> None:
    *_, made = exchange("18.00", "25.00", {**CARD, "token": "sandbox_timeout_before"})
    payment = settling.charge_difference(made=made, at=THEN)
    assert payment is not None
    made.refresh_from_db()
    settling.look_at_difference(made=made, at=THEN + timedelta(minutes=2))
    SandboxCharge.objects.create(
        provider_id="sbx_late",
        key=payment.key,
        script="approve",
        currency="EUR",
        amount_minor=700,
        captured_minor=700,
        status="captured",
    )
    payments.refresh(payment=payment)
    operations.call_off(made=made, actor=ADA, at=THEN)
    Payment.objects.update(updated_at=THEN)

    settling.recover(at=THEN + timedelta(days=1))
    payment.refresh_from_db()

    assert payment.captured_minor == payment.refunded_minor == 700


def test_a_part_that_is_not_accepted_is_worked_out_anew_before_anything_goes_out() -> None:
    make_shop()
    first, second = make_product(), make_product()
    cheap = make_offer(price="10.00", product=first, size="S")
    dear = make_offer(price="30.00", product=first, size="L")
    other = make_offer(price="30.00", product=second, size="S")
    less = make_offer(price="10.00", product=second, size="L")
    order = make_delivered(cheap, other)
    made = asked(order, wish(order, cheap, instead=dear.pk), wish(order, other, instead=less.pk))
    kept = order.lines.get(offer_id=other.pk).pk

    findings = [
        Finding(one.line_id, "send_back" if one.line_id == kept else "restock", "Worn") for one in made.lines.all()
    ]
    operations.receive(made=made, findings=findings, actor=SAM, at=THEN)
    made = settling.settle(made=made, at=THEN)

    assert (made.status, made.estimate, CreditNote.objects.count()) == ("received", Money(-2000, "EUR"), 0)
    settling.choose_means(made=made, provider="sandbox", token="sandbox_approve", at=THEN)
    made = settling.settle(made=made, at=THEN)
    assert made.exchange_order is not None, made.problem
    assert made.exchange_order.total_minor == 3000
    holds()


@pytest.mark.parametrize("inclusive", [True, False])
def test_parts_that_are_called_off_in_between_never_make_more_or_less_than_the_whole(inclusive: bool) -> None:
    make_shop(inclusive=inclusive)
    cup = make_offer(price="1.01")
    order = make_delivered(cup, quantity=3)
    first, second, third = (asked(order, wish(order, cup)) for _ in range(3))
    operations.call_off(made=first, actor=ADA, at=THEN)
    again = asked(order, wish(order, cup))

    for made in (second, third, again):
        assert taken_in(made).status == Return.Status.SETTLED

    assert sum(note.total_minor for note in CreditNote.objects.all()) == order.total_minor
    assert sum(note.tax_minor for note in CreditNote.objects.all()) == order.tax_minor
    holds()


def test_delivery_comes_back_only_with_all_of_an_order() -> None:
    make_shop()
    cup = make_offer(price="18.00")
    order = make_delivered(cup, quantity=2)
    one, two = asked(order, wish(order, cup)), asked(order, wish(order, cup))

    taken_in(two)
    operations.call_off(made=one, actor=ADA, at=THEN)

    assert sum(refund.amount_minor for refund in Refund.objects.all()) == 1800


def test_the_days_count_from_the_last_parcel_and_before_it_comes_anything_can_go_back() -> None:
    make_shop()
    ShippingMethod.objects.update(free_from_minor=None)
    cup, jug = make_offer(), make_offer()
    order = make_order_in_two_parcels(cup, jug)
    first = order.packages.order_by("pk").first()
    assert first is not None
    orders.pack(package=first, actor=SAM, at=THEN)
    orders.ship(package=first, carrier="", tracking_number="", actor=SAM, at=THEN)

    under_way = assess.returnable(order, today=THEN.date())

    assert [one.eligibility.why_not for one in under_way] == [
        "",
        "It has not been sent yet; you can change or cancel it.",
    ]
    orders.deliver(package=first, actor=SAM, at=THEN)
    later = THEN + timedelta(days=20)
    assert assess.returnable(order, today=later.date())[0].eligibility.allows("changed_mind", later.date())


def make_order_in_two_parcels(*offers: object) -> Order:
    from shopkeeper.commerce.changes.makers import make_order

    order = make_order(*offers)  # type: ignore[arg-type]
    package = order.packages.get()
    apart = Package.objects.create(order=order, seller_id=package.seller_id)
    line = order.lines.order_by("position").last()
    assert line is not None
    line.package = apart
    line.save()
    return order


def test_a_change_leaves_every_line_in_its_parcel() -> None:
    make_shop()
    cup, jug = make_offer(), make_offer()
    order = make_order_in_two_parcels(cup, jug)
    before = dict(order.lines.values_list("pk", "package_id"))

    change = changes.propose_payment(order=order, actor=ADA, at=THEN)
    means = change_saga.PayWith("sandbox", "sandbox_approve", change_saga.Payer(), "/back")
    change_saga.confirm(change=change, difference=change.difference, pay_with=means, at=THEN)

    assert dict(order.lines.values_list("pk", "package_id")) == before
    assert not Package.objects.filter(order=order, status="open", lines=None).exists()


def test_an_offer_runs_out() -> None:
    make_shop()
    cup = make_offer(price="18.00")
    from shopkeeper.commerce.changes.makers import make_order

    order = make_order(cup, quantity=2)
    change = changes.propose_items(order=order, edits=[Edit(order.lines.get().pk, cup.pk, 1)], actor=ADA, at=THEN)

    with pytest.raises(Exception, match="run out"):
        change_saga.confirm(change=change, difference=change.difference, pay_with=None, at=THEN + timedelta(minutes=31))
    assert stock.available([cup.pk]) == {cup.pk: 8}
    assert {title: found for title, found in verify.findings() if found} == {}


def test_when_only_a_part_is_accepted_the_customer_is_told_what_they_really_got() -> None:
    make_shop()
    mug, bowl = make_offer(price="18.00"), make_offer(price="30.00")
    order = make_delivered(mug, bowl)
    made = asked(order, wish(order, mug), wish(order, bowl))
    assert queries.detail(made).comes_back == made.estimate
    refused = made.lines.get(line__sku=order.lines.get(offer_id=bowl.pk).sku).line_id
    findings = [
        Finding(one.line_id, "send_back" if one.line_id == refused else "restock", "Used.")
        for one in made.lines.all()
    ]  # fmt: skip

    operations.receive(made=made, findings=findings, actor=SAM, at=THEN + timedelta(days=3))
    made = settling.settle(made=made, at=THEN + timedelta(days=3))

    assert (made.status, queries.detail(made).comes_back) == ("settled", Money(1800, "EUR"))
    assert Refund.objects.get().amount_minor == 1800
