"""UBL documents keep the arithmetic of EN 16931, worked out here from the XML alone.

Rules: EN 16931-1:2017, section 6.4 (BR-CO-10 to BR-CO-17, BR-S-08 and its kin, BR-IC-02/11/12), as published by CEN/TC
434; Peppol BIS Billing 3.0 (PEPPOL-EN16931-R120 line amounts).
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.commerce.documents.tests.samples import ADA, SAMPLES, document, line
from shopkeeper.commerce.documents.ubl import CAC, CBC, EN_16931, PEPPOL, ROOTS, ubl_of
from shopkeeper.commerce.orders.invoicing import InvoiceDocument, Kind

NAMES = {"cbc": CBC, "cac": CAC}


def parsed(told: InvoiceDocument) -> ET.Element:
    return ET.fromstring(ubl_of(told))


def amounts(root: ET.Element, path: str) -> list[Decimal]:
    return [Decimal(found.text or "") for found in root.findall(path, NAMES)]


def one(root: ET.Element, path: str) -> Decimal:
    (found,) = amounts(root, path)
    return found


def text(root: ET.Element, path: str) -> str:
    return root.findtext(path, "", NAMES)


def lines_of(root: ET.Element) -> list[ET.Element]:
    return root.findall("cac:InvoiceLine", NAMES) + root.findall("cac:CreditNoteLine", NAMES)


def assert_arithmetic(root: ET.Element) -> None:
    total = "cac:LegalMonetaryTotal/cbc:"
    lines = [one(row, "cbc:LineExtensionAmount") for row in lines_of(root)]
    charges = amounts(root, "cac:AllowanceCharge/cbc:Amount")
    assert one(root, f"{total}LineExtensionAmount") == sum(lines), "BR-CO-10"
    assert sum(amounts(root, f"{total}ChargeTotalAmount")) == sum(charges), "BR-CO-12"
    net = one(root, f"{total}TaxExclusiveAmount")
    assert net == sum(lines) + sum(charges), "BR-CO-13"
    tax = one(root, "cac:TaxTotal/cbc:TaxAmount")
    assert tax == sum(amounts(root, "cac:TaxTotal/cac:TaxSubtotal/cbc:TaxAmount")), "BR-CO-14"
    gross = one(root, f"{total}TaxInclusiveAmount")
    assert gross == net + tax, "BR-CO-15"
    assert one(root, f"{total}PayableAmount") == gross - one(root, f"{total}PrepaidAmount"), "BR-CO-16"
    for row in root.findall("cac:TaxTotal/cac:TaxSubtotal", NAMES):
        assert_subtotal(root, row)
    for row in lines_of(root):
        assert_line(row)
    places = {len(found.text.partition(".")[2]) for found in root.iter() if "currencyID" in found.attrib and found.text}
    assert places <= {2}, "BR-DEC"
    assert all(found.text or len(found) for found in root.iter()), "PEPPOL-EN16931-R008"
    assert all(text(row, "cac:Item/cbc:Name") for row in lines_of(root)), "BR-25"


def assert_subtotal(root: ET.Element, row: ET.Element) -> None:
    base, tax = one(row, "cbc:TaxableAmount"), one(row, "cbc:TaxAmount")
    rate, category = one(row, "cac:TaxCategory/cbc:Percent"), text(row, "cac:TaxCategory/cbc:ID")
    exact = base * rate / 100
    # The validators' own tolerance; ours is far below it.
    assert abs(tax - exact) < 1, "BR-CO-17"
    own = [
        one(part, amount)
        for part, amount, where in [
            *((part, "cbc:LineExtensionAmount", "cac:Item/cac:ClassifiedTaxCategory") for part in lines_of(root)),
            *((part, "cbc:Amount", "cac:TaxCategory") for part in root.findall("cac:AllowanceCharge", NAMES)),
        ]
        if text(part, f"{where}/cbc:ID") == category and one(part, f"{where}/cbc:Percent") == rate
    ]
    assert base == sum(own), "BR-S-08"
    reason = text(row, "cac:TaxCategory/cbc:TaxExemptionReason")
    assert bool(reason) == (category in {"E", "G", "K", "AE"}), "BR-E-10"
    if category != "S":
        assert (rate, tax) == (0, 0), "BR-Z-09"


def assert_line(row: ET.Element) -> None:
    quantity = sum(amounts(row, "cbc:InvoicedQuantity") + amounts(row, "cbc:CreditedQuantity"))
    base = sum(amounts(row, "cac:Price/cbc:BaseQuantity")) or 1
    price = one(row, "cac:Price/cbc:PriceAmount")
    assert price >= 0, "BR-27"
    assert one(row, "cbc:LineExtensionAmount") == quantity * price / base, "PEPPOL-EN16931-R120"


@pytest.mark.parametrize("name", SAMPLES)
def test_a_document_keeps_the_arithmetic_of_the_standard(name: str) -> None:
    root = parsed(SAMPLES[name])

    assert_arithmetic(root)
    assert text(root, "cbc:ID") == SAMPLES[name].label
    assert text(root, "cac:OrderReference/cbc:ID") == "7GK4-M2PQ"


ROWS = st.builds(
    line,
    st.text(max_size=60),
    st.integers(1, 999),
    st.integers(0, 500_000),
    st.sampled_from(["21", "9", "5.5", "19", "25.5"]),
    detail=st.text(max_size=60),
)


@given(st.lists(ROWS, min_size=1, max_size=12), st.integers(0, 10_000))
def test_so_does_any_order(rows: list[object], shipping: int) -> None:
    assert_arithmetic(parsed(document(*rows, shipping=shipping)))  # type: ignore[arg-type]


def test_a_credit_note_names_what_it_corrects() -> None:
    root = parsed(SAMPLES["credit note"])

    assert root.tag == f"{{{ROOTS[Kind.CREDIT_NOTE]}}}CreditNote"
    assert text(root, "cbc:CreditNoteTypeCode") == "381"
    assert text(root, "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID") == "INV2026-000042"


def test_a_supply_to_another_member_state_says_who_where_when_and_why() -> None:
    root = parsed(SAMPLES["reverse charge"])

    vat = "cac:Party/cac:PartyTaxScheme/cbc:CompanyID"
    assert text(root, f"cac:AccountingSupplierParty/{vat}") == "NL004495445B01", "BR-IC-02"
    assert text(root, f"cac:AccountingCustomerParty/{vat}") == "DE136695976", "BR-IC-02"
    assert text(root, "cac:Delivery/cbc:ActualDeliveryDate") == "2026-11-20", "BR-IC-11"
    where = "cac:Delivery/cac:DeliveryLocation/cac:Address/cac:Country/cbc:IdentificationCode"
    assert text(root, where) == "DE", "BR-IC-12"
    category = "cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:"
    assert text(root, f"{category}TaxExemptionReasonCode") == "VATEX-EU-IC"
    assert "Article 138" in text(root, f"{category}TaxExemptionReason")
    assert "Reverse charge" in text(root, "cbc:Note")


def test_the_profile_is_peppols_where_both_sides_can_be_reached() -> None:
    assert text(parsed(SAMPLES["plain"]), "cbc:CustomizationID") == PEPPOL
    unreachable = replace(SAMPLES["plain"], buyer=replace(ADA, email=""))

    assert text(parsed(unreachable), "cbc:CustomizationID") == EN_16931


def test_what_is_not_paid_yet_says_where_to_and_when() -> None:
    root = parsed(replace(SAMPLES["plain"], paid_minor=0))

    assert text(root, "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID") == "NL91ABNA0417164300"
    assert text(root, "cac:PaymentTerms/cbc:Note"), "BR-CO-25"
    assert_arithmetic(root)


@pytest.mark.parametrize("name", ["\x00\x08\ufffe<&>\ud800]]>", "‮exe.fdp", "a" * 300])
def test_whatever_a_customer_is_called_the_document_can_be_read(name: str) -> None:
    told = replace(SAMPLES["plain"], buyer=replace(ADA, name=name))

    found = text(parsed(told), "cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName")

    assert found == "<&>]]>" or found == name
