"""Files as people have them: any encoding, cut off, far too long, or something else altogether."""

from __future__ import annotations

import codecs
import gzip
from pathlib import Path
from typing import Any

import pytest

from shopkeeper.commerce.catalogue.models import Product
from shopkeeper.commerce.checkout.makers import NOON
from shopkeeper.commerce.importing import files
from shopkeeper.commerce.importing.operations import ImportReport, import_products
from shopkeeper.foundation.errors import InvalidInput

HEAD = "Handle,Title,Vendor,Variant SKU,Variant Price\n"


def row(number: int, title: str = "Tee") -> str:
    return f"tee-{number},{title} {number},Acme,SKU-{number},19.00\n"


def told(report: ImportReport) -> str:
    return " ".join(trouble.message for trouble in report.troubles)


def titles() -> list[str]:
    return list(Product.objects.order_by("pk").values_list("title", flat=True))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
def test_accents_come_in_right_in_every_encoding_a_spreadsheet_writes(run: Any, encoding: str) -> None:
    data = (HEAD + row(1, "Café Élise Größe")).encode(encoding)
    marks = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}

    report = run(marks.get(encoding, b"") + data, name="export.csv")

    assert (report.created, report.failed) == (1, 0)
    assert titles() == ["Café Élise Größe 1"]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
@pytest.mark.parametrize("before", [10, 70_000, 200_000])
def test_the_first_accent_may_come_late_in_a_long_file(run: Any, encoding: str, before: int) -> None:
    lines = [row(number) for number in range(before // len(row(1000)))]
    text = HEAD + "".join(lines[:3]) + f"long,Long,,LONG,{'1'}.00\n".replace("Long", "L" * 200)
    filler = (
        f"filler,{'x' * 250},,FILL,1.00\n"
        if before == 10
        else "".join(f"f-{number},{'x' * 240},,F-{number},1.00\n" for number in range(before // 250))
    )

    run((text + filler + row(9999, "Größe")).encode(encoding), name="export.csv")

    assert titles()[-1] == "Größe 9999"
    assert not [title for title in titles() if "\ufffd" in title]


@pytest.mark.parametrize("cut", [1, 20, 200])
def test_a_packed_file_that_was_cut_off_brings_what_is_whole_and_says_so(run: Any, tmp_path: Path, cut: int) -> None:
    path = tmp_path / "products.csv.gz"
    packed = gzip.compress((HEAD + "".join(row(number) for number in range(300))).encode())
    path.write_bytes(packed[:-cut])

    report = import_products(path, at=NOON)

    assert report.failed == 1
    assert "damaged" in told(report)
    assert report.created == Product.objects.count() <= 300


@pytest.mark.parametrize("name", ["products.csv.gz", "products.jsonl.gz"])
@pytest.mark.parametrize("data", [b"\x1f\x8b", b"\x1f\x8b\x08\x00garbage" + b"\xff" * 40, b"\x1f\x8b" + b"\x00" * 400])
def test_a_file_that_only_looks_packed_is_told_in_words(run: Any, tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    try:
        report = import_products(path, at=NOON)
    except InvalidInput:
        return

    assert "damaged" in told(report)
    assert not Product.objects.exists()


@pytest.mark.parametrize("name", ["nothing.csv", "nothing.jsonl"])
def test_a_file_that_is_not_there_or_a_folder_is_told_in_words(run: Any, tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidInput):
        import_products(tmp_path / name, at=NOON)
    (tmp_path / name).mkdir()
    with pytest.raises(InvalidInput):
        import_products(tmp_path / name, at=NOON)


def test_an_empty_table_says_what_is_missing_and_an_empty_list_is_no_work(run: Any) -> None:
    with pytest.raises(InvalidInput):
        run(b"", name="empty.csv")

    assert run(b"", name="empty.jsonl").read == 0
    assert run(HEAD.encode(), name="heads.csv").read == 0


def test_rows_with_too_few_or_too_many_cells_are_read_as_far_as_they_go(run: Any) -> None:
    text = HEAD + "only-a-handle\n" + row(1) + "tee-2,Tee 2,Acme,SKU-2,19.00,more,and,more\n"

    report = run(text.encode(), name="export.csv")

    assert (report.created, report.failed) == (2, 1)
    assert "title" in told(report)


def test_a_cell_of_ten_megabytes_is_passed_over_and_its_neighbours_come_in(run: Any) -> None:
    text = HEAD + row(1) + f'big,"{"x" * 10_000_000}",A,BIG,1.00\n' + row(2)

    report = run(text.encode(), name="export.csv")

    assert titles() == ["Tee 1", "Tee 2"]
    assert report.failed == 1
    assert "1 MB" in told(report)


def test_a_quotation_mark_that_is_never_closed_loses_no_row_before_it(run: Any) -> None:
    report = run((HEAD + row(1) + row(2) + '"tee-3,Tee 3\n' + row(4)).encode(), name="export.csv")

    assert titles()[:2] == ["Tee 1", "Tee 2"]
    assert report.failed >= 1


def test_nul_bytes_are_told_or_left_out_and_never_stored(run: Any) -> None:
    report = run((HEAD + row(1) + "t\x00ee-2,T\x00ee,A,S\x00KU,1.00\n" + row(3)).encode(), name="export.csv")
    lines = run(b'{"title": "M\\u0000ug", "prices": {"EUR": "1"}}', b'{"title": "C\x00up", "prices": {"EUR": "1"}}')

    assert titles()[:1] == ["Tee 1"]
    assert "Tee 3" in titles()
    assert not [title for title in titles() if "\x00" in title]
    assert report.created + report.failed == 3
    assert lines.created + lines.failed == 2


def test_a_table_separated_by_semicolons_says_which_columns_are_missing(run: Any) -> None:
    with pytest.raises(InvalidInput, match="Handle, Title"):
        run((HEAD + row(1)).replace(",", ";").encode(), name="export.csv")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_any_machine_ends_them(run: Any, end: str) -> None:
    run((HEAD + row(1) + row(2)).replace("\n", end).encode(), name="export.csv")

    assert titles() == ["Tee 1", "Tee 2"]


def test_json_lines_may_begin_with_a_mark_and_hold_blank_lines(run: Any) -> None:
    line = b'{"title": "Mug", "prices": {"EUR": "1"}}'

    report = run(codecs.BOM_UTF8 + line, b"", b"   ", b"\r")

    assert (report.read, report.created) == (1, 1)


def test_a_whole_file_in_another_encoding_than_utf_8_is_told_line_by_line(run: Any) -> None:
    report = run('{"title": "Mug", "prices": {"EUR": "1"}}'.encode("utf-16"))

    assert (report.created, report.failed) == (0, 1)
    assert "UTF-8" in told(report)


def test_a_line_that_nests_without_end_is_told(run: Any) -> None:
    report = run(b"[" * 200_000, b'{"title": "Mug", "prices": {"EUR": "1"}}')

    assert (report.created, report.failed) == (1, 1)


def test_a_line_as_long_as_allowed_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    body = b'{"title": "' + b"x" * (files.MAX_LINE - 14) + b'"}'
    path.write_bytes(body + b"\n" + b"x" * (files.MAX_LINE + 1) + b"\n" + b'{"a": 1}')

    found = [(number, type(one).__name__) for number, one in files.json_lines(path)]

    assert found == [(1, "dict"), (2, "str"), (3, "dict")]
