"""Invoices as PDF: complete, on as many pages as they take, and never a call outside."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from shopkeeper.commerce.documents import pdf
from shopkeeper.commerce.documents.pdf import html_of, pdf_of
from shopkeeper.commerce.documents.tests.samples import ADA, HANAN, SAMPLES, document, line
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.paper import FetchRefused

READER = shutil.which("pdftotext")
needs_reader = pytest.mark.skipif(READER is None, reason="pdftotext (poppler-utils) is not installed")


def words_of(body: bytes, folder: Path) -> str:
    assert READER
    path = folder / "document.pdf"
    path.write_bytes(body)
    told = subprocess.run([READER, "-layout", str(path), "-"], capture_output=True, check=True, timeout=60)
    return told.stdout.decode()


@needs_reader
@pytest.mark.parametrize("name", ["plain", "long", "many", "reverse charge", "credit note"])
def test_a_document_says_everything_it_has_to(name: str, tmp_path: Path) -> None:
    """Directive 2006/112/EC, article 226: day, number, both parties and their numbers, goods, base and tax by rate."""
    told = SAMPLES[name]

    found = " ".join(words_of(pdf_of(told), tmp_path).split())

    wanted = [told.label, told.order_number, told.seller.name, told.seller.vat_number, told.buyer.name, told.iban]
    wanted += [told.buyer.vat_number, told.corrects, *told.buyer.lines]
    wanted += [Money(minor, "EUR").display("en") for minor in (told.total_minor, told.tax_minor)]
    for row in told.taxes:
        wanted += [Money(minor, "EUR").display("en") for minor in (row.base_minor, row.tax_minor)]
    wanted += [Money(one.total_minor, "EUR").display("en") for one in told.lines]
    wanted += [one.title.split()[0] for one in told.lines]
    assert [one for one in wanted if one not in found] == []
    for reason in told.reasons:
        assert reason in found


@needs_reader
def test_forty_lines_go_over_pages_with_their_heading_and_none_is_lost(tmp_path: Path) -> None:
    pages = words_of(pdf_of(SAMPLES["many"]), tmp_path).split("\f")[:-1]

    assert len(pages) == 3
    assert [bool(re.search(rf"\b{number}\s*/\s*3\s*\n", page)) for number, page in enumerate(pages, start=1)] == [
        True
    ] * 3
    assert all(re.search(r"Goods\s+Quantity\s+Each\s+Tax\s+Amount", page) for page in pages)
    assert [n for n in range(1, 41) if not re.search(rf"Tile no\. {n}\b", "".join(pages))] == []


@needs_reader
def test_a_name_from_the_right_is_there_letter_by_letter(tmp_path: Path) -> None:
    found = words_of(pdf_of(SAMPLES["right to left"]), tmp_path)

    assert all(word in found or word[::-1] in found for word in HANAN.name.split())


@pytest.mark.parametrize(
    "name",
    [
        '<img src="http://127.0.0.1:9/x.png">',
        "<style>body{background:url(http://127.0.0.1:9/x)}</style>",
        "{{ 7*7 }}",
        "\x00\u202e",
        "A" * 300,
    ],
)
def test_what_people_type_is_text(name: str) -> None:
    html = html_of(document(line(name, 1, 100, "21", detail=name), buyer=replace(ADA, name=name), note=name))

    assert "<img" not in html
    assert "<style>body" not in html
    assert ">49<" not in html
    assert pdf_of(document(line(name, 1, 100, "21"), buyer=replace(ADA, name=name))).startswith(b"%PDF-")


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x.png", "file:///etc/hostname", "data:text/plain,x"])
def test_a_document_that_asks_for_something_from_outside_is_not_made(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(pdf, "html_of", lambda _document: f'<img src="{address}"><p>Text</p>')

    with pytest.raises(FetchRefused):
        pdf_of(SAMPLES["plain"])


@pytest.mark.parametrize("language", ["nl", "de", "en-GB", "ar", "xx", ""])
def test_every_language_of_an_order_can_be_printed(language: str) -> None:
    assert "INV2026-000042" in html_of(replace(SAMPLES["plain"], language=language))
