"""The product page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from shopkeeper.commerce.catalogue import queries as catalogue
from shopkeeper.commerce.shelf.details import ProductDetail, product_detail
from shopkeeper.commerce.shelf.summaries import Summary
from shopkeeper.commerce.tax import queries as tax
from shopkeeper.commerce.tax.queries import Sale
from shopkeeper.foundation import clock
from shopkeeper.insight.search import queries as search
from shopkeeper.insight.search.nearest import Wanted
from shopkeeper.interfaces.storefront.frame import shop_name
from shopkeeper.interfaces.storefront.page_cache import kept
from shopkeeper.interfaces.storefront.pages import Meta, PreviewMark, Problem, ProductCard, ProductPage
from shopkeeper.interfaces.storefront.present import json_ld
from shopkeeper.interfaces.storefront.present.cards import cards
from shopkeeper.interfaces.storefront.present.prices import tax_note
from shopkeeper.interfaces.storefront.present.products import product_page
from shopkeeper.interfaces.storefront.present.specs import specs
from shopkeeper.interfaces.storefront.render import absolute, page
from shopkeeper.interfaces.storefront.splice import GAP
from shopkeeper.interfaces.storefront.visit import Visit, visit

RELATED = 4


@require_safe
@kept
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """One product; the query chooses among its options."""
    return product_answer(request, slug, asked_options(request), key=GAP.decode())


def asked_options(request: HttpRequest) -> dict[str, str]:
    """What an address chooses among a product's options."""
    return {name: str(value)[:120] for name, value in list(request.GET.items())[:10]}


def product_answer(
    request: HttpRequest,
    slug: str,
    chosen: dict[str, str],
    *,
    key: str,
    problem: Problem | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of the variant nearest to ``chosen``, with what went wrong when it could not be put in the cart."""
    who, at = visit(request), clock.now()
    detail = product_detail(slug, chosen=chosen, market=who.market, destination=who.destination, at=at)
    made = shown_product(detail, who, at, key=key, problem=problem)
    return page(request, "product.html", made, meta=_meta(detail, made, who), status=status)


def shown_product(
    detail: ProductDetail,
    who: Visit,
    at: datetime,
    *,
    key: str,
    problem: Problem | None = None,
    preview: PreviewMark | None = None,
    url: str = "",
) -> ProductPage:
    """A product as this visitor sees it."""
    product, language = detail.product, who.language
    here = Sale(who.destination.country, (product.tax_class,), who.market.currency)
    rules = tax.terms(here, on=at.date()).rules
    definitions = catalogue.attribute_definitions(product.product_type_id) if product.product_type_id else ()
    return product_page(
        detail,
        destination=who.destination,
        language=language,
        at=at,
        tax_note=tax_note(who.market, rules, product.tax_class, language),
        line=catalogue.category_line(detail.home_category) if detail.home_category else (),
        spec_rows=specs(definitions, product.attributes, language),
        idempotency_key=key,
        related=_beside(detail, who) if detail.can_be_bought else (),
        alternatives=() if detail.can_be_bought else _instead(detail, who),
        problem=problem,
        preview=preview,
        url=url,
    )


def _beside(detail: ProductDetail, who: Visit) -> tuple[ProductCard, ...]:
    """What sells best beside it."""
    home = catalogue.category_line(detail.home_category)[-1:] if detail.home_category else []
    category_id = home[0].pk if home else None
    found = search.favourites(market_code=who.market.code, limit=RELATED + 1, category_id=category_id)
    return _cards([one for one in found if one.product_id != detail.product.pk][:RELATED], who)


def _instead(detail: ProductDetail, who: Visit) -> tuple[ProductCard, ...]:
    """What comes nearest to it and can be bought now."""
    product = detail.product
    wanted = Wanted(
        product_id=product.pk,
        category_ids=[row.pk for row in reversed(catalogue.category_line(detail.home_category))],
        type_id=product.product_type_id,
        brand_slug=product.brand.slug if product.brand else "",
        attributes=product.attributes,
        options=detail.chosen,
        price_minor=detail.price.amount_minor if detail.price else None,
    )
    return _cards(search.nearest_in_stock(wanted, market_code=who.market.code, limit=RELATED), who)


def _cards(found: Sequence[Summary], who: Visit) -> tuple[ProductCard, ...]:
    return cards(found, market_code=who.market.code, currency=who.market.currency, language=who.language)


def _meta(detail: ProductDetail, made: ProductPage, who: Visit) -> Meta:
    product = detail.product
    title, picture = product.text("title", who.language), next(iter(detail.pictures), None)
    url = absolute(f"/p/{product.slug}/")
    return Meta(
        title=f"{title} – {shop_name()}",
        description=product.text("summary", who.language) or title,
        canonical_url=url,
        kind="product",
        image_url=absolute(picture.crop("16x9")) if picture else "",
        image_alt=picture.alt if picture else "",
        json_ld=json_ld.product(
            detail,
            breadcrumbs=made.breadcrumbs,
            destination=who.destination,
            base=settings.PUBLIC_URL,
            shop_name=shop_name(),
            language=who.language,
        ),
    )
