"""Random histories of orders: bought, changed, packed, sent, returned, exchanged, cancelled. Every step takes numbers
that choose among what there is, so that a finding can be made small; what a rule refuses is part of the story."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from shopkeeper.commerce.catalogue.makers import make_product
from shopkeeper.commerce.catalogue.models import Offer
from shopkeeper.commerce.changes import operations as changes
from shopkeeper.commerce.changes import saga as change_saga
from shopkeeper.commerce.changes.plan import Edit
from shopkeeper.commerce.changes.saga import PayWith
from shopkeeper.commerce.checkout import money_back, saga, verify
from shopkeeper.commerce.checkout.holders import holder_account
from shopkeeper.commerce.checkout.makers import NOBODY, NOON, make_checkout, make_offer, make_shop, pay_request
from shopkeeper.commerce.credit import desk, queries
from shopkeeper.commerce.customers.addresses import PostalAddress
from shopkeeper.commerce.inventory import operations as inventory
from shopkeeper.commerce.ledger import queries as ledger
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders.models import Order, Package
from shopkeeper.commerce.orders.operations import Actor
from shopkeeper.commerce.returns import operations as returns
from shopkeeper.commerce.returns import rules, settling
from shopkeeper.commerce.returns.models import Return, ReturnLine
from shopkeeper.commerce.returns.operations import Finding, Wish
from shopkeeper.foundation.audit.operations import SYSTEM
from shopkeeper.foundation.errors import ShopError
from shopkeeper.foundation.money import Money

T = TypeVar("T")
ADA, SAM = Actor("customer", "ada@example.com"), Actor("staff", "sam")
SCRIPTS = ("approve", "approve", "approve", "decline", "three_d_secure", "timeout_after", "timeout_before")
PLACES = (
    PostalAddress("Ada", "Singel 2", "NL", "Amsterdam", "1012 AA"),
    PostalAddress("Ada", "Unter den Linden 1", "DE", "Berlin", "10117"),
)


def pick(things: Sequence[T], number: int) -> T:
    return things[number % len(things)]


@dataclass
class Story:
    """A shop with little stock and a clock of its own."""

    offers: list[Offer]
    orders: list[int]
    at: datetime

    @classmethod
    def begin(cls, *, inclusive: bool) -> Story:
        make_shop(inclusive=inclusive)
        shirt = make_product("Shirt")
        sizes = [make_offer(price="19.99", stock=30, product=shirt, size=size) for size in "SML"]
        return cls([*sizes, make_offer(price="7.35", stock=30), make_offer(price="0.01", stock=30)], [], NOON)

    def _order(self, number: int) -> Order | None:
        """One of the latest orders: most of what happens to an order happens soon."""
        return Order.objects.get(pk=pick(self.orders[-8:], number)) if self.orders else None

    def buy(self, which: int, quantity: int, script: int, card: int) -> None:
        from shopkeeper.commerce.pricing.models import Market

        chosen = [pick(self.offers, which), pick(self.offers, which // 5)]
        checkout = make_checkout(Market.objects.get(), *dict.fromkeys(chosen), quantity=1 + quantity % 3, at=self.at)
        request = pay_request(checkout, pick(SCRIPTS, script), at=self.at)
        if card % 3 == 0:
            amount = Money(1 + card % 3000, "EUR")
            account, _ = desk.give_card(amount=amount, expires_on=None, reason="Sorry", actor=SYSTEM, at=self.at)
            checkout.credit = [account.token]
            checkout.save(update_fields=["credit"])
            used = min(queries.credit(account).available.minor, request.total_minor)
            request = replace(request, credit_minor=used)
        progress = saga.pay(checkout_id=checkout.public_id, request=request, at=self.at)
        if progress.order:
            self.orders.append(progress.order.pk)

    def change_items(self, number: int, line: int, offer: int, quantity: int, script: int) -> None:
        order = self._order(number)
        if order is None:
            return
        one = pick(list(order.lines.all()), line)
        other = pick(self.offers, offer) if offer % 2 else Offer.objects.get(pk=one.offer_id)
        edits = [Edit(one.pk, other.pk, quantity % 4)]
        if quantity % 5 == 0:
            edits.append(Edit(None, pick(self.offers, offer).pk, 1))
        self._confirm(changes.propose_items(order=order, edits=edits, actor=ADA, at=self.at), script)

    def change_address(self, number: int, place: int, script: int) -> None:
        order = self._order(number)
        if order is not None:
            address = pick(PLACES, place)
            self._confirm(changes.propose_address(order=order, address=address, actor=ADA, at=self.at), script)

    def change_payment(self, number: int, script: int) -> None:
        order = self._order(number)
        if order is not None:
            self._confirm(changes.propose_payment(order=order, actor=ADA, at=self.at), script)

    def _confirm(self, change: changes.Change, script: int) -> None:
        means = PayWith("sandbox", f"sandbox_{pick(SCRIPTS, script)}", NOBODY, "/back")
        progress = change_saga.confirm(change=change, difference=change.difference, pay_with=means, at=self.at)
        if progress.state in {"action", "confirming"} and script % 2:
            change_saga.leave(change=change, at=self.at)

    def cancel(self, number: int) -> None:
        order = self._order(number)
        if order is not None:
            changes.cancel(order=order, reason="No longer needed", actor=ADA, at=self.at)
            money_back.return_money(order_id=order.pk, at=self.at)

    def move(self, number: int, steps: int) -> None:
        order = self._order(number)
        for package in Package.objects.filter(order=order) if order else ():
            if package.status == "open":
                orders.pack(package=package, actor=SAM, at=self.at)
            if package.status in {"open", "packed"} and steps % 3:
                orders.ship(package=package, carrier="", tracking_number="", actor=SAM, at=self.at)
            if package.status in {"open", "packed", "shipped"} and steps % 3 == 2:
                orders.deliver(package=package, actor=SAM, at=self.at)

    def send_back(self, number: int, line: int, quantity: int, reason: int, instead: int, where: int) -> None:
        order = self._order(number)
        if order is None:
            return
        one = pick(list(order.lines.all()), line)
        # The first three are sizes of one shirt, and can be exchanged for each other.
        other = pick(self.offers[:3], instead // 3).pk if instead % 3 == 0 else None
        wishes = [Wish(one.pk, 1 + quantity % one.quantity, pick(tuple(rules.REASONS), reason), instead=other)]
        seen = returns.preview(order=order, wishes=wishes, at=self.at)
        to = f"credit:{holder_account(order, at=self.at).token}" if where % 3 == 0 else ""
        made = returns.request(
            order=order,
            wishes=wishes,
            expected=seen.goes_back,
            refund_to=to,
            pay_with={"provider": "sandbox", "token": f"sandbox_{pick(SCRIPTS, where)}"},
            actor=ADA,
            at=self.at,
        )
        if where % 2:
            settling.charge_difference(made=made, at=self.at)

    def take_in(self, number: int, outcome: int) -> None:
        found = list(Return.objects.filter(status=Return.Status.REQUESTED).order_by("pk"))
        if not found:
            return
        made = pick(found, number)
        findings = [
            Finding(one.line_id, pick(ReturnLine.Outcome.values, outcome), "As seen") for one in made.lines.all()
        ]
        returns.receive(made=made, findings=findings, actor=SAM, at=self.at)
        settling.settle(made=made, at=self.at)
        made.refresh_from_db()
        if made.exchange_order_id:
            self.orders.append(made.exchange_order_id)

    def call_off(self, number: int) -> None:
        found = list(Return.objects.filter(status=Return.Status.REQUESTED).order_by("pk"))
        if found:
            returns.call_off(made=pick(found, number), actor=ADA, at=self.at)

    def wait(self, hours: int) -> None:
        """Time passes, and the worker does what it does."""
        self.at += timedelta(hours=1 + hours % 200)
        saga.recover(at=self.at)
        saga.settle_loose_money(at=self.at)
        change_saga.recover(at=self.at)
        settling.recover(at=self.at)
        money_back.send_pending(at=self.at)
        money_back.return_forgotten(at=self.at)
        inventory.expire_due(at=self.at)
        placed = set(Order.objects.values_list("pk", flat=True))
        self.orders.extend(sorted(placed - set(self.orders)))


def told(step: Callable[..., None], *numbers: int) -> None:
    """Take a step; a rule that refuses it changes nothing, and that is checked like anything else."""
    with suppress(ShopError):
        step(*numbers)


# What holds only when the worker has caught up: time-outs and banks leave things open for a while.
LATER = {
    "Money: a placed order is paid for once, to the minor unit",
    "Money: none without an order",
    "Holds: none stands a minute past its time",
    "Checkouts: none has been standing between two steps for ten minutes",
}


def broken(*, settled: bool) -> dict[str, list[str]]:
    """Every invariant that does not hold now; those of :data:`LATER` only once things are ``settled``."""
    found = {title: wrong for title, wrong in verify.findings() if wrong and (settled or title not in LATER)}
    for row in ledger.trial_balance():
        if row.debit_minor < 0 or row.credit_minor < 0:
            found[f"{row.account}"] = [f"{row.debit_minor} debited, {row.credit_minor} credited"]
    return found
