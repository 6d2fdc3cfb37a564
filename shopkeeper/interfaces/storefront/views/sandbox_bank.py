"""The bank's own page, as the sandbox plays it (3-D Secure): confirm or refuse."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from shopkeeper.commerce.payments.backends.sandbox import Sandbox
from shopkeeper.commerce.payments.ports import Outcome
from shopkeeper.foundation.errors import NotFound
from shopkeeper.foundation.http.caching import unkept
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.storefront.views.entrance import see_other


@require_http_methods(["GET", "POST"])
def sandbox_bank(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The number in the address is the charge's own secret, as with real banks; whoever has it may decide."""
    sandbox = Sandbox()
    charge = sandbox.charge(provider_id) if "sandbox" in settings.PAYMENT_PROVIDERS else None
    if charge is None:
        raise NotFound("The bank does not know this payment.")
    if request.method == "POST":
        sandbox.confirm_action(provider_id, approve=request.POST.get("decision") == "confirm")
        return see_other(charge.return_url)
    context = {
        "shop_name": settings.SHOP_NAME,
        "amount": Money(charge.amount_minor, charge.currency).display("en"),
        "is_waiting": charge.status == Outcome.REQUIRES_ACTION,
        "return_url": charge.return_url,
    }
    return unkept(render(request, "storefront/sandbox_bank.html", context, using="jinja2"))
