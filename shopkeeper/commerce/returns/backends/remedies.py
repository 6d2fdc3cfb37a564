"""Makes a broken delivery promise good with money (``shipping.ports.Remedy``): store credit at once, or the delivery
charge back to where it was paid from, with its credit note. What has no invoice to correct is left to staff."""

from __future__ import annotations

from django.db import transaction

from shopkeeper.commerce.checkout.holders import holder_account
from shopkeeper.commerce.checkout.money_back import give_back
from shopkeeper.commerce.credit import operations as credit
from shopkeeper.commerce.orders.documents import issue_credit_note
from shopkeeper.commerce.orders.models import Invoice, Order
from shopkeeper.commerce.orders.queries import paid_for
from shopkeeper.commerce.payments import operations as payments
from shopkeeper.commerce.payments import queries as payment_queries
from shopkeeper.commerce.returns import assess
from shopkeeper.commerce.returns.settling import PART, delivery_rows
from shopkeeper.commerce.shipping.ports import RemedyAnswer, RemedyWanted
from shopkeeper.foundation import clock
from shopkeeper.foundation.errors import Conflict


class GivenAtOnce:
    """Gives what it can; each remedy once, by its key."""

    def give(self, wanted: RemedyWanted) -> RemedyAnswer:
        order = Order.objects.get(pk=wanted.order_id)
        if wanted.kind == "credit":
            return self._credit(order, wanted)
        try:
            self._set_aside(order, wanted)
        except Conflict:
            return RemedyAnswer(is_given=False, reference=wanted.key)
        for refund in payment_queries.refunds_named(f"{wanted.key}:"):
            payments.send_refund(refund=refund, at=clock.now())
        return RemedyAnswer(is_given=True, reference=wanted.key)

    def _credit(self, order: Order, wanted: RemedyWanted) -> RemedyAnswer:
        at = clock.now()
        account = holder_account(order, at=at)
        credit.give(account=account, amount=wanted.amount, key=wanted.key, reason=wanted.reason, at=at)
        return RemedyAnswer(is_given=True, reference=account.token)

    @transaction.atomic
    def _set_aside(self, order: Order, wanted: RemedyWanted) -> None:
        """The credit note and the refund, both or neither. Raises Conflict for an order without an invoice, whose
        delivery came back before, or for another sum than all of it."""
        if not Invoice.objects.filter(order=order).exists():
            raise Conflict("There is no invoice to correct yet.")
        delivery = assess.whole_delivery_of(order)
        standing = payment_queries.refunds_named(f"{wanted.key}:")
        if not standing and delivery.paid_minor != wanted.amount.minor:
            raise Conflict("That is not what delivery cost.")
        at = clock.now()
        rows = delivery_rows(order, delivery)
        issue_credit_note(order=order, key=wanted.key, rows=rows, at=at)
        paid = payment_queries.money_for(paid_for(order.checkout_id))
        own = [one for one in paid if not one.part.startswith(PART)]
        give_back(order=order, payments_made=own, amount=wanted.amount, key=wanted.key, reason=wanted.reason, at=at)
