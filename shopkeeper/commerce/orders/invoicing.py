"""What an invoice or a credit note says: plain values, worked out once and kept. Pure.

The document follows EN 16931 (the European standard for electronic invoices): lines without tax, delivery as a charge
for each rate, and sums that agree in whole minor units whatever way prices were shown in the shop.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from shopkeeper.commerce.customers.addresses import PostalAddress
from shopkeeper.commerce.orders.models import Order, OrderLine
from shopkeeper.commerce.tax.models import ShopIdentity


class Kind(StrEnum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


@dataclass(frozen=True)
class Party:
    """A seller or a buyer. ``lines`` is the address as it stands on paper, the name left out."""

    name: str
    lines: tuple[str, ...] = ()
    line1: str = ""
    line2: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    vat_number: str = ""
    registration: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class DocumentLine:
    """``unit_minor`` and ``total_minor`` as the customer saw them; ``net_minor`` is the total without tax."""

    title: str
    detail: str
    sku: str
    quantity: int
    unit_minor: int
    discount_minor: int
    total_minor: int
    net_minor: int
    tax_minor: int
    tax_rate: str
    tax_category: str


@dataclass(frozen=True)
class DocumentTax:
    """One rate of one jurisdiction. ``charge_minor`` is the part of delivery in ``base_minor``, both without tax."""

    name: str
    jurisdiction: str
    category: str
    rate: str
    base_minor: int
    charge_minor: int
    tax_minor: int
    reason: str = ""


@dataclass(frozen=True)
class InvoiceDocument:
    """``corrects`` is the invoice a credit note is about, with its day. Amounts of a credit note are above zero, too:
    what the customer is given back. Days are ISO 8601."""

    kind: Kind
    label: str
    issued_on: str
    supplied_on: str
    order_number: str
    currency: str
    language: str
    prices_include_tax: bool
    seller: Party
    buyer: Party
    deliver_to: Party
    lines: tuple[DocumentLine, ...]
    taxes: tuple[DocumentTax, ...]
    lines_minor: int
    discount_minor: int
    shipping_minor: int
    shipping_label: str
    net_minor: int
    tax_minor: int
    total_minor: int
    paid_minor: int
    iban: str = ""
    bic: str = ""
    corrects: str = ""
    corrects_on: str = ""
    note: str = ""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why some of it bears no tax; the law wants it said."""
        return tuple(dict.fromkeys(tax.reason for tax in self.taxes if tax.reason))

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> InvoiceDocument:
        """A document as it was kept. Fields it was kept without take their defaults; unknown ones are left out."""
        values = _known(cls, data)
        for name in ("seller", "buyer", "deliver_to"):
            party = _known(Party, data[name])
            values[name] = Party(**{**party, "lines": tuple(party.get("lines", ()))})
        values["lines"] = tuple(DocumentLine(**_known(DocumentLine, line)) for line in data["lines"])
        values["taxes"] = tuple(DocumentTax(**_known(DocumentTax, row)) for row in data["taxes"])
        return cls(**{**values, "kind": Kind(data["kind"])})


def _known(cls: type, data: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(cls)}
    return {name: value for name, value in data.items() if name in names}


def document_of(
    order: Order,
    lines: Iterable[OrderLine],
    seller: ShopIdentity,
    *,
    label: str,
    issued_at: datetime,
    supplied_on: date | None,
    shop_name: str,
) -> InvoiceDocument:
    """The invoice of ``order``. ``shop_name`` stands in while the shop has not said who it is."""
    quoted = list(order.quote.get("lines", ()))
    told = tuple(_line(line, quoted[index] if index < len(quoted) else {}, order) for index, line in enumerate(lines))
    taxes = _taxes(order, told)
    on_top = 0 if order.prices_include_tax else order.tax_minor
    billing = PostalAddress.from_json(order.billing_address)
    return InvoiceDocument(
        kind=Kind.INVOICE,
        label=label,
        issued_on=issued_at.date().isoformat(),
        supplied_on=(supplied_on or issued_at.date()).isoformat(),
        order_number=order.number,
        currency=order.currency,
        language=order.language,
        prices_include_tax=order.prices_include_tax,
        seller=_seller(seller, shop_name),
        buyer=_buyer(billing, order),
        deliver_to=_buyer(PostalAddress.from_json(order.shipping_address), order),
        lines=told,
        taxes=taxes,
        lines_minor=order.lines_minor,
        discount_minor=order.discount_minor,
        shipping_minor=order.shipping_minor,
        shipping_label=str(order.quote.get("shipping_label", "")),
        net_minor=order.total_minor - order.tax_minor,
        tax_minor=order.tax_minor,
        total_minor=order.lines_minor - order.discount_minor + order.shipping_minor + on_top,
        # Goods are sent when they are paid for.
        paid_minor=order.total_minor,
        iban=seller.iban,
        bic=seller.bic,
    )


