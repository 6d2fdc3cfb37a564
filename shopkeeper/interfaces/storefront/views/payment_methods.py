"""Cards the customer keeps for next time: seen, chosen as the usual one, removed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shopkeeper.commerce.customers.models import Customer
from shopkeeper.commerce.payments import saved, ways
from shopkeeper.foundation import clock
from shopkeeper.interfaces.storefront.present import account as present
from shopkeeper.interfaces.storefront.render import meta_for, page
from shopkeeper.interfaces.storefront.views.entrance import see_other
from shopkeeper.interfaces.storefront.views.signing_in import signed_in

HERE = "/account/payment-methods/"


@require_GET
@signed_in
def methods(request: HttpRequest, customer: Customer) -> HttpResponse:
    made = present.methods_page(ways.saved_of(customer.pk), clock.now())
    meta = meta_for(request, _("Payment methods"), robots="noindex")
    return page(request, "account/payment_methods.html", made, meta=meta)


@require_POST
@signed_in
def remove(request: HttpRequest, customer: Customer, public_id: str) -> HttpResponse:
    saved.remove(method=saved.of_customer(public_id, customer_id=customer.pk))
    return see_other(HERE)


@require_POST
@signed_in
def make_default(request: HttpRequest, customer: Customer, public_id: str) -> HttpResponse:
    saved.make_default(method=saved.of_customer(public_id, customer_id=customer.pk))
    return see_other(HERE)
