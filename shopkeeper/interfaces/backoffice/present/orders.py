"""The list of orders, ready to print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlencode

from shopkeeper.commerce.catalogue.pictures import rendition_path
from shopkeeper.commerce.orders.board import BoardOrder, BoardPage, Cursor, OrderFilter
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.interfaces.backoffice import forms
from shopkeeper.interfaces.backoffice.forms import Choice
from shopkeeper.interfaces.backoffice.present import words

VIEWS = (
    ("to_pack", "To pack"),
    ("to_ship", "To ship"),
    ("on_the_way", "On the way"),
    ("done", "Done"),
    ("cancelled", "Cancelled"),
    ("all", "All"),
)
FILTERS = ("q", "country", "from", "to", "late")


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    count: int | None
    is_current: bool


@dataclass(frozen=True)
class Thumb:
    src: str
    alt: str


@dataclass(frozen=True)
class OrderRow:
    id: int
    number: str
    url: str
    placed: str
    placed_iso: str
    placed_full: str
    name: str
    email: str
    country: str
    items: str
    skus: str
    thumbs: tuple[Thumb, ...]
    more: int
    promise: str
    is_late: bool
    delivery: str
    tracking: str
    stage: str
    stage_label: str
    total: str
    has_note: bool
    is_held: bool


@dataclass(frozen=True)
class Asked:
    """The list's address taken apart: the tab, what was typed, and what it means."""

    view: str
    typed: Mapping[str, str]
    wanted: OrderFilter

    @property
    def is_filtered(self) -> bool:
        return any(self.typed.values())

    def url(self, **changes: str) -> str:
        query = {"view": self.view, **self.typed, **changes}
        return "/office/orders/?" + urlencode({key: value for key, value in query.items() if value})


@dataclass(frozen=True)
class OrdersPage:
    tabs: tuple[Tab, ...]
    rows: tuple[OrderRow, ...]
    view: str
    typed: Mapping[str, str]
    countries: tuple[Choice, ...]
    is_filtered: bool
    clear_url: str
    next_url: str
    first_url: str
    export_url: str
    can_pack: bool
    can_unpack: bool


def asked(query: Mapping[str, str], today: date) -> Asked:
    """What an address asks for; what makes no sense in it counts as not said."""
    # A NUL is in no word, and PostgreSQL cannot look for it: half an export would have been sent by then.
    typed = {name: query.get(name, "").replace("\x00", "").strip()[:200] for name in FILTERS}
    views = [view for view, _ in VIEWS]
    view = query.get("view", "")
    view = view if view in views else ("all" if any(typed.values()) else "to_pack")
    return Asked(
        view,
        typed,
        OrderFilter(
            stage="" if view == "all" else view,
            country=typed["country"][:2].upper(),
            placed_from=forms.start_of(forms.day(typed["from"])),
            placed_to=forms.end_of(forms.day(typed["to"])),
            text=typed["q"],
            late_on=today if typed["late"] else None,
        ),
    )


def cursor_text(cursor: Cursor) -> str:
    at, pk = cursor
    return f"{int(at.timestamp() * 1_000_000)}-{pk}"


def cursor_of(text: str) -> Cursor | None:
    """The place in the list that an address names. Raises InvalidInput for a made-up one."""
    if not text:
        return None
    micros, _, pk = text.partition("-")
    try:
        at = datetime.fromtimestamp(int(micros) // 1_000_000, UTC).replace(microsecond=int(micros) % 1_000_000)
        return (at, int(pk))
    except (ValueError, OverflowError, OSError):
        raise InvalidInput("This place in the list does not exist. Start from the first page.") from None


def orders_page(
    question: Asked, found: BoardPage, counts: Mapping[str, int], countries: list[str], *, is_first: bool, at: datetime
) -> OrdersPage:
    return OrdersPage(
        tabs=tuple(
            Tab(label, question.url(view=view), counts.get(view), view == question.view) for view, label in VIEWS
        ),
        rows=tuple(row(order, at) for order in found.orders),
        view=question.view,
        typed=question.typed,
        countries=tuple(
            sorted((Choice(code, words.country(code)) for code in countries), key=lambda choice: choice.label)
        ),
        is_filtered=question.is_filtered,
        clear_url=f"/office/orders/?view={question.view}",
        next_url=question.url(before=cursor_text(found.next)) if found.next else "",
        first_url="" if is_first else question.url(),
        export_url=question.url().replace("/orders/?", "/orders/export.csv?"),
        can_pack=question.view == "to_pack",
        can_unpack=question.view == "to_ship",
    )


def row(order: BoardOrder, at: datetime) -> OrderRow:
    promised = order.promised_to
    in_the_house = order.stage in {"to_pack", "to_ship"}
    return OrderRow(
        id=order.id,
        number=order.number,
        url=f"/office/orders/{order.number}/",
        placed=words.ago(order.placed_at, at),
        placed_iso=order.placed_at.isoformat(),
        placed_full=words.when(order.placed_at),
        name=order.name or order.email,
        email=order.email,
        country=order.country,
        items=words.plural(order.units, "item"),
        skus=", ".join(f"{line.quantity} × {line.sku}" for line in order.lines),
        thumbs=tuple(
            Thumb(rendition_path(line.image_digest, 320, "avif"), f"{line.title} {line.variant_title}".strip())
            for line in order.lines[:3]
            if line.image_digest
        ),
        more=max(0, len(order.lines) - 3),
        promise=words.day(promised),
        is_late=bool(in_the_house and promised and promised < at.date()),
        delivery=order.delivery,
        tracking=", ".join(order.tracking),
        stage=order.stage,
        stage_label=words.STAGES[order.stage],
        total=order.total.display(),
        has_note=order.has_note,
        is_held=order.is_held and order.stage == "to_pack",
    )
