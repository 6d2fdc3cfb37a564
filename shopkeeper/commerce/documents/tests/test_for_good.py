"""An invoice says for good what it said when it was issued; whoever may see the order may have it as a file."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from shopkeeper.commerce.checkout.makers import NOON, make_offer, make_shop
from shopkeeper.commerce.checkout.verify import findings
from shopkeeper.commerce.documents.queries import invoice_document, invoice_file
from shopkeeper.commerce.orders import operations
from shopkeeper.commerce.orders.models import Invoice, InvoiceSeries, Order
from shopkeeper.commerce.orders.queries import status_token
from shopkeeper.commerce.orders.tests.made import make_order
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.commerce.tax import desk
from shopkeeper.commerce.tax.desk import IdentityTold
from shopkeeper.foundation.audit.operations import SYSTEM
from shopkeeper.foundation.errors import NotFound
from shopkeeper.interfaces.backoffice.makers import at_the_desk, make_staff

pytestmark = pytest.mark.django_db
TOLD = IdentityTold(
    name="Linden Row B.V.",
    line1="Breestraat 12",
    postal_code="2311 CR",
    city="Leiden",
    country="NL",
    vat_number="NL004495445B01",
    iban="NL91 ABNA 0417 1643 00",
)


@pytest.fixture
def order() -> Order:
    desk.write_identity(told=TOLD, actor=SYSTEM)
    return make_order(make_shop(), make_offer(), quantity=2)


def moved() -> None:
    desk.write_identity(told=IdentityTold("Other B.V.", "Elsewhere 1", "Utrecht", "NL"), actor=SYSTEM)


def test_a_shop_that_moves_house_does_not_rewrite_its_past(order: Order) -> None:
    operations.issue_invoice(order=order, at=NOON)
    before = invoice_file(order, "xml").body
    moved()
    Order.objects.filter(pk=order.pk).update(billing_address={}, quote={}, email="gone@example.com")

    order.refresh_from_db()

    assert invoice_file(order, "xml").body == before
    told = invoice_document(order)
    assert (told.seller.name, told.seller.vat_number, told.iban) == (
        "Linden Row B.V.",
        "NL004495445B01",
        "NL91ABNA0417164300",
    )
    assert told.buyer.name == "Ada"


def test_the_seller_is_who_it_was_when_the_number_was_taken(order: Order) -> None:
    moved()

    operations.issue_invoice(order=order, at=NOON)

    assert invoice_document(order).seller.name == "Other B.V."


def test_the_database_keeps_an_invoice_as_it_is(order: Order) -> None:
    invoice = operations.issue_invoice(order=order, at=NOON)

    for change in (
        lambda: Invoice.objects.filter(pk=invoice.pk).update(total_minor=1),
        lambda: Invoice.objects.filter(pk=invoice.pk).update(document={}),
        lambda: Invoice.objects.filter(pk=invoice.pk).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()

    assert invoice_document(order).total_minor == order.total_minor


def test_an_invoice_from_before_documents_were_kept_is_told_from_its_order(order: Order) -> None:
    series = InvoiceSeries.objects.create(code="OLD", last_number=1)
    Invoice.objects.create(
        series=series, number=1, order=order, issued_at=NOON, total_minor=order.total_minor, tax_minor=order.tax_minor
    )

    told = invoice_document(order)

    assert (told.label, told.total_minor, told.tax_minor) == ("OLD-000001", order.total_minor, order.tax_minor)
    assert told.issued_on == NOON.date().isoformat()


def test_verify_finds_an_invoice_that_says_something_else_than_its_order(order: Order) -> None:
    told = make_order(Market.objects.get(), make_offer(price="7.00"))
    good = operations.issue_invoice(order=order, at=NOON)
    series = InvoiceSeries.objects.create(code="BAD", last_number=1)
    Invoice.objects.create(
        series=series,
        number=1,
        order=told,
        issued_at=NOON,
        total_minor=told.total_minor,
        tax_minor=told.tax_minor,
        document=good.document,
    )

    found = dict(findings())["Invoices: each says what its order costs"]

    assert [one.partition(":")[0] for one in found] == ["invoice BAD-000001"]


def test_there_is_nothing_before_the_goods_have_left_and_no_third_kind(order: Order) -> None:
    with pytest.raises(NotFound):
        invoice_file(order, "pdf")
    operations.issue_invoice(order=order, at=NOON + timedelta(days=1))

    with pytest.raises(NotFound):
        invoice_file(order, "docx")


@pytest.mark.parametrize(
    ("kind", "media_type", "begins"), [("pdf", "application/pdf", b"%PDF-"), ("xml", "application/xml", b"<?xml")]
)
def test_guests_by_their_link_and_staff_download_the_same(
    order: Order, kind: str, media_type: str, begins: bytes
) -> None:
    link = f"/orders/s/{status_token(order)}/invoice.{kind}"
    assert Client().get(link).status_code == 404
    invoice = operations.issue_invoice(order=order, at=NOON)

    for answer in (
        Client().get(link),
        at_the_desk(make_staff(name="Marit")).get(f"/office/orders/{order.number}/invoice.{kind}"),
    ):
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == media_type
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{invoice.label}.{kind}"'
        assert "private" in answer.headers["Cache-Control"] or "no-store" in answer.headers["Cache-Control"]
        assert answer.content.startswith(begins)


def test_an_account_opens_the_invoices_of_its_own_orders_only(order: Order) -> None:
    operations.issue_invoice(order=order, at=NOON)

    assert Client().get(f"/account/orders/{order.number}/invoice.pdf").status_code in {302, 303}
    assert Client().get("/orders/s/forged/invoice.pdf").status_code == 404


@pytest.mark.parametrize("page", ["documents", "tax"])
def test_the_example_of_the_guide_page_does_what_it_says(page: str) -> None:
    import re
    from pathlib import Path

    guide = Path(__file__).parents[4] / "docs" / "guide" / f"{page}.md"
    examples = re.findall(r"```python\n(.*?)```", guide.read_text(encoding="utf-8"), re.DOTALL)

    assert examples
    for example in examples:
        exec(compile(example, f"{page}.md", "exec"), {"__name__": "guide"})
