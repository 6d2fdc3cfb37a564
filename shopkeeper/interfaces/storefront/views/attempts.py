"""Who presses “pay”: what the limits against trying out stolen cards go by."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from shopkeeper.commerce.credit import queries as credit
from shopkeeper.commerce.payments import ways
from shopkeeper.commerce.payments.declines import Payer
from shopkeeper.foundation import ids
from shopkeeper.foundation.errors import NotFound
from shopkeeper.foundation.http.addresses import client_network
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.storefront.visit import PREFIX, Visit

CREDIT = "credit"
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


def means_of(value: str, *, amount: Money, customer_id: int | None) -> tuple[str, str]:
    """What a form wants to pay a difference with: nothing, the customer's credit (which must be
    theirs), or one of the ways that were offered. Raises InvalidInput."""
    name, _colon, token = value.partition(":")
    if not name:
        return "", ""
    if name == CREDIT:
        if customer_id is None or credit.account_by_token(token[:40]).customer_id != customer_id:
            raise NotFound("This credit does not exist.")
        return name, token[:40]
    return ways.chosen(value, amount=amount, country="", customer_id=customer_id, at_once=True)
