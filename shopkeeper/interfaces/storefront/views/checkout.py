"""The first two steps of a checkout: who and where to, and how it gets there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shopkeeper.commerce.cart import operations as carts
from shopkeeper.commerce.checkout import operations, queries, steps
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.checkout.steps import Step
from shopkeeper.commerce.customers import consents
from shopkeeper.commerce.customers import operations as answering
from shopkeeper.commerce.customers import queries as customers
from shopkeeper.foundation import clock
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.text import email_key
from shopkeeper.interfaces.storefront.present.checkout import Showing
from shopkeeper.interfaces.storefront.present.details import delivery_page, details_page
from shopkeeper.interfaces.storefront.render import meta_for, page
from shopkeeper.interfaces.storefront.views.entrance import own_checkout, own_page, remember_checkout, see_other
from shopkeeper.interfaces.storefront.visit import Visit, visit


@require_http_methods(["GET", "POST"])
@own_page
def open_checkout(request: HttpRequest) -> HttpResponse:
    """From the cart to the first unfinished step; a link or a form, pressed as often as you like."""
    who = visit(request)
    if who.cart is None:
        return see_other("/cart/")
    if who.cart.market_code != who.market.code:
        # The customer's own cart may come from another device; what this one shows is what is agreed to.
        carts.move_to_market(cart=who.cart, market=who.market, at=clock.now())
    prefill = customers.prefill(who.customer) or {"country": who.destination.country}
    checkout = operations.open_for(cart=who.cart, language=who.language, at=clock.now(), prefill=prefill)
    showing = shown(who, checkout)
    response = see_other("/cart/" if showing.priced.cart.blocked else showing.url(next_step(showing)))
    remember_checkout(request, response, checkout)
    return response


@require_http_methods(["GET", "POST"])
@own_checkout
def details(request: HttpRequest, who: Visit, checkout: Checkout) -> HttpResponse:
    if request.method == "POST":
        return _save_details(request, who, checkout)
    return _moved_on(who, checkout) or _details(request, who, checkout)


def _save_details(request: HttpRequest, who: Visit, checkout: Checkout) -> HttpResponse:
    typed = request.POST.dict()
    use_saved = customers.saved_address(who.customer, typed.get("saved_address", ""))
    if use_saved and not use_saved.get("company"):
        # A private address in the book does not unsay that a company buys.
        use_saved.pop("company", None)
    operations.keep_typed(checkout=checkout, typed={**typed, **use_saved})
    if "again" in typed:
        return see_other(f"{Showing.path(checkout, 'details')}#f-country")
    try:
        operations.check_details(checkout=checkout)
        operations.ask_about_tax(checkout=checkout, at=clock.now())
        operations.check_vat_number(checkout=checkout)
    except InvalidInput as refused:
        return _details(request, who, checkout, problems=refused.fields, typed=typed)
    if typed.get("news") == "yes":
        _note_news(who, checkout)
    return see_other(Showing.path(checkout, "delivery"))


def _note_news(who: Visit, checkout: Checkout) -> None:
    """A tick is a yes; none says nothing, and takes nothing back."""
    asked, email = consents.question("marketing:email"), str(checkout.typed.get("email", ""))
    if asked is None:
        return
    # Who is signed in may order with another address; for that they are a guest like any other.
    customer = who.customer if who.customer and email_key(who.customer.user.email) == email_key(email) else None
    answering.answer(
        email=email,
        question=asked,
        is_given=True,
        source="/checkout/details",
        by="customer" if customer else "guest",
        at=clock.now(),
        customer=customer,
    )


def _details(
    request: HttpRequest,
    who: Visit,
    checkout: Checkout,
    *,
    problems: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    showing = shown(who, checkout)
    made = details_page(
        showing,
        typed={**checkout.typed, **(typed or {})},
        problems=problems or {},
        saved=customers.addresses(who.customer),
        is_guest=who.customer is None,
        asks_news=who.customer is None
        or not customers.allows(email=who.customer.user.email, purpose="marketing", channel="email"),
    )
    meta = meta_for(request, _("Checkout: details"), robots="noindex")
    return page(request, "checkout/details.html", made, meta=meta, status=422 if problems else 200)


@require_http_methods(["GET", "POST"])
@own_checkout
def delivery(request: HttpRequest, who: Visit, checkout: Checkout) -> HttpResponse:
    if request.method == "GET":
        return _moved_on(who, checkout, needs=Step.DELIVERY) or _delivery(request, who, checkout)
    typed = request.POST.dict()
    operations.keep_typed(checkout=checkout, typed=typed)
    try:
        operations.choose_delivery(checkout=checkout, method_code=typed.get("delivery", ""), at=clock.now())
    except InvalidInput as refused:
        checkout.method_code = typed.get("delivery", "")
        return _delivery(request, who, checkout, problems=refused.fields)
    return see_other(Showing.path(checkout, "payment"))


def _delivery(
    request: HttpRequest, who: Visit, checkout: Checkout, *, problems: dict[str, str] | None = None
) -> HttpResponse:
    made = delivery_page(shown(who, checkout), problems=problems or {})
    meta = meta_for(request, _("Checkout: delivery"), robots="noindex")
    return page(request, "checkout/delivery.html", made, meta=meta, status=422 if problems else 200)


@require_POST
@own_checkout
def autosave(request: HttpRequest, who: Visit, checkout: Checkout) -> HttpResponse:
    """One field as it was just typed, right or wrong."""
    operations.keep_typed(checkout=checkout, typed=request.POST.dict())
    return HttpResponse(status=204)


def shown(who: Visit, checkout: Checkout) -> Showing:
    """The checkout with what it costs at this moment. At most five queries."""
    priced = queries.priced_checkout(checkout, at=clock.now())
    who.count_is(priced.cart.count)
    return Showing(checkout, priced, who.language)


def next_step(showing: Showing) -> Step:
    return steps.first_unfinished(showing.checkout, showing.priced)


def _moved_on(who: Visit, checkout: Checkout, *, needs: Step = Step.DETAILS) -> HttpResponse | None:
    """Somewhere else, when the checkout is past being filled in, or not yet at the step asked for."""
    if checkout.status != Checkout.Status.OPEN:
        return see_other(Showing.path(checkout, "confirming"))
    if needs == Step.DELIVERY:
        try:
            operations.check_details(checkout=checkout)
        except InvalidInput:
            return see_other(Showing.path(checkout, "details"))
    return None
