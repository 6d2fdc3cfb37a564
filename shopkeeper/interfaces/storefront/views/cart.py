"""The cart: looking at it, and every change to it. Each change happens once, however often its form is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from time import sleep

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shopkeeper.commerce.cart import operations as carts
from shopkeeper.commerce.cart.models import Cart
from shopkeeper.commerce.catalogue import queries as catalogue
from shopkeeper.commerce.checkout import queries as checkout
from shopkeeper.commerce.checkout.queries import PricedCart
from shopkeeper.commerce.content import queries as content
from shopkeeper.foundation import clock, ids
from shopkeeper.foundation.errors import InvalidInput, NotFound, ShopError
from shopkeeper.foundation.http.refusals import status_of
from shopkeeper.foundation.idempotency.door import key_of
from shopkeeper.foundation.idempotency.operations import Answer, InProgress, known_answer, run_once
from shopkeeper.interfaces.storefront.pages import CartPage, Problem
from shopkeeper.interfaces.storefront.present.carts import cart_page, drawer, refusal
from shopkeeper.interfaces.storefront.render import fragments, macro, meta_for, page, parts_asked
from shopkeeper.interfaces.storefront.views.product import product_answer
from shopkeeper.interfaces.storefront.visit import Visit, remember_cart, visit

STEPS = {"-1": -1, "1": 1}
WAITS, WAIT_SECONDS = 15, 0.1


@require_safe
def cart(request: HttpRequest) -> HttpResponse:
    return _cart_answer(request)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put a SKU into the cart, which is made now if there is none."""
    who, at = visit(request), clock.now()
    sold = catalogue.sold_under(request.POST.get("sku", ""))

    def put_in() -> None:
        quantity = carts.parse_quantity(request.POST.get("quantity", "") or "1")
        carts.add(cart=who.own_cart(), offer_id=sold.offer_id, quantity=quantity, market=who.market, at=at)

    try:
        _once(request, who, put_in)
    except InvalidInput as refused:
        problem = refusal(refused.code, _("Not put in the cart"), refused.message)
        if parts_asked(request):
            return _drawer_answer(who, request, None, problem=problem, status=422)
        return product_answer(request, sold.slug, sold.options, key=ids.token(), problem=problem, status=422)
    if parts_asked(request):
        response = _drawer_answer(who, request, sold.offer_id)
    else:
        response = see_other("/cart/")
    remember_cart(response, who)
    return response


