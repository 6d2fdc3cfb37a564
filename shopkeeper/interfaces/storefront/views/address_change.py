"""Another e-mail address for the account: asked for, proved by a code sent to it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shopkeeper.commerce.checkout.details import parse_email
from shopkeeper.commerce.customers.models import Customer
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.foundation import clock
from shopkeeper.foundation.accounts import address_change, codes
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.http.limits import allow
from shopkeeper.interfaces.storefront.present import safety as present
from shopkeeper.interfaces.storefront.render import meta_for, page
from shopkeeper.interfaces.storefront.views.entrance import see_other
from shopkeeper.interfaces.storefront.views.safety import stay_signed_in
from shopkeeper.interfaces.storefront.views.sign_in import allow_code
from shopkeeper.interfaces.storefront.views.signing_in import is_fresh, signed_in, user_of, where_to_prove
from shopkeeper.interfaces.storefront.visit import visit

ASK, TYPE = "/account/email", "/account/email/code"
# In the session: which code was sent, and for whose account.
PENDING = "address_change"


@require_http_methods(["GET", "POST"])
@signed_in
def new_address(request: HttpRequest, customer: Customer) -> HttpResponse:
    if not is_fresh(request, customer):
        return see_other(where_to_prove(customer, ASK))
    typed, problem = request.POST.get("email", ""), ""
    if request.method == "POST":
        try:
            return _send(request, customer, parse_email(typed))
        except InvalidInput as refused:
            problem = refused.fields.get("email", refused.message)
    made = present.new_address_page(user_of(customer).email, typed, problem)
    meta = meta_for(request, _("E-mail address"), robots="noindex")
    return page(request, "account/form.html", made, meta=meta, status=422 if problem else 200)


def _send(request: HttpRequest, customer: Customer, email: str) -> HttpResponse:
    """The same for an address that has an account already: whose addresses have one is nobody's business."""
    user = user_of(customer)
    allow(f"address-change:{user.pk}", rate=5, per_seconds=3600)
    allow_code(request, email)
    handle = address_change.ask(user=user, email=email, language=visit(request).language, at=clock.now())
    request.session[PENDING] = {"handle": handle, "user": user.pk}
    return see_other(TYPE)


@require_http_methods(["GET", "POST"])
@signed_in
def code(request: HttpRequest, customer: Customer) -> HttpResponse:
    pending = request.session.get(PENDING, {})
    email = codes.address_of(pending["handle"]) if pending.get("user") == user_of(customer).pk else ""
    if not email or not is_fresh(request, customer):
        return see_other(ASK)
    if "resend" in request.POST:
        return _send(request, customer, email)
    typed, problem = request.POST.get("code", "")[:40], ""
    if request.method == "POST":
        try:
            return _confirmed(request, customer, pending["handle"], typed)
        except InvalidInput as refused:
            problem = refused.message
    made = present.new_address_code_page(email, typed, problem)
    meta = meta_for(request, _("Type the code"), robots="noindex")
    return page(request, "account/code.html", made, meta=meta, status=422 if problem else 200)


def _confirmed(request: HttpRequest, customer: Customer, handle: str, typed: str) -> HttpResponse:
    user = address_change.confirm(user=user_of(customer), handle=handle, typed=typed, at=clock.now())
    request.session.pop(PENDING, None)
    orders.attach_guest_orders(email=user.email, customer_id=customer.pk)
    return stay_signed_in(request, user, "email")
