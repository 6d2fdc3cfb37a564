"""A credit note is a document, too: frozen when it is issued, with sums that agree, as PDF and as UBL."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from shopkeeper.commerce.checkout.makers import NOON, make_offer, make_shop
from shopkeeper.commerce.content.models import ReturnPolicy
from shopkeeper.commerce.documents.queries import credit_note_file
from shopkeeper.commerce.documents.ubl import CAC, CBC
from shopkeeper.commerce.orders.invoicing import InvoiceDocument
from shopkeeper.commerce.orders.models import CreditNote
from shopkeeper.commerce.orders.operations import Actor
from shopkeeper.commerce.returns import operations, settling
from shopkeeper.commerce.returns.makers import SAM, make_delivered
from shopkeeper.commerce.returns.operations import Finding, Wish
from shopkeeper.foundation.remember import forget_all

pytestmark = pytest.mark.django_db(transaction=True)
THEN = NOON + timedelta(days=5)


def returned(*, inclusive: bool, units: int, fee: int = 0) -> CreditNote:
    make_shop(inclusive=inclusive)
    if fee:
        ReturnPolicy.objects.create(name="Fee", fees="fixed", fee_minor=fee, fee_currency="EUR")
        forget_all()
    mug = make_offer(price="9.99")
    order = make_delivered(mug, quantity=3)
    wish = Wish(order.lines.get().pk, units, "changed_mind")
    seen = operations.preview(order=order, wishes=[wish], at=THEN)
    made = operations.request(
        order=order,
        wishes=[wish],
        expected=seen.goes_back,
        refund_to="",
        actor=Actor("customer", order.email),
        at=THEN,
    )
    operations.receive(made=made, findings=[Finding(wish.line_id, "restock")], actor=SAM, at=THEN)
    assert settling.settle(made=made, at=THEN).status == "settled"
    return CreditNote.objects.select_related("series").get()


@pytest.mark.parametrize("inclusive", [True, False])
@pytest.mark.parametrize(("units", "fee"), [(1, 0), (2, 395), (3, 0), (3, 395)])
def test_the_sums_of_a_credit_note_agree_however_prices_are_shown(inclusive: bool, units: int, fee: int) -> None:
    note = returned(inclusive=inclusive, units=units, fee=fee)
    told = InvoiceDocument.from_json(note.document)

    assert (told.total_minor, told.tax_minor) == (note.total_minor, note.tax_minor)
    assert told.net_minor + told.tax_minor == told.total_minor
    assert sum(row.base_minor for row in told.taxes) == told.net_minor
    assert sum(row.tax_minor for row in told.taxes) == told.tax_minor
    assert sum(line.net_minor for line in told.lines) + sum(row.charge_minor for row in told.taxes) == told.net_minor
    assert told.corrects.startswith("INV2026-")


@pytest.mark.parametrize("inclusive", [True, False])
def test_as_ubl_the_totals_are_those_of_en_16931(inclusive: bool) -> None:
    note = returned(inclusive=inclusive, units=3, fee=395)
    root = ET.fromstring(credit_note_file(note, "xml").body)

    def amount(path: str) -> Decimal:
        found = root.find(path)
        assert found is not None, path
        return Decimal(str(found.text))

    total = f"{{{CAC}}}LegalMonetaryTotal/{{{CBC}}}"
    lines = [Decimal(str(one.text)) for one in root.findall(f"{{{CAC}}}CreditNoteLine/{{{CBC}}}LineExtensionAmount")]
    assert root.tag.endswith("CreditNote")
    assert sum(lines) == amount(f"{total}LineExtensionAmount")  # BR-CO-10
    charges = amount(f"{total}ChargeTotalAmount")
    assert sum(lines) + charges == amount(f"{total}TaxExclusiveAmount")  # BR-CO-13
    tax = amount(f"{{{CAC}}}TaxTotal/{{{CBC}}}TaxAmount")
    assert amount(f"{total}TaxExclusiveAmount") + tax == amount(f"{total}TaxInclusiveAmount")  # BR-CO-15
    assert amount(f"{total}TaxInclusiveAmount") == Decimal(note.total_minor) / 100


def test_as_pdf_it_is_a_credit_note() -> None:
    file = credit_note_file(returned(inclusive=True, units=1, fee=395), "pdf")

    assert file.name.startswith("CN2026-")
    assert file.body.startswith(b"%PDF-")
