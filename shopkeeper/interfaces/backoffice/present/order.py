"""Everything about one order, ready to print."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shopkeeper.commerce.catalogue.pictures import rendition_path
from shopkeeper.commerce.checkout.money import Attempt, Cancellation
from shopkeeper.commerce.customers.addresses import PostalAddress
from shopkeeper.commerce.inventory.board import Part
from shopkeeper.commerce.orders.models import OrderEvent, OrderHold, OrderLine, Package
from shopkeeper.commerce.orders.queries import OrderDetail
from shopkeeper.commerce.shipping.collecting import CollectionView
from shopkeeper.commerce.shipping.models import Label
from shopkeeper.commerce.tax.decide import ESTIMATED, UNCONFIRMED
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.backoffice.forms import Field, Trouble
from shopkeeper.interfaces.backoffice.present import words
from shopkeeper.interfaces.backoffice.present.labels import LabelView, label_view

TIMELINE_WORDS = {
    "placed": "Order placed",
    "cancelled": "Order cancelled",
    "note": "Note",
    "changed_items": "Items changed",
    "changed_address": "Address changed",
    "changed_payment": "Paid another way",
    "return_return": "Return asked for",
    "return_withdrawal": "Withdrawal asked for",
    "return_claim": "Claim made",
    "return_exchange": "Exchange asked for",
    "return_called_off": "Return called off",
    "return_received": "Return taken in",
    "return_refused": "Return not accepted",
    "return_settled": "Return settled",
    "promise_broken": "Promise broken",
    "parcel_delayed": "The carrier is late",
    "parcel_lost": "The carrier has lost it",
    "parcel_returned": "The carrier brings it back",
    "remedy_given": "Made good",
    "package_split": "Split in two",
    "shares_box": "Shares a box",
    "box_lost": "Goes alone after all",
    "held_risk": "Held for a look",
    "released_risk": "Released",
    "held_payment": "Waits for its payment",
    "released_payment": "Payment received",
    "package_open": "Unpacked",
    "package_packed": "Packed",
    "package_shipped": "Shipped",
    "package_delivered": "Delivered",
}
# How the ways to pay that staff confirm are called.
WAYS = {"transfer": "Bank transfer", "invoice": "Invoice", "cod": "Cash on delivery"}
PAYMENT_TONES = {"captured": "good", "authorised": "good", "failed": "bad", "unknown": "note", "voided": "calm"}


@dataclass(frozen=True)
class Line:
    id: int
    title: str
    options: str
    sku: str
    quantity: int
    unit: str
    total: str
    tax: str
    src: str
    product_url: str
    stock_url: str
    take_from: str


@dataclass(frozen=True)
class Parcel:
    id: int
    status: str
    label: str
    promise: str
    is_late: bool
    carrier: str
    tracking: str
    dates: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    can_pack: bool
    can_unpack: bool
    can_ship: bool
    can_deliver: bool
    can_split: bool
    collect: CollectionView | None


@dataclass(frozen=True)
class Step:
    """One step of the sum: what, why, how much."""

    label: str
    reason: str
    amount: str


@dataclass(frozen=True)
class Paid:
    provider: str
    provider_id: str
    method: str
    status: str
    tone: str
    amount: str
    captured: str
    refunded: str
    failure: str
    at: str
    refunds: tuple[tuple[str, str, str], ...]
    messages: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Moment:
    what: str
    kind: str
    who: str
    at: str
    iso: str
    reason: str
    detail: str


@dataclass(frozen=True)
class Held:
    """Why it is not packed yet; ``can_release``: a person may say that it is fine."""

    title: str
    can_release: bool
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class OrderPage:
    id: int
    number: str
    url: str
    stage: str
    stage_label: str
    placed: str
    email: str
    customer_note: str
    address: tuple[str, ...]
    address_text: str
    phone: str
    billing: tuple[str, ...]
    delivery: str
    market: str
    parcels: tuple[Parcel, ...]
    steps: tuple[Step, ...]
    totals: tuple[Step, ...]
    total: str
    tax_line: str
    tax_doubts: tuple[str, ...]
    payments: tuple[Paid, ...]
    timeline: tuple[Moment, ...]
    invoice: str
    can_cancel: bool
    has_account: bool
    note: Field
    trouble: Trouble | None
    ship_fields: Mapping[int, tuple[Field, Field]]
    labels: Mapping[int, LabelView]
    box_mates: tuple[str, ...]
    held: tuple[Held, ...]


def order_page(
    told: OrderDetail,
    attempts: tuple[Attempt, ...],
    parts: Mapping[int, tuple[Part, ...]],
    *,
    at: datetime,
    labels: Mapping[int, Label] | None = None,
    collections: Mapping[int, CollectionView] | None = None,
    box_mates: Sequence[str] = (),
    note: Field | None = None,
    trouble: Trouble | None = None,
    held: Sequence[OrderHold] = (),
) -> OrderPage:
    order = told.order
    shipping = PostalAddress.from_json(order.shipping_address)
    billing = PostalAddress.from_json(order.billing_address)
    collected = collections or {}
    parcels = tuple(_parcel(one, told, parts, at, collected.get(one.pk), is_held=bool(held)) for one in told.packages)
    views = {package_id: label_view(label, order.number) for package_id, label in (labels or {}).items()}
    return OrderPage(
        id=order.pk,
        number=order.number,
        url=f"/office/orders/{order.number}/",
        stage=order.stage,
        stage_label=words.STAGES[order.stage],
        placed=words.when(order.placed_at),
        email=order.email,
        customer_note=order.note,
        address=tuple(shipping.lines()),
        address_text="\n".join(shipping.lines()),
        phone=shipping.phone,
        billing=() if billing == shipping else tuple(billing.lines()),
        delivery=order.delivery.get("name", ""),
        market=order.market_code,
        parcels=parcels,
        steps=tuple(_steps(told)),
        totals=tuple(_totals(told)),
        total=order.total.display(),
        tax_line=_tax_line(told),
        tax_doubts=tuple(
            _DOUBTS[flag].format(number=order.tax.get("vat_number", ""))
            for flag in order.tax.get("flags", ())
            if flag in _DOUBTS
        ),
        payments=tuple(_paid(attempt) for attempt in attempts),
        timeline=tuple(_moment(event) for event in reversed(told.timeline)),
        invoice=told.invoice.label if told.invoice else "",
        can_cancel=told.can_be_cancelled,
        has_account=order.customer_id is not None,
        note=note or note_field(),
        trouble=trouble,
        ship_fields={parcel.id: ship_fields(parcel, views.get(parcel.id)) for parcel in parcels},
        labels=views,
        box_mates=tuple(box_mates),
        held=tuple(Held(one.get_kind_display(), one.kind == "risk", one.score, tuple(one.reasons)) for one in held),
    )


def note_field(value: str = "", error: str = "") -> Field:
    return Field(
        name="text", label="Internal note", value=value, error=error, kind="textarea", rows=2, hint="Only staff see it."
    )


def ship_fields(parcel: Parcel, label: LabelView | None = None) -> tuple[Field, Field]:
    tracking = parcel.tracking or (label.tracking if label else "")
    return (
        Field(name="tracking_number", label="Tracking number", value=tracking, is_optional=True, max_length=100),
        Field(name="carrier", label="Carrier", value=parcel.carrier, max_length=60),
    )


def _parcel(
    package: Package,
    told: OrderDetail,
    parts: Mapping[int, tuple[Part, ...]],
    at: datetime,
    collect: CollectionView | None,
    *,
    is_held: bool,
) -> Parcel:
    status = package.status
    lines = [line for line in told.lines if line.package_id == package.pk]
    dates = (("Packed", package.packed_at), ("Shipped", package.shipped_at), ("Delivered", package.delivered_at))
    return Parcel(
        id=package.pk,
        status=status,
        label=words.PACKAGE_WORDS[status],
        promise=words.days(package.promised_from, package.promised_to),
        is_late=bool(status in {"open", "packed"} and package.promised_to and package.promised_to < at.date()),
        carrier=package.carrier,
        tracking=package.tracking_number,
        dates=tuple((label, words.when(moment)) for label, moment in dates if moment),
        lines=tuple(_line(line, told.order.currency, parts.get(line.hold_id, ())) for line in lines),
        can_pack=status == Package.Status.OPEN and not is_held,
        can_unpack=status == Package.Status.PACKED,
        can_ship=status == Package.Status.PACKED or (status == Package.Status.OPEN and not is_held),
        can_deliver=status == Package.Status.SHIPPED,
        can_split=status == Package.Status.OPEN and len(lines) > 1,
        collect=collect,
    )


def _line(line: OrderLine, currency: str, parts: tuple[Part, ...]) -> Line:
    return Line(
        id=line.pk,
        title=line.title,
        options=line.variant_title,
        sku=line.sku,
        quantity=line.quantity,
        unit=Money(line.unit_minor, currency).display(),
        total=Money(line.total_minor, currency).display(),
        tax=f"{line.tax_rate * 100:.3g} %",
        src=rendition_path(line.image_digest, 320, "avif") if line.image_digest else "",
        product_url=f"/office/products/{line.product_id}/",
        stock_url=f"/office/stock/{line.offer_id}/",
        take_from=", ".join(f"{part.units} from {part.location}" for part in parts),
    )


def _totals(told: OrderDetail) -> list[Step]:
    """The sum of an invoice: goods, discount, delivery, and tax where it comes on top."""
    order = told.order
    rows = [("Goods", order.lines_minor), ("Discount", -order.discount_minor), ("Delivery", order.shipping_minor)]
    if not order.prices_include_tax:
        rows.append(("Tax", order.tax_minor))
    return [
        Step(label, "", Money(minor, order.currency).display()) for label, minor in rows if minor or label == "Goods"
    ]


def _steps(told: OrderDetail) -> list[Step]:
    """The quote as it was agreed, with the reason of every amount."""
    order = told.order
    titles = dict(enumerate(told.lines))
    steps: list[Step] = []
    for index, quoted in enumerate(order.quote.get("lines", ())):
        line = titles.get(index)
        name = f"{quoted['quantity']} × {line.title}" if line else quoted["key"]
        for number, step in enumerate(quoted.get("trace", ())):
            steps.append(_step(name if number == 0 else step["label"], step, order.currency))
    steps.extend(_step(step["label"], step, order.currency) for step in order.quote.get("adjustments", ()))
    if not order.prices_include_tax:
        steps.extend(
            Step(row["name"], f"on {Money(row['base_minor'], order.currency).display()}", _amount(row, order.currency))
            for row in order.quote.get("tax_rows", ())
        )
    return steps


def _step(label: str, step: Mapping[str, Any], currency: str) -> Step:
    return Step(label, step.get("reason", ""), Money(step["amount_minor"], currency).display())


def _amount(row: Mapping[str, Any], currency: str) -> str:
    return Money(row["tax_minor"], currency).display()


_DOUBTS = {
    ESTIMATED: "Tax estimated: the tax service did not answer, so the shop’s own table of rates was used.",
    UNCONFIRMED: "The VAT number {number} was not confirmed: nobody could be asked. Check it before the goods leave.",
}


def _tax_line(told: OrderDetail) -> str:
    order = told.order
    reasons = [row.get("reason", "") for row in order.quote.get("tax_rows", ())]
    if not order.tax_minor and any(reasons):
        return str(next(filter(None, reasons)))
    if not order.prices_include_tax:
        return ""
    rows = order.quote.get("tax_rows", ())
    said = ", ".join(f"{row['name']}: {_amount(row, order.currency)}" for row in rows)
    return f"Includes {said}" if said else ""


def _paid(attempt: Attempt) -> Paid:
    payment = attempt.payment

    def amount(minor: int) -> str:
        return Money(minor, payment.currency).display()

    by_hand = payment.provider in WAYS
    is_awaited = by_hand and payment.status == payment.Status.AUTHORISED
    return Paid(
        provider=WAYS.get(payment.provider, payment.provider),
        provider_id=payment.provider_id,
        method="" if by_hand else payment.method,
        status="awaited" if is_awaited else payment.status.replace("_", " "),
        tone="note" if is_awaited else PAYMENT_TONES.get(payment.status, "calm"),
        amount=amount(payment.amount_minor),
        captured=amount(payment.captured_minor) if payment.captured_minor else "",
        refunded=amount(payment.refunded_minor) if payment.refunded_minor else "",
        failure=" ".join(part for part in (payment.failure_message, payment.failure_code) if part),
        at=words.when(payment.created_at),
        refunds=tuple((amount(one.amount_minor), one.status, one.reason) for one in attempt.refunds),
        messages=tuple(
            (one.kind, words.when(one.received_at), json.dumps(one.payload, indent=2, sort_keys=True))
            for one in attempt.messages
        ),
    )


def _moment(event: OrderEvent) -> Moment:
    package = event.data.get("package", "")
    return Moment(
        what=TIMELINE_WORDS.get(event.kind, event.kind.replace("_", " ").capitalize()),
        kind=event.kind,
        who=event.actor or event.actor_kind,
        at=words.when(event.at),
        iso=event.at.isoformat(),
        reason=event.reason,
        detail=f"Package {package}" if package else "",
    )


@dataclass(frozen=True)
class CancelPage:
    number: str
    url: str
    stock: tuple[tuple[str, str], ...]
    money: str
    reason: Field
    trouble: Trouble | None


def cancel_page(
    number: str, told: Cancellation, *, reason: str = "", error: str = "", trouble: Trouble | None = None
) -> CancelPage:
    if told.money is None:
        money = "Nothing was paid, so nothing goes back."
    elif told.is_void:
        money = f"The reservation of {told.money.display()} is lifted; the customer is never charged."
    else:
        money = f"{told.money.display()} goes back the way it was paid."
    return CancelPage(
        number=number,
        url=f"/office/orders/{number}/",
        stock=tuple(
            (
                f"{line.quantity} × {line.title} {line.variant_title}".strip(),
                ", ".join(f"{part.units} to {part.location}" for part in parts),
            )
            for line, parts in told.stock
        ),
        money=money,
        reason=Field(
            name="reason",
            label="Reason",
            value=reason,
            error=error,
            hint="The customer reads it, and it stays on the record.",
            max_length=300,
        ),
        trouble=trouble,
    )
