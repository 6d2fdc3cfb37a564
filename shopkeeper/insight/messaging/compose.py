"""Mails in the language of their reader: a subject, a text part that says everything, and the same laid out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton
from django.conf import settings
from django.template import engines
from django.utils import translation
from django.utils.translation import gettext as _
from jinja2 import Environment

from shopkeeper.commerce.changes.models import Change
from shopkeeper.commerce.checkout.holders import guest_token
from shopkeeper.commerce.checkout.to_pay import to_pay
from shopkeeper.commerce.content import queries as content
from shopkeeper.commerce.credit.queries import of_guest
from shopkeeper.commerce.customers.addresses import PostalAddress
from shopkeeper.commerce.orders.models import OrderLine, Package
from shopkeeper.commerce.orders.queries import OrderDetail, status_token
from shopkeeper.foundation.money import Money


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Row:
    label: str
    amount: str


@dataclass(frozen=True)
class Item:
    title: str
    quantity: int
    total: str


def order_letter(detail: OrderDetail, kind: str, *, package_id: int | None = None, **about: Any) -> Letter:
    """What happened to an order, for the one who placed it. ``about`` is what this kind of letter tells besides."""
    order = detail.order
    package = next((one for one in detail.packages if one.pk == package_id), None)
    with translation.override(order.language):
        return compose(
            _subject(kind, order.number),
            kind,
            order.language,
            number=order.number,
            placed_on=format_date(order.placed_at.date(), "long", locale=locale_of(order.language)),
            items=_items(detail, package),
            rows=_rows(detail),
            total=order.total.display(order.language),
            tax_note=_tax_note(detail),
            address=PostalAddress.from_json(order.shipping_address).lines(),
            arrives=_arrives(detail, package),
            is_collected=order.is_collected,
            tracking=f"{package.carrier} {package.tracking_number}".strip() if package else "",
            status_url=f"{settings.PUBLIC_URL}/orders/s/{status_token(order)}/",
            returns_url=f"{settings.PUBLIC_URL}/returns/",
            returns=_returns_line(detail),
            to_pay=_to_pay(detail),
            waits=_waits(detail),
            **about,
        )


def remedy_lines(remedies: Mapping[str, Money], language: str) -> list[str]:
    """What a broken promise is made good with, a sentence each."""
    with translation.override(language):
        told = {
            "charge": _("You get the delivery charge of %(amount)s back."),
            "credit": _("You get %(amount)s as store credit."),
        }
        return [told[kind] % {"amount": amount.display(language)} for kind, amount in remedies.items() if kind in told]


def trouble_letter(detail: OrderDetail, trouble: str, *, package_id: int) -> Letter:
    """What the carrier says has gone wrong with a parcel, and what happens now."""
    with translation.override(detail.order.language):
        told = {
            "delayed": _("The carrier tells us that your parcel is held up. It is on its way and will come later."),
            "lost": _("The carrier cannot find your parcel. We are looking into it and will write to you."),
            "returned": _("The carrier could not hand your parcel over and is bringing it back to us. We will write."),
        }[trouble]
    return order_letter(detail, "parcel_in_trouble", package_id=package_id, told=told)


def _to_pay(detail: OrderDetail) -> list[Row]:
    """What is still to be paid and how; empty when nothing is."""
    told, language = to_pay(detail.order), detail.order.language
    if told is None:
        return []
    rows = [Row(_("To pay"), told.missing.display(language))]
    if told.by == "cod":
        return [*rows, Row(_("When"), _("at the door"))]
    rows += [
        Row(_("To"), told.holder),
        Row("IBAN", told.iban),
        Row("BIC", told.bic),
        Row(_("Reference"), told.reference),
    ]
    rows.append(Row(_("Due"), format_date(told.due_on, "long", locale=locale_of(language))))
    return [row for row in rows if row.amount]


def _waits(detail: OrderDetail) -> bool:
    """Whether nothing leaves before the customer has paid."""
    told = to_pay(detail.order)
    return told is not None and told.by == "transfer"


def shop_name() -> str:
    return str(content.block("shop").get("name") or settings.SHOP_NAME)


def _subject(kind: str, number: str) -> str:
    words = {
        "order_placed": _("Your order %(number)s"),
        "order_changed": _("Order %(number)s is changed"),
        "order_cancelled": _("Order %(number)s is cancelled"),
        "payment_received": _("We have your payment for order %(number)s"),
        "payment_reminder": _("Your payment for order %(number)s"),
        "package_shipped": _("Order %(number)s is on its way"),
        "package_delivered": _("Order %(number)s has arrived"),
        "ready_for_pickup": _("Order %(number)s is ready to collect"),
        "parcel_in_trouble": _("About the parcel of order %(number)s"),
        "promise_broken": _("Order %(number)s is later than we promised"),
    }
    return words[kind] % {"number": number}


def change_lines(change: Change) -> str:
    """What was changed, and what it costs or gives back, in the language of the order."""
    with translation.override(change.order.language):
        words = {
            Change.Kind.ITEMS: _("The items of your order are changed, as you asked."),
            Change.Kind.ADDRESS: _("Your order goes to the address below, as you asked."),
            Change.Kind.PAYMENT: _("Your order is paid another way, as you asked. What you paid before goes back."),
        }
        language, money = change.order.language, ""
        if change.difference_minor > 0:
            money = _("You paid %(amount)s more.") % {"amount": change.difference.display(language)}
        elif change.difference_minor < 0:
            back = (-change.difference).display(language)
            where = _("as store credit") if change.refund_to.startswith("credit:") else _("the way you paid")
            money = _("%(amount)s goes back to you, %(where)s.") % {"amount": back, "where": where}
        return f"{words[Change.Kind(change.kind)]} {money} {_credit_code(change)}".strip()


def _credit_code(change: Change) -> str:
    """The code of a guest's store credit, when a change put money on it."""
    if not change.refund_to.startswith("credit:") or change.order.customer_id is not None:
        return ""
    found = of_guest(guest_token(change.order))
    return _("Your code for store credit: %(code)s") % {"code": found[1]} if found else ""


