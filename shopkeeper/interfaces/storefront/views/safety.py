"""How a customer signs in, and where they are signed in: address, password, passkeys, devices."""

from __future__ import annotations

import json

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shopkeeper.commerce.customers.models import Customer
from shopkeeper.foundation import clock
from shopkeeper.foundation.accounts import devices, operations, passkeys
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.interfaces.storefront.present import safety as present
from shopkeeper.interfaces.storefront.render import meta_for, page
from shopkeeper.interfaces.storefront.views.entrance import see_other
from shopkeeper.interfaces.storefront.views.sign_in import ask_for_code
from shopkeeper.interfaces.storefront.views.signing_in import is_fresh, local, signed_in, user_of, where_to_prove
from shopkeeper.interfaces.storefront.visit import visit

PAGE = "/account/safety"


@require_GET
@signed_in
def safety(request: HttpRequest, customer: Customer) -> HttpResponse:
    user = user_of(customer)
    made = present.safety_page(
        user,
        passkeys.passkeys(user),
        devices.devices_of(user, current=request.session.session_key or "", at=clock.now()),
        language=visit(request).language,
        done=request.GET.get("done", ""),
    )
    return page(
        request, "account/safety.html", made, meta=meta_for(request, _("Sign-in and devices"), robots="noindex")
    )


@require_http_methods(["GET", "POST"])
@signed_in
def prove(request: HttpRequest, customer: Customer) -> HttpResponse:
    """A code to the account's own address, before something that matters is changed. Staff prove it at the office."""
    user, next_url = user_of(customer), local(request, request.GET.get("next", ""))
    if user.is_staff:
        return see_other(where_to_prove(customer, next_url))
    if request.method == "POST":
        return ask_for_code(request, user.email, next_url)
    made = present.prove_page(
        user.email,
        next_url,
        has_password=user.has_usable_password(),
        has_passkey=bool(passkeys.passkeys(user)),
    )
    return page(request, "account/prove.html", made, meta=meta_for(request, _("Is it you?"), robots="noindex"))


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
            return stay_signed_in(request, user, "password")
    made = present.new_password_page(problem)
    meta = meta_for(request, _("Password"), robots="noindex")
    return page(request, "account/form.html", made, meta=meta, status=422 if problem else 200)


@require_POST
@signed_in
def sign_out_device(request: HttpRequest, customer: Customer) -> HttpResponse:
    """End one session of their own; the one they are in now, too."""
    devices.sign_out(user=user_of(customer), handle=request.POST.get("device", "")[:64])
    return see_other(f"{PAGE}?done=device")


@require_POST
@signed_in
def sign_out_elsewhere(request: HttpRequest, customer: Customer) -> HttpResponse:
    return stay_signed_in(request, devices.sign_out_everywhere(user=user_of(customer)), "elsewhere")


def stay_signed_in(request: HttpRequest, user: User, done: str) -> HttpResponse:
    """Go on in this browser after every session was ended, under another session key."""
    update_session_auth_hash(request, user)
    return see_other(f"{PAGE}?done={done}")


def _prove_first(customer: Customer) -> JsonResponse:
    return JsonResponse({"next": where_to_prove(customer, PAGE)}, status=403)


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
    return JsonResponse({"next": f"{PAGE}?done=passkey"})


@require_POST
@signed_in
def passkey_remove(request: HttpRequest, customer: Customer) -> HttpResponse:
    if not is_fresh(request, customer):
        return see_other(where_to_prove(customer, PAGE))
    chosen = request.POST.get("passkey", "")
    if not (chosen.isascii() and chosen.isdigit() and len(chosen) < 18):
        return see_other(PAGE)
    user = passkeys.remove(user=user_of(customer), passkey_id=int(chosen))
    return stay_signed_in(request, user, "no-passkey")
