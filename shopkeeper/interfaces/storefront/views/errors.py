"""What is shown when something cannot be: a page with ways on, JSON for programs, and the last page standing."""

from __future__ import annotations

import base64
import re
from hashlib import sha256

from csp.constants import HEADER
from csp.utils import build_policy
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _

from shopkeeper.commerce.catalogue import queries as catalogue
from shopkeeper.foundation.errors import ShopError
from shopkeeper.foundation.http.caching import private
from shopkeeper.foundation.http.refusals import plain_page
from shopkeeper.interfaces.storefront.pages import ErrorPage, Link, Meta
from shopkeeper.interfaces.storefront.render import absolute, environment, page
from shopkeeper.interfaces.storefront.views.search import departments, popular
from shopkeeper.interfaces.storefront.visit import visit

DESIGNED = {400, 403, 404, 429}
_MOVABLE = ("/p/", "/c/", "/collections/", "/pages/")
_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)


def refusal_page(request: HttpRequest, *, status: int, code: str, message: str) -> HttpResponseBase:
    """A refusal that no view has answered itself (settings.REFUSAL_PAGE)."""
    asks_for_page = request.method in ("GET", "HEAD") and request.path.startswith(_MOVABLE)
    if status == 404 and asks_for_page and "\x00" not in request.path:
        moved = catalogue.moved_to(request.path)
        if moved:
            return HttpResponsePermanentRedirect(moved)
    if status >= 500:
        return last_page(request, status)
    return designed(request, status, message)


def designed(request: HttpRequest, status: int, message: str = "") -> HttpResponse:
    """An error with the shop around it; the last page standing when even that cannot be printed."""
    if _wants_json(request):
        return JsonResponse({"code": f"http_{status}", "message": message or _title(status)}, status=status)
    try:
        who = visit(request)
        with translation.override(who.language):
            made = ErrorPage(
                title=_title(status),
                text=message or _text(status),
                links=(
                    Link(label=_("To the shop"), url="/"),
                    *departments()[:3],
                    Link(label=_("Ask a person"), url="/contact/"),
                ),
                suggested=popular(who) if status == 404 else (),
            )
            template = f"errors/{status if status in DESIGNED else 400}.html"
            meta = Meta(title=made.title, description=made.text, canonical_url=absolute("/"), robots="noindex")
            return page(request, template, made, meta=meta, status=status)
    except (ShopError, DatabaseError):
        return last_page(request, status) if status >= 500 else plain_page(status, message or _text(status))


def last_page(request: HttpRequest, status: int) -> HttpResponse:
    """A page that asks nothing of anyone: no database, no frame, its few rules of style inside it."""
    if _wants_json(request):
        return JsonResponse({"code": f"http_{status}", "message": _title(status)}, status=status)
    body = environment().get_template(f"storefront/errors/{503 if status == 503 else 500}.html").render()
    response = private(HttpResponse(body, status=status))
    response.headers[HEADER] = _policy(body)
    if status == 503:
        response.headers["Retry-After"] = "30"
    return response


def _policy(body: str) -> str:
    """The page's policy, with its one style element let in by its hash."""
    hashes = [base64.b64encode(sha256(style.encode()).digest()).decode() for style in _STYLE.findall(body)]
    return str(build_policy(update={"style-src": [f"'sha256-{one}'" for one in hashes]}))


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.META.get("HTTP_ACCEPT", "")


def _title(status: int) -> str:
    return {
        403: _("That was refused"),
        404: _("We cannot find that"),
        409: _("Something has changed meanwhile"),
        429: _("That was a lot at once"),
        500: _("That did not work, and it is our fault"),
        503: _("Back in a moment"),
    }.get(status, _("That did not work"))


def _text(status: int) -> str:
    return {
        403: _("If it should be yours to see, sign in with the address you ordered with."),
        404: _("It may have moved, or sold out long ago. Searching is the quickest way on."),
        429: _("We slow things down when too many requests come from one place. Try again in a moment."),
    }.get(status, _("The link may have been cut short. Going back and trying again often helps."))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return designed(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return designed(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    return refusal_page(request, status=404, code="not_found", message="")


def server_error(request: HttpRequest) -> HttpResponse:
    return last_page(request, 500)
