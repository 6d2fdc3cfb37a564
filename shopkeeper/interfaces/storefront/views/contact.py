"""The contact form."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shopkeeper.commerce.content import operations
from shopkeeper.commerce.content import queries as content
from shopkeeper.foundation import clock, ids
from shopkeeper.foundation.errors import InvalidInput, TooManyRequests
from shopkeeper.foundation.http.addresses import client_address
from shopkeeper.foundation.http.limits import allow
from shopkeeper.foundation.idempotency.door import answered_once
from shopkeeper.interfaces.storefront.frame import shop_name
from shopkeeper.interfaces.storefront.pages import ContactPage, Field, FieldError
from shopkeeper.interfaces.storefront.render import meta_for, page
from shopkeeper.interfaces.storefront.visit import visit

MESSAGES_AN_HOUR = 5


@require_http_methods(["GET", "HEAD", "POST"])
@answered_once(scope=lambda request: f"contact:{client_address(request)}")
def contact(request: HttpRequest) -> HttpResponse:
    """The form; what was sent is kept for a person, and the page says so."""
    if request.method != "POST":
        return _form(request)
    typed = request.POST
    try:
        allow(f"contact:{client_address(request)}", rate=MESSAGES_AN_HOUR, per_seconds=3600)
        operations.leave_message(
            email=typed.get("email", ""),
            order_number=typed.get("order", ""),
            message=typed.get("message", ""),
            language=visit(request).language,
            at=clock.now(),
        )
    except InvalidInput as refused:
        return _form(request, refused.fields, status=422)
    except TooManyRequests as refused:
        return _form(request, {"message": refused.message}, status=429)
    return _form(request, is_sent=True)


def _form(
    request: HttpRequest, wrong: dict[str, str] | None = None, *, is_sent: bool = False, status: int = 200
) -> HttpResponse:
    about, wrong = content.block("contact"), wrong or {}
    made = ContactPage(
        title=_("Ask us anything"),
        intro=str(about.get("intro") or _("About a product, an order, or anything else. People answer here.")),
        action_url="/contact/",
        idempotency_key=ids.token(),
        fields=_fields(request, wrong),
        errors=tuple(FieldError(field=name, text=text) for name, text in wrong.items()),
        email=str(about.get("email", "")),
        phone=str(about.get("phone", "")),
        hours=str(about.get("hours", "")),
        reply_time=str(about.get("reply_time") or _("within a working day")),
        is_sent=is_sent,
    )
    meta = meta_for(request, made.title, _("Write to %(shop)s.") % {"shop": shop_name()})
    return page(request, "contact.html", made, meta=meta, status=status)


def _fields(request: HttpRequest, wrong: dict[str, str]) -> tuple[Field, ...]:
    typed = request.POST
    return (
        Field(
            name="email",
            label=_("E-mail"),
            kind="email",
            autocomplete="email",
            inputmode="email",
            value=typed.get("email", ""),
            reason=_("For the answer, and nothing else."),
            error=wrong.get("email", ""),
        ),
        Field(name="order", label=_("Order number"), value=typed.get("order", ""), is_required=False, max_length=30),
        Field(
            name="message",
            label=_("Your question"),
            value=typed.get("message", ""),
            rows=6,
            error=wrong.get("message", ""),
        ),
    )