@require_POST
def line(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Set a line's quantity: the number typed, moved by a step when a button was pressed; 0 removes."""
    who = visit(request)

    def set_quantity() -> None:
        typed = carts.parse_quantity(request.POST.get("quantity", ""))
        wanted = max(0, typed + STEPS.get(request.POST.get("step", ""), 0))
        carts.set_quantity(cart=_standing(who), offer_id=offer_id, quantity=wanted)

    return _changed(request, who, set_quantity, offer_id)


@require_POST
def remove(request: HttpRequest, offer_id: int) -> HttpResponse:
    who = visit(request)
    return _changed(request, who, lambda: carts.remove(cart=_standing(who), offer_id=offer_id), offer_id)


@require_POST
def fix(request: HttpRequest) -> HttpResponse:
    """One tap that settles a problem: ``remove:17``, ``take_what_is_left:17`` or ``accept_price:17``."""
    who = visit(request)
    name, _colon, number = request.POST.get("fix", "").partition(":")
    offer_id = int(number[:12]) if number.isascii() and number.isdigit() else 0
    return _changed(request, who, lambda: _mend(who, name, offer_id), offer_id)


def _mend(who: Visit, name: str, offer_id: int) -> None:
    at = clock.now()
    if name == "remove":
        carts.remove(cart=_standing(who), offer_id=offer_id)
    elif name == "accept_price":
        carts.accept_prices(cart=_standing(who), market=who.market, at=at, offer_id=offer_id)
    elif name == "take_what_is_left":
        left = next((one.available for one in priced_cart(who).cart.lines if one.offer_id == offer_id), 0)
        carts.set_quantity(cart=_standing(who), offer_id=offer_id, quantity=left)
    else:
        raise InvalidInput(_("That is not a way to settle it."))


def _changed(request: HttpRequest, who: Visit, change: Callable[[], None], offer_id: int) -> HttpResponse:
    try:
        _once(request, who, change)
    except ShopError as refused:
        problem = refusal(refused.code, refused.message)
        return _cart_answer(request, {offer_id: problem}, status=status_of(refused))
    who.forget_count()
    return _cart_answer(request) if parts_asked(request) else see_other("/cart/")


def _once(request: HttpRequest, who: Visit, change: Callable[[], None]) -> None:
    """Make the change once for its form's key. The answer kept is the cart's name: a visitor whose first answer
    got lost, with the cookie in it, finds the same cart again."""

    def action() -> Answer:
        change()
        return Answer(status=200, body=who.cart_token.encode())

    key = key_of(request)
    if not key:
        change()
    elif not _began_with(key, who.cart_token):
        told = f"{request.path}\n{request.POST.urlencode()}"
        fingerprint = sha256(told.encode()).hexdigest()
        kept = _patiently(f"cart:{who.cart_token or 'new'}", key, fingerprint, action)
        who.use_token(kept.body.decode())


def _began_with(key: str, token: str) -> bool:
    """Whether this cart was made by this very form, which is now sent again by its owner."""
    first = known_answer(scope="cart:new", key=key) if token else None
    return first is not None and first.body == token.encode()


def _patiently(scope: str, key: str, fingerprint: str, action: Callable[[], Answer]) -> Answer:
    """A double click: the second press waits for the first one's answer."""
    for _attempt in range(WAITS):
        try:
            return run_once(scope=scope, key=key, fingerprint=fingerprint, action=action, in_one_transaction=True)
        except InProgress:
            sleep(WAIT_SECONDS)
    return run_once(scope=scope, key=key, fingerprint=fingerprint, action=action, in_one_transaction=True)


def _standing(who: Visit) -> Cart:
    if who.cart is None:
        raise NotFound(_("Your cart is empty."))
    return who.cart


def priced_cart(who: Visit) -> PricedCart:
    """The visitor's cart with what it costs to where they are. At most six queries."""
    priced = checkout.price_cart(
        who.cart,
        market=who.market,
        destination=who.destination,
        method_code="",
        language=who.language,
        at=clock.now(),
    )
    who.count_is(priced.cart.count)
    return priced


def _cart_answer(
    request: HttpRequest, messages: Mapping[int, Problem] | None = None, *, status: int = 200
) -> HttpResponse:
    who = visit(request)
    meta = meta_for(request, _("Your cart"), robots="noindex")
    return page(request, "cart.html", _page(who, messages), meta=meta, status=status)


def _page(who: Visit, messages: Mapping[int, Problem] | None) -> CartPage:
    return cart_page(
        priced_cart(who),
        destination=who.destination,
        language=who.language,
        key=ids.token(),
        is_guest=who.customer is None,
        returns=content.return_policy("", who.destination.country),
        messages=messages,
    )


def _drawer_answer(
    who: Visit, request: HttpRequest, offer_id: int | None, *, problem: Problem | None = None, status: int = 200
) -> HttpResponse:
    priced = priced_cart(who)
    made = drawer(
        priced, offer_id, destination=who.destination, language=who.language, key=ids.token(), problem=problem
    )
    pieces = (
        macro("parts/cart_drawer.html", "cart_drawer", made),
        macro("parts/header.html", "cart_count", priced.cart.count),
    )
    return fragments(request, pieces, status=status)


def see_other(url: str) -> HttpResponseRedirect:
    """Go and look at ``url`` (303): a reload there sends nothing twice."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response
