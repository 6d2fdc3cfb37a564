"""Orders as their buyers see them: the thank-you page, the status page, rows in a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.core import get_global
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.commerce.catalogue.pictures import rendition_path
from shopkeeper.commerce.checkout.to_pay import ToPay
from shopkeeper.commerce.credit.queries import Credit
from shopkeeper.commerce.customers.addresses import PostalAddress
from shopkeeper.commerce.orders.models import Order, OrderEvent, OrderLine, Package
from shopkeeper.commerce.orders.queries import OrderDetail
from shopkeeper.commerce.returns.models import Return
from shopkeeper.commerce.returns.rules import WITHDRAWAL_COUNTRIES, WITHDRAWAL_DAYS
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.storefront.pages import (
    CartLine,
    CartSummary,
    ConfirmationPage,
    Fix,
    Link,
    OrderPage,
    OrderParcel,
    OrderRow,
    Picture,
    Recap,
    SummaryRow,
    TimelineEntry,
)
from shopkeeper.interfaces.storefront.present.days import day, day_range, instant
from shopkeeper.interfaces.storefront.present.pictures import stand_in
from shopkeeper.interfaces.storefront.present.to_pay import how_to_pay


def confirmation(
    detail: OrderDetail, language: str, *, status_url: str, account_url: str, open_: ToPay | None = None
) -> ConfirmationPage:
    """Thank you: the number, when it comes, what happens next, and until when it can be changed."""
    order = detail.order
    cancel = Fix(label=_("Cancel the order"), url=f"{status_url}cancel") if detail.can_be_cancelled else None
    return ConfirmationPage(
        number=order.number,
        email=order.email,
        arrives="" if order.is_collected or _awaited(open_) else arrival(detail.packages, language),
        parcels=parcels(detail, language, waits=bool(_awaited(open_))),
        summary=summary(order, detail.lines, language),
        recaps=recaps(order),
        status_url=status_url,
        next_steps=timeline(detail, language, open_=open_),
        to_pay=how_to_pay(open_, language),
        change_until=_("it is packed") if cancel else "",
        cancel=cancel,
        account_url=account_url,
    )


def order_page(
    detail: OrderDetail,
    language: str,
    *,
    base_url: str,
    returns: Sequence[Return] = (),
    guest_credit: tuple[Credit, str] | None = None,
    today: date,
    breadcrumbs: tuple[Link, ...] = (),
    live_url: str = "",
    open_: ToPay | None = None,
) -> OrderPage:
    """One order with what came back of it, for whoever may see it; ``base_url`` is where it was opened."""
    order = detail.order
    actions = []
    if detail.can_be_cancelled:
        actions += [
            Fix(label=_("Change items"), url=f"{base_url}items"),
            Fix(label=_("Change the address"), url=f"{base_url}address"),
            Fix(label=_("Pay another way"), url=f"{base_url}payment"),
            Fix(label=_("Cancel the order"), url=f"{base_url}cancel"),
        ]
    if any(package.status == Package.Status.DELIVERED for package in detail.packages):
        actions.append(Fix(label=_("Send something back"), url=f"{base_url}return"))
        if may_withdraw(detail, today) and not any(one.status in _COMING_BACK for one in returns):
            actions.append(Fix(label=_("Withdraw from the purchase"), url=f"{base_url}return?withdraw=all"))
    actions += [
        Fix(label=_("Return %(number)s") % {"number": one.number}, url=f"{base_url}returns/{one.public_id}")
        for one in returns
    ]
    return OrderPage(
        number=order.number,
        placed_on=placed_on(order, language),
        status=_awaited(open_) or standing(detail, language),
        parcels=parcels(detail, language, waits=bool(_awaited(open_))),
        summary=summary(order, detail.lines, language),
        recaps=(*recaps(order), *_credit(guest_credit, language)),
        timeline=timeline(detail, language, open_=open_),
        to_pay=how_to_pay(open_, language),
        actions=tuple(actions),
        invoice=Link(label=_("Invoice"), url=f"{base_url}invoice") if detail.invoice else None,
        help_url="/contact/",
        breadcrumbs=breadcrumbs,
        live_url=live_url,
        live_topic=f"order:{order.pk}" if live_url else "",
    )


def _awaited(open_: ToPay | None) -> str:
    """Nothing else matters before the money is here."""
    if open_ is None or open_.by != "transfer":
        return ""
    return _("We wait for your payment. Your order is set aside for you and leaves as soon as it is here.")


def _credit(found: tuple[Credit, str] | None, language: str) -> tuple[Recap, ...]:
    """A guest's store credit and the code that spends it."""
    if found is None:
        return ()
    one, code = found
    told = _("%(amount)s, with the code %(code)s") % {"amount": one.available.display(language), "code": code}
    return (Recap(label=_("Your store credit"), lines=(told,)),)


