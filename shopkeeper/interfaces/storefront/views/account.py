"""The customer's own pages: overview, orders, profile. How they sign in is ``safety.py``."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shopkeeper.commerce.checkout.to_pay import to_pay
from shopkeeper.commerce.customers import operations as customers
from shopkeeper.commerce.customers import queries as customer_queries
from shopkeeper.commerce.customers.models import Customer
from shopkeeper.commerce.documents import queries as documents
from shopkeeper.commerce.orders import queries as orders
from shopkeeper.commerce.returns.queries import returns_of_order
from shopkeeper.foundation import clock
from shopkeeper.foundation.accounts import operations, passkeys
from shopkeeper.interfaces.storefront.pages import Link
from shopkeeper.interfaces.storefront.present import account as present
from shopkeeper.interfaces.storefront.present.orders import order_page
from shopkeeper.interfaces.storefront.render import meta_for, page
from shopkeeper.interfaces.storefront.views.files import file_answer
from shopkeeper.interfaces.storefront.views.orders import cancellation, invoice_answer
from shopkeeper.interfaces.storefront.views.signing_in import signed_in, user_of
from shopkeeper.interfaces.storefront.visit import visit

PAGE_LENGTH = 20


@require_GET
@signed_in
def overview(request: HttpRequest, customer: Customer) -> HttpResponse:
    made = present.overview_page(
        customer,
        orders.orders_of_customer(customer.pk, limit=3),
        customer_queries.addresses(customer),
        language=visit(request).language,
        has_passkey=bool(passkeys.passkeys(user_of(customer))),
    )
    return page(request, "account/overview.html", made, meta=meta_for(request, _("Your account"), robots="noindex"))


@require_GET
@signed_in
def order_list(request: HttpRequest, customer: Customer) -> HttpResponse:
    before = request.GET.get("before", "")
    before_id = int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None
    found = orders.orders_of_customer(customer.pk, before_id=before_id, limit=PAGE_LENGTH + 1)
    made = present.orders_page(found, PAGE_LENGTH, language=visit(request).language, is_first=before_id is None)
    return page(request, "account/orders.html", made, meta=meta_for(request, _("Orders"), robots="noindex"))


@require_GET
@signed_in
def order(request: HttpRequest, customer: Customer, number: str) -> HttpResponse:
    found = orders.order_of_customer(number, customer_id=customer.pk)
    trail = (Link(label=_("Account"), url="/account/"), Link(label=_("Orders"), url="/account/orders/"))
    made = order_page(
        orders.detail(found),
        visit(request).language,
        base_url=f"/account/orders/{found.number}/",
        returns=returns_of_order(found),
        today=clock.now().date(),
        breadcrumbs=(*trail, Link(label=found.number, url=request.path, is_current=True)),
        live_url="/live/",
        open_=to_pay(found),
    )
    meta = meta_for(request, _("Order %(number)s") % {"number": found.number}, robots="noindex")
    return page(request, "order/status.html", made, meta=meta)


@require_http_methods(["GET", "POST"])
@signed_in
def cancel(request: HttpRequest, customer: Customer, number: str) -> HttpResponse:
    found = orders.order_of_customer(number, customer_id=customer.pk)
    return cancellation(request, found, f"/account/orders/{found.number}/")


@require_GET
@signed_in
def invoice(request: HttpRequest, customer: Customer, number: str) -> HttpResponse:
    return invoice_answer(request, orders.order_of_customer(number, customer_id=customer.pk))


@require_GET
@signed_in
def invoice_download(request: HttpRequest, customer: Customer, number: str, kind: str) -> HttpResponse:
    return file_answer(documents.invoice_file(orders.order_of_customer(number, customer_id=customer.pk), kind))


@require_http_methods(["GET", "POST"])
@signed_in
def profile(request: HttpRequest, customer: Customer) -> HttpResponse:
    user, saved = user_of(customer), ""
    if request.method == "POST":
        user = operations.save_profile(user=user, name=request.POST.get("name", ""))
        customers.save_language(customer=customer, language=request.POST.get("language", ""))
        saved = _("Saved.")
    made = present.profile_page(user, customer, visit(request).market.languages, saved)
    return page(request, "account/form.html", made, meta=meta_for(request, _("Profile"), robots="noindex"))
