"""What is printed when a customer changes an order or sends something back."""

from __future__ import annotations

from dataclasses import dataclass

from shopkeeper.interfaces.storefront.pages.afterwards import TimelineEntry
from shopkeeper.interfaces.storefront.pages.buying import CartLine, RadioCard, SummaryRow
from shopkeeper.interfaces.storefront.pages.frame import Field, FieldError, Link, Problem


@dataclass(frozen=True, kw_only=True)
class EditLine:
    """A line that can be changed: ``fields`` go with it. ``why_not`` stands in their place when nothing can be done."""

    line: CartLine
    fields: tuple[Field, ...] = ()
    note: str = ""
    why_not: str = ""


@dataclass(frozen=True, kw_only=True)
class EditPage:
    """A form over the lines of an order, or over its address (then ``fields`` instead of ``lines``). ``why_not`` when
    nothing can be changed any more."""

    title: str
    intro: str
    action_url: str
    back_url: str
    idempotency_key: str
    submit_label: str
    lines: tuple[EditLine, ...] = ()
    fields: tuple[Field, ...] = ()
    errors: tuple[FieldError, ...] = ()
    problem: Problem | None = None
    why_not: str = ""
    why_not_link: Link | None = None


@dataclass(frozen=True, kw_only=True)
class CheckPage:
    """Exactly what will happen, before it does. ``carried`` are hidden fields; ``methods`` and ``destinations`` are
    asked for when there is something to pay or money to go somewhere."""

    title: str
    intro: str
    action_url: str
    back_url: str
    back_label: str
    idempotency_key: str
    submit_label: str
    rows: tuple[SummaryRow, ...]
    result: SummaryRow
    carried: tuple[tuple[str, str], ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    methods: tuple[RadioCard, ...] = ()
    more_methods: tuple[RadioCard, ...] = ()
    destinations: tuple[RadioCard, ...] = ()
    problem: Problem | None = None
    small_print: str = ""


@dataclass(frozen=True, kw_only=True)
class ReturnPage:
    """A return: what comes back, what happens next, and how to send it. ``code`` is what the label says, as a QR code
    in ``code_svg``."""

    number: str
    status: str
    lines: tuple[CartLine, ...]
    rows: tuple[SummaryRow, ...]
    result: SummaryRow
    timeline: tuple[TimelineEntry, ...]
    back_url: str
    idempotency_key: str
    how: tuple[str, ...] = ()
    send_to: tuple[str, ...] = ()
    code: str = ""
    code_svg: str = ""
    call_off_url: str = ""
    pay_url: str = ""
    credit_note: Link | None = None
    problem: Problem | None = None
