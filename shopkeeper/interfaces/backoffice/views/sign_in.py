"""Staff sign in: a password, then a second proof. Both are asked for here; neither says which was wrong.

Being signed in to the shop, by a mailed code for instance, is worth nothing here: the second proof is asked of those
only who have just typed their password at this door (``accounts/proofs.py``).
"""

from __future__ import annotations

import json
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shopkeeper.foundation import clock
from shopkeeper.foundation.accounts import devices, passkeys, proofs, second_factor
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.http.addresses import client_address
from shopkeeper.foundation.http.caching import unkept
from shopkeeper.foundation.http.limits import allow
from shopkeeper.foundation.text import email_key
from shopkeeper.interfaces.backoffice.guard import person, see_other, staff_of

SECRET = "office_totp_secret"  # noqa: S105 - a key of the session


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The first proof. A customer's password opens nothing here and sounds like a wrong one."""
    next_url, email, problem = _next(request), email_key(request.POST.get("email", ""))[:254], ""
    if request.method == "POST":
        allow(f"office:address:{client_address(request)}", rate=15, per_seconds=900)
        allow(f"office:email:{email}", rate=5, per_seconds=900)
        user = authenticate(request, username=email, password=request.POST.get("password", "")[:200])
        if isinstance(user, User) and user.is_staff:
            return _password_typed(request, user, next_url)
        problem = _("The address and the password do not belong to anybody who works here.")
    return _page(request, "sign_in", status=422 if problem else 200, email=email, problem=problem, next_url=next_url)


def _password_typed(request: HttpRequest, user: User, next_url: str) -> HttpResponse:
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    agent, address = request.headers.get("User-Agent", ""), client_address(request)
    devices.note(request.session, agent=agent, address=address, at=clock.now())
    proofs.note_office_password(request.session, user=user, at=clock.now())
    if settings.DEMO:
        return _proved(request, user, next_url)
    return see_other(f"/office/second-proof?next={quote(next_url)}")


def _at_the_door(request: HttpRequest) -> User | None:
    """Whoever has just typed their password here."""
    user = person(request)
    return user if user and proofs.typed_office_password(request.session, user=user, at=clock.now()) else None


@require_http_methods(["GET", "POST"])
def second_proof(request: HttpRequest) -> HttpResponse:
    """A code from the app or a passkey; whoever has neither sets up the app now, with the code they were handed."""
    user, next_url, problem = _at_the_door(request), _next(request), ""
    if user is None:
        return see_other(next_url if staff_of(request) else f"/office/sign-in?next={quote(next_url)}")
    has_one = second_factor.has_factor(user)
    if request.method == "POST":
        allow(f"office:proof:{user.pk}", rate=8, per_seconds=900)
        try:
            _check(request, user, has_one)
        except InvalidInput as refused:
            problem = refused.message
        else:
            return _proved(request, user, next_url)
    secret = "" if has_one else request.session.setdefault(SECRET, second_factor.new_secret())
    return _page(
        request,
        "second_proof",
        status=422 if problem else 200,
        problem=problem,
        next_url=next_url,
        secret=secret,
        set_up_code=request.POST.get("set_up_code", "")[:40],
        setup_url=second_factor.setup_url(user, secret) if secret else "",
    )


def _check(request: HttpRequest, user: User, has_one: bool) -> None:
    code = request.POST.get("code", "")[:20]
    if has_one:
        second_factor.check(user=user, code=code)
    else:
        given, secret = request.POST.get("set_up_code", "")[:40], request.session.get(SECRET, "")
        second_factor.set_up(user=user, secret=secret, code=code, set_up_code=given, at=clock.now())


def _proved(request: HttpRequest, user: User, next_url: str) -> HttpResponse:
    request.session.cycle_key()
    request.session.pop(SECRET, None)
    proofs.note_second_proof(request.session, user=user, at=clock.now())
    return see_other(next_url)


@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    user = _at_the_door(request)
    return JsonResponse(passkeys.request_options(user)) if user else JsonResponse({}, status=404)


@require_POST
def passkey_proof(request: HttpRequest) -> HttpResponse:
    """A passkey of the very person whose password was typed."""
    user = _at_the_door(request)
    try:
        told = json.loads(request.body[:20_000])
        if user is None or passkeys.user_of(told.get("credential")).pk != user.pk:
            raise passkeys.PasskeyRefused(_("This passkey belongs to somebody else."))
    except (ValueError, RecursionError, AttributeError, InvalidInput):
        return JsonResponse({"message": _("This passkey did not work.")}, status=422)
    answer = _proved(request, user, _next(request))
    return JsonResponse({"next": answer.headers["Location"]})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return see_other("/office/sign-in")


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if safe and wanted.startswith(("/office", "/account/")) else "/office/"


def _page(request: HttpRequest, name: str, *, status: int, **values: object) -> HttpResponse:
    context = {"shop_name": settings.SHOP_NAME, "csp_nonce": "", **values}
    return unkept(render(request, f"backoffice/{name}.html", context, status=status, using="jinja2"))
