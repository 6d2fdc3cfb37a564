"""What orders hold about people, and how it is forgotten: amounts and goods stay, names and addresses go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from shopkeeper.commerce.orders import queries
from shopkeeper.commerce.orders.finding import index_order
from shopkeeper.commerce.orders.models import Order, OrderEvent, OrderHold, OrderWord
from shopkeeper.commerce.payments import personal as payments
from shopkeeper.foundation.privacy.ports import Person, Silent
from shopkeeper.foundation.privacy.scrub import scrub, scrub_address, scrub_text
from shopkeeper.foundation.text import email_key

OPEN = (Order.Stage.TO_PACK, Order.Stage.TO_SHIP, Order.Stage.ON_THE_WAY)
_WORDS = ("name", "company", "line1", "line2", "phone")


def orders_of(person: Person) -> QuerySet[Order]:
    """A person's orders: of their account, of their address as a guest, and those an earlier erasure left."""
    if not person.user_id:
        # A guest's later order with the same address is new business, not what was left.
        return Order.objects.filter(pk__in=person.order_ids)
    guests = Q(customer=None, email_key=email_key(person.email))
    return Order.objects.filter(Q(customer__user_id=person.user_id) | guests)


def forgettable(person: Person) -> list[Order]:
    """Those of a person's orders that nothing holds back. One query."""
    return list(orders_of(person).exclude(pk__in=person.waiting).order_by("pk"))


def needles_of(order: Order) -> set[str]:
    """What in free text would tell whose the order is: e-mail address, names, streets, telephone."""
    told = {order.email}
    for address in (order.shipping_address, order.billing_address):
        told |= {str(address.get(word) or "") for word in _WORDS}
    return told - {""}


class Orders(Silent):
    name = "orders"
    tables: Sequence[str] = (
        "orders_order",
        "orders_orderword",
        "orders_orderevent",
        "orders_orderhold",
        "orders_orderline",
        "orders_package",
        "payments_payment",
        "payments_refund",
        "payments_providermessage",
        "payments_receipt",
    )

    def export(self, person: Person) -> Mapping[str, Any]:
        found = list(orders_of(person).order_by("pk"))
        return {
            "orders": [_told(queries.detail(order)) for order in found],
            "payments": payments.told([queries.paid_for(order.checkout_id) for order in found]),
        }

    def obstacles(self, person: Person) -> Sequence[str]:
        numbers = list(orders_of(person).filter(stage__in=OPEN).values_list("number", flat=True)[:5])
        if not numbers:
            return ()
        return (
            _("Still under way: order %(numbers)s. Once all has arrived, or is cancelled, we can delete everything.")
            % {"numbers": ", ".join(numbers)},
        )

    def erase(self, person: Person, *, at: datetime) -> None:
        for order in forgettable(person):
            forget_order(order=order, pseudonym=person.pseudonym)


@transaction.atomic
def forget_order(*, order: Order, pseudonym: str) -> None:
    """Put ``pseudonym`` where the buyer stood. Amounts, goods, tax, country and the invoice stay."""
    told = needles_of(order)
    for event in OrderEvent.objects.filter(order=order):
        by_buyer = event.actor_kind == OrderEvent.Actor.CUSTOMER
        event.actor = pseudonym if by_buyer else scrub_text(event.actor, pseudonym, told)
        event.reason = scrub_text(event.reason, pseudonym, told)[:300]
        event.data = scrub(event.data, pseudonym, told)
        event.save(update_fields=["actor", "reason", "data"])
    for hold in OrderHold.objects.filter(order=order):
        hold.reasons = scrub(hold.reasons, pseudonym, told)
        hold.note = scrub_text(hold.note, pseudonym, told)[:300]
        hold.save(update_fields=["reasons", "note"])
    payments.forget(references=[queries.paid_for(order.checkout_id)], pseudonym=pseudonym, texts=told)
    order.email = order.email_key = pseudonym
    order.customer = None
    order.note = ""
    order.shipping_address = scrub_address(order.shipping_address, pseudonym)
    order.billing_address = scrub_address(order.billing_address, pseudonym)
    order.delivery = scrub(order.delivery, pseudonym, told)
    order.quote = scrub(order.quote, pseudonym, told)
    order.save()
    OrderWord.objects.filter(order=order).delete()
    index_order(order_id=order.pk)


def _told(detail: queries.OrderDetail) -> Mapping[str, Any]:
    order = detail.order
    return {
        "number": order.number,
        "placed_at": order.placed_at,
        "status": order.status,
        "email": order.email,
        "total": str(order.total),
        "shipping_address": order.shipping_address,
        "billing_address": order.billing_address,
        "delivery": order.delivery.get("name", order.delivery.get("code", "")),
        "vat_number": order.tax.get("vat_number", ""),
        "note": order.note,
        "lines": [
            {**model_to_dict(one, ("sku", "title", "variant_title", "quantity")), "total_minor": one.total_minor}
            for one in detail.lines
        ],
        "packages": [
            model_to_dict(one, ("status", "carrier", "tracking_number", "shipped_at", "delivered_at"))
            for one in detail.packages
        ],
        "timeline": [{"at": one.at, "what": one.kind, "reason": one.reason} for one in detail.timeline],
        "invoice": detail.invoice.label if detail.invoice else "",
    }


def emails_of(orders: Iterable[Order]) -> set[str]:
    return {order.email for order in orders}
