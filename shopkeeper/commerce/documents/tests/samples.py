"""Documents for tests and for looking at: one of each kind, and those that layouts break on."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from shopkeeper.commerce.orders.invoicing import DocumentLine, DocumentTax, InvoiceDocument, Kind, Party
from shopkeeper.commerce.tax.decide import REVERSE_CHARGE
from shopkeeper.foundation.money import round_half_up

SELLER = Party(
    name="Linden Row B.V.",
    lines=("Breestraat 12", "2311 CR Leiden", "Netherlands"),
    line1="Breestraat 12",
    postal_code="2311 CR",
    city="Leiden",
    country="NL",
    vat_number="NL004495445B01",
    registration="KVK 12345678",
    email="books@lindenrow.example",
    phone="+31 71 555 0100",
)
ADA = Party(
    name="Ada de Vries",
    lines=("Keizersgracht 1", "1015 CJ Amsterdam", "Netherlands"),
    line1="Keizersgracht 1",
    postal_code="1015 CJ",
    city="Amsterdam",
    country="NL",
    email="ada@example.com",
)
MUSTER = Party(
    name="Muster GmbH",
    lines=("Erika Mustermann", "Torstraße 1", "10119 Berlin", "Germany"),
    line1="Torstraße 1",
    postal_code="10119",
    city="Berlin",
    country="DE",
    vat_number="DE136695976",
    email="einkauf@muster.example",
)
HANAN = Party(
    name="حنان عبد الرحمن",
    lines=("شارع الحمرا ١٢", "Beirut", "Lebanon"),
    line1="شارع الحمرا ١٢",
    city="Beirut",
    country="LB",
    email="hanan@example.com",
)


def line(
    title: str, quantity: int, unit_minor: int, rate: str, *, detail: str = "", off: int = 0, category: str = "S"
) -> DocumentLine:
    """A line whose price contains tax at ``rate`` percent."""
    total = quantity * unit_minor - off
    tax = round_half_up(Decimal(total) * Decimal(rate) / (100 + Decimal(rate)))
    return DocumentLine(
        title, detail, f"LR-{unit_minor}", quantity, unit_minor, off, total, total - tax, tax, rate, category
    )


def document(
    *lines: DocumentLine, shipping: int = 495, buyer: Party = ADA, reason: str = "", note: str = ""
) -> InvoiceDocument:
    """An invoice over ``lines``; delivery is taxed at the first line's rate."""
    first = lines[0]
    freight_tax = round_half_up(Decimal(shipping) * Decimal(first.tax_rate) / (100 + Decimal(first.tax_rate)))
    taxes = []
    for category, rate in dict.fromkeys((one.tax_category, one.tax_rate) for one in lines):
        own = [one for one in lines if (one.tax_category, one.tax_rate) == (category, rate)]
        carried = (shipping - freight_tax, freight_tax) if rate == first.tax_rate else (0, 0)
        base, tax = sum(one.net_minor for one in own), sum(one.tax_minor for one in own)
        taxes.append(
            DocumentTax("VAT", buyer.country, category, rate, base + carried[0], carried[0], tax + carried[1], reason)
        )
    gross, off = sum(one.quantity * one.unit_minor for one in lines), sum(one.discount_minor for one in lines)
    tax = sum(row.tax_minor for row in taxes)
    total = gross - off + shipping
    return InvoiceDocument(
        kind=Kind.INVOICE,
        label="INV2026-000042",
        issued_on="2026-11-20",
        supplied_on="2026-11-20",
        order_number="7GK4-M2PQ",
        currency="EUR",
        language="en",
        prices_include_tax=not reason,
        seller=SELLER,
        buyer=buyer,
        deliver_to=buyer,
        lines=lines,
        taxes=tuple(taxes),
        lines_minor=gross,
        discount_minor=off,
        shipping_minor=shipping,
        shipping_label="Standard",
        net_minor=total - tax,
        tax_minor=tax,
        total_minor=total,
        paid_minor=total,
        iban="NL91ABNA0417164300",
        bic="ABNANL2A",
        note=note,
    )


MUG = line("Stoneware mug", 2, 1800, "21", detail="Glaze: Sea green")
BOOK = line("The Baker’s Year", 1, 2450, "9", detail="Hardcover, 320 pages")
LONG = line(
    "Hand-thrown serving bowl in speckled stoneware with a reactive glaze, fired twice, made to order in Porto by the "
    "third generation of the same family, Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen edition",
    1,
    12_900,
    "21",
    detail="Diameter: 42 cm · Colour: Midnight blue with a rim of unglazed clay · Engraving: “Mum & Dad”",
    off=1290,
)
SAMPLES: dict[str, InvoiceDocument] = {
    "plain": document(MUG, BOOK),
    "long": document(LONG, MUG, BOOK, note="Thank you for buying from a small shop."),
    "many": document(*(line(f"Tile no. {n}", n, 100 + n, "21" if n % 3 else "9") for n in range(1, 41))),
    "reverse charge": document(
        line("Stoneware mug", 12, 1488, "0", category="K"), shipping=409, buyer=MUSTER, reason=REVERSE_CHARGE
    ),
    "right to left": document(
        line("فنجان من الخزف", 2, 1800, "0", category="G"), buyer=HANAN, reason="Export of goods."
    ),
    "credit note": replace(
        document(MUG, shipping=0, note="Two mugs sent back on 24 November."),
        kind=Kind.CREDIT_NOTE,
        label="CN2026-000003",
        corrects="INV2026-000042",
        corrects_on="2026-11-20",
        paid_minor=0,
    ),
    "nothing known of the seller": replace(document(MUG), seller=Party(name="My shop"), iban="", bic=""),
}
