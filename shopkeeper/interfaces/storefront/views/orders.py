"""Orders of people without an account: the thank-you page, the signed link, looking one up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shopkeeper.commerce.changes import operations as changes
from shopkeeper.commerce.changes import queries as change_queries
from shopkeeper.commerce.checkout.holders import guest_token
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.checkout.to_pay import to_pay
from shopkeeper.commerce.content import queries as content
from shopkeeper.commerce.credit.queries import of_guest
from shopkeeper.commerce.documents import queries as documents
from shopkeeper.commerce.orders import queries
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.orders.operations import Actor
from shopkeeper.commerce.returns.queries import returns_of_order
from shopkeeper.foundation import clock, ids
from shopkeeper.foundation.errors import Conflict, InvalidInput, NotFound
from shopkeeper.foundation.http.addresses import client_address
from shopkeeper.foundation.http.limits import allow
from shopkeeper.interfaces.storefront.pages import CancelPage, Field, FieldError, LookupPage
from shopkeeper.interfaces.storefront.present.checkout import Showing
from shopkeeper.interfaces.storefront.present.orders import arrival, confirmation, order_page
from shopkeeper.interfaces.storefront.render import meta_for, page
from shopkeeper.interfaces.storefront.views.entrance import own_checkout, own_page, see_other
from shopkeeper.interfaces.storefront.views.files import file_answer
from shopkeeper.interfaces.storefront.visit import Visit, visit


def status_url(order: Order) -> str:
    """The address that opens one order to whoever holds it."""
    return f"/orders/s/{queries.status_token(order)}/"


@require_GET
@own_checkout
def thanks(request: HttpRequest, who: Visit, checkout: Checkout) -> HttpResponse:
    order = queries.order_of_checkout(checkout.public_id)
    if order is None:
        return see_other(Showing.path(checkout, "confirming"))
    account_url = "" if who.customer else Showing.path(checkout, "account")
    made = confirmation(
        queries.detail(order),
        order.language,
        status_url=status_url(order),
        account_url=account_url,
        open_=to_pay(order),
    )
    meta = meta_for(request, _("Thank you"), robots="noindex")
    return page(request, "order/confirmation.html", made, meta=meta)


@require_GET
@own_page
def status(request: HttpRequest, token: str) -> HttpResponse:
    """The guest's own page of an order, kept current while it is open."""
    order = queries.order_by_token(token)
    who = visit(request)
    made = order_page(
        queries.detail(order),
        who.language,
        base_url=f"/orders/s/{token}/",
        returns=returns_of_order(order),
        guest_credit=of_guest(guest_token(order)) if order.customer_id is None else None,
        today=clock.now().date(),
        live_url=f"/live/order/{token}",
        open_=to_pay(order),
    )
    meta = meta_for(request, _("Order %(number)s") % {"number": order.number}, robots="noindex")
    return page(request, "order/status.html", made, meta=meta)


@require_http_methods(["GET", "POST"])
@own_page
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    return cancellation(request, queries.order_by_token(token), f"/orders/s/{token}/")


def cancellation(request: HttpRequest, order: Order, base_url: str) -> HttpResponse:
    """What cancelling means, then doing it. Too late is said kindly, with the way on."""
    refusal = ""
    if request.method == "POST":
        try:
            changes.cancel(
                order=order,
                actor=Actor("customer", order.email),
                reason=request.POST.get("reason", "")[:300],
                at=clock.now(),
            )
        except (Conflict, InvalidInput) as refused:
            refusal, order = refused.message, queries.order_by_id(order.pk)
        else:
            return see_other(base_url)
    detail = queries.detail(order)
    made = CancelPage(
        number=order.number,
        amount=order.total.display(visit(request).language),
        arrives=arrival(detail.packages, visit(request).language),
        action_url=f"{base_url}cancel",
        back_url=base_url,
        idempotency_key=ids.token(),
        is_possible=detail.can_be_cancelled and not change_queries.what_may_change(order).cancel,
        reasons=tuple(content.change_policy().cancel_reasons),
        is_cancelled=order.status == Order.Status.CANCELLED,
        refusal=refusal,
    )
    meta = meta_for(request, _("Cancel order %(number)s") % {"number": order.number}, robots="noindex")
    return page(request, "order/cancel.html", made, meta=meta, status=409 if refusal else 200)


@require_GET
@own_page
def invoice(request: HttpRequest, token: str) -> HttpResponse:
    return invoice_answer(request, queries.order_by_token(token))


@require_GET
@own_page
def invoice_download(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    return file_answer(documents.invoice_file(queries.order_by_token(token), kind))


def invoice_answer(request: HttpRequest, order: Order) -> HttpResponse:
    """The invoice, laid out for paper. There is none before the first parcel leaves."""
    from shopkeeper.interfaces.storefront.present.invoices import invoice_page

    detail = queries.detail(order)
    if detail.invoice is None:
        raise NotFound(_("There is no invoice yet; it is made when the first parcel leaves."))
    meta = meta_for(request, _("Invoice %(number)s") % {"number": detail.invoice.label}, robots="noindex")
    return page(request, "order/invoice.html", invoice_page(detail, visit(request).language), meta=meta)


@require_http_methods(["GET", "POST"])
@own_page
def find(request: HttpRequest) -> HttpResponse:
    """By number and e-mail address. Whatever is wrong, the answer is the same."""
    typed = {name: request.POST.get(name, "")[:300] for name in ("number", "email")}
    wrong = ""
    if request.method == "POST":
        allow(f"find-order:{client_address(request)}", rate=10, per_seconds=600)
        try:
            return see_other(status_url(queries.order_by_number_and_email(typed["number"], typed["email"])))
        except NotFound as refused:
            wrong = refused.message
    made = LookupPage(
        action_url="/orders/find/",
        idempotency_key=ids.token(),
        errors=(FieldError(field="number", text=wrong),) if wrong else (),
        fields=(
            Field(
                name="number",
                label=_("Order number"),
                value=typed["number"],
                hint=_("In the subject of our e-mails, like 7K2M-9QPD."),
                error=wrong,
            ),
            Field(
                name="email",
                label=_("E-mail"),
                value=typed["email"],
                kind="email",
                autocomplete="email",
                inputmode="email",
            ),
        ),
    )
    meta = meta_for(request, _("Find your order"), robots="noindex")
    return page(request, "order/find.html", made, meta=meta, status=422 if wrong else 200)