# While something is on its way back or is back, the rest goes by “Send something back”.
_COMING_BACK = {Return.Status.REQUESTED, Return.Status.RECEIVED, Return.Status.SETTLING, Return.Status.SETTLED}


def may_withdraw(detail: OrderDetail, today: date) -> bool:
    """Whether the law's days for withdrawing are running (``returns.rules``)."""
    last = max((package.delivered_at for package in detail.packages if package.delivered_at), default=None)
    return (
        last is not None
        and detail.order.country in WITHDRAWAL_COUNTRIES
        and (today - last.date()).days <= WITHDRAWAL_DAYS
    )


def order_row(order: Order, language: str, *, url: str) -> OrderRow:
    count = sum(int(line["quantity"]) for line in order.quote.get("lines", ()))
    return OrderRow(
        number=order.number,
        url=url,
        placed_on=placed_on(order, language),
        status=order_status(order.status),
        total=order.total.display(language),
        item_note=ngettext("%(num)s item", "%(num)s items", count) % {"num": count},
    )


def placed_on(order: Order, language: str) -> str:
    """The day it was placed, on the calendar where it goes."""
    zone = zone_of(str(order.shipping_address.get("country", "")))
    return day(order.placed_at.astimezone(ZoneInfo(zone)).date(), language)


def order_status(status: str) -> str:
    words = {
        Order.Status.PLACED: _("Placed"),
        Order.Status.COMPLETED: _("Delivered"),
        Order.Status.CANCELLED: _("Cancelled"),
    }
    return words.get(Order.Status(status), status)


def standing(detail: OrderDetail, language: str) -> str:
    """Where the order is, in one sentence."""
    if detail.order.status == Order.Status.CANCELLED:
        return _("This order is cancelled. What you paid goes back the way it came.")
    if detail.order.status == Order.Status.COMPLETED:
        return _("Delivered.")
    states = {package.status for package in detail.packages}
    arrives = arrival(detail.packages, language)
    if detail.order.is_collected:
        return _("Ready to collect.") if Package.Status.PACKED in states else _("We have it and will pack it soon.")
    if Package.Status.SHIPPED in states:
        return _("On its way. Arrives %(dates)s.") % {"dates": arrives}
    if Package.Status.PACKED in states:
        return _("Packed and waiting for the courier. Arrives %(dates)s.") % {"dates": arrives}
    return _("We have it and will pack it soon. Arrives %(dates)s.") % {"dates": arrives}


def arrival(packages: tuple[Package, ...], language: str) -> str:
    """From the first promised day to the last, over all parcels."""
    first = [package.promised_from for package in packages if package.promised_from]
    last = [package.promised_to for package in packages if package.promised_to]
    return day_range(min(first), max(last), language) if first and last else ""


