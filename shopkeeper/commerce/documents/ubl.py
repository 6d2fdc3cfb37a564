"""An invoice or a credit note as UBL 2.1 by the European standard EN 16931, in the profile Peppol BIS Billing 3.0 where
both sides can be addressed. Pure; comments name the standard's business terms.

Amounts are without tax, each line and each rate's delivery by itself, so the sums of BR-CO-10 to BR-CO-16 hold exactly.
Tax is what the order says: rounded per line in most countries, within the tolerance that validators grant BR-CO-17.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from shopkeeper.commerce.orders.invoicing import DocumentLine, DocumentTax, InvoiceDocument, Kind, Party
from shopkeeper.foundation.money import Money

CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
ROOTS = {
    Kind.INVOICE: "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2",
    Kind.CREDIT_NOTE: "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2",
}
EN_16931 = "urn:cen.eu:en16931:2017"
PEPPOL = f"{EN_16931}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PEPPOL_PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
# UNCL 1001: 380 commercial invoice, 381 credit note. UNCL 4461: 68 online payment service.
_TYPES = {Kind.INVOICE: "380", Kind.CREDIT_NOTE: "381"}
_PAID_ONLINE = "68"
# VATEX codes of the Connecting Europe Facility, for the categories that have one.
_VATEX = {"K": "VATEX-EU-IC", "G": "VATEX-EU-G", "AE": "VATEX-EU-AE"}
# UN/ECE recommendation 20: one, for units that are counted.
_UNIT = "C62"

for _prefix, _space in (("cbc", CBC), ("cac", CAC), ("inv", ROOTS[Kind.INVOICE]), ("cn", ROOTS[Kind.CREDIT_NOTE])):
    ET.register_namespace(_prefix, _space)


def ubl_of(document: InvoiceDocument) -> bytes:
    """The document as UTF-8 XML."""
    is_invoice = document.kind == Kind.INVOICE
    root = ET.Element(f"{{{ROOTS[document.kind]}}}{'Invoice' if is_invoice else 'CreditNote'}")
    _head(root, document)
    _party(root, "AccountingSupplierParty", document.seller, is_seller=True)
    _party(root, "AccountingCustomerParty", document.buyer)
    _delivery(root, document)
    _payment(root, document)
    for row in document.taxes:
        if row.charge_minor:
            _charge(root, row, document)
    _tax_total(root, document)
    _totals(root, document)
    for number, line in enumerate(document.lines, start=1):
        _line(root, number, line, document)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def is_addressable(document: InvoiceDocument) -> bool:
    """Whether both sides have an electronic address, as Peppol asks."""
    return bool(document.seller.email and document.buyer.email)


def _head(root: ET.Element, document: InvoiceDocument) -> None:
    _add(root, "CustomizationID", PEPPOL if is_addressable(document) else EN_16931)  # BT-24
    if is_addressable(document):
        _add(root, "ProfileID", PEPPOL_PROFILE)  # BT-23
    _add(root, "ID", document.label)  # BT-1
    _add(root, "IssueDate", document.issued_on)  # BT-2
    kind = "InvoiceTypeCode" if document.kind == Kind.INVOICE else "CreditNoteTypeCode"
    _add(root, kind, _TYPES[document.kind])  # BT-3
    note = "\n".join(part for part in (*document.reasons, document.note) if part)
    if note:
        _add(root, "Note", note)  # BT-22
    _add(root, "DocumentCurrencyCode", document.currency)  # BT-5
    _add(_group(root, "OrderReference"), "ID", document.order_number)  # BT-13
    if document.corrects:
        corrected = _group(_group(root, "BillingReference"), "InvoiceDocumentReference")
        _add(corrected, "ID", document.corrects)  # BT-25
        if document.corrects_on:
            _add(corrected, "IssueDate", document.corrects_on)  # BT-26


def _party(root: ET.Element, name: str, party: Party, *, is_seller: bool = False) -> None:
    told = _group(_group(root, name), "Party")
    if party.email:
        _add(told, "EndpointID", party.email, schemeID="EM")  # BT-34, BT-49
    _address(told, "PostalAddress", party)
    if party.vat_number:
        tax = _group(told, "PartyTaxScheme")
        _add(tax, "CompanyID", party.vat_number)  # BT-31, BT-48
        _add(_group(tax, "TaxScheme"), "ID", "VAT")
    legal = _group(told, "PartyLegalEntity")
    _add(legal, "RegistrationName", party.name)  # BT-27, BT-44
    if party.registration:
        _add(legal, "CompanyID", party.registration)  # BT-30
    if is_seller and (party.email or party.phone):
        contact = _group(told, "Contact")
        _add(contact, "Name", party.name)
        if party.phone:
            _add(contact, "Telephone", party.phone)
        if party.email:
            _add(contact, "ElectronicMail", party.email)


def _address(parent: ET.Element, name: str, party: Party) -> None:
    told = _group(parent, name)
    for tag, value in (
        ("StreetName", party.line1),
        ("AdditionalStreetName", party.line2),
        ("CityName", party.city),
        ("PostalZone", party.postal_code),
        ("CountrySubentity", party.region),
    ):
        if value:
            _add(told, tag, value)
    _add(_group(told, "Country"), "IdentificationCode", party.country or "ZZ")  # BT-40, BT-55


def _delivery(root: ET.Element, document: InvoiceDocument) -> None:
    if not document.supplied_on:
        return
    told = _group(root, "Delivery")
    _add(told, "ActualDeliveryDate", document.supplied_on)  # BT-72
    _address(_group(told, "DeliveryLocation"), "Address", document.deliver_to)  # BG-15


def _payment(root: ET.Element, document: InvoiceDocument) -> None:
    owed = document.total_minor - document.paid_minor
    means = _group(root, "PaymentMeans")
    _add(means, "PaymentMeansCode", "30" if owed and document.iban else _PAID_ONLINE)  # BT-81
    if owed and document.iban:
        account = _group(means, "PayeeFinancialAccount")
        _add(account, "ID", document.iban)  # BT-84
        if document.bic:
            _add(_group(account, "FinancialInstitutionBranch"), "ID", document.bic)  # BT-86
    if owed > 0 and document.kind == Kind.INVOICE:
        _add(_group(root, "PaymentTerms"), "Note", "Payable at once.")  # BT-20


def _charge(root: ET.Element, row: DocumentTax, document: InvoiceDocument) -> None:
    """Delivery at one rate (BG-21)."""
    told = _group(root, "AllowanceCharge")
    _add(told, "ChargeIndicator", "true")
    _add(told, "AllowanceChargeReason", document.shipping_label or "Delivery")  # BT-104
    _amount(told, "Amount", row.charge_minor, document)  # BT-99
    _category(told, "TaxCategory", row.category, row.rate)


def _tax_total(root: ET.Element, document: InvoiceDocument) -> None:
    total = _group(root, "TaxTotal")
    _amount(total, "TaxAmount", document.tax_minor, document)  # BT-110
    for row in document.taxes:
        told = _group(total, "TaxSubtotal")  # BG-23
        _amount(told, "TaxableAmount", row.base_minor, document)  # BT-116
        _amount(told, "TaxAmount", row.tax_minor, document)  # BT-117
        _category(told, "TaxCategory", row.category, row.rate, row)


def _totals(root: ET.Element, document: InvoiceDocument) -> None:
    told = _group(root, "LegalMonetaryTotal")
    charges = sum(row.charge_minor for row in document.taxes)
    _amount(told, "LineExtensionAmount", sum(line.net_minor for line in document.lines), document)  # BT-106
    _amount(told, "TaxExclusiveAmount", document.net_minor, document)  # BT-109
    _amount(told, "TaxInclusiveAmount", document.total_minor, document)  # BT-112
    if charges:
        _amount(told, "ChargeTotalAmount", charges, document)  # BT-108
    _amount(told, "PrepaidAmount", document.paid_minor, document)  # BT-113
    _amount(told, "PayableAmount", document.total_minor - document.paid_minor, document)  # BT-115


def _line(root: ET.Element, number: int, line: DocumentLine, document: InvoiceDocument) -> None:
    is_invoice = document.kind == Kind.INVOICE
    told = _group(root, "InvoiceLine" if is_invoice else "CreditNoteLine")
    _add(told, "ID", str(number))  # BT-126
    quantity = "InvoicedQuantity" if is_invoice else "CreditedQuantity"
    _add(told, quantity, str(line.quantity), unitCode=_UNIT)  # BT-129
    _amount(told, "LineExtensionAmount", line.net_minor, document)  # BT-131
    item = _group(told, "Item")
    if line.detail:
        _add(item, "Description", line.detail)  # BT-154
    _add(item, "Name", _printable(line.title).strip() or line.sku or "Goods")  # BT-153
    if line.sku:
        _add(_group(item, "SellersItemIdentification"), "ID", line.sku)  # BT-155
    _category(item, "ClassifiedTaxCategory", line.tax_category, line.tax_rate)
    price = _group(told, "Price")
    each, rest = divmod(line.net_minor, line.quantity)
    if rest:
        # The price of all of them together: per piece it would have to be rounded.
        _amount(price, "PriceAmount", line.net_minor, document)  # BT-146
        _add(price, "BaseQuantity", str(line.quantity), unitCode=_UNIT)  # BT-149
    else:
        _amount(price, "PriceAmount", each, document)


def _category(parent: ET.Element, name: str, category: str, rate: str, row: DocumentTax | None = None) -> None:
    told = _group(parent, name)
    _add(told, "ID", category)  # BT-118, BT-151
    _add(told, "Percent", rate)  # BT-119, BT-152
    if row and row.reason:
        if category in _VATEX:
            _add(told, "TaxExemptionReasonCode", _VATEX[category])  # BT-121
        _add(told, "TaxExemptionReason", row.reason)  # BT-120
    _add(_group(told, "TaxScheme"), "ID", "VAT")


def _amount(parent: ET.Element, name: str, minor: int, document: InvoiceDocument) -> None:
    _add(parent, name, Money(minor, document.currency).plain(), currencyID=document.currency)


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    """An element with text; none for an empty one, which PEPPOL-EN16931-R008 forbids."""
    told = _printable(text).strip()
    if told:
        ET.SubElement(parent, f"{{{CBC}}}{name}", attributes).text = told


def _group(parent: ET.Element, name: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{CAC}}}{name}")


def _printable(text: str) -> str:
    """Without what XML 1.0 cannot carry: controls, halves of letters."""
    return "".join(
        letter
        for letter in text
        if letter in "\t\n" or (letter >= " " and not "\ud800" <= letter <= "\udfff" and letter not in "\ufffe\uffff")
    )
