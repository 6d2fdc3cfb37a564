"""What happens at the door when somebody has proved who they are: their session, their cart, their orders."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme

from shopkeeper.commerce.checkout import joining
from shopkeeper.commerce.customers import operations as customers
from shopkeeper.commerce.customers.models import Customer
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.foundation import clock
from shopkeeper.foundation.accounts import devices, proofs
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.http.addresses import client_address
from shopkeeper.interfaces.storefront.views.entrance import COOKIE, own_page, see_other
from shopkeeper.interfaces.storefront.visit import CART_COOKIE, remember_cart, visit

P = ParamSpec("P")
BACKEND = "django.contrib.auth.backends.ModelBackend"
CustomerView = Callable[Concatenate[HttpRequest, Customer, P], HttpResponseBase]


def let_in(request: HttpRequest, user: User, next_url: str, *, proved: bool = True) -> HttpResponse:
    """Start a new session; the cart of this browser and, once the address is ``proved``, guest orders become theirs."""
    who = visit(request)
    cart = who.cart
    login(request, user, backend=BACKEND)
    note_device(request)
    customer = customers.customer_of(user)
    if proved:
        proofs.note_identity(request.session, at=clock.now())
        orders.attach_guest_orders(email=user.email, customer_id=customer.pk)
    standing = joining.claim(cart=cart, customer=customer)
    response = see_other(local(request, next_url))
    if standing:
        who.use_cart(standing)
        remember_cart(response, who)
    elif cart:
        # The cart this browser held is another customer's, or was ordered meanwhile: it is not for whoever came in.
        response.delete_cookie(CART_COOKIE, samesite="Lax")
    return response


def note_device(request: HttpRequest) -> None:
    """So that people know their own devices in the list of where they are signed in."""
    agent = request.headers.get("User-Agent", "")
    devices.note(request.session, agent=agent, address=client_address(request), at=clock.now())


def let_out(request: HttpRequest) -> HttpResponse:
    """End the session. The cart stays the customer's own; the next person at this browser starts without one."""
    logout(request)
    response = see_other("/")
    for name in (CART_COOKIE, COOKIE):
        response.delete_cookie(name, samesite="Lax")
    return response


def local(request: HttpRequest, url: str) -> str:
    """``url`` when it leads to this shop, else the account."""
    safe = url_has_allowed_host_and_scheme(url, allowed_hosts=None, require_https=settings.HTTPS)
    return url if safe and url.startswith("/") else "/account/"


def signed_in(view: CustomerView[P]) -> Callable[..., HttpResponseBase]:
    """A page of the customer's own account; others are asked to sign in first."""

    @wraps(view)
    @own_page
    def entered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        customer = visit(request).customer
        if customer is None:
            return see_other(f"/account/sign-in/?next={quote(request.path)}")
        return view(request, customer, *args, **kwargs)

    return entered


def is_fresh(request: HttpRequest, customer: Customer) -> bool:
    """Whether they proved who they are a moment ago: asked for before how they sign in changes."""
    return proofs.is_fresh(request.session, user=user_of(customer), at=clock.now())


def where_to_prove(customer: Customer, next_url: str) -> str:
    """The page that asks who they are: a code by mail, and for those who work here the office's own door."""
    door = "/office/sign-in" if user_of(customer).is_staff else "/account/prove"
    return f"{door}?next={quote(next_url)}"


def user_of(customer: Customer) -> User:
    return cast("User", cast("Any", customer).user)