def parcels(detail: OrderDetail, language: str, *, waits: bool = False) -> tuple[OrderParcel, ...]:
    many = len(detail.packages) > 1
    return tuple(
        OrderParcel(
            title=_("Parcel %(number)s") % {"number": at} if many else _("Your parcel"),
            status=_("Waits for your payment")
            if waits
            else package_status(package.status, is_collected=detail.order.is_collected),
            dates="" if waits else _dates(package, language, is_collected=detail.order.is_collected),
            lines=tuple(
                bought_line(line, detail.order, language) for line in detail.lines if line.package_id == package.pk
            ),
        )
        for at, package in enumerate(detail.packages, start=1)
    )


def package_status(status: str, *, is_collected: bool = False) -> str:
    if is_collected and status == Package.Status.PACKED:
        return _("Ready to collect")
    words = {
        Package.Status.OPEN: _("Being prepared"),
        Package.Status.PACKED: _("Packed"),
        Package.Status.SHIPPED: _("On its way"),
        Package.Status.DELIVERED: _("Delivered"),
        Package.Status.CANCELLED: _("Cancelled"),
    }
    return words.get(Package.Status(status), status)


def _dates(package: Package, language: str, *, is_collected: bool) -> str:
    found = []
    if package.status not in (Package.Status.CANCELLED, Package.Status.DELIVERED) and package.promised_from:
        dates = day_range(package.promised_from, package.promised_to or package.promised_from, language)
        found.append((_("Ready %(dates)s") if is_collected else _("Arrives %(dates)s")) % {"dates": dates})
    if package.tracking_number:
        found.append(f"{package.carrier} {package.tracking_number}".strip())
    return " · ".join(found)


def bought_line(line: OrderLine, order: Order, language: str) -> CartLine:
    """A line as it was bought."""
    digest = line.image_digest
    picture = Picture(alt="", width=320, height=320, src=rendition_path(digest, 320, "jpg")) if digest else None
    return CartLine(
        id=str(line.pk),
        title=line.title,
        url=f"/p/{line.product_slug}/",
        picture=picture or stand_in(line.title),
        options=line.variant_title,
        quantity=line.quantity,
        unit_price=Money(line.unit_minor, order.currency).display(language),
        total=Money(line.total_minor, order.currency).display(language),
        total_minor=line.total_minor,
        url_quantity="",
        url_remove="",
        idempotency_key="",
    )


def summary(order: Order, lines: tuple[OrderLine, ...], language: str) -> CartSummary:
    """The amounts as they were agreed."""

    def shown(minor: int) -> str:
        return Money(minor, order.currency).display(language)

    count = sum(line.quantity for line in lines)
    items = ngettext("%(num)s item", "%(num)s items", count) % {"num": count}
    rows = [SummaryRow(label=items, amount=shown(order.lines_minor))]
    if order.discount_minor:
        rows.append(SummaryRow(label=_("Reductions"), amount=f"−{shown(order.discount_minor)}", is_reduction=True))
    delivery = shown(order.shipping_minor) if order.shipping_minor else _("Free")
    rows.append(SummaryRow(label=_("Delivery"), amount=delivery, reason=str(order.delivery.get("name", ""))))
    taxes = ", ".join(str(row["name"]) for row in order.quote.get("tax_rows", ()))
    if order.tax_minor and not order.prices_include_tax:
        rows.append(SummaryRow(label=_("Tax"), amount=shown(order.tax_minor), reason=taxes))
    included = order.tax_minor and order.prices_include_tax
    note = _("Includes %(amount)s %(taxes)s") % {"amount": shown(order.tax_minor), "taxes": taxes} if included else ""
    untaxed = next((row["reason"] for row in order.quote.get("tax_rows", ()) if row.get("reason")), "")
    if untaxed and not order.tax_minor:
        note = _("No tax is charged. %(reason)s") % {"reason": untaxed}
    return CartSummary(
        rows=tuple(rows),
        total=shown(order.total_minor),
        total_minor=order.total_minor,
        currency=order.currency,
        tax_note=note,
        item_count=count,
    )


