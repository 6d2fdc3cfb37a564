"""One product, ready to be read and edited section by section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from shopkeeper.commerce.catalogue.board import VariantRow, state_of
from shopkeeper.commerce.catalogue.models import Product, ProductMedia
from shopkeeper.commerce.catalogue.previews import preview_token
from shopkeeper.commerce.pricing.models import Market, Price
from shopkeeper.commerce.pricing.resolve import EffectivePrice
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.backoffice.forms import Choice, Field, Trouble
from shopkeeper.interfaces.backoffice.present import words
from shopkeeper.interfaces.backoffice.present.facts import FactsForm
from shopkeeper.interfaces.backoffice.present.pictures import PictureRow, picture_rows, upload_fields
from shopkeeper.interfaces.backoffice.present.sections import Typed, section_field

VARIANTS_PER_PAGE = 100


@dataclass(frozen=True)
class VariantLine:
    id: int
    sku: str
    options: str
    gtin: str
    weight: str
    position: str
    is_active: bool
    stock_url: str
    gtin_error: str
    weight_error: str


@dataclass(frozen=True)
class VariantPages:
    """Which variants are shown, and their prices; a product may have 2,048."""

    start: int
    words: str
    previous_url: str
    next_url: str


@dataclass(frozen=True)
class PriceCell:
    offer_id: int
    sku: str
    options: str
    value: str
    error: str
    now: str
    is_reduced: bool
    reference: str


@dataclass(frozen=True)
class PriceTable:
    market: str
    currency: str
    rows: tuple[PriceCell, ...]
    planned: tuple[str, ...]
    has_reductions: bool


@dataclass(frozen=True)
class ProductPage:
    id: int
    title: str
    url: str
    state: str
    state_words: str
    shop_url: str
    preview_url: str
    facts: tuple[tuple[str, str], ...]
    came_back: tuple[tuple[str, str], ...]
    texts: tuple[Field, ...]
    publication: tuple[Field, ...]
    address: Field
    variants: tuple[VariantLine, ...]
    variant_pages: VariantPages
    prices: tuple[PriceTable, ...]
    reduction: tuple[Field, ...]
    described: FactsForm
    pictures: tuple[PictureRow, ...]
    upload: tuple[Field, ...]
    section: str
    trouble: Trouble | None


def variant_pages(product_id: int, start: int, total: int) -> VariantPages:
    """The pages of variants and prices around the one that begins at ``start``."""

    def url(first: int) -> str:
        return f"/office/products/{product_id}/" + (f"?rows={first}" if first else "") + "#variants"

    end = min(total, start + VARIANTS_PER_PAGE)
    return VariantPages(
        start=start,
        words=words.plural(total, "variant") if total <= VARIANTS_PER_PAGE else f"{start + 1:,}–{end:,} of {total:,}",
        previous_url=url(max(0, start - VARIANTS_PER_PAGE)) if start else "",
        next_url=url(end) if end < total else "",
    )


def product_page(
    product: Product,
    variants: Sequence[VariantRow],
    variants_shown: VariantPages,
    gallery: Sequence[ProductMedia],
    categories: Sequence[str],
    prices: tuple[PriceTable, ...],
    described: FactsForm,
    typed: Typed,
    at: datetime,
    came_back: Sequence[tuple[str, int]] = (),
) -> ProductPage:
    state = state_of(product.status, product.publish_at, at)
    return ProductPage(
        id=product.pk,
        title=product.title,
        url=f"/office/products/{product.pk}/",
        state=state,
        state_words=f"From {words.when(product.publish_at)} UTC" if state == "scheduled" else state.capitalize(),
        shop_url=f"/p/{product.slug}/" if state == "live" else "",
        preview_url="" if state == "live" else f"/preview/{preview_token(product.pk, at=at)}/",
        facts=_facts(product, categories),
        came_back=_came_back(product, came_back),
        texts=_texts(product, typed),
        publication=_publication(product, typed),
        address=section_field(
            typed, "address", "slug", "Address", product.slug, hint="The old address leads to the new one for good."
        ),
        variants=tuple(_variant(row, typed) for row in variants),
        variant_pages=variants_shown,
        prices=prices,
        described=described,
        reduction=_reduction(typed, prices),
        pictures=picture_rows(gallery, typed),
        upload=upload_fields(typed),
        section=typed.section,
        trouble=typed.trouble,
    )


def _came_back(product: Product, reasons: Sequence[tuple[str, int]]) -> tuple[tuple[str, str], ...]:
    """Why units came back, with their share of all that were sold: what the product's page should say better."""
    return tuple(
        (reason, f"{words.plural(units, 'unit')}, {units / max(product.sold_count, units):.0%} of those sold")
        for reason, units in reasons
    )


