"""Nothing is sold twice, ordered twice or charged twice, with real threads on the configured database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
from django.db.models import Sum

from shopkeeper.commerce.cart import operations as carts
from shopkeeper.commerce.cart.models import Cart
from shopkeeper.commerce.checkout import joining, saga
from shopkeeper.commerce.checkout.crowd import make_crowd
from shopkeeper.commerce.checkout.makers import NOON, make_checkout, make_offer, make_shop, pay_request
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.customers.models import Customer
from shopkeeper.commerce.customers.operations import customer_of
from shopkeeper.commerce.inventory import operations as inventory
from shopkeeper.commerce.inventory.allocation import Want
from shopkeeper.commerce.inventory.models import Bucket, Hold
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders.models import Invoice, Order, OrderEvent
from shopkeeper.commerce.payments import operations as payments
from shopkeeper.commerce.payments.models import Payment, Refund, SandboxCharge
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.errors import ShopError
from shopkeeper.foundation.money import Money
from tests.threads import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def codes(found: list[object]) -> Counter[str]:
    """How often each outcome came up; anything that is not an expected refusal is raised."""
    for one in found:
        if isinstance(one, Exception) and not isinstance(one, ShopError):
            raise one
    return Counter(one.code if isinstance(one, ShopError) else getattr(one, "state", "done") for one in found)


def test_one_unit_and_a_thousand_buyers_make_exactly_one_order() -> None:
    market = make_shop()
    offer = make_offer(stock=1)
    checkouts = make_crowd(market, offer, buyers=1000)
    request = pay_request(checkouts[0])

    found = at_once(
        [partial(saga.pay, checkout_id=one.public_id, request=request, at=NOON) for one in checkouts], threads=64
    )

    assert codes(found)["placed"] == 1
    assert set(codes(found)) <= {"placed", "out_of_stock", "cart_not_ready"}
    assert Order.objects.count() == SandboxCharge.objects.count() == 1
    bucket = Bucket.objects.get()
    assert (bucket.taken, bucket.total) == (1, 1)


def test_fifty_units_and_two_hundred_buyers_make_exactly_fifty_orders() -> None:
    market = make_shop()
    offer = make_offer(stock=50)
    checkouts = make_crowd(market, offer, buyers=200)
    request = pay_request(checkouts[0])

    found = at_once(
        [partial(saga.pay, checkout_id=one.public_id, request=request, at=NOON) for one in checkouts], threads=32
    )

    assert codes(found)["placed"] == 50
    assert Order.objects.count() == 50
    assert Hold.objects.filter(status=Hold.Status.CONFIRMED).count() == 50


def test_pressing_pay_fifty_times_at_once_places_one_order_and_one_charge() -> None:
    market = make_shop()
    checkout = make_checkout(market, make_offer(stock=5))
    request = pay_request(checkout)

    found = at_once([partial(saga.pay, checkout_id=checkout.public_id, request=request, at=NOON)] * 50, threads=25)

    assert set(codes(found)) <= {"placed", "confirming"}
    assert saga.drive(checkout_id=checkout.public_id, at=NOON).state == "placed"
    assert Order.objects.count() == SandboxCharge.objects.count() == 1
    assert SandboxCharge.objects.get().captured_minor == request.total_minor
    assert OrderEvent.objects.filter(kind="placed").count() == 1


def test_return_page_webhook_and_recovery_at_once_finish_one_order() -> None:
    market = make_shop()
    checkout = make_checkout(market, make_offer(stock=5))
    saga.pay(checkout_id=checkout.public_id, request=pay_request(checkout, "three_d_secure"), at=NOON)
    charge = SandboxCharge.objects.get()
    SandboxCharge.objects.filter(pk=charge.pk).update(status="authorised")
    payment = Payment.objects.get()

    def by_webhook() -> saga.Progress:
        saga.resolve(payment=payments.refresh(payment=Payment.objects.get(pk=payment.pk)), at=NOON)
        return saga.drive(checkout_id=checkout.public_id, at=NOON)

    by_return = partial(saga.drive, checkout_id=checkout.public_id, at=NOON)
    found = at_once([by_return, by_webhook] * 10, threads=10)

    assert codes(found).keys() <= {"placed", "action", "confirming"}
    assert Order.objects.count() == 1
    assert SandboxCharge.objects.get().captured_minor == payment.amount_minor


def test_signing_in_while_orders_are_placed_leaves_none_without_its_customer() -> None:
    market = make_shop()
    offer = make_offer(stock=40)
    found: list[tuple[Checkout, Customer]] = []
    for number in range(12):
        checkout = make_checkout(market, offer)
        customer = customer_of(User.objects.create_user(f"{number}@example.com"))
        if number % 2:
            carts.add(
                cart=carts.open_new(market=market, customer=customer),
                offer_id=offer.pk,
                quantity=3,
                market=market,
                at=NOON,
            )
        saga.pay(checkout_id=checkout.public_id, request=pay_request(checkout, "three_d_secure"), at=NOON)
        found.append((checkout, customer))
    SandboxCharge.objects.update(status="authorised")
    actions: list[Callable[[], object]] = []
    for checkout, customer in found:
        actions.append(partial(saga.drive, checkout_id=checkout.public_id, at=NOON))
        actions.append(partial(joining.claim, cart=checkout.cart, customer=customer))

    codes(at_once(actions, threads=8))

    for checkout, customer in found:
        assert Order.objects.get(checkout_id=checkout.public_id).customer_id == customer.pk
        assert Cart.objects.filter(customer=customer, status="open").count() <= 1
    assert SandboxCharge.objects.filter(captured_minor__gt=0).count() == len(found)


def test_takers_of_several_things_in_any_order_never_deadlock_or_oversell() -> None:
    make_shop()
    offers = [make_offer(stock=20) for _ in range(4)]

    def take(number: int) -> object:
        wanted = [offers[(number + step) % 4] for step in range(3)]
        wants = [Want(str(offer.pk), offer.pk, 1) for offer in (wanted if number % 2 else reversed(wanted))]
        return inventory.take(reference=f"race:{number}", wants=wants, at=NOON, expires_at=NOON)

    found = at_once([partial(take, number) for number in range(60)], threads=16)

    codes(found)
    sold = Hold.objects.aggregate(units=Sum("quantity"))["units"]
    assert sold == Bucket.objects.aggregate(units=Sum("taken"))["units"]
    assert all(0 <= bucket.taken <= bucket.total for bucket in Bucket.objects.all())


def test_two_refunds_at_once_never_give_back_more_than_was_taken() -> None:
    market = make_shop()
    checkout = make_checkout(market, make_offer(stock=5))
    saga.pay(checkout_id=checkout.public_id, request=pay_request(checkout), at=NOON)
    payment = Payment.objects.get()

    def refund(number: int) -> object:
        return payments.request_refund(
            payment=payment, amount=Money(1000, "EUR"), key=f"refund:{number}", reason="", at=NOON
        )

    found = at_once([partial(refund, number) for number in range(20)], threads=10)

    assert codes(found) == {"done": 2, "conflict": 18}
    assert Refund.objects.count() == 2
    assert Payment.objects.get().refunded_minor == 2000


def test_cancelling_and_packing_at_once_has_one_winner_and_stock_follows() -> None:
    market = make_shop()
    offer = make_offer(stock=40)
    for checkout in make_crowd(market, offer, buyers=20):
        saga.pay(checkout_id=checkout.public_id, request=pay_request(checkout), at=NOON)
    actor = orders.Actor("staff", "Sam")
    actions = []
    for order in Order.objects.all():
        package = order.packages.get()
        actions.append(partial(orders.cancel, order=order, actor=actor, reason="", at=NOON))
        actions.append(partial(orders.pack, package=package, actor=actor, at=NOON))

    found = at_once(actions, threads=16)

    codes(found)
    cancelled = Order.objects.filter(status="cancelled").count()
    packed = Order.objects.filter(packages__status="packed").count()
    assert cancelled + packed == 20
    assert not Order.objects.filter(status="cancelled", packages__status="packed").exists()
    assert Bucket.objects.get().taken == packed


def test_invoices_issued_at_once_have_no_gap() -> None:
    market = make_shop()
    offer = make_offer(stock=40)
    for checkout in make_crowd(market, offer, buyers=15):
        saga.pay(checkout_id=checkout.public_id, request=pay_request(checkout), at=NOON)

    found = at_once([partial(orders.issue_invoice, order=order, at=NOON) for order in Order.objects.all()] * 2)

    codes(found)
    assert sorted(Invoice.objects.values_list("number", flat=True)) == list(range(1, 16))
