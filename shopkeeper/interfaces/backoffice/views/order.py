"""One order: everything about it, and everything that can be done with it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shopkeeper.commerce.checkout import money
from shopkeeper.commerce.checkout.waiting import assessment_of
from shopkeeper.commerce.documents import queries as documents
from shopkeeper.commerce.inventory.board import parts_of
from shopkeeper.commerce.orders import desk, holds, queries
from shopkeeper.commerce.orders.models import Order, Package
from shopkeeper.commerce.payments.models import Dispute
from shopkeeper.commerce.shipping import collecting, papers
from shopkeeper.foundation import clock
from shopkeeper.foundation.errors import InvalidInput, NotFound, ShopError
from shopkeeper.foundation.events.feed import latest_id
from shopkeeper.foundation.idempotency.door import answered_once
from shopkeeper.interfaces.backoffice import render
from shopkeeper.interfaces.backoffice.forms import Field, Trouble, trouble_of
from shopkeeper.interfaces.backoffice.guard import Staff, scope_of, staff
from shopkeeper.interfaces.backoffice.present import order as present
from shopkeeper.interfaces.backoffice.present.evidence import evidence_page


@require_GET
@staff("orders.view")
def order(request: HttpRequest, who: Staff, number: str) -> HttpResponse:
    return _shown(request, who, queries.order_for_staff(number))


@require_POST
@staff("orders.fulfil")
@answered_once(scope=scope_of)
def pack(request: HttpRequest, who: Staff, number: str, package_id: int) -> HttpResponse:
    return _move(
        request, number, package_id, "Packed.", lambda one: desk.pack(package=one, actor=who.actor, at=clock.now())
    )


@require_POST
@staff("orders.fulfil")
@answered_once(scope=scope_of)
def unpack(request: HttpRequest, who: Staff, number: str, package_id: int) -> HttpResponse:
    return _move(
        request, number, package_id, "Unpacked.", lambda one: desk.unpack(package=one, actor=who.actor, at=clock.now())
    )


@require_POST
@staff("orders.fulfil")
@answered_once(scope=scope_of)
def ship(request: HttpRequest, who: Staff, number: str, package_id: int) -> HttpResponse:
    def move(one: Package) -> Package:
        return desk.ship(
            package=one,
            carrier=request.POST.get("carrier", "")[:60],
            tracking_number=request.POST.get("tracking_number", "")[:100],
            actor=who.actor,
            at=clock.now(),
        )

    return _move(request, number, package_id, "Shipped. The customer will hear of it.", move)


@require_POST
@staff("orders.fulfil")
@answered_once(scope=scope_of)
def deliver(request: HttpRequest, who: Staff, number: str, package_id: int) -> HttpResponse:
    return _move(
        request,
        number,
        package_id,
        "Marked as delivered.",
        lambda one: desk.deliver(package=one, actor=who.actor, at=clock.now()),
    )


@require_http_methods(["GET", "POST"])
@staff("orders.cancel")
def cancel(request: HttpRequest, who: Staff, number: str) -> HttpResponse:
    """GET shows what would happen; POST does it."""
    found = queries.order_for_staff(number)
    if request.method == "POST":
        return _cancelled_once(request, who, found)  # type: ignore[return-value]
    if not queries.detail(found).can_be_cancelled:
        messages.error(request, "This order can no longer be cancelled: it is packed, sent or cancelled already.")
        return HttpResponseRedirect(_url(found))
    shown = present.cancel_page(found.number, money.cancellation_of(found))
    return render.page(request, who, "cancel.html", shown, title=f"Cancel {found.number}")


@answered_once(scope=scope_of)
def _cancelled_once(request: HttpRequest, who: Staff, found: Order) -> HttpResponse:
    reason = request.POST.get("reason", "")[:300]
    try:
        desk.cancel(order=found, reason=reason, actor=who.actor, at=clock.now())
    except InvalidInput as wrong:
        shown = present.cancel_page(
            found.number,
            money.cancellation_of(found),
            reason=reason,
            error=wrong.fields.get("reason", ""),
            trouble=trouble_of(wrong),
        )
        return render.page(request, who, "cancel.html", shown, title=f"Cancel {found.number}", status=422)
    except ShopError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Cancelled. The stock is back; the money is on its way.")
    return HttpResponseRedirect(_url(found))


@require_POST
@staff("orders.view")
@answered_once(scope=scope_of)
def note(request: HttpRequest, who: Staff, number: str) -> HttpResponse:
    found = queries.order_for_staff(number)
    text = request.POST.get("text", "")
    try:
        desk.add_note(order=found, text=text, actor=who.actor, at=clock.now())
    except InvalidInput as wrong:
        field = present.note_field(text, wrong.fields.get("text", ""))
        return _shown(request, who, found, note=field, trouble=trouble_of(wrong), status=422)
    messages.success(request, "The note is on the timeline.")
    return HttpResponseRedirect(_url(found) + "#timeline")


@require_POST
@staff("orders.cancel")
@answered_once(scope=scope_of)
def release(request: HttpRequest, who: Staff, number: str) -> HttpResponse:
    """Somebody has looked at a held order and lets it go."""
    found = queries.order_for_staff(number)
    try:
        desk.release(order=found, note=request.POST.get("note", ""), actor=who.actor, at=clock.now())
    except InvalidInput as wrong:
        messages.error(request, wrong.fields["note"])
    else:
        messages.success(request, "Released. It can be packed now.")
    return HttpResponseRedirect(_url(found))


@require_GET
@staff("orders.view")
def evidence(request: HttpRequest, who: Staff, number: str) -> HttpResponse:
    """What a bank is sent when the payment is disputed."""
    found = queries.order_for_staff(number)
    attempts = money.attempts_of(found)
    disputes = list(Dispute.objects.filter(payment__in=[one.payment for one in attempts]).order_by("pk"))
    shown = evidence_page(queries.detail(found), attempts, assessment_of(found), disputes)
    return render.page(request, who, "evidence.html", shown, title=f"Evidence for {found.number}")


@require_GET
@staff("orders.view")
def slip(request: HttpRequest, who: Staff, number: str) -> HttpResponse:
    """What goes into the box: no prices."""
    return _printed(request, who, number, "slip.html", "Packing slip")


@require_GET
@staff("orders.view")
def invoice(request: HttpRequest, who: Staff, number: str) -> HttpResponse:
    found = queries.order_for_staff(number)
    if queries.detail(found).invoice is None:
        raise NotFound("There is no invoice yet: it is issued when the first package is shipped.")
    return _printed(request, who, number, "invoice.html", "Invoice")


@require_GET
@staff("orders.view")
def invoice_download(request: HttpRequest, who: Staff, number: str, kind: str) -> HttpResponse:
    file = documents.invoice_file(queries.order_for_staff(number), kind)
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(file.body, content_type=file.media_type, headers=headers)


def _printed(request: HttpRequest, who: Staff, number: str, template: str, title: str) -> HttpResponse:
    found = queries.order_for_staff(number)
    told = queries.detail(found)
    shown = present.order_page(told, (), parts_of(line.hold_id for line in told.lines), at=clock.now())
    return render.page(request, who, template, shown, title=f"{title} {found.number}")


def _shown(
    request: HttpRequest,
    who: Staff,
    found: Order,
    *,
    note: Field | None = None,
    trouble: Trouble | None = None,
    status: int = 200,
) -> HttpResponse:
    live_after = latest_id()
    told = queries.detail(found)
    parts = parts_of(line.hold_id for line in told.lines)
    labels = papers.labels_of(package.pk for package in told.packages)
    attempts = money.attempts_of(found)
    shown = present.order_page(
        told,
        attempts,
        parts,
        at=clock.now(),
        labels=labels,
        collections=collecting.collections_of(package.pk for package in told.packages),
        box_mates=collecting.box_mates(found),
        note=note,
        held=holds.standing(found),
        trouble=trouble,
    )
    return render.page(
        request, who, "order.html", shown, title=f"Order {found.number}", status=status, live_after=live_after
    )


def _move(
    request: HttpRequest, number: str, package_id: int, said: str, move: Callable[[Package], Package]
) -> HttpResponse:
    """Do it and say so, or say kindly why not; either way the order is shown as it now is."""
    found = queries.order_for_staff(number)
    package = desk.package_of(found, package_id)
    try:
        move(package)
    except ShopError as refusal:
        messages.error(request, f"{refusal.message} Nothing was changed; this is how it stands now.")
    else:
        messages.success(request, said)
    return HttpResponseRedirect(_url(found))


def _url(found: Order) -> str:
    return f"/office/orders/{found.number}/"
