"""The product page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from shopkeeper.commerce.catalogue.models import Category
from shopkeeper.commerce.catalogue.option_names import address_name
from shopkeeper.commerce.catalogue.queries import SellableVariant
from shopkeeper.commerce.shelf.details import OptionGroup, OptionValue, ProductDetail
from shopkeeper.commerce.shipping.queries import Destination
from shopkeeper.interfaces.storefront import pages
from shopkeeper.interfaces.storefront.present.pictures import shown
from shopkeeper.interfaces.storefront.present.prices import variant_price
from shopkeeper.interfaces.storefront.present.promises import delivery_promise, place, returns_promise

FEW = 5
MOST_AT_ONCE = 99


def product_page(
    detail: ProductDetail,
    *,
    destination: Destination,
    language: str,
    at: datetime,
    tax_note: str,
    line: Sequence[Category],
    spec_rows: tuple[pages.Spec, ...],
    idempotency_key: str,
    related: tuple[pages.ProductCard, ...] = (),
    alternatives: tuple[pages.ProductCard, ...] = (),
    problem: pages.Problem | None = None,
    preview: pages.PreviewMark | None = None,
    url: str = "",
) -> pages.ProductPage:
    """One product with its chosen variant, ready to print. Its address is ``url`` where it is not its own."""
    product = detail.product
    title = product.text("title", language)
    url = url or f"/p/{product.slug}/"
    html = product.text("description_html", language)
    return pages.ProductPage(
        title=title,
        url=url,
        add_url="/cart/add",
        idempotency_key=idempotency_key,
        sku=detail.variant.sku,
        price=variant_price(detail.price, detail.unit_price, detail.market, tax_note, language),
        pictures=tuple(shown(one, title) for one in detail.pictures) or (shown(None, title),),
        stock=stock(detail, language),
        breadcrumbs=breadcrumbs(line, pages.Link(label=title, url=url)),
        maker=maker(detail),
        summary=product.text("summary", language),
        # Cleaned when it was saved; see content and catalogue, which own what may stand in it.
        description=Markup(html) if html else None,  # noqa: S704
        options=tuple(option(group) for group in detail.groups),
        # What is gone arrives on no day.
        delivery=delivery_promise(detail.delivery[0], destination, language=language, at=at)
        if detail.delivery and detail.available
        else None,
        returns=returns_promise(detail.returns, language),
        specs=spec_rows,
        related=related,
        alternatives=alternatives,
        max_quantity=min(MOST_AT_ONCE, max(1, detail.available)),
        problem=problem or undeliverable(detail, destination, language),
        preview=preview,
    )


def breadcrumbs(line: Sequence[Category], *last: pages.Link) -> tuple[pages.Link, ...]:
    """Home, the categories from the top, and what follows."""
    steps = tuple(pages.Link(label=row.name, url=f"/c/{row.path}/") for row in line)
    return (pages.Link(label=_("Home"), url="/"), *steps, *last)


def maker(detail: ProductDetail) -> pages.Link | None:
    brand = detail.product.brand
    return pages.Link(label=brand.name, url=f"/search/?{_query({'brand': brand.name})}") if brand else None


def stock(detail: ProductDetail, language: str) -> pages.Stock:
    """True at this moment, and with the nearest way on when there is nothing left."""
    if detail.price is None:
        return pages.Stock(level="out", text=_("Not sold in this country"))
    if detail.available > FEW:
        return pages.Stock(level="in", text=_("In stock"))
    if detail.available > 0:
        words = ngettext("Only %(num)s left", "Only %(num)s left", detail.available)
        return pages.Stock(level="low", text=words % {"num": detail.available})
    return _sold_out(detail)


def _sold_out(detail: ProductDetail) -> pages.Stock:
    """Why it cannot be had, and the nearest way on within the product."""
    near = nearest_in_stock(detail)
    if near is not None:
        names = [name for name in detail.product.option_names if near.options.get(name) != detail.chosen.get(name)]
        chosen, there = (
            " / ".join(options.get(name, "") for name in names) for options in (detail.chosen, near.options)
        )
        text = _("Sold out in %(chosen)s — %(near)s is available") % {"chosen": chosen, "near": there}
        link = pages.Link(label=_("See it in %(near)s") % {"near": there}, url=f"?{variant_query(detail, near)}")
        return pages.Stock(level="out", text=text, link=link)
    if detail.may_return:
        text = _("Sold out for now: the last pieces are being paid for. If that falls through, they are back here.")
        return pages.Stock(level="out", text=text)
    return pages.Stock(level="out", text=_("Sold out: nothing is left of it"))


def nearest_in_stock(detail: ProductDetail) -> SellableVariant | None:
    """The variant in stock that shares most options with the chosen one."""
    stocked = [one for one in detail.variants if detail.stock.get(one.offer_id, 0) > 0]

    def shared(one: SellableVariant) -> int:
        return sum(one.options.get(name) == value for name, value in detail.chosen.items())

    return max(stocked, key=shared, default=None)


def option(group: OptionGroup) -> pages.Option:
    chosen = next((value.value for value in group.values if value.chosen), "")
    return pages.Option(
        name=address_name(group.name),
        label=group.name,
        chosen=chosen,
        values=tuple(_value(value) for value in group.values),
    )


def _value(value: OptionValue) -> pages.OptionValue:
    return pages.OptionValue(
        value=value.value,
        label=value.value,
        is_selected=value.chosen,
        is_available=value.available,
        reason="" if value.available else _("Sold out") if value.exists else _("not made"),
        swatch=value.swatch,
    )


def variant_query(detail: ProductDetail, variant: SellableVariant) -> str:
    """The query that chooses ``variant``; empty for a product without options."""
    return _query({address_name(name): variant.options.get(name, "") for name in detail.product.option_names})


def undeliverable(detail: ProductDetail, destination: Destination, language: str) -> pages.Problem | None:
    """Why it cannot be sent to where the visitor is, with the way to choose another place."""
    if detail.delivery or detail.price is None:
        return None
    return pages.Problem(
        code="undeliverable",
        title=_("We cannot deliver this to %(place)s") % {"place": place(destination, language)},
        text=detail.undeliverable,
        fixes=(pages.Fix(label=_("Choose another place"), url=f"/market/?next=/p/{detail.product.slug}/"),),
    )


def _query(values: dict[str, str]) -> str:
    return urlencode(values)
