"""What a customer allows, and their own data: taken home, or deleted."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shopkeeper.commerce.customers import consents, operations
from shopkeeper.commerce.customers import queries as customers
from shopkeeper.commerce.customers.models import Customer
from shopkeeper.foundation import clock
from shopkeeper.foundation.audit.operations import Actor
from shopkeeper.foundation.errors import Conflict
from shopkeeper.foundation.privacy import operations as privacy
from shopkeeper.foundation.privacy import queries
from shopkeeper.foundation.privacy.archive import archive
from shopkeeper.interfaces.storefront.pages import NoticePage
from shopkeeper.interfaces.storefront.present import privacy as present
from shopkeeper.interfaces.storefront.render import meta_for, page
from shopkeeper.interfaces.storefront.views.entrance import COOKIE, own_page, see_other
from shopkeeper.interfaces.storefront.views.signing_in import is_fresh, signed_in, user_of, where_to_prove
from shopkeeper.interfaces.storefront.visit import CART_COOKIE, visit

PAGE = present.PAGE


@require_GET
@signed_in
def overview(request: HttpRequest, customer: Customer) -> HttpResponse:
    made = present.privacy_page(
        consents.questions(),
        customers.consents_of(user_of(customer).email),
        language=visit(request).language,
        done=request.GET.get("done", ""),
    )
    return page(request, "account/privacy.html", made, meta=meta_for(request, _("Privacy"), robots="noindex"))


@require_POST
@signed_in
def consent(request: HttpRequest, customer: Customer) -> HttpResponse:
    """One answer; saying no is as easy as saying yes."""
    key, _colon, said = request.POST.get("answer", "")[:80].rpartition(":")
    asked = consents.question(key)
    if asked is None or said not in {"yes", "no"}:
        return see_other(PAGE)
    operations.answer(
        email=user_of(customer).email,
        question=asked,
        is_given=said == "yes",
        source=PAGE,
        by="customer",
        at=clock.now(),
        customer=customer,
    )
    return see_other(f"{PAGE}?done={said}")


@require_GET
@signed_in
def export(request: HttpRequest, customer: Customer) -> HttpResponse:
    """Everything, at one tap; whoever finds a device left signed in gets a code to prove first."""
    if not is_fresh(request, customer):
        return see_other(where_to_prove(customer, PAGE))
    now = clock.now()
    body = archive(queries.export(user_of(customer)), shop=settings.SHOP_NAME, at=now)
    headers = {"Content-Disposition": f'attachment; filename="my-data-{now:%Y-%m-%d}.zip"'}
    return HttpResponse(body, content_type="application/zip", headers=headers)


@require_http_methods(["GET", "POST"])
@signed_in
def erase(request: HttpRequest, customer: Customer) -> HttpResponse:
    """What goes and what stays; then, proved a moment ago and confirmed, it is done and they are signed out."""
    user = user_of(customer)
    if not is_fresh(request, customer):
        return see_other(where_to_prove(customer, f"{PAGE}/delete"))
    obstacles = queries.obstacles(queries.person_of(user))
    if request.method == "POST" and request.POST.get("sure") == "yes" and not obstacles:
        try:
            privacy.erase(
                user_id=user.pk,
                actor=Actor(kind="user", label="The customer"),
                language=customer.language or visit(request).language,
                at=clock.now(),
            )
        except Conflict as refused:
            obstacles = [refused.message]
        else:
            return _goodbye(request)
    made = present.erase_page(obstacles)
    meta = meta_for(request, _("Delete my account"), robots="noindex")
    return page(request, "account/erase.html", made, meta=meta, status=409 if request.method == "POST" else 200)


def _goodbye(request: HttpRequest) -> HttpResponse:
    logout(request)
    response = see_other("/goodbye/")
    for name in (CART_COOKIE, COOKIE):
        response.delete_cookie(name, samesite="Lax")
    return response


@require_GET
@own_page
def goodbye(request: HttpRequest) -> HttpResponse:
    """Said to whoever looks: there is nobody left to be known."""
    made = NoticePage(
        title=_("Your account is deleted"),
        text=_("A last mail confirms it and says what the law makes us keep. Thank you for having been here."),
    )
    return page(request, "notice.html", made, meta=meta_for(request, made.title, robots="noindex"))


@require_http_methods(["GET", "POST"])
@own_page
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """The link in a mail asks once, because mail programs follow links by themselves; their own button posts, and that
    is enough (RFC 8058)."""
    if request.method == "POST":
        asked = operations.withdraw_by_link(token=token, at=clock.now())
        made = NoticePage(title=_("It has ended"), text=_("You get no more of these mails, from this moment."))
    else:
        _subject, asked = customers.subject_of_link(token)
        made = NoticePage(
            title=_("No more of these mails?"),
            text=_("This ends “%(what)s”. Mails about your orders still come.") % {"what": asked.title},
            action_url=f"/unsubscribe/{token}",
            submit_label=_("End them"),
        )
    return page(request, "notice.html", made, meta=meta_for(request, made.title, robots="noindex"))