def recaps(order: Order) -> tuple[Recap, ...]:
    return (
        Recap(label=_("Contact"), lines=(order.email,)),
        Recap(
            label=_("Your address") if order.is_collected else _("Delivered to"), lines=_address(order.shipping_address)
        ),
        *(
            (Recap(label=_("Invoice to"), lines=_address(order.billing_address)),)
            if order.billing_address != order.shipping_address
            else ()
        ),
    )


def _address(kept: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(PostalAddress.from_json(kept).lines())


def timeline(detail: OrderDetail, language: str, *, open_: ToPay | None = None) -> tuple[TimelineEntry, ...]:
    """What happened, and what comes next as long as anything does."""
    zone = zone_of(str(detail.order.shipping_address.get("country", "")))
    done = [
        TimelineEntry(title=words, when=instant(event.at, language, zone), state="done")
        for event in detail.timeline
        if (words := event_words(event, is_paid=open_ is None, is_collected=detail.order.is_collected))
    ]
    return (*done, *_ahead(detail, language, waits=bool(_awaited(open_))))


def event_words(event: OrderEvent, *, is_paid: bool = True, is_collected: bool = False) -> str:
    """An event for its buyer; nothing for what only concerns the house."""
    words: dict[str, str] = {
        "placed": _("Order placed and paid") if is_paid else _("Order placed"),
        "released_payment": _("Your payment is here"),
        "cancelled": _("Cancelled"),
        "package_packed": _("Packed"),
        "package_shipped": _("Handed to the courier"),
        "package_delivered": _("Delivered"),
        "changed_items": _("Items changed"),
        "changed_address": _("Address changed"),
        "changed_payment": _("Paid another way"),
        "return_return": _("Return asked for"),
        "return_withdrawal": _("Withdrawn; return asked for"),
        "return_claim": _("Complaint made"),
        "return_exchange": _("Exchange asked for"),
        "return_called_off": _("Return called off"),
        "return_received": _("Return received"),
        "return_refused": _("Return not accepted"),
        "return_settled": _("Return done"),
        "package_split": _("Goes in two parcels"),
        "parcel_delayed": _("Held up at the courier"),
        "parcel_lost": _("The courier is looking for it"),
        "parcel_returned": _("On its way back to us"),
    }
    if is_collected:
        words |= {"package_packed": _("Ready to collect"), "package_shipped": "", "package_delivered": _("Collected")}
    return words.get(event.kind, "")


def _ahead(detail: OrderDetail, language: str, *, waits: bool = False) -> list[TimelineEntry]:
    if detail.order.status != Order.Status.PLACED:
        return []
    states = {package.status for package in detail.packages}
    arrives = arrival(detail.packages, language)
    steps = [
        (Package.Status.OPEN, _("We pack it"), ""),
        (Package.Status.PACKED, _("The courier collects it"), ""),
        (Package.Status.SHIPPED, _("It arrives"), arrives),
    ]
    if detail.order.is_collected:
        steps[1:] = [(Package.Status.PACKED, _("You collect it"), "")]
    order = list(Package.Status)
    lowest = min((order.index(Package.Status(state)) for state in states), default=0)
    ahead = [(title, when) for _state, title, when in steps[lowest:]]
    if waits:
        # From then on it takes as long as was promised; until then no day is true.
        ahead = [(_("Your payment comes in"), ""), *((title, "") for title, _when in ahead)]
    return [
        TimelineEntry(title=title, when=when, state="now" if index == 0 else "later")
        for index, (title, when) in enumerate(ahead)
    ]


@lru_cache(maxsize=300)
def zone_of(country: str) -> str:
    """The country's time zone where it has one; UTC where it has several, said so by the name."""
    zones: Mapping[str, Any] = get_global("zone_territories")
    found = [zone for zone, territory in zones.items() if territory == country and "/" in zone]
    return found[0] if len(found) == 1 else "UTC"
