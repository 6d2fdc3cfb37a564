"""Random lives of orders: pay with every outcome, recover, cancel, pack, ship; the books stay right throughout."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from shopkeeper.commerce.checkout import money_back, saga
from shopkeeper.commerce.checkout.makers import NOON, make_checkout, make_offer, make_shop, pay_request
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.checkout.verify import findings
from shopkeeper.commerce.inventory import operations as inventory
from shopkeeper.commerce.inventory.models import Bucket
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders.models import Order, Package
from shopkeeper.commerce.payments import operations as payments
from shopkeeper.commerce.payments.backends.sandbox import SCRIPTS, Sandbox
from shopkeeper.commerce.payments.models import Payment, SandboxCharge
from shopkeeper.commerce.pricing import operations as pricing
from shopkeeper.commerce.pricing.operations import NewPrice
from shopkeeper.foundation.errors import ShopError
from shopkeeper.foundation.money import Money

STAFF = orders.Actor("staff", "Sam")
PICK = st.integers(0, 10**6)


class Shop(RuleBasedStateMachine):
    @initialize()
    def open(self) -> None:
        from django.core.management import call_command

        call_command("flush", interactive=False, verbosity=0, reset_sequences=False, inhibit_post_migrate=True)
        self.now = NOON
        self.market = make_shop()
        self.offers = [make_offer(stock=6), make_offer(price="7.35", stock=2), make_offer(price="0.01", stock=9)]

    def some(self, model: type, pick: int) -> object | None:
        rows = list(model.objects.order_by("pk"))
        return rows[pick % len(rows)] if rows else None

    @rule(picks=st.lists(PICK, min_size=1, max_size=3), quantity=st.integers(1, 3))
    def fill_a_cart(self, picks: list[int], quantity: int) -> None:
        chosen = {self.offers[pick % 3].pk: self.offers[pick % 3] for pick in picks}
        make_checkout(self.market, *chosen.values(), quantity=quantity, at=self.now)

    @rule(pick=PICK, script=st.sampled_from(sorted(SCRIPTS)))
    def pay(self, pick: int, script: str) -> None:
        checkout = self.some(Checkout, pick)
        if isinstance(checkout, Checkout) and checkout.status != "placed":
            quietly(
                lambda: saga.pay(
                    checkout_id=checkout.public_id, request=pay_request(checkout, script, at=self.now), at=self.now
                )
            )

    @rule(pick=PICK, approve=st.booleans())
    def decide_at_the_bank(self, pick: int, approve: bool) -> None:
        charge = self.some(SandboxCharge, pick)
        if isinstance(charge, SandboxCharge):
            Sandbox().confirm_action(charge.provider_id, approve=approve)
            Sandbox().arrive_late(charge.key)

    @rule(pick=PICK)
    def a_webhook_comes(self, pick: int) -> None:
        payment = self.some(Payment, pick)
        if isinstance(payment, Payment):
            saga.resolve(payment=payments.refresh(payment=payment), at=self.now)

    @rule(pick=PICK)
    def come_back_from_the_bank(self, pick: int) -> None:
        checkout = self.some(Checkout, pick)
        if isinstance(checkout, Checkout):
            saga.drive(checkout_id=checkout.public_id, at=self.now)

    @rule(pick=PICK, step=st.sampled_from(["cancel", "pack", "unpack", "ship", "deliver"]))
    def work_on_an_order(self, pick: int, step: str) -> None:
        package = self.some(Package, pick)
        if not isinstance(package, Package):
            return
        told = {"actor": STAFF, "at": self.now}
        if step == "cancel":
            quietly(lambda: orders.cancel(order=package.order, reason="", **told))
            money_back.return_money(order_id=package.order_id, at=self.now)
        elif step == "ship":
            quietly(lambda: orders.ship(package=package, carrier="", tracking_number="", **told))
        else:
            quietly(lambda: getattr(orders, step)(package=package, **told))

    @rule(pick=PICK, minor=st.integers(0, 5000))
    def change_a_price(self, pick: int, minor: int) -> None:
        pricing.set_prices(prices=[NewPrice(self.offers[pick % 3].pk, Money(minor, "EUR"))], at=self.now)

    @rule(minutes=st.integers(1, 45))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        inventory.expire_due(at=self.now)
        saga.recover(at=self.now)

    @invariant()
    def nothing_is_oversold_and_every_charge_has_its_order(self) -> None:
        assert all(0 <= bucket.taken <= bucket.total for bucket in Bucket.objects.all())
        kept = SandboxCharge.objects.filter(captured_minor__gt=0)
        owed = {
            f"co:{checkout.pk}": order
            for order in Order.objects.all()
            for checkout in Checkout.objects.filter(public_id=order.checkout_id)
        }
        for charge in kept:
            order = owed[charge.key.rsplit(":", 2)[0]]
            money = charge.captured_minor - charge.refunded_minor
            assert money in ({0, order.total_minor} if order.status == "cancelled" else {order.total_minor})

    def teardown(self) -> None:
        """Once everybody has gone home, every check of `shopkeeper verify` holds."""
        if not hasattr(self, "now"):
            return
        for charge in SandboxCharge.objects.all():
            Sandbox().arrive_late(charge.key)
        for hours in (1, 2, 3):
            at = self.now + timedelta(hours=hours)
            saga.recover(at=at)
            saga.settle_loose_money(at=at, older_than=timedelta(days=-365))
        inventory.expire_due(at=self.now + timedelta(days=1))
        wrong = {title: found for title, found in findings() if found}
        assert not wrong


def quietly(action: object) -> None:
    """An expected refusal is fine; anything else is a bug."""
    try:
        action()  # type: ignore[operator]
    except ShopError:
        return


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_no_life_of_an_order_loses_money_or_goods() -> None:
    run_state_machine_as_test(
        Shop,
        settings=settings(
            max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