def compose(subject: str, template: str, language: str, **values: Any) -> Letter:
    """Both parts of a mail, from the templates of one name. ``unsubscribe_url`` is shown where a kind has one."""
    frame = {
        "shop": shop_name(),
        "shop_url": settings.PUBLIC_URL,
        "legal": str(content.block("shop").get("legal", "")),
        "subject": subject,
        "unsubscribe_url": "",
        "language": language,
        "direction": "rtl" if language.split("-")[0] in {"ar", "fa", "he", "ur"} else "ltr",
    }
    text = _shelf(is_html=False).get_template(f"messaging/{template}.txt").render(**{**frame, **values})
    html = _shelf(is_html=True).get_template(f"messaging/{template}.html").render(**{**frame, **values})
    return Letter(" ".join(subject.split()), text.strip() + "\n", html)


@lru_cache(maxsize=2)
def _shelf(*, is_html: bool) -> Environment:
    """The text part is no HTML: what a name holds is not escaped there, and nobody interprets it."""
    shelf: Environment = engines["jinja2"].env  # type: ignore[attr-defined]
    return shelf if is_html else shelf.overlay(autoescape=False)


def _items(detail: OrderDetail, package: Package | None) -> list[Item]:
    lines = [line for line in detail.lines if package is None or line.package_id == package.pk]
    return [_item(line, detail) for line in lines]


def _item(line: OrderLine, detail: OrderDetail) -> Item:
    title = " · ".join(part for part in (line.title, line.variant_title) if part)
    return Item(title, line.quantity, Money(line.total_minor, detail.order.currency).display(detail.order.language))


def _rows(detail: OrderDetail) -> list[Row]:
    order = detail.order

    def shown(minor: int) -> str:
        return Money(minor, order.currency).display(order.language)

    rows = [Row(_("Goods"), shown(order.lines_minor))]
    if order.discount_minor:
        rows.append(Row(_("Reductions"), f"−{shown(order.discount_minor)}"))
    rows.append(Row(_("Delivery"), shown(order.shipping_minor) if order.shipping_minor else _("Free")))
    if order.tax_minor and not order.prices_include_tax:
        rows.append(Row(_("Tax"), shown(order.tax_minor)))
    return rows


def _tax_note(detail: OrderDetail) -> str:
    order = detail.order
    untaxed = next((row["reason"] for row in order.quote.get("tax_rows", ()) if row.get("reason")), "")
    if untaxed and not order.tax_minor:
        return _("No tax is charged. %(reason)s") % {"reason": untaxed}
    if not order.tax_minor or not order.prices_include_tax:
        return ""
    return _("Includes %(amount)s tax") % {"amount": Money(order.tax_minor, order.currency).display(order.language)}


def _arrives(detail: OrderDetail, package: Package | None) -> str:
    """From the first promised day to the last, of one parcel or of all."""
    days = [
        day
        for one in ([package] if package else detail.packages)
        for day in (one.promised_from, one.promised_to)
        if day
    ]
    if not days:
        return ""
    locale = locale_of(detail.order.language)
    first, last = min(days), max(days)
    if first == last:
        return str(format_skeleton("MMMEd", first, locale=locale))
    return str(format_interval(first, last, skeleton="MMMEd", locale=locale))


def _returns_line(detail: OrderDetail) -> str:
    policy = content.return_policy("", str(detail.order.shipping_address.get("country", "")))
    if policy is None or not policy.is_returnable:
        return ""
    return _("You can send things back within %(days)s days.") % {"days": policy.window_days}


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")
