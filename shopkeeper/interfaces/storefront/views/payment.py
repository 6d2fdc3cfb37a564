"""The last step: pay, wait for the bank, come back from it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shopkeeper.commerce.checkout import bank, operations, saga
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.checkout.steps import Step
from shopkeeper.commerce.inventory.operations import OutOfStock
from shopkeeper.commerce.payments import ways
from shopkeeper.commerce.payments.declines import Payer, TooManyDeclines
from shopkeeper.foundation import clock
from shopkeeper.foundation.errors import InvalidInput, ShopError
from shopkeeper.foundation.http.addresses import client_address
from shopkeeper.foundation.http.limits import allow
from shopkeeper.foundation.http.refusals import status_of
from shopkeeper.foundation.idempotency.door import answered_once
from shopkeeper.foundation.idempotency.operations import InProgress, KeyReused
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.storefront.pages import Problem
from shopkeeper.interfaces.storefront.present.checkout import Showing
from shopkeeper.interfaces.storefront.present.payment import (
    REFRESH_SECONDS,
    confirming_page,
    payment_page,
    stood_in_the_way,
)
from shopkeeper.interfaces.storefront.render import meta_for, page
from shopkeeper.interfaces.storefront.views.attempts import payer_of, remember_payer
from shopkeeper.interfaces.storefront.views.checkout import next_step, shown
from shopkeeper.interfaces.storefront.views.entrance import own_checkout, see_other
from shopkeeper.interfaces.storefront.visit import Visit, visit

SLOW_SECONDS = 12
CREDIT_BUTTONS = {"add_credit", "own_credit", "remove_credit"}


@require_http_methods(["GET", "POST"])
@own_checkout
def payment(request: HttpRequest, who: Visit, checkout: Checkout) -> HttpResponse:
    if request.method == "GET":
        if checkout.status == Checkout.Status.OPEN:
            operations.ask_about_tax(checkout=checkout, at=clock.now())
        showing = shown(who, checkout)
        step = next_step(showing)
        return _payment(request, showing) if step == Step.PAYMENT else see_other(_place(showing, step))
    try:
        return _paid_once(request, who, checkout)  # type: ignore[return-value]
    except InProgress:
        return see_other(Showing.path(checkout, "confirming"))
    except KeyReused:
        # The form came again with another choice in it. The saga itself never pays twice.
        return _pay(request, who, checkout)


def _credit(request: HttpRequest, who: Visit, checkout: Checkout) -> HttpResponse:
    """A card is added or taken off; what else was typed on the page stays."""
    typed, at = request.POST.dict(), clock.now()
    allow(f"credit-code:{client_address(request)}", rate=10, per_seconds=600)
    try:
        operations.keep_billing(checkout=checkout, typed=typed)
        if "remove_credit" in typed:
            operations.remove_credit(checkout=checkout, token=typed["remove_credit"][:40])
        elif "own_credit" in typed and who.customer:
            token = typed["own_credit"][:40]
            operations.use_own_credit(checkout=checkout, token=token, customer_id=who.customer.pk, at=at)
        else:
            operations.add_credit(checkout=checkout, code=typed.get("credit_code", "")[:40], at=at)
    except ShopError as refused:
        return _refused(request, who, checkout, refused)
    return see_other(Showing.path(checkout, "payment"))


def _scope(request: HttpRequest) -> str:
    return f"pay:{request.path}"


def _pay(request: HttpRequest, who: Visit, checkout: Checkout) -> HttpResponse:
    """One press of the pay button. The total comes along as seen; it is compared, never believed."""
    typed, at, payer = request.POST.dict(), clock.now(), payer_of(request, who)
    # A code that was typed is never passed over: Enter in its field adds the card and does not pay.
    if CREDIT_BUTTONS & typed.keys() or typed.get("credit_code", "").strip():
        return _credit(request, who, checkout)
    try:
        if checkout.status == Checkout.Status.OPEN:
            operations.keep_billing(checkout=checkout, typed=typed)
        wanted = _pay_request(typed, checkout, who, payer)
        progress = saga.pay(checkout_id=checkout.public_id, request=wanted, at=at)
    except ShopError as refused:
        return _refused(request, who, checkout, refused)
    response = see_other(_where(checkout, progress))
    if progress.state != "placed":
        remember_payer(response, payer)
    return response


_paid_once = answered_once(scope=_scope)(_pay)


def _pay_request(typed: dict[str, str], checkout: Checkout, who: Visit, payer: Payer) -> saga.PayRequest:
    shown_minor, currency = typed.get("total_minor", ""), typed.get("currency", "")[:3]
    if not (shown_minor.isascii() and shown_minor.isdigit() and len(shown_minor) < 16):
        raise InvalidInput(_("The page was not complete. Please look at the total and press once more."))
    by_credit = typed.get("credit_minor", "0")
    credit_minor = int(by_credit) if by_credit.isascii() and by_credit.isdigit() and len(by_credit) < 16 else 0
    total, back = int(shown_minor), Showing.path(checkout, "return")
    if credit_minor >= total:
        # Credit pays it all; there is nothing to choose.
        return saga.PayRequest(total, currency, "", "", back, payer, credit_minor)
    customer_id = who.customer.pk if who.customer else None
    provider, token = ways.chosen(
        typed.get("method", ""),
        amount=Money(total - credit_minor, currency),
        country=checkout.typed.get("country", "").upper(),
        customer_id=customer_id,
    )
    keeps = typed.get("keep") == "1" and customer_id is not None and ways.can_keep(provider)
    return saga.PayRequest(total, currency, provider, token, back, payer, credit_minor, keep=keeps)


def _refused(request: HttpRequest, who: Visit, checkout: Checkout, refused: ShopError) -> HttpResponse:
    """Nothing was charged: the same page with what is in the way, or the page where it can be mended."""
    checkout.refresh_from_db()
    showing = shown(who, checkout)
    step = next_step(showing)
    if isinstance(refused, (saga.NotReady, OutOfStock)) and showing.priced.cart.blocked:
        return see_other("/cart/")
    if step != Step.PAYMENT:
        return see_other(_place(showing, step))
    fields = refused.fields if isinstance(refused, InvalidInput) else {}
    told = None if fields else stood_in_the_way(refused, showing.url("payment"))
    chosen, status = request.POST.get("method", ""), status_of(refused)
    response = _payment(request, showing, chosen=chosen, problems=fields, notice=told, status=status)
    if isinstance(refused, TooManyDeclines):
        response.headers["Retry-After"] = str(refused.retry_after)
    return response


def _payment(
    request: HttpRequest,
    showing: Showing,
    *,
    chosen: str = "",
    problems: dict[str, str] | None = None,
    notice: Problem | None = None,
    status: int = 200,
) -> HttpResponse:
    customer = visit(request).customer
    made = payment_page(
        showing,
        chosen=chosen,
        problems=problems,
        notice=notice,
        code=request.POST.get("credit_code", "")[:40],
        customer_id=customer.pk if customer else None,
        at=clock.now(),
    )
    meta = meta_for(request, _("Checkout: pay and review"), robots="noindex")
    return page(request, "checkout/payment.html", made, meta=meta, status=status)


@require_GET
@own_checkout
def confirming(request: HttpRequest, who: Visit, checkout: Checkout) -> HttpResponse:
    """While the bank thinks. The page asks again by itself (a Refresh header), each time as if nothing had been."""
    progress = saga.drive(checkout_id=checkout.public_id, at=clock.now())
    if progress.state in ("placed", "open"):
        return see_other(_where(checkout, progress))
    url = Showing.path(checkout, "confirming")
    waited = (clock.now() - checkout.driven_at).total_seconds() if checkout.driven_at else 0
    made = confirming_page(
        url,
        bank_url=progress.action_url,
        other_url=Showing.path(checkout, "other-payment"),
        is_slow=waited > SLOW_SECONDS,
    )
    response = page(
        request, "checkout/confirming.html", made, meta=meta_for(request, _("One moment"), robots="noindex")
    )
    if not progress.action_url:
        response.headers["Refresh"] = f"{REFRESH_SECONDS}; url={url}"
    return response


@require_GET
@own_checkout
def come_back(request: HttpRequest, who: Visit, checkout: Checkout) -> HttpResponse:
    """The way back from the bank. What was decided there is asked of the provider, not read from the address."""
    progress = saga.drive(checkout_id=checkout.public_id, at=clock.now())
    if progress.state == "action":
        return see_other(Showing.path(checkout, "confirming"))
    return see_other(_where(checkout, progress))


@require_POST
@own_checkout
def other_payment(request: HttpRequest, who: Visit, checkout: Checkout) -> HttpResponse:
    """Leave the bank's page and choose another way to pay."""
    progress = bank.leave(checkout_id=checkout.public_id, at=clock.now())
    return see_other(_where(checkout, progress))


def _where(checkout: Checkout, progress: saga.Progress) -> str:
    if progress.state == "action" and progress.action_url:
        return progress.action_url
    step = {"placed": "thanks", "open": "payment"}.get(progress.state, "confirming")
    return Showing.path(checkout, step)


def _place(showing: Showing, step: Step) -> str:
    if showing.priced.cart.blocked and step not in (Step.THANKS, Step.CONFIRMING):
        return "/cart/"
    return showing.url(step)
