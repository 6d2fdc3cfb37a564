"""Paying one sum by a link from a mail: what a kept card could not pay because its bank wanted its customer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shopkeeper.commerce.payments import charging, ways
from shopkeeper.commerce.payments.models import Payment
from shopkeeper.foundation import clock
from shopkeeper.foundation.errors import ShopError
from shopkeeper.foundation.http.addresses import client_address
from shopkeeper.foundation.http.limits import allow
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.storefront.pages import PayLinkPage
from shopkeeper.interfaces.storefront.present.payment import ways_at_once
from shopkeeper.interfaces.storefront.render import meta_for, page
from shopkeeper.interfaces.storefront.views.entrance import own_page, see_other
from shopkeeper.interfaces.storefront.visit import visit


@require_http_methods(["GET", "POST"])
@own_page
def pay_link(request: HttpRequest, token: str) -> HttpResponse:
    """The sum and how to pay it; after the bank, how it went. Whoever holds the link may pay, and see nothing else."""
    payment = charging.of_link(token)
    if request.method == "GET":
        return _shown(request, token, payment)
    allow(f"pay-link:{client_address(request)}", rate=10, per_seconds=600)
    amount, here = Money(payment.amount_minor, payment.currency), f"/pay/link/{token}/"
    if charging.is_paid(payment):
        return see_other(here)
    try:
        name, chosen = ways.chosen(
            request.POST.get("method", ""), amount=amount, country="", customer_id=None, at_once=True
        )
        made = charging.pay_by_link(payment=payment, token=chosen, provider_name=name, return_url=here, at=clock.now())
    except ShopError as refused:
        return _shown(request, token, payment, refusal=refused.message)
    if made.status == Payment.Status.REQUIRES_ACTION and made.action_url:
        return see_other(made.action_url)
    if made.status == Payment.Status.FAILED:
        return _shown(request, token, payment, refusal=made.failure_message)
    return see_other(here)


def _shown(request: HttpRequest, token: str, payment: Payment, *, refusal: str = "") -> HttpResponse:
    charging.catch_up(payment=payment, at=clock.now())
    amount = Money(payment.amount_minor, payment.currency)
    is_paid = charging.is_paid(payment)
    made = PayLinkPage(
        amount=amount.display(visit(request).language),
        action_url=f"/pay/link/{token}/",
        methods=() if is_paid else ways_at_once(amount)[0],
        is_paid=is_paid,
        refusal=refusal,
    )
    meta = meta_for(request, _("Pay"), robots="noindex")
    return page(request, "pay_link.html", made, meta=meta, status=422 if refusal else 200)
