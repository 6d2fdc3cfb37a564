"""Who is looking, from where, and with which cart: read from cookies once for each request, asked of nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from shopkeeper.commerce.cart import operations as carts
from shopkeeper.commerce.cart import queries as cart_queries
from shopkeeper.commerce.cart.models import Cart
from shopkeeper.commerce.customers import operations as customers
from shopkeeper.commerce.customers.models import Customer
from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.commerce.shipping.queries import Destination
from shopkeeper.foundation.errors import TryAgain

PREFIX = "__Host-" if settings.HTTPS else ""
CART_COOKIE = f"{PREFIX}cart"
MARKET_COOKIE = f"{PREFIX}market"
YEAR_SECONDS = 365 * 24 * 3600


@dataclass
class Visit:
    """One request's visitor. ``destination`` is where goods would go: chosen before, or the market's home country."""

    request: HttpRequest
    market: Market
    destination: Destination
    language: str
    theme: str
    cart_token: str
    _cart: Cart | None = None
    _cart_known: bool = False
    _count: int | None = None
    _customer: Customer | None = None
    _customer_known: bool = False

    @property
    def cart(self) -> Cart | None:
        """The open cart, if there is one. One query, once."""
        if not self._cart_known:
            self._cart = cart_queries.open_cart(self.cart_token)
            self._cart_known = True
        return self._cart

    @property
    def cart_count(self) -> int:
        """Units in the cart, for the header. No query for visitors who never had a cart; one otherwise."""
        if self._count is None:
            self._count = cart_queries.item_count(self.cart_token) if self.cart_token else 0
        return self._count

    @property
    def customer(self) -> Customer | None:
        """The signed-in customer. No query without a session cookie."""
        if not self._customer_known:
            # What is refused before sessions are looked at, such as another host, is shown to nobody in particular.
            recognised = getattr(self.request, "user", None)
            user = recognised if settings.SESSION_COOKIE_NAME in self.request.COOKIES else None
            self._customer = customers.customer_of(user) if user and user.is_authenticated else None
            self._customer_known = True
        return self._customer

    @property
    def customer_name(self) -> str:
        """What the header calls the signed-in customer; empty for everyone else."""
        customer = self.customer
        return str(customer.user.name or _("Your account")) if customer else ""

    @property
    def is_anonymous(self) -> bool:
        """Nobody in particular: no cart, no session; what is shown could be shown to anyone in this market."""
        return not self.cart_token and settings.SESSION_COOKIE_NAME not in self.request.COOKIES

    def own_cart(self) -> Cart:
        """The open cart, made now if there is none. Call :func:`remember_cart` on the response afterwards."""
        cart = self.cart
        if cart is None:
            cart = carts.open_new(market=self.market, customer=self.customer)
            self.use_cart(cart)
        return cart

    def use_cart(self, cart: Cart) -> None:
        """Go on with this cart from now on."""
        self._cart, self._cart_known, self._count = cart, True, None
        self.cart_token = cart.token

    def use_token(self, token: str) -> None:
        """Go on with the cart of this name; nothing to do when it is the one in use."""
        if token != self.cart_token:
            self.cart_token, self._cart, self._cart_known = token, None, False
        self._count = None

    def count_is(self, units: int) -> None:
        """What is in the cart was just looked up, so the header need not ask again."""
        self._count = units

    def forget_count(self) -> None:
        """The cart was changed."""
        self._count = None


def visit(request: HttpRequest) -> Visit:
    """The visitor behind ``request``, worked out once."""
    standing = getattr(request, "visit", None)
    if standing is None:
        standing = _read(request)
        cast("Any", request).visit = standing
    return cast("Visit", standing)


def _read(request: HttpRequest) -> Visit:
    code, _, place = request.COOKIES.get(MARKET_COOKIE, "").partition(".")
    market = _market(code)
    country, _, postal_code = place.partition(".")
    destination = Destination(country, postal_code[:12]) if country in market.countries else None
    theme = request.COOKIES.get("theme", "")
    return Visit(
        request=request,
        market=market,
        destination=destination or Destination(market.default_country),
        language=market.languages[0] if market.languages else settings.LANGUAGE_CODE,
        theme=theme if theme in {"light", "dark"} else "",
        cart_token=request.COOKIES.get(CART_COOKIE, "")[:64],
    )


def _market(code: str) -> Market:
    found = pricing.markets()
    if not found:
        raise TryAgain("This shop has not opened yet. Whoever keeps it opens it in the office, under Markets.")
    return next((market for market in found if market.code == code), found[0])


def remember_cart(response: HttpResponseBase, visit: Visit) -> None:
    """Let the browser keep the secret name of its cart."""
    response.set_cookie(
        CART_COOKIE, visit.cart_token, max_age=YEAR_SECONDS, httponly=True, samesite="Lax", secure=settings.HTTPS
    )


def remember_market(response: HttpResponseBase, market: Market, destination: Destination) -> None:
    """Let the browser keep where goods should go and in which currency prices are shown."""
    value = ".".join(part for part in (market.code, destination.country, destination.postal_code) if part)
    response.set_cookie(MARKET_COOKIE, value, max_age=YEAR_SECONDS, samesite="Lax", secure=settings.HTTPS)
