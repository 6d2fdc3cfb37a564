"""Deleting a customer who asked a person instead of pressing the button themselves."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from shopkeeper.commerce.orders import queries as orders
from shopkeeper.commerce.orders.models import Order
from shopkeeper.foundation import clock
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.errors import Conflict
from shopkeeper.foundation.privacy import operations, queries
from shopkeeper.interfaces.backoffice import render
from shopkeeper.interfaces.backoffice.guard import Staff, staff


@require_http_methods(["GET", "POST"])
@staff("customers.edit")
def forget(request: HttpRequest, who: Staff, number: str) -> HttpResponse:
    """GET shows what would happen to the customer of an order; POST, with a reason, does it."""
    order = orders.order_for_staff(number)
    user = _buyer(order)
    if user is None:
        messages.error(request, "A guest placed this order. Once they sign in with its address, they can be deleted.")
        return HttpResponseRedirect(f"/office/orders/{order.number}/")
    reason, problem = request.POST.get("reason", "").replace("\x00", "").strip()[:300], ""
    if request.method == "POST" and not reason:
        problem = "Say why, for the record: for example the day they wrote. Leave their name out."
    elif request.method == "POST":
        try:
            operations.erase(user_id=user.pk, actor=who.actor, language=order.language, at=clock.now(), reason=reason)
        except Conflict as refused:
            problem = refused.message
        else:
            messages.success(request, "The customer is deleted and gets a last mail. Amounts and invoices stay.")
            return HttpResponseRedirect(f"/office/orders/{order.number}/")
    shown = {
        "number": order.number,
        "url": f"/office/orders/{order.number}/",
        "email": user.email,
        "obstacles": queries.obstacles(queries.person_of(user)),
        "problem": problem,
        "reason": reason,
    }
    status = 422 if problem else 200
    return render.page(request, who, "forget.html", shown, title="Delete a customer", status=status)


def _buyer(order: Order) -> User | None:
    """The account behind an order; nobody for a guest's."""
    return User.objects.filter(customer=order.customer_id).first() if order.customer_id else None
