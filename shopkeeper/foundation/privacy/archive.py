"""The file a person takes home: one JSON document for machines, one page to read, in a zip."""

from __future__ import annotations

import html
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _


def archive(told: Mapping[str, Mapping[str, Any]], *, shop: str, at: datetime) -> bytes:
    """``my-data.json`` and ``my-data.html`` with the same contents. The same data at the same moment gives the same
    bytes."""
    plain = json.loads(json.dumps(told, cls=DjangoJSONEncoder))
    document = {"shop": shop, "made_at": at.isoformat(), "data": plain}
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in (
            ("my-data.json", json.dumps(document, ensure_ascii=False, indent=2)),
            ("my-data.html", _page(plain, shop, at)),
        ):
            entry = zipfile.ZipInfo(name, date_time=at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, text)
    return held.getvalue()


def _page(plain: Mapping[str, Any], shop: str, at: datetime) -> str:
    title = html.escape(_("What %(shop)s knows about you") % {"shop": shop})
    parts = "".join(
        f"<h2>{html.escape(_words(part))}</h2>{_shown(rows)}" for held in plain.values() for part, rows in held.items()
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        "<style>body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}"
        "dl{display:grid;grid-template-columns:minmax(7rem,auto) 1fr;gap:.15rem 1rem;margin:.4rem 0}"
        "dt{color:#5b564a}dd{margin:0;overflow-wrap:anywhere}li{border-top:1px solid #ddd5c6;padding:.6rem 0}"
        "ul{list-style:none;padding:0}</style></head>"
        f"<body><h1>{title}</h1><p>{at:%Y-%m-%d %H:%M} UTC</p>{parts}</body></html>"
    )


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        rows = "".join(
            f"<dt>{html.escape(_words(key))}</dt><dd>{_shown(item)}</dd>"
            for key, item in value.items()
            if item not in (None, "", [], {})
        )
        return f"<dl>{rows}</dl>"
    if isinstance(value, list):
        return "<ul>" + "".join(f"<li>{_shown(item)}</li>" for item in value) + "</ul>"
    return html.escape(str(value))


def _words(key: str) -> str:
    return key.replace("_", " ").capitalize()
