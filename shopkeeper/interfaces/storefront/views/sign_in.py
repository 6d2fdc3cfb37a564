"""Signing in: by a code in a mail first, by passkey, by password for those who want one."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shopkeeper.commerce.checkout import details
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.customers import operations as customers
from shopkeeper.commerce.orders import queries as orders
from shopkeeper.foundation import clock
from shopkeeper.foundation.accounts import codes, operations, passkeys
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.http.addresses import client_address
from shopkeeper.foundation.http.limits import allow
from shopkeeper.foundation.text import email_key
from shopkeeper.interfaces.storefront.present.account import code_page, password_page, sign_in_page
from shopkeeper.interfaces.storefront.render import meta_for, page
from shopkeeper.interfaces.storefront.views.entrance import own_checkout, own_page, see_other
from shopkeeper.interfaces.storefront.views.signing_in import let_in, let_out, local
from shopkeeper.interfaces.storefront.visit import Visit, visit

PENDING = "sign_in"


@require_http_methods(["GET", "POST"])
@own_page
def sign_in(request: HttpRequest) -> HttpResponse:
    next_url = local(request, request.POST.get("next", "") or request.GET.get("next", ""))
    if request.method == "GET" and visit(request).customer:
        return see_other(next_url)
    typed, problem = request.POST.get("email", ""), ""
    if request.method == "POST":
        try:
            return ask_for_code(request, details.parse_email(typed), next_url)
        except InvalidInput as refused:
            problem = refused.fields.get("email", refused.message)
    made = sign_in_page(typed, problem, next_url)
    meta = meta_for(request, _("Sign in"), robots="noindex")
    return page(request, "account/sign_in.html", made, meta=meta, status=422 if problem else 200)


def allow_code(request: HttpRequest, email: str) -> None:
    """Raises TooManyRequests when too many codes were asked for, from one place or for one address."""
    allow(f"code:address:{client_address(request)}", rate=20, per_seconds=900)
    allow(f"code:email:{email_key(email)}", rate=5, per_seconds=900)


def ask_for_code(request: HttpRequest, email: str, next_url: str, *, order_id: int | None = None) -> HttpResponse:
    """Send a code and go on to the page that takes it. Known and unknown addresses are treated alike."""
    allow_code(request, email)
    handle = codes.send_code(email=email, language=visit(request).language, at=clock.now())
    request.session[PENDING] = {"handle": handle, "next": next_url, "order": order_id}
    return see_other("/account/sign-in/code")


@require_http_methods(["GET", "POST"])
@own_page
def code(request: HttpRequest) -> HttpResponse:
    pending = request.session.get(PENDING)
    email = codes.address_of(pending["handle"]) if pending else ""
    if not pending or not email:
        return see_other("/account/sign-in/")
    if "resend" in request.POST:
        return ask_for_code(request, email, pending["next"], order_id=pending.get("order"))
    typed, problem = request.POST.get("code", "")[:40], ""
    if request.method == "POST":
        try:
            return _entered(request, codes.check_code(handle=pending["handle"], typed=typed, at=clock.now()), pending)
        except InvalidInput as refused:
            problem = refused.message
    made = code_page(email, typed, problem)
    meta = meta_for(request, _("Type the code"), robots="noindex")
    return page(request, "account/code.html", made, meta=meta, status=422 if problem else 200)


def _entered(request: HttpRequest, email: str, pending: dict[str, Any]) -> HttpResponse:
    order = orders.order_by_id(pending["order"]) if pending.get("order") else None
    name = str(order.shipping_address.get("name", "")) if order else ""
    user = operations.user_for_verified(email=email, name=name)
    request.session.pop(PENDING, None)
    response = let_in(request, user, pending["next"])
    if order and order.email_key == email:
        customers.keep_first_address(customer=customers.customer_of(user), address=order.shipping_address)
    return response


@require_POST
@own_checkout
def account_from_order(request: HttpRequest, who: Visit, checkout: Checkout) -> HttpResponse:
    """One press on the thank-you page: an account from what is known already, once the code proves the address."""
    order = orders.order_of_checkout(checkout.public_id)
    if order is None:
        return see_other("/account/sign-in/")
    return ask_for_code(request, order.email, "/account/", order_id=order.pk)


@require_http_methods(["GET", "POST"])
@own_page
def password(request: HttpRequest) -> HttpResponse:
    """For those who set a password. Wrong address, wrong password and no password all sound the same."""
    next_url = local(request, request.POST.get("next", "") or request.GET.get("next", ""))
    email, problem = email_key(request.POST.get("email", ""))[:254], ""
    if request.method == "POST":
        allow(f"password:address:{client_address(request)}", rate=20, per_seconds=900)
        allow(f"password:email:{email}", rate=5, per_seconds=900)
        user = authenticate(request, username=email, password=request.POST.get("password", "")[:200])
        if isinstance(user, User):
            return let_in(request, user, next_url)
        problem = _("The address and the password do not belong together. A code by e-mail always works.")
    made = password_page(email, problem, next_url)
    meta = meta_for(request, _("Sign in with a password"), robots="noindex")
    return page(request, "account/password_sign_in.html", made, meta=meta, status=422 if problem else 200)


@require_POST
@own_page
def passkey_options(request: HttpRequest) -> HttpResponse:
    return JsonResponse(passkeys.request_options())


@require_POST
@own_page
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """The browser's answer, as JSON; the reply names where to go."""
    allow(f"passkey:address:{client_address(request)}", rate=30, per_seconds=900)
    try:
        told = json.loads(request.body[:20_000])
        user = passkeys.user_of(told.get("credential"))
    except (ValueError, RecursionError, AttributeError):
        return JsonResponse({"message": _("This passkey did not work. Sign in with a code instead.")}, status=422)
    except InvalidInput as refused:
        return JsonResponse({"message": refused.message}, status=422)
    answer = let_in(request, user, str(told.get("next", "")))
    response = JsonResponse({"next": answer.headers["Location"]})
    response.cookies.update(answer.cookies)
    return response


@require_POST
@own_page
def sign_out(request: HttpRequest) -> HttpResponse:
    return let_out(request)
