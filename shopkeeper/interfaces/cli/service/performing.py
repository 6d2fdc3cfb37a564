"""The data's actions, carried out by the shop's own operations, as the customer who asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from shopkeeper.commerce.changes import operations as changes
from shopkeeper.commerce.changes import saga
from shopkeeper.commerce.changes.models import Change
from shopkeeper.commerce.changes.plan import Edit
from shopkeeper.commerce.changes.saga import PayWith
from shopkeeper.commerce.checkout import money_back
from shopkeeper.commerce.customers.models import Customer
from shopkeeper.commerce.customers.operations import save_address
from shopkeeper.commerce.orders.models import Order, OrderLine
from shopkeeper.commerce.orders.operations import Actor
from shopkeeper.commerce.orders.queries import paid_for
from shopkeeper.commerce.payments.declines import Payer
from shopkeeper.commerce.payments.queries import money_for
from shopkeeper.commerce.returns import operations as returns
from shopkeeper.commerce.returns.operations import Wish
from shopkeeper.foundation.errors import InvalidInput, NotFound, ShopError
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.cli.service.filling import Filled, address_of, means

Arguments = Mapping[str, Any]


class Performer:
    """Does what one customer asks for. A refusal rises as the ShopError the customer would read."""

    def __init__(self, user_id: str, filled: Filled) -> None:
        self.filled = filled
        self.customer = Customer.objects.select_related("user").get(pk=filled.customers[user_id])
        self.actor = Actor("customer", self.customer.user.email)
        self._actions: dict[str, Callable[[Arguments, datetime], None]] = {
            "cancel_pending_order": self._cancel,
            "modify_pending_order_address": self._address,
            "modify_pending_order_items": self._items,
            "modify_pending_order_payment": self._payment,
            "modify_user_address": self._own_address,
            "return_delivered_order_items": self._return,
            "exchange_delivered_order_items": self._exchange,
        }

    def perform(self, name: str, arguments: Arguments, at: datetime) -> None:
        """Carry out one action; one that only reads or hands over changes nothing. Raises ShopError."""
        action = self._actions.get(name)
        if action is not None:
            action(arguments, at)

    def _order(self, arguments: Arguments) -> Order:
        key = self.filled.orders.get(arguments["order_id"], 0)
        order = Order.objects.filter(pk=key, customer=self.customer).first()
        if order is None:
            raise NotFound("We cannot find this order.")
        return order

    def _cancel(self, arguments: Arguments, at: datetime) -> None:
        order = self._order(arguments)
        changes.cancel(order=order, reason=arguments["reason"], actor=self.actor, at=at)
        money_back.return_money(order_id=order.pk, at=at)

    def _address(self, arguments: Arguments, at: datetime) -> None:
        order = self._order(arguments)
        address = address_of(arguments, order.shipping_address["name"])
        change = changes.propose_address(order=order, address=address, actor=self.actor, at=at)
        self._confirm(change, None, "", at)

    def _items(self, arguments: Arguments, at: datetime) -> None:
        order = self._order(arguments)
        lines = _lines(order, arguments["item_ids"])
        new = self._offers(arguments["new_item_ids"], len(lines))
        edits = [Edit(line.pk, offer_id, line.quantity) for line, offer_id in zip(lines, new, strict=True)]
        change = changes.propose_items(order=order, edits=edits, actor=self.actor, at=at)
        method = arguments["payment_method_id"]
        self._confirm(change, self._pay_with(method), self._refund_to(order, method), at)

    def _payment(self, arguments: Arguments, at: datetime) -> None:
        order = self._order(arguments)
        change = changes.propose_payment(order=order, actor=self.actor, at=at)
        self._confirm(change, self._pay_with(arguments["payment_method_id"]), "", at)

    def _own_address(self, arguments: Arguments, at: datetime) -> None:
        standing = self.customer.addresses.get(is_default=True)
        save_address(
            customer=self.customer,
            address=address_of(arguments, standing.name),
            address_id=standing.pk,
            make_default=True,
        )

    def _return(self, arguments: Arguments, at: datetime) -> None:
        order = self._order(arguments)
        wishes = _wishes(_lines(order, arguments["item_ids"]), None)
        method = arguments["payment_method_id"]
        seen = returns.preview(order=order, wishes=wishes, at=at)
        returns.request(
            order=order,
            wishes=wishes,
            expected=seen.goes_back,
            refund_to=self._refund_to(order, method),
            refund_label=method,
            actor=self.actor,
            at=at,
        )

    def _exchange(self, arguments: Arguments, at: datetime) -> None:
        order = self._order(arguments)
        lines = _lines(order, arguments["item_ids"])
        wishes = _wishes(lines, self._offers(arguments["new_item_ids"], len(lines)))
        method = arguments["payment_method_id"]
        chosen = means(method, self.filled)
        seen = returns.preview(order=order, wishes=wishes, at=at)
        returns.request(
            order=order,
            wishes=wishes,
            expected=seen.goes_back,
            refund_to=self._refund_to(order, method),
            refund_label=method,
            pay_with={"provider": chosen["provider_name"], "token": chosen["token"], "label": method},
            actor=self.actor,
            at=at,
        )

    def _offers(self, item_ids: Sequence[str], count: int) -> list[int]:
        if len(item_ids) != count:
            raise InvalidInput("Name what you want instead of each item.")
        return [self.filled.offers.get(item_id, 0) for item_id in item_ids]

    def _pay_with(self, method_id: str) -> PayWith:
        chosen = means(method_id, self.filled)
        return PayWith(chosen["provider_name"], chosen["token"], Payer())

    def _refund_to(self, order: Order, method_id: str) -> str:
        """Where the shop sends money that goes back by this method: the way it came, to a card's credit, or by hand."""
        token = means(method_id, self.filled)["token"]
        paid = money_for(paid_for(order.checkout_id))
        if any(one.method == token and one.captured_minor > one.refunded_minor for one in paid):
            return ""
        return f"credit:{token}" if method_id in self.filled.cards else f"hand:{method_id}"

    def _confirm(self, change: Change, pay_with: PayWith | None, refund_to: str, at: datetime) -> None:
        difference = Money(change.difference_minor, change.order.currency)
        progress = saga.confirm(change=change, difference=difference, pay_with=pay_with, refund_to=refund_to, at=at)
        if progress.state != "applied":
            raise ShopError(progress.message or "The change could not be made.")


def _lines(order: Order, item_ids: Sequence[str]) -> list[OrderLine]:
    """The lines that hold these items, each used once. Raises InvalidInput for an item that is not in the order."""
    left = list(order.lines.order_by("position"))
    found = []
    for item_id in item_ids:
        line = next((one for one in left if one.sku == item_id), None)
        if line is None:
            raise InvalidInput(f"Item {item_id} is not part of this order.")
        left.remove(line)
        found.append(line)
    return found


def _wishes(lines: Sequence[OrderLine], instead: Sequence[int] | None) -> list[Wish]:
    offers = instead if instead is not None else [None] * len(lines)
    return [Wish(line.pk, line.quantity, "other", instead=offer) for line, offer in zip(lines, offers, strict=True)]
