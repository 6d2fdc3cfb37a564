"""The customer's own pages: overview, orders, profile, passkeys."""

from __future__ import annotations

import json
from dataclasses import replace

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shopkeeper.commerce.customers import operations as customers
from shopkeeper.commerce.customers import queries as customer_queries
from shopkeeper.commerce.customers.models import Customer
from shopkeeper.commerce.orders import queries as orders
from shopkeeper.foundation.accounts import operations, passkeys
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.interfaces.storefront.pages import Link
from shopkeeper.interfaces.storefront.present import account as present
from shopkeeper.interfaces.storefront.present.orders import order_page
from shopkeeper.interfaces.storefront.render import meta_for, page
from shopkeeper.interfaces.storefront.views.entrance import see_other
from shopkeeper.interfaces.storefront.views.orders import cancellation, invoice_answer
from shopkeeper.interfaces.storefront.views.signing_in import is_fresh, signed_in, user_of, where_to_prove
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
        breadcrumbs=(*trail, Link(label=found.number, url=request.path, is_current=True)),
        live_url="/live/",
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


@require_http_methods(["GET", "POST"])
@signed_in
def profile(request: HttpRequest, customer: Customer) -> HttpResponse:
    user, saved = user_of(customer), ""
    if request.method == "POST":
        user = operations.save_profile(user=user, name=request.POST.get("name", ""))
        customers.save_language(customer=customer, language=request.POST.get("language", ""))
        saved = _("Saved.")
    made = present.profile_page(user, customer, visit(request).market.languages, passkeys.passkeys(user), saved)
    return page(request, "account/profile.html", made, meta=meta_for(request, _("Profile"), robots="noindex"))


@require_http_methods(["GET", "POST"])
@signed_in
def password(request: HttpRequest, customer: Customer) -> HttpResponse:
    """Set, change or reset the password; whoever does it has just proved the address or knows the old one."""
    if not is_fresh(request, customer):
        return see_other(where_to_prove(customer, "/account/password"))
    problem = ""
    if request.method == "POST":
        try:
            user = operations.set_password(user=user_of(customer), password=request.POST.get("password", ""))
        except InvalidInput as refused:
            problem = refused.message
        else:
            update_session_auth_hash(request, user)
            return see_other("/account/profile")
    made = present.new_password_page(problem)
    meta = meta_for(request, _("Password"), robots="noindex")
    return page(request, "account/form.html", made, meta=meta, status=422 if problem else 200)


@require_POST
@signed_in
def sign_out_elsewhere(request: HttpRequest, customer: Customer) -> HttpResponse:
    update_session_auth_hash(request, operations.end_sessions(user=user_of(customer)))
    return see_other("/account/profile")


@require_http_methods(["GET", "POST"])
@signed_in
def prove(request: HttpRequest, customer: Customer) -> HttpResponse:
    """A code to the account's own address, before something that matters is changed."""
    from shopkeeper.interfaces.storefront.views.sign_in import ask_for_code
    from shopkeeper.interfaces.storefront.views.signing_in import local

    next_url = local(request, request.GET.get("next", ""))
    if user_of(customer).is_staff:
        return see_other(where_to_prove(customer, next_url))
    if request.method == "POST":
        return ask_for_code(request, user_of(customer).email, next_url)
    made = replace(present.prove_page(user_of(customer).email), action_url=request.get_full_path())
    return page(request, "account/form.html", made, meta=meta_for(request, _("Is it you?"), robots="noindex"))


def _prove_first(customer: Customer) -> JsonResponse:
    return JsonResponse({"next": where_to_prove(customer, "/account/profile")}, status=403)


@require_POST
@signed_in
def passkey_creation(request: HttpRequest, customer: Customer) -> HttpResponse:
    if not is_fresh(request, customer):
        return _prove_first(customer)
    return JsonResponse(passkeys.creation_options(user_of(customer)))


@require_POST
@signed_in
def passkey_add(request: HttpRequest, customer: Customer) -> HttpResponse:
    if not is_fresh(request, customer):
        return _prove_first(customer)
    try:
        told = json.loads(request.body[:20_000])
        passkeys.add(user=user_of(customer), credential=told.get("credential"), name=str(told.get("name", "")))
    except (ValueError, RecursionError, AttributeError):
        return JsonResponse({"message": _("Your device did not make a passkey. Please try again.")}, status=422)
    except InvalidInput as refused:
        return JsonResponse({"message": refused.message}, status=422)
    return JsonResponse({"next": "/account/profile"})


@require_POST
@signed_in
def passkey_remove(request: HttpRequest, customer: Customer) -> HttpResponse:
    if not is_fresh(request, customer):
        return see_other(where_to_prove(customer, "/account/profile"))
    chosen = request.POST.get("passkey", "")
    if chosen.isascii() and chosen.isdigit() and len(chosen) < 18:
        passkeys.remove(user=user_of(customer), passkey_id=int(chosen))
    return see_other("/account/profile")
