"""Whose checkout this is: the browser's that holds its cart, or the customer's."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils import translation

from shopkeeper.commerce.checkout import operations, queries
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.foundation.errors import NotFound
from shopkeeper.foundation.http.caching import unkept
from shopkeeper.interfaces.storefront.visit import PREFIX, Visit, visit

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
CheckoutView = Callable[Concatenate[HttpRequest, Visit, Checkout, P], HttpResponseBase]

COOKIE = f"{PREFIX}checkouts"
SALT = "shopkeeper.storefront.checkouts"
KEPT_DAYS = 30
KEPT_MOST = 5


def own_page(view: View[P]) -> View[P]:
    """A page about its visitor: in their language, kept by nobody."""

    @wraps(view)
    def entered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        with translation.override(visit(request).language):
            return unkept(view(request, *args, **kwargs))

    return entered


def own_checkout(view: CheckoutView[P]) -> Callable[..., HttpResponseBase]:
    """A step of the visitor's own checkout. Anybody else's does not exist (404). One query."""

    @wraps(view)
    @own_page
    def entered(request: HttpRequest, /, checkout_id: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        who = visit(request)
        checkout = queries.checkout(checkout_id)
        if is_own(request, who, checkout):
            if checkout.status == Checkout.Status.OPEN and not pricing.is_open(checkout.cart.market_code):
                # The market was closed meanwhile; the beginning of the checkout moves the cart to an open one.
                return _kept(request, checkout, "/checkout/")
            return view(request, who, checkout, *args, **kwargs)
        if who.customer is None and _began_here(request, who, checkout):
            return _ask_who(request, checkout)
        raise NotFound("This checkout no longer exists. Your cart is still there.")

    return entered


def is_own(request: HttpRequest, who: Visit, checkout: Checkout) -> bool:
    """A customer's checkout is theirs while they are signed in, wherever; a guest's is the browser's that began it."""
    owner = checkout.cart.customer_id or checkout.customer_id
    if owner is not None:
        return who.customer is not None and who.customer.pk == owner
    return _began_here(request, who, checkout)


def _began_here(request: HttpRequest, who: Visit, checkout: Checkout) -> bool:
    """By the cart's secret token, or by the cookie once it is ordered, when the cart has another token."""
    holds_cart = bool(who.cart_token) and checkout.cart.token == who.cart_token
    return holds_cart or checkout.public_id in own_ids(request)


def _ask_who(request: HttpRequest, checkout: Checkout) -> HttpResponse:
    """The customer's session has ended, or somebody else sits here now: nothing of theirs is shown before they sign in.
    What was being typed is kept, and waits for them."""
    return _kept(request, checkout, f"/account/sign-in/?next=/checkout/{checkout.public_id}/details")


def _kept(request: HttpRequest, checkout: Checkout, next_url: str) -> HttpResponse:
    """Go elsewhere, without losing what was being typed."""
    if request.method == "POST" and checkout.status == Checkout.Status.OPEN:
        operations.keep_typed(checkout=checkout, typed=request.POST.dict())
    return see_other(next_url)


def own_ids(request: HttpRequest) -> list[str]:
    """The checkouts this browser has opened lately, newest first."""
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT_DAYS * 86400)
    except signing.BadSignature:
        return []
    return [str(one) for one in found] if isinstance(found, list) else []


def remember_checkout(request: HttpRequest, response: HttpResponse, checkout: Checkout) -> None:
    """Let the browser keep the way back to its checkout and, later, to the thank-you page."""
    known = own_ids(request)
    if known[:1] != [checkout.public_id]:
        ids = [checkout.public_id, *(one for one in known if one != checkout.public_id)][:KEPT_MOST]
        response.set_cookie(
            COOKIE,
            signing.dumps(ids, salt=SALT),
            max_age=KEPT_DAYS * 86400,
            httponly=True,
            samesite="Lax",
            secure=settings.HTTPS,
        )


def see_other(url: str) -> HttpResponse:
    """Go on with a GET (303), so that a reload sends nothing twice."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response
