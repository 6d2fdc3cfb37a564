"""Quote, order, invoice and books name the same totals to the minor unit, wherever a cart goes and whoever buys.

Ten thousand drawn carts go through the pure parts (quote, invoice document, ledger lines); some go through the
database, from the checkout to the invoice that a shipment issues. The generator is seeded, so one that fails is drawn
again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random

import pytest
from django.db.models import Sum

from shopkeeper.commerce.checkout.makers import DETAILS, NOON, make_checkout, make_offer, make_shop, pay_request
from shopkeeper.commerce.checkout.saga import pay
from shopkeeper.commerce.checkout.verify import findings
from shopkeeper.commerce.ledger.accounts import Account
from shopkeeper.commerce.ledger.models import Entry
from shopkeeper.commerce.orders import operations
from shopkeeper.commerce.orders.books import sale_lines
from shopkeeper.commerce.orders.invoicing import InvoiceDocument, document_of
from shopkeeper.commerce.orders.models import Invoice, Order, OrderLine
from shopkeeper.commerce.orders.operations import Actor
from shopkeeper.commerce.pricing.models import TaxRate
from shopkeeper.commerce.pricing.quote import (
    Draft,
    Quote,
    QuoteContext,
    QuoteLine,
    ShippingCharge,
    price_step,
    quote,
    shipping_step,
    tax_step,
)
from shopkeeper.commerce.tax.decide import Buyer, Rate, Relief, Seller, decide
from shopkeeper.commerce.tax.models import ShopIdentity
from shopkeeper.commerce.tax.regions import tax_place
from shopkeeper.foundation.money import apportion
from shopkeeper.foundation.remember import forget_all

AT = datetime(2026, 11, 20, tzinfo=UTC)
CARTS = 10_000
SAM = Actor("staff", "Sam")
PLACES = [
    ("NL", "1015", ""),
    ("DE", "10115", ""),
    ("DE", "78266", ""),
    ("FR", "75001", ""),
    ("ES", "35001", ""),
    ("GB", "SW1A", ""),
    ("GB", "BT1 1AA", ""),
    ("US", "94103", ""),
    ("US", "97201", ""),
    ("CH", "8001", ""),
    ("JP", "100-0001", ""),
]
TABLE = [
    Rate(country, region, tax_class, Decimal(percent) / 100, "Tax", date(2020, 1, 1))
    for country, region, tax_class, percent in (
        ("NL", "", "standard", "21"),
        ("NL", "", "reduced", "9"),
        ("DE", "", "standard", "19"),
        ("DE", "", "reduced", "7"),
        ("FR", "", "standard", "20"),
        ("FR", "", "reduced", "5.5"),
        ("GB", "", "standard", "20"),
        ("GB", "", "reduced", "0"),
        ("US", "CA", "standard", "7.25"),
        ("US", "CA", "reduced", "8.875"),
        ("CH", "", "standard", "8.1"),
        ("JP", "", "standard", "10"),
        ("JP", "", "reduced", "8"),
    )
]
SELLERS = [
    Seller(),
    Seller("NL", True, "NL004495445B01"),
    Seller("NL", False, "NL004495445B01"),
    Seller("GB"),
    Seller("JP"),
]
BUYERS = [
    Buyer(),
    Buyer(),
    Buyer("DE136695976", True),
    Buyer("FR40303265045"),
    Buyer(reliefs=(Relief("US", "CA", "Resale"), Relief("NL", "", "Embassy"))),
]


def carts() -> Iterator[tuple[Quote, str]]:
    draw = Random("one total")
    for _ in range(CARTS):
        place = tax_place(*draw.choice(PLACES))
        lines = [
            QuoteLine(
                str(number),
                number,
                draw.choice((1, 1, 2, 3, 12)),
                draw.choice((0, 1, 99, draw.randint(1, 5000), draw.randint(1, 10**7))),
                draw.choice(("standard", "standard", "reduced", "untaxed")),
            )
            for number in range(draw.choice((1, 1, 2, 3, 7)))
        ]
        terms = decide(
            seller=draw.choice(SELLERS),
            buyer=draw.choice(BUYERS),
            place=place,
            rates=TABLE,
            classes=tuple({line.tax_class for line in lines}),
            on=AT.date(),
        )
        currency = "JPY" if place.country == "JP" else draw.choice(("EUR", "USD"))
        charge = ShippingCharge("std", "Standard", draw.choice((0, 495, 1, draw.randint(0, 10_000))))
        off = draw.choice((0, 0, 10, 33))
        context = QuoteContext(currency, draw.random() < 0.6, place.country, AT, terms.rules, charge, terms.rounding)
        yield quote(lines, context, [price_step, reduction(off), shipping_step, tax_step]), place.country


def reduction(percent: int) -> object:
    def step(draft: Draft, _context: QuoteContext) -> None:
        nets = [draft.net(index) for index in range(len(draft.lines))]
        for index, part in enumerate(apportion(sum(nets) * percent // 100, nets)):
            draft.discounts[index] += part

    return step


def order_of(found: Quote, country: str) -> tuple[Order, list[OrderLine]]:
    """The rows an order is written as, unsaved."""
    told = found.as_json()
    names = ("lines_minor", "discount_minor", "shipping_minor", "tax_minor", "total_minor", "prices_include_tax")
    order = Order(
        number="X",
        checkout_id="c",
        currency=found.currency,
        country=country,
        quote=told,
        shipping_address=DETAILS,
        billing_address=DETAILS,
        **{name: told[name] for name in names},
    )
    same = ("quantity", "unit_minor", "discount_minor", "total_minor", "tax_class", "tax_minor")
    rows = [
        OrderLine(title="Mug", sku="M", tax_rate=Decimal(line["tax_rate"]), **{name: line[name] for name in same})
        for line in told["lines"]
    ]
    return order, rows


def test_ten_thousand_carts_cost_the_same_in_quote_order_invoice_and_books() -> None:
    seen: Counter[str] = Counter()
    for number, (found, country) in enumerate(carts()):
        order, rows = order_of(found, country)
        document = document_of(
            order, rows, ShopIdentity(pk=1), label="I", issued_at=AT, supplied_on=None, shop_name="Shop"
        )
        booked: Counter[str] = Counter()
        for entry in sale_lines(order, sum(row.tax_minor for row in rows)):
            booked[entry.account] += entry.amount.minor

        assert document.total_minor == order.total_minor == found.total_minor == booked[Account.RECEIVABLE], number
        assert document.tax_minor == order.tax_minor == found.tax_minor == -booked[Account.TAX], number
        assert sum(booked.values()) == 0, number
        assert -booked[Account.SALES] == sum(line.net_minor for line in document.lines), number
        assert -booked[Account.SHIPPING] == sum(row.charge_minor for row in document.taxes), number
        assert_document_adds_up(document, number)
        assert InvoiceDocument.from_json(document.as_json()) == document
        seen.update(row.category for row in document.taxes)
    # The generator reaches every way to be taxed and not to be.
    assert min(seen[category] for category in ("S", "Z", "E", "K", "G")) > 50


def assert_document_adds_up(document: InvoiceDocument, number: int) -> None:
    assert document.net_minor + document.tax_minor == document.total_minor, number
    assert sum(row.base_minor for row in document.taxes) == document.net_minor, number
    assert sum(row.tax_minor for row in document.taxes) == document.tax_minor, number
    assert len({(row.category, row.rate) for row in document.taxes}) == len(document.taxes), number
    assert all(row.base_minor >= 0 and row.tax_minor >= 0 for row in document.taxes), number
    assert all(line.net_minor >= 0 for line in document.lines), number


CUSTOMERS = {
    "at home": ({}, "destination"),
    "in Germany under OSS": ({"country": "DE", "postal_code": "10119"}, "destination"),
    "in Germany below the threshold": ({"country": "DE", "postal_code": "10119"}, "home"),
    "a German company": (
        {"country": "DE", "postal_code": "10119", "company": "Muster GmbH", "vat_number": "DE136695976"},
        "destination",
    ),
    "in Büsingen": ({"country": "DE", "postal_code": "78266"}, "destination"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("inclusive", [True, False], ids=["tax inside", "tax on top"])
@pytest.mark.parametrize("who", CUSTOMERS)
@pytest.mark.parametrize("quantity", [1, 3, 7])
def test_an_order_costs_the_same_from_the_button_to_the_books(who: str, quantity: int, inclusive: bool) -> None:
    typed, distance = CUSTOMERS[who]
    market = make_shop(inclusive=inclusive)
    ShopIdentity.objects.create(
        pk=1, name="Linden Row B.V.", country="NL", vat_number="NL004495445B01", distance_sales=distance
    )
    TaxRate.objects.filter(country="DE").update(rate=Decimal("0.19"), name="MwSt.")
    forget_all()
    checkout = make_checkout(
        market,
        make_offer(price="17.99"),
        make_offer(price="0.07", stock=50),
        quantity=quantity,
        typed={**DETAILS, **typed},
    )
    request = pay_request(checkout)

    progress = pay(checkout_id=checkout.public_id, request=request, at=NOON)

    order = progress.order
    assert order is not None
    package = operations.pack(package=order.packages.get(), actor=SAM, at=NOON)
    operations.ship(package=package, carrier="", tracking_number="", actor=SAM, at=NOON)
    invoice = Invoice.objects.get()
    document = InvoiceDocument.from_json(invoice.document)
    assert request.total_minor == order.total_minor == invoice.total_minor == document.total_minor
    assert order.tax_minor == invoice.tax_minor == document.tax_minor
    assert booked(Account.TAX) == -order.tax_minor
    assert booked(Account.SALES) + booked(Account.SHIPPING) == order.tax_minor - order.total_minor
    assert [found for _title, found in findings() if found] == []


def booked(account: Account) -> int:
    return Entry.objects.filter(account=account.value).aggregate(sum=Sum("amount_minor"))["sum"] or 0
