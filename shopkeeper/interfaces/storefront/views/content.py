"""Pages of words, and policies printed from the rules themselves."""

from __future__ import annotations

from datetime import UTC

import nh3
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from markupsafe import Markup

from shopkeeper.commerce.catalogue import queries as catalogue
from shopkeeper.commerce.content import queries as content
from shopkeeper.commerce.shipping import queries as shipping
from shopkeeper.foundation import clock
from shopkeeper.foundation.errors import NotFound
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.storefront import samples
from shopkeeper.interfaces.storefront.pages import ContentPage, Link, ReturnsPage, ShippingPage
from shopkeeper.interfaces.storefront.present import policies
from shopkeeper.interfaces.storefront.present.carts import delivery_line
from shopkeeper.interfaces.storefront.present.products import breadcrumbs
from shopkeeper.interfaces.storefront.present.words import long_date
from shopkeeper.interfaces.storefront.render import meta_for, page
from shopkeeper.interfaces.storefront.visit import Visit, visit

LIGHT_GRAMS = 500


@require_safe
def words(request: HttpRequest, slug: str) -> HttpResponse:
    """A page the shop wrote."""
    language = visit(request).language
    found = content.page(slug)
    title = found.text("title", language)
    made = ContentPage(
        title=title,
        body=Markup(nh3.clean(found.text("body_html", language))),  # noqa: S704 - cleaned just now
        breadcrumbs=breadcrumbs((), Link(label=title, url=request.path)),
        updated_on=long_date(found.updated_at.astimezone(UTC).date(), language),
    )
    return page(request, "page.html", made, meta=meta_for(request, title))


@require_safe
def shipping_policy(request: HttpRequest) -> HttpResponse:
    who, title = visit(request), _("Shipping")
    made = ShippingPage(
        title=title,
        intro=_("Where we deliver, how long it takes and what it costs. Every product and the cart say the same."),
        zones=policies.zones(shipping.zones(), who.market.currency, who.language),
        breadcrumbs=breadcrumbs((), Link(label=title, url=request.path)),
        now_line=_today(who),
    )
    return page(request, "shipping.html", made, meta=meta_for(request, title, made.intro))


def _today(who: Visit) -> str:
    options = shipping.delivery_options(
        destination=who.destination,
        market=who.market,
        goods=Money(0, who.market.currency),
        weight_grams=LIGHT_GRAMS,
        handling_days=1,
        at=clock.now(),
    )
    return delivery_line(options[0] if options else None, who.destination, who.language)


@require_safe
def returns_policy(request: HttpRequest) -> HttpResponse:
    who, title = visit(request), _("Returns")
    made = ReturnsPage(
        title=title,
        intro=_("What may come back, until when, and who pays for the parcel."),
        rules=policies.rules(content.return_policies(), catalogue.product_type_names(), who.language),
        breadcrumbs=breadcrumbs((), Link(label=title, url=request.path)),
    )
    return page(request, "returns.html", made, meta=meta_for(request, title, made.intro))


@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """Every part in every state, for those who work on them."""
    if not (settings.DEBUG or settings.DEMO or getattr(request.user, "is_staff", False)):
        raise NotFound(_("This page does not exist (any more)."))
    return page(request, "design.html", samples.design(), meta=meta_for(request, _("Design"), robots="noindex"))
