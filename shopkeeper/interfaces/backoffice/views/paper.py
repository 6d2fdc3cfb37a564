"""Labels bought and everything printed for packages: one at a time, or fifty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST

from shopkeeper.commerce.orders import desk, queries
from shopkeeper.commerce.shipping import label_desk, papers
from shopkeeper.commerce.shipping.models import Label
from shopkeeper.commerce.shipping.papers import MOST_AT_ONCE, LabelPaper, PickRow
from shopkeeper.foundation import clock
from shopkeeper.foundation.errors import InvalidInput, NotFound, ShopError
from shopkeeper.foundation.http.caching import private
from shopkeeper.foundation.idempotency.door import answered_once
from shopkeeper.interfaces.backoffice import pdf, render
from shopkeeper.interfaces.backoffice.guard import Staff, scope_of, staff
from shopkeeper.interfaces.backoffice.present import words


@dataclass(frozen=True)
class PicksPage:
    told: str
    places: tuple[tuple[str, tuple[PickRow, ...]], ...]


@dataclass(frozen=True)
class Printed:
    """A label with its code drawn."""

    number: str
    package_id: int
    to: tuple[str, ...]
    country: str
    phone: str
    carrier: str
    delivery: str
    tracking: str
    qr: str


@dataclass(frozen=True)
class LabelsDonePage:
    headline: str
    waiting: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    pdf_url: str
    own: tuple[tuple[str, str], ...]


@require_GET
@staff("orders.view")
def slips(request: HttpRequest, who: Staff) -> HttpResponse:
    return pdf.pdf("slips", papers.slips(_chosen(request.GET.getlist("order"))), file_name="packing-slips.pdf")


@require_GET
@staff("orders.view")
def slip(request: HttpRequest, who: Staff, number: str) -> HttpResponse:
    found = queries.order_for_staff(number)
    return pdf.pdf("slips", papers.slips([found.pk]), file_name=f"packing-slip-{found.number}.pdf")


@require_GET
@staff("orders.view")
def picks(request: HttpRequest, who: Staff) -> HttpResponse:
    rows = papers.pick_list(_chosen(request.GET.getlist("order")))
    numbers = {number for row in rows for number in row.orders}
    places = tuple((place, tuple(own)) for place, own in groupby(rows, key=lambda row: row.place))
    told = f"{words.plural(len(numbers), 'order')}, {words.plural(sum(row.units for row in rows), 'unit')}"
    return pdf.pdf("picks", PicksPage(told, places), file_name="pick-list.pdf")


@require_GET
@staff("orders.fulfil")
def labels(request: HttpRequest, who: Staff) -> HttpResponse:
    """The labels of many orders that the shop draws itself."""
    found = [one for one in papers.labels(_chosen(request.GET.getlist("order"))) if not one.document]
    if not found:
        raise NotFound("None of these orders has a label yet.")
    return pdf.pdf("labels", [_printed(one) for one in found], file_name="labels.pdf")


@require_GET
@staff("orders.fulfil")
def label(request: HttpRequest, who: Staff, number: str, label_id: int) -> HttpResponse:
    found = papers.label(label_desk.label_of(queries.order_for_staff(number), label_id).pk)
    name = f"label-{found.number}.pdf"
    if not found.document:
        return pdf.pdf("labels", [_printed(found)], file_name=name)
    answer = HttpResponse(found.document, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return private(answer)


@require_POST
@staff("orders.fulfil")
@answered_once(scope=scope_of)
def buy(request: HttpRequest, who: Staff, number: str, package_id: int) -> HttpResponse:
    found = queries.order_for_staff(number)
    try:
        made = label_desk.buy(package=desk.package_of(found, package_id), actor=who.actor, at=clock.now())
    except ShopError as refusal:
        messages.error(request, refusal.message)
    else:
        if made.status == Label.Status.BOUGHT:
            messages.success(request, f"The label is bought: {made.tracking_number}.")
        elif made.status == Label.Status.WANTED:
            messages.warning(request, label_desk.WAITS)
        else:
            messages.error(request, f"The carrier refused: {made.problem}")
    return HttpResponseRedirect(f"/office/orders/{found.number}/")


@require_POST
@staff("orders.fulfil")
@answered_once(scope=scope_of)
def void(request: HttpRequest, who: Staff, number: str, label_id: int) -> HttpResponse:
    found = queries.order_for_staff(number)
    try:
        label_desk.void(label=label_desk.label_of(found, label_id), actor=who.actor, at=clock.now())
    except ShopError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "The label is given back.")
    return HttpResponseRedirect(f"/office/orders/{found.number}/")


@require_POST
@staff("orders.fulfil")
def settle(request: HttpRequest, who: Staff, number: str, label_id: int) -> HttpResponse:
    """Somebody has taken care of what the carrier told."""
    found = queries.order_for_staff(number)
    label_desk.settle_trouble(label=label_desk.label_of(found, label_id), actor=who.actor, at=clock.now())
    messages.success(request, "Noted. The order is no longer flagged.")
    return HttpResponseRedirect(f"/office/orders/{found.number}/")


@require_POST
@staff("orders.fulfil")
@answered_once(scope=scope_of)
def buy_many(request: HttpRequest, who: Staff) -> HttpResponse:
    chosen = _chosen(request.POST.getlist("order"))
    result = label_desk.buy_many(order_ids=chosen, actor=who.actor, at=clock.now())
    found = papers.labels(chosen)
    query = "&".join(f"order={key}" for key in chosen)
    shown = LabelsDonePage(
        headline=f"Labels for {words.plural(len(result.bought), 'order')}",
        waiting=result.waiting,
        refused=result.refused,
        pdf_url=f"/office/orders/labels.pdf?{query}" if any(not one.document for one in found) else "",
        own=tuple(
            (one.number, f"/office/orders/{one.number}/labels/{one.label_id}.pdf") for one in found if one.document
        ),
    )
    return render.page(request, who, "labels_done.html", shown, title="Labels")


def _printed(one: LabelPaper) -> Printed:
    return Printed(
        one.number, one.package_id, one.to, one.country, one.phone, one.carrier, one.delivery, one.tracking,
        pdf.qr(one.tracking),
    )  # fmt: skip


def _chosen(keys: Sequence[str]) -> tuple[int, ...]:
    """The ticked orders. Raises InvalidInput when there are none, or too many."""
    found = tuple(dict.fromkeys(int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 19))
    if not found:
        raise InvalidInput("Tick the orders first, then press the button again.")
    if len(found) > MOST_AT_ONCE:
        raise InvalidInput(f"Choose {MOST_AT_ONCE} orders at most at a time.")
    return found
