"""Who presses “pay”: what the limits against trying out stolen cards go by."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from shopkeeper.commerce.payments.declines import Payer
from shopkeeper.foundation import ids
from shopkeeper.foundation.http.addresses import client_network
from shopkeeper.interfaces.storefront.visit import PREFIX, Visit

COOKIE = f"{PREFIX}payer"
DAY_SECONDS = 24 * 3600


def payer_of(request: HttpRequest, who: Visit) -> Payer:
    """The browser by a name of its own, given now if it has none; the account; the network."""
    return Payer(
        session=request.COOKIES.get(COOKIE, "")[:64] or ids.token(),
        account=str(who.customer.pk) if who.customer else "",
        address=client_network(request),
    )


def remember_payer(response: HttpResponse, payer: Payer) -> None:
    """Let the browser keep its name for a day."""
    response.set_cookie(
        COOKIE, payer.session, max_age=DAY_SECONDS, httponly=True, samesite="Lax", secure=settings.HTTPS
    )