def price_table(
    market: Market,
    variants: Sequence[VariantRow],
    regular: Mapping[tuple[int, str], Money],
    in_force: Mapping[int, EffectivePrice],
    planned: Sequence[Price],
    typed: Typed,
) -> PriceTable:
    """A market's prices; what applies now stands beside the regular price that can be typed."""
    told, wrong = typed.in_section("prices"), typed.wrong("prices")
    mine = told if told.get("currency") == market.currency else {}
    rows = []
    for row in variants:
        if row.offer_id is None:
            continue
        name = f"price-{row.offer_id}"
        amount, price = regular.get((row.offer_id, market.currency)), in_force.get(row.offer_id)
        reference = price.reference_minor if price else None
        rows.append(
            PriceCell(
                offer_id=row.offer_id,
                sku=row.variant.sku,
                options=row.variant.title,
                value=mine.get(name, amount.plain() if amount else ""),
                error=wrong.get(name, "") if mine else "",
                now=Money(price.amount_minor, market.currency).display() if price else "",
                is_reduced=bool(price and price.is_reduced),
                reference=Money(reference, market.currency).display() if reference else "",
            )
        )
    return PriceTable(
        market=market.name,
        currency=market.currency,
        rows=tuple(rows),
        planned=tuple(_planned([one for one in planned if one.currency == market.currency])),
        has_reductions=any(one.currency == market.currency for one in planned),
    )


def _planned(rows: Sequence[Price]) -> list[str]:
    """Reductions on the timetable, those of one period in one line."""
    periods: dict[tuple[datetime | None, datetime | None], list[Price]] = {}
    for row in rows:
        periods.setdefault((row.starts_at, row.ends_at), []).append(row)
    return [
        f"{words.plural(len(found), 'price')} from {words.when(start)}"
        + (f" until {words.when(end)}" if end else " with no end")
        for (start, end), found in periods.items()
    ]


def _facts(product: Product, categories: Sequence[str]) -> tuple[tuple[str, str], ...]:
    found = (
        ("Brand", product.brand.name if product.brand else ""),
        ("Categories", ", ".join(categories)),
        ("Tax class", product.tax_class),
        ("Sold", f"{product.sold_count:,}"),
        ("Changed", words.when(product.updated_at)),
    )
    return tuple((label, value) for label, value in found if value)


def _texts(product: Product, typed: Typed) -> tuple[Field, ...]:
    return (
        section_field(typed, "texts", "title", "Title", product.title),
        section_field(
            typed, "texts", "summary", "Summary", product.summary, kind="textarea", rows=2, hint="One or two lines."
        ),
        section_field(
            typed,
            "texts",
            "description_html",
            "Description",
            product.description_html,
            kind="textarea",
            rows=9,
            hint="Paragraphs, headings, lists, links, bold and italics. Anything else is taken out.",
        ),
    )


def _publication(product: Product, typed: Typed) -> tuple[Field, ...]:
    told = typed.in_section("publication")
    at = f"{product.publish_at:%Y-%m-%dT%H:%M}" if product.publish_at else ""
    return (
        Field(
            name="status",
            label="Status",
            value=told.get("status", product.status),
            error=typed.wrong("publication").get("status", ""),
            kind="select",
            choices=(Choice("draft", "Draft: only staff see it"), Choice("live", "Live")),
        ),
        Field(
            name="publish_at",
            label="Live from (UTC)",
            value=told.get("publish_at", at),
            error=typed.wrong("publication").get("publish_at", ""),
            kind="datetime-local",
            is_optional=True,
            hint="Empty: at once. Later: scheduled until then.",
        ),
    )


def _reduction(typed: Typed, prices: Sequence[PriceTable]) -> tuple[Field, ...]:
    told, wrong = typed.in_section("reduction"), typed.wrong("reduction")
    found = tuple(Choice(table.currency, f"{table.market} ({table.currency})") for table in prices)
    return (
        Field(
            name="currency",
            label="Market",
            value=told.get("currency", ""),
            error=wrong.get("currency", ""),
            kind="select",
            choices=found,
        ),
        Field(
            name="percent",
            label="Percent off",
            value=told.get("percent", ""),
            error=wrong.get("percent", ""),
            inputmode="numeric",
        ),
        Field(
            name="starts_at",
            label="From (UTC)",
            value=told.get("starts_at", ""),
            error=wrong.get("starts_at", ""),
            kind="datetime-local",
            is_optional=True,
        ),
        Field(
            name="ends_at",
            label="Until (UTC)",
            value=told.get("ends_at", ""),
            error=wrong.get("ends_at", ""),
            kind="datetime-local",
            is_optional=True,
        ),
    )


def _variant(row: VariantRow, typed: Typed) -> VariantLine:
    pk, told, wrong = row.variant.pk, typed.in_section("variants"), typed.wrong("variants")
    return VariantLine(
        id=pk,
        sku=row.variant.sku,
        options=row.variant.title,
        gtin=told.get(f"gtin-{pk}", row.variant.gtin),
        weight=told.get(f"weight-{pk}", str(row.variant.weight_grams)),
        position=told.get(f"position-{pk}", str(row.variant.position)),
        is_active=f"active-{pk}" in told if told else row.variant.is_active,
        stock_url=f"/office/stock/{row.offer_id}/" if row.offer_id else "",
        gtin_error=wrong.get(f"gtin-{pk}", ""),
        weight_error=wrong.get(f"weight-{pk}", ""),
    )
