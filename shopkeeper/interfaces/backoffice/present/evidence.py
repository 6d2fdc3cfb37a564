"""What a bank is sent when a customer disputes a payment, put together from the order's own record."""

from __future__ import annotations

from dataclasses import dataclass

from shopkeeper.commerce.checkout.money import Attempt
from shopkeeper.commerce.checkout.risk import Assessment
from shopkeeper.commerce.customers.addresses import PostalAddress
from shopkeeper.commerce.orders.queries import OrderDetail
from shopkeeper.commerce.payments.models import Dispute
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.backoffice.present import words
from shopkeeper.interfaces.backoffice.present.order import TIMELINE_WORDS


@dataclass(frozen=True)
class EvidencePage:
    number: str
    url: str
    facts: tuple[tuple[str, str], ...]
    lines: tuple[tuple[str, str], ...]
    events: tuple[tuple[str, str, str], ...]
    payments: tuple[str, ...]
    risk: tuple[str, ...]
    disputes: tuple[str, ...]


def evidence_page(
    told: OrderDetail, attempts: tuple[Attempt, ...], risk: Assessment, disputes: list[Dispute]
) -> EvidencePage:
    order = told.order
    shipped = [package for package in told.packages if package.tracking_number]
    facts = [
        ("Ordered", f"{words.when(order.placed_at)} UTC"),
        ("Customer", order.email),
        ("Total", order.total.display()),
        ("Delivered to", ", ".join(PostalAddress.from_json(order.shipping_address).lines())),
        ("Billed to", ", ".join(PostalAddress.from_json(order.billing_address).lines())),
        ("Invoice", told.invoice.label if told.invoice else "none yet"),
        *(("Parcel", f"{package.carrier} {package.tracking_number}") for package in shipped),
    ]
    # Internal notes and what the house thought of the order are nobody else's.
    inner = ("note", "held_risk", "released_risk")
    events = (event for event in told.timeline if event.kind not in inner)
    return EvidencePage(
        number=order.number,
        url=f"/office/orders/{order.number}/",
        facts=tuple(facts),
        lines=tuple(
            (
                f"{line.quantity} × {line.title} {line.variant_title}".strip(),
                Money(line.total_minor, order.currency).display(),
            )
            for line in told.lines
        ),
        events=tuple(
            (words.when(event.at), TIMELINE_WORDS.get(event.kind, event.kind.replace("_", " ")), event.reason)
            for event in events
        ),
        payments=tuple(_paid(one) for one in attempts),
        risk=tuple(one.text for one in risk.reasons),
        disputes=tuple(
            f"{one.dispute_id}: {Money(one.amount_minor, one.currency).display()}, {one.reason}, {one.status}"
            for one in disputes
        ),
    )


def _paid(attempt: Attempt) -> str:
    payment = attempt.payment
    amount = Money(payment.amount_minor, payment.currency).display()
    said = f"{amount} by {payment.provider} ({payment.provider_id or 'no number'}), {payment.status.replace('_', ' ')}"
    told = words.plural(len(attempt.messages), "message")
    return f"{said}, {words.when(payment.created_at)} UTC, {told} from the provider"
