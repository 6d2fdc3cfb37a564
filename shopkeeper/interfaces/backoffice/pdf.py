"""Paper: a template laid out as PDF. Nothing is fetched from anywhere; pictures stand in the page itself."""

from __future__ import annotations

from pathlib import Path

import segno
from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string

from shopkeeper.foundation import paper
from shopkeeper.foundation.http.caching import private

PAPER = Path(__file__).parent / "templates/backoffice/paper"


def pdf(template: str, page: object, *, file_name: str) -> HttpResponse:
    """``backoffice/paper/<template>`` with its stylesheet, as a PDF shown in the browser."""
    answer = HttpResponse(laid_out(template, page), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{file_name}"'
    return private(answer)


def laid_out(template: str, page: object) -> bytes:
    context = {"page": page, "shop_name": settings.SHOP_NAME}
    markup = render_to_string(f"backoffice/paper/{template}.html", context, using="jinja2")
    return paper.laid_out(markup, sheets=[(PAPER / f"{template}.css").read_text(encoding="utf-8")])


def qr(text: str) -> str:
    """A QR code as a picture in the page (ISO/IEC 18004, error correction M)."""
    return str(segno.make(text, error="m", micro=False).svg_data_uri(border=2))
