"""Where goods go and in which currency prices are shown."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shopkeeper.commerce.cart import operations as carts
from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.commerce.shipping.queries import Destination
from shopkeeper.foundation import clock
from shopkeeper.interfaces.storefront.frame import countries
from shopkeeper.interfaces.storefront.pages import Field, MarketPage
from shopkeeper.interfaces.storefront.render import meta_for, page
from shopkeeper.interfaces.storefront.views.cart import see_other
from shopkeeper.interfaces.storefront.visit import Visit, remember_market, visit

_POSTCODE = re.compile(r"[^A-Z0-9 -]")


@require_http_methods(["GET", "HEAD", "POST"])
def market(request: HttpRequest) -> HttpResponse:
    """Choose; an open cart moves along, priced anew."""
    who = visit(request)
    if request.method != "POST":
        return _choose(request, who)
    chosen, country = wanted(who, request.POST.get("market", ""), request.POST.get("currency", ""))
    postcode = _POSTCODE.sub("", request.POST.get("postcode", "").upper())[:12].strip()
    if who.cart is not None and who.cart.market_code != chosen.code:
        carts.move_to_market(cart=who.cart, market=chosen, at=clock.now())
    response = see_other(local_path(request.POST.get("next", "")))
    remember_market(response, chosen, Destination(country, postcode))
    return response


def wanted(who: Visit, place: str, currency: str) -> tuple[Market, str]:
    """The market and country meant by ``market.country`` and a market chosen for its currency.

    Of the two fields the one that was changed counts; what is unknown changes nothing.
    """
    code, _dot, country = place.partition(".")
    known = {one.code: one for one in pricing.markets()}
    chosen = known.get(code, who.market)
    if chosen.code == who.market.code and currency in known and currency != who.market.code:
        chosen = known[currency]
        country = country or who.destination.country
    return chosen, country if country in chosen.countries else chosen.default_country


def local_path(typed: str) -> str:
    """``typed`` when it is a path on this site; the front page otherwise."""
    is_ours = typed.startswith("/") and url_has_allowed_host_and_scheme(typed, allowed_hosts=None)
    return typed if is_ours and typed.isprintable() else "/"


def _choose(request: HttpRequest, who: Visit) -> HttpResponse:
    made = MarketPage(
        title=_("Where shall it go?"),
        action_url="/market/",
        next_url=local_path(request.GET.get("next", "")),
        markets=countries(who.market.code, who.destination.country, who.language),
        postcode=Field(
            name="postcode",
            label=_("Postcode"),
            value=who.destination.postal_code,
            autocomplete="postal-code",
            is_required=False,
            hint=_("For delivery dates; some places cannot be reached."),
            max_length=12,
        ),
    )
    return page(request, "market.html", made, meta=meta_for(request, made.title, robots="noindex"))