def _line(line: OrderLine, quoted: Mapping[str, Any], order: Order) -> DocumentLine:
    net = line.total_minor - (line.tax_minor if order.prices_include_tax else 0)
    return DocumentLine(
        title=line.title,
        detail=line.variant_title,
        sku=line.sku,
        quantity=line.quantity,
        unit_minor=line.unit_minor,
        discount_minor=line.discount_minor,
        total_minor=line.total_minor,
        net_minor=net,
        tax_minor=line.tax_minor,
        tax_rate=plain_rate(line.tax_rate),
        tax_category=str(quoted.get("tax_category") or ("S" if line.tax_rate else "Z")),
    )


def _taxes(order: Order, lines: Sequence[DocumentLine]) -> tuple[DocumentTax, ...]:
    """A row for each category and rate. Of its base, what the lines do not make up is delivery."""
    rows: dict[tuple[str, str], DocumentTax] = {}
    for row in order.quote.get("tax_rows", ()):
        rate = plain_rate(Decimal(str(row["rate"])))
        key = (str(row.get("category") or ("S" if Decimal(rate) else "Z")), rate)
        before = rows.get(key)
        rows[key] = DocumentTax(
            name=str(row["name"]),
            jurisdiction=str(row.get("jurisdiction") or order.country),
            category=key[0],
            rate=rate,
            base_minor=int(row["base_minor"]) + (before.base_minor if before else 0),
            charge_minor=0,
            tax_minor=int(row["tax_minor"]) + (before.tax_minor if before else 0),
            reason=str(row.get("reason", "")),
        )
    _complete(rows, order, lines)
    return tuple(
        DocumentTax(**{**asdict(row), "charge_minor": row.base_minor - _goods(lines, key)}) for key, row in rows.items()
    )


def _complete(rows: dict[tuple[str, str], DocumentTax], order: Order, lines: Sequence[DocumentLine]) -> None:
    """What no rule taxes stands under nought, so that the bases sum to the whole."""
    missing = order.total_minor - order.tax_minor - sum(row.base_minor for row in rows.values())
    key = ("Z", "0")
    if missing or any((line.tax_category, line.tax_rate) == key for line in lines):
        before = rows.get(key)
        base = missing + (before.base_minor if before else 0)
        rows[key] = DocumentTax("", order.country, *key, base_minor=base, charge_minor=0, tax_minor=0)


def _goods(lines: Sequence[DocumentLine], key: tuple[str, str]) -> int:
    return sum(line.net_minor for line in lines if (line.tax_category, line.tax_rate) == key)


def plain_rate(rate: Decimal) -> str:
    """A fraction of one as a percentage without needless noughts: ``0.055`` becomes ``5.5``."""
    return f"{(rate * 100).normalize():f}"


def _seller(told: ShopIdentity, shop_name: str) -> Party:
    address = PostalAddress(
        name="",
        line1=told.line1,
        country=told.country,
        city=told.city,
        postal_code=told.postal_code,
        region=told.region,
    )
    return Party(
        name=told.name or shop_name,
        lines=tuple(address.lines()) if told.country else (),
        line1=told.line1,
        postal_code=told.postal_code,
        city=told.city,
        region=told.region,
        country=told.country,
        vat_number=told.vat_number,
        registration=told.registration,
        email=told.email,
        phone=told.phone,
    )


def _buyer(address: PostalAddress, order: Order) -> Party:
    """A company is the buyer where one is named; the person is then whom it is sent to."""
    person = (address.name,) if address.company and address.name else ()
    bare = PostalAddress(**{**address.as_json(), "name": "", "company": ""})
    return Party(
        name=address.company or address.name,
        lines=(*person, *bare.lines()),
        line1=address.line1,
        line2=address.line2,
        postal_code=address.postal_code,
        city=address.city,
        region=address.region,
        country=address.country,
        vat_number=str(order.tax.get("vat_number", "")),
        email=order.email,
        phone=address.phone,
    )
