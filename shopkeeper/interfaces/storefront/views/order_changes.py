"""Changing an order before it is packed, by signed link or from the account: form, preview, confirmation."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shopkeeper.commerce.changes import operations, queries, saga
from shopkeeper.commerce.changes.goods import Goods, variants_of
from shopkeeper.commerce.changes.models import Change
from shopkeeper.commerce.changes.plan import Edit
from shopkeeper.commerce.changes.saga import PayWith
from shopkeeper.commerce.checkout.holders import holder_account
from shopkeeper.commerce.content import queries as content
from shopkeeper.commerce.customers.addresses import parse_address
from shopkeeper.commerce.customers.models import Customer
from shopkeeper.commerce.inventory.operations import OutOfStock
from shopkeeper.commerce.orders import queries as orders
from shopkeeper.commerce.orders.models import Order, OrderLine
from shopkeeper.commerce.orders.operations import Actor
from shopkeeper.foundation import clock
from shopkeeper.foundation.errors import InvalidInput, ShopError
from shopkeeper.foundation.http.limits import allow
from shopkeeper.foundation.http.refusals import status_of
from shopkeeper.foundation.ids import token as fresh
from shopkeeper.interfaces.storefront.pages import EditPage, Fix, Link, Problem
from shopkeeper.interfaces.storefront.present import service as present
from shopkeeper.interfaces.storefront.present.fields import address_fields, error_list
from shopkeeper.interfaces.storefront.render import meta_for, page
from shopkeeper.interfaces.storefront.views.attempts import means_of, payer_of
from shopkeeper.interfaces.storefront.views.entrance import own_page, see_other
from shopkeeper.interfaces.storefront.views.signing_in import signed_in
from shopkeeper.interfaces.storefront.visit import visit

OrderView = Callable[..., HttpResponse]
AnyView = Callable[..., HttpResponseBase]


def at_both_doors(view: OrderView) -> tuple[AnyView, AnyView]:
    """The same page behind a guest's signed link and in a customer's account: ``view(request, order, base_url, …)``."""
    answered = require_http_methods(["GET", "POST"])

    def by_link(request: HttpRequest, /, token: str, **names: str) -> HttpResponseBase:
        return view(request, orders.order_by_token(token), f"/orders/s/{token}/", **names)

    def from_account(request: HttpRequest, customer: Customer, /, number: str, **names: str) -> HttpResponseBase:
        order = orders.order_of_customer(number, customer_id=customer.pk)
        return view(request, order, f"/account/orders/{order.number}/", **names)

    return answered(own_page(by_link)), answered(signed_in(from_account))


def _items(request: HttpRequest, order: Order, base_url: str) -> HttpResponse:
    typed, problems = request.POST.dict(), {}
    lines = list(order.lines.select_related("package").order_by("position"))
    why_not = queries.what_may_change(order).items
    if request.method == "POST" and not why_not:
        try:
            change = operations.propose_items(
                order=order, edits=_edits(lines, typed), actor=_actor(order), at=clock.now()
            )
            return see_other(f"{base_url}change/{change.public_id}")
        except InvalidInput as refused:
            problems = refused.fields or {"items": refused.message}
    title = _("Change the items of order %(number)s") % {"number": order.number}
    if why_not:
        return _edit(request, title, _too_late(title, why_not, base_url), 200 if request.method == "GET" else 409)
    made = present.items_page(
        order,
        lines,
        _variants(order, lines),
        typed,
        problems,
        url=f"{base_url}items",
        back_url=base_url,
        same_product_only=content.change_policy().same_product_only,
        language=visit(request).language,
    )
    return _edit(request, title, made, 422 if problems else 200)


def _edits(lines: list[OrderLine], typed: dict[str, str]) -> list[Edit]:
    """What was chosen, for the lines that are different. Raises InvalidInput for what is not a number."""
    edits = []
    for line in lines:
        quantity = _number(typed.get(f"line_{line.pk}", ""), line.quantity, f"line_{line.pk}")
        offer_id = _number(typed.get(f"variant_{line.pk}", ""), line.offer_id, f"line_{line.pk}")
        if (quantity, offer_id) != (line.quantity, line.offer_id):
            edits.append(Edit(line.pk, offer_id, quantity))
    return edits


def _number(text: str, otherwise: int, name: str) -> int:
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        message = _("Choose one of the entries of the list.")
        raise InvalidInput(message, {name: message})
    return int(text)


def _variants(order: Order, lines: list[OrderLine]) -> dict[int, list[Goods]]:
    market, at = operations.market_of(order), clock.now()
    return {
        product_id: variants_of(product_id, market=market, language=order.language, at=at)
        for product_id in dict.fromkeys(line.product_id for line in lines)
    }


def _address(request: HttpRequest, order: Order, base_url: str) -> HttpResponse:
    typed = request.POST.dict() if request.method == "POST" else dict(order.shipping_address)
    problems: dict[str, str] = {}
    title = _("Send order %(number)s somewhere else") % {"number": order.number}
    why_not = queries.what_may_change(order).address
    if why_not:
        return _edit(request, title, _too_late(title, why_not, base_url), 200 if request.method == "GET" else 409)
    if request.method == "POST" and "again" not in typed:
        try:
            change = operations.propose_address(
                order=order, address=parse_address(typed), actor=_actor(order), at=clock.now()
            )
            return see_other(f"{base_url}change/{change.public_id}")
        except InvalidInput as refused:
            problems = refused.fields or {"line1": refused.message}
    market = operations.market_of(order)
    country = typed.get("country", "").upper()
    fields = address_fields(
        typed,
        countries=market.countries,
        country=country if country in market.countries else order.country,
        language=visit(request).language,
        problems=problems,
    ).in_order()
    made = EditPage(
        title=title,
        intro=_("Nothing is packed yet. You see what it comes to before anything is changed."),
        action_url=f"{base_url}address",
        back_url=base_url,
        idempotency_key=fresh(),
        submit_label=_("See what it comes to"),
        fields=fields,
        errors=error_list(problems, fields),
    )
    return _edit(request, title, made, 422 if problems else 200)


def _payment(request: HttpRequest, order: Order, base_url: str) -> HttpResponse:
    """Another way to pay: proposed at once, for there is nothing to fill in before the preview."""
    title = _("Pay order %(number)s another way") % {"number": order.number}
    why_not = queries.what_may_change(order).payment
    if why_not:
        return _edit(request, title, _too_late(title, why_not, base_url), 200 if request.method == "GET" else 409)
    if request.method == "GET":
        made = EditPage(
            title=title,
            intro=_("Choose another way on the next page. What you paid goes back once the new payment is made."),
            action_url=f"{base_url}payment",
            back_url=base_url,
            idempotency_key=fresh(),
            submit_label=_("Choose another way to pay"),
        )
        return _edit(request, title, made, 200)
    change = operations.propose_payment(order=order, actor=_actor(order), at=clock.now())
    return see_other(f"{base_url}change/{change.public_id}")


def _change(request: HttpRequest, order: Order, base_url: str, change_id: str) -> HttpResponse:
    """The preview of a change and its confirmation. Pressed again it changes nothing twice."""
    change = queries.change_of_order(change_id, order)
    if change.status == Change.Status.APPLIED:
        return see_other(base_url)
    if request.method == "GET":
        return _shown(request, change, base_url)
    allow(f"change:{order.pk}", rate=30, per_seconds=600)
    try:
        progress = _confirmed(request, change, base_url)
    except ShopError as refused:
        change.refresh_from_db()
        told = " ".join(dict.fromkeys([refused.message, *getattr(refused, "fields", {}).values()]))
        if isinstance(refused, OutOfStock):
            told = _("Somebody else was quicker: it has just been sold. Please choose again.")
        return _shown(request, change, base_url, told=told, code=refused.code, status=status_of(refused))
    return _after(request, progress, base_url)


def _confirmed(request: HttpRequest, change: Change, base_url: str) -> saga.Progress:
    if "leave" in request.POST:
        return saga.leave(change=change, at=clock.now())
    if change.status != Change.Status.PROPOSED:
        return saga.drive(change=change, at=clock.now())
    seen = request.POST.get("difference_minor", "")
    if seen != str(change.difference_minor):
        raise InvalidInput(_("The page was not complete. Please look at it and press once more."))
    who = visit(request)
    provider, means = means_of(
        request.POST.get("method", ""),
        amount=change.difference,
        customer_id=who.customer.pk if who.customer else None,
    )
    url = f"{base_url}change/{change.public_id}"
    pay_with = PayWith(provider, means, payer_of(request, who), f"{url}/back") if provider else None
    return saga.confirm(
        change=change,
        difference=change.difference,
        pay_with=pay_with,
        refund_to=refund_destination(request, change.order),
        at=clock.now(),
    )


def holder_id(request: HttpRequest, order: Order) -> int | None:
    """The customer whose order it is, when it is they who look at it: holding a link to somebody's order gives no
    right to their credit."""
    customer = visit(request).customer
    return order.customer_id if customer is not None and customer.pk == order.customer_id else None


def refund_destination(request: HttpRequest, order: Order) -> str:
    """Where the customer wants money to go. Any other value than the page's own is the way it came."""
    if request.POST.get("refund_to") != "credit":
        return ""
    return f"credit:{holder_account(order, at=clock.now()).token}"


