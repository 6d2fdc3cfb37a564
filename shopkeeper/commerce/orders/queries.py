"""Reading orders. Whoever asks is part of the question: a customer, a signed link, or staff."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.db.models import Q, QuerySet

from shopkeeper.commerce.orders.models import Invoice, Order, OrderEvent, OrderLine, Package
from shopkeeper.foundation.errors import NotFound
from shopkeeper.foundation.ids import normalise_order_number
from shopkeeper.foundation.text import email_key

LINK_SALT = "shopkeeper.orders.status-link"
LINK_AGE_SECONDS = 400 * 24 * 3600


@dataclass(frozen=True)
class OrderDetail:
    order: Order
    lines: tuple[OrderLine, ...]
    packages: tuple[Package, ...]
    timeline: tuple[OrderEvent, ...]
    invoice: Invoice | None

    @property
    def can_be_cancelled(self) -> bool:
        return self.order.status == Order.Status.PLACED and all(
            package.status == Package.Status.OPEN for package in self.packages
        )


def paid_for(checkout_id: str) -> str:
    """What the payments of an order name as their reason; its money in the ledger stands under the same name."""
    return f"checkout:{checkout_id}"


def status_token(order: Order) -> str:
    """What makes a guest's link to one order: signed, for this purpose only, without personal data."""
    return signing.dumps(order.pk, salt=LINK_SALT, compress=False)


def order_by_token(token: str) -> Order:
    """The order a signed link opens. Raises NotFound for a forged or expired one. One query."""
    try:
        order_id = signing.loads(token, salt=LINK_SALT, max_age=LINK_AGE_SECONDS)
    except signing.BadSignature:
        raise NotFound("This link is no longer valid. You can look your order up with its number.") from None
    return _one(Q(pk=order_id))


def order_of_customer(number: str, *, customer_id: int) -> Order:
    """A customer's own order. Raises NotFound, also for other people's. One query."""
    return _one(Q(number=normalise_order_number(number), customer_id=customer_id))


def is_order_of(order_id: str, *, customer_id: int) -> bool:
    """Whether the order with this key is the customer's. One query."""
    if not order_id.isascii() or not order_id.isdigit() or len(order_id) > 18:
        return False
    return Order.objects.filter(pk=int(order_id), customer_id=customer_id).exists()


def order_by_number_and_email(number: str, email: str) -> Order:
    """What a guest looks up. Raises NotFound without saying which of the two was wrong. One query."""
    return _one(Q(number=normalise_order_number(number), email_key=email_key(email)))


def order_for_staff(number: str) -> Order:
    """Any order, for staff. Raises NotFound. One query."""
    return _one(Q(number=normalise_order_number(number)))


def order_by_id(order_id: int) -> Order:
    """The order an event is about. Raises NotFound. One query."""
    return _one(Q(pk=order_id))


def order_of_checkout(checkout_id: str) -> Order | None:
    return Order.objects.filter(checkout_id=checkout_id).first()


def detail(order: Order) -> OrderDetail:
    """Everything about an order. Four queries, however many lines."""
    return OrderDetail(
        order=order,
        lines=tuple(OrderLine.objects.filter(order=order).order_by("position")),
        packages=tuple(Package.objects.filter(order=order).order_by("pk")),
        timeline=tuple(OrderEvent.objects.filter(order=order).order_by("at", "pk")),
        invoice=Invoice.objects.filter(order=order).select_related("series").first(),
    )


def orders_of_customer(customer_id: int, *, before_id: int | None = None, limit: int = 20) -> list[Order]:
    """A customer's orders, newest first; ``before_id`` continues a page. One query."""
    return list(_page(Order.objects.filter(customer_id=customer_id), before_id, limit))


def orders_for_staff(
    *, status: str = "", package_status: str = "", search: str = "", before_id: int | None = None, limit: int = 50
) -> list[Order]:
    """Orders for the office, newest first, by keyset. ``search``: number, e-mail, SKU or tracking number. One query."""
    found = Order.objects.all()
    if status:
        found = found.filter(status=status)
    if package_status:
        matching = Package.objects.filter(status=package_status).values("order_id")
        found = found.filter(pk__in=matching)
    if search:
        found = found.filter(_matching(search.strip()))
    return list(_page(found, before_id, limit))


def _matching(search: str) -> Q:
    if "@" in search:
        return Q(email_key=email_key(search))
    by_package = Package.objects.filter(tracking_number=search).values("order_id")
    by_line = OrderLine.objects.filter(sku=search).values("order_id")
    return Q(number=normalise_order_number(search)) | Q(pk__in=by_package) | Q(pk__in=by_line)


def _page(found: QuerySet[Order], before_id: int | None, limit: int) -> QuerySet[Order]:
    if before_id is not None:
        found = found.filter(pk__lt=before_id)
    return found.order_by("-pk")[:limit]


def _one(condition: Q) -> Order:
    order = Order.objects.filter(condition).first()
    if order is None:
        raise NotFound("We cannot find this order. Please check the number and the e-mail address.")
    return order
