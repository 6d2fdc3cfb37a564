"""Tables for spreadsheets, streamed. A cell that a spreadsheet would run as a formula is written as text."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse

from shopkeeper.foundation.text import cell_text


class _Echo:
    def write(self, text: str) -> str:
        return text


def stream(name: str, header: Iterable[str], rows: Iterable[Iterable[object]]) -> StreamingHttpResponse:
    """Answer with ``name`` as a download, a row at a time. UTF-8 with a mark, so that spreadsheets read it right."""

    def lines() -> Iterator[str]:
        writer = csv.writer(_Echo())
        yield "\ufeff" + str(writer.writerow(list(header)))
        for row in rows:
            yield str(writer.writerow([cell_text(cell) for cell in row]))

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