def _after(request: HttpRequest, progress: saga.Progress, base_url: str, *, came_back: bool = False) -> HttpResponse:
    if progress.state == "applied":
        return see_other(base_url)
    if progress.state == "action" and progress.action_url and not came_back:
        return see_other(progress.action_url)
    return _shown(request, progress.change, base_url, told=progress.message, code=progress.code)


def _back(request: HttpRequest, order: Order, base_url: str, change_id: str) -> HttpResponse:
    """The way back from the bank; what was decided there is asked of the provider."""
    change = queries.change_of_order(change_id, order)
    return _after(request, saga.drive(change=change, at=clock.now()), base_url, came_back=True)


def _shown(
    request: HttpRequest, change: Change, base_url: str, *, told: str = "", code: str = "", status: int = 200
) -> HttpResponse:
    title = _("Change order %(number)s?") % {"number": change.order.number}
    if change.status == Change.Status.REFUSED:
        told = told or change.refusal.get("message", "")
        made = _too_late(title, told, base_url)
        return _edit(request, title, made, status)
    problem = Problem(code=code, title=told) if told else None
    if change.status in saga.UNDER_WAY:
        problem = _waiting(change, f"{base_url}change/{change.public_id}")
    check = present.change_page(
        change,
        url=f"{base_url}change/{change.public_id}",
        back_url=base_url,
        chosen=request.POST.get("method", ""),
        customer_id=holder_id(request, change.order),
        language=visit(request).language,
        problem=problem,
    )
    return page(request, "order/check.html", check, meta=meta_for(request, title, robots="noindex"), status=status)


def _waiting(change: Change, url: str) -> Problem:
    """The bank has not been asked yet, or has not answered."""
    progress = saga.drive(change=change, at=clock.now())
    fixes = [Fix(label=_("Pay another way"), url=url, name="leave", value="yes")]
    if progress.action_url:
        fixes.insert(0, Fix(label=_("Confirm with your bank"), url=progress.action_url))
    return Problem(
        code="confirming",
        title=_("Your bank has not confirmed the payment yet."),
        text=_("Nothing is changed until it has."),
        fixes=tuple(fixes),
    )


def _too_late(title: str, why_not: str, base_url: str) -> EditPage:
    link = Link(label=_("How returns work"), url="/returns/")
    return present.not_possible(title, why_not, back_url=base_url, link=link)


def _edit(request: HttpRequest, title: str, made: EditPage, status: int) -> HttpResponse:
    return page(request, "order/edit.html", made, meta=meta_for(request, title, robots="noindex"), status=status)


def _actor(order: Order) -> Actor:
    return Actor("customer", order.email)


items, account_items = at_both_doors(_items)
address, account_address = at_both_doors(_address)
payment, account_payment = at_both_doors(_payment)
change, account_change = at_both_doors(_change)
back, account_back = at_both_doors(_back)
