"""The customer's address book."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shopkeeper.commerce.customers import operations, queries
from shopkeeper.commerce.customers.addresses import parse_address
from shopkeeper.commerce.customers.models import Customer
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.interfaces.storefront.present import account as present
from shopkeeper.interfaces.storefront.render import meta_for, page
from shopkeeper.interfaces.storefront.views.entrance import see_other
from shopkeeper.interfaces.storefront.views.signing_in import signed_in
from shopkeeper.interfaces.storefront.visit import visit


@require_GET
@signed_in
def address_list(request: HttpRequest, customer: Customer) -> HttpResponse:
    made = present.addresses_page(queries.addresses(customer))
    return page(request, "account/addresses.html", made, meta=meta_for(request, _("Addresses"), robots="noindex"))


@require_http_methods(["GET", "POST"])
@signed_in
def address(request: HttpRequest, customer: Customer, address_id: int | None = None) -> HttpResponse:
    """Add one, or change one of their own."""
    standing = queries.address(customer, address_id) if address_id is not None else None
    typed = queries.postal(standing).as_json() if standing else {"country": visit(request).destination.country}
    problems: dict[str, str] = {}
    if request.method == "POST":
        typed = request.POST.dict()
        if "again" not in typed:
            try:
                operations.save_address(
                    customer=customer,
                    address=parse_address(typed),
                    address_id=address_id,
                    make_default="make_default" in typed,
                )
                return see_other("/account/addresses/")
            except InvalidInput as refused:
                problems = refused.fields
    made = present.address_page(
        typed,
        problems,
        visit(request).language,
        action_url=request.path,
        is_default=bool(standing and standing.is_default),
    )
    meta = meta_for(request, made.title, robots="noindex")
    return page(request, "account/address_form.html", made, meta=meta, status=422 if problems else 200)


@require_POST
@signed_in
def remove(request: HttpRequest, customer: Customer, address_id: int) -> HttpResponse:
    queries.address(customer, address_id)
    operations.remove_address(customer=customer, address_id=address_id)
    return see_other("/account/addresses/")
