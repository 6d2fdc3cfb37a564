"""Printing a page, or only the parts of it that a script asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.utils import translation
from django.utils.cache import patch_vary_headers
from jinja2 import Environment, Template
from markupsafe import Markup, escape

from shopkeeper.foundation.http.caching import private
from shopkeeper.interfaces.storefront.frame import shop_frame, shop_name
from shopkeeper.interfaces.storefront.pages import Meta, Shop
from shopkeeper.interfaces.storefront.visit import visit

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def page(
    request: HttpRequest,
    template: str,
    page: object,
    *,
    meta: Meta,
    status: int = 200,
    search_text: str = "",
) -> HttpResponse:
    """``storefront/<template>`` with its frame, in the visitor's language.

    Scripts ask for parts of a page with ``X-Parts``. A part that stands in a block of its own name is sent alone;
    any other is answered with the whole page, which holds it too.
    """
    who = visit(request)
    with translation.override(who.language):
        context = {
            "shop": shop_frame(who, search_text=search_text),
            "meta": meta,
            "page": page,
            "csp_nonce": "",
        }
        found = environment().get_template(f"storefront/{template}")
        names = parts_asked(request)
        if names and all(name == "cart-count" or name in found.blocks for name in names):
            body = _blocks(found, context, names)
        else:
            body = found.render(context)
    return _answer(body, status)


def parts_asked(request: HttpRequest) -> list[str]:
    """The names of the parts a script wants, in its order; empty for a whole page."""
    return request.headers.get("X-Parts", "")[:200].split()[:6]


def macro(template: str, name: str, *values: object) -> Markup:
    """One macro of a template, called with ``values``."""
    module = environment().get_template(f"storefront/{template}").module
    return Markup(getattr(module, name)(*values))  # noqa: S704 - a template made it, with autoescape


def fragments(request: HttpRequest, pieces: Sequence[Markup], *, status: int = 200) -> HttpResponse:
    """These pieces of page, as an answer to a script."""
    return _answer("\n".join(pieces), status)


def environment() -> Environment:
    """The storefront's Jinja2 environment."""
    return cast("Jinja2", engines["jinja2"]).env


def absolute(path: str) -> str:
    """The public address of ``path``; never built from the request's Host header."""
    return settings.PUBLIC_URL + path


def meta_for(request: HttpRequest, title: str, description: str = "", *, robots: str = "") -> Meta:
    """Head matter of a page without anything special; the canonical address has no query."""
    return Meta(
        title=f"{title} – {shop_name()}",
        description=description or title,
        canonical_url=absolute(request.path),
        robots=robots,
    )


def in_own_language(view: View[P]) -> View[P]:
    """A view whose words come out in the visitor's language, also those chosen outside of templates."""

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        with translation.override(visit(request).language):
            return view(request, *args, **kwargs)

    return wrapped


def _answer(body: str, status: int) -> HttpResponse:
    response = private(HttpResponse(body, status=status))
    patch_vary_headers(response, ("X-Parts",))
    # Browsers that know speculation rules fetch a product when its link is pressed, a moment before it is let go.
    response.headers["Speculation-Rules"] = '"/speculation-rules.json"'
    return response


def _blocks(template: Template, values: dict[str, Any], names: Sequence[str]) -> str:
    """Blocks of a page. Its own imports run first, as they do for the whole page; the rest of it is never printed."""
    context = template.new_context(values)
    beginning = template.root_render_func(context)
    next(iter(beginning), None)
    meta, shop = values["meta"], values["shop"]
    pieces: list[str] = [Markup("<title>%s</title>") % escape(meta.title)]
    for name in names:
        if name == "cart-count":
            pieces.append(count_of_cart(shop))
        else:
            pieces.append("".join(context.blocks[name][0](context)))
    return "\n".join(pieces)


def count_of_cart(shop: Shop) -> Markup:
    """The number beside the cart in the header."""
    return macro("parts/header.html", "cart_count", shop.cart_count)
