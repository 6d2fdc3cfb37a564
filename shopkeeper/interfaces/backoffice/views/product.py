"""One product. Each section is a form of its own; what was typed comes back when something is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST

from shopkeeper.commerce.catalogue import board
from shopkeeper.commerce.catalogue import desk as catalogue
from shopkeeper.commerce.catalogue import queries as catalogue_queries
from shopkeeper.commerce.catalogue.models import Product
from shopkeeper.commerce.pricing import desk as prices
from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.commerce.returns.queries import reasons_of_product
from shopkeeper.foundation import clock
from shopkeeper.foundation.errors import InvalidInput, ShopError
from shopkeeper.foundation.http.refusals import status_of
from shopkeeper.foundation.money import Money, MoneyError
from shopkeeper.interfaces.backoffice import forms, render
from shopkeeper.interfaces.backoffice.forms import Trouble
from shopkeeper.interfaces.backoffice.guard import Staff, staff
from shopkeeper.interfaces.backoffice.present import product as present
from shopkeeper.interfaces.backoffice.present.facts import facts_form
from shopkeeper.interfaces.backoffice.present.product import VARIANTS_PER_PAGE, variant_pages
from shopkeeper.interfaces.backoffice.present.sections import Typed


@require_GET
@staff("catalogue.view")
def product(request: HttpRequest, who: Staff, product_id: int) -> HttpResponse:
    return _shown(request, who, board.product(product_id), Typed())


@require_POST
@staff("catalogue.edit")
def texts(request: HttpRequest, who: Staff, product_id: int) -> HttpResponse:
    def save(found: Product, typed: Mapping[str, str]) -> None:
        catalogue.edit_texts(
            product=found,
            title=typed.get("title", ""),
            summary=typed.get("summary", ""),
            description_html=typed.get("description_html", ""),
            actor=who.actor,
        )

    return saved(request, who, product_id, "texts", "The texts are saved.", save)


@require_POST
@staff("catalogue.edit")
def publication(request: HttpRequest, who: Staff, product_id: int) -> HttpResponse:
    def save(found: Product, typed: Mapping[str, str]) -> None:
        catalogue.set_publication(
            product=found,
            status=typed.get("status", ""),
            publish_at=forms.moment(typed, "publish_at"),
            actor=who.actor,
        )

    return saved(request, who, product_id, "publication", "Saved.", save)


@require_POST
@staff("catalogue.edit")
def address(request: HttpRequest, who: Staff, product_id: int) -> HttpResponse:
    def save(found: Product, typed: Mapping[str, str]) -> None:
        catalogue.rename(product=found, slug=typed.get("slug", ""), actor=who.actor)

    return saved(request, who, product_id, "address", "The new address works, and the old one leads there.", save)


@require_POST
@staff("catalogue.edit")
def variants(request: HttpRequest, who: Staff, product_id: int) -> HttpResponse:
    """The whole grid at once: every row is right, or none is changed."""

    def save(found: Product, typed: Mapping[str, str]) -> None:
        edits = [_variant_edit(row.variant.pk, typed) for row in board.variants(found.pk)]
        catalogue.edit_variants(product=found, edits=[edit for edit in edits if edit], actor=who.actor)

    return saved(request, who, product_id, "variants", "The variants are saved.", save)


def _variant_edit(pk: int, typed: Mapping[str, str]) -> catalogue.VariantEdit | None:
    if f"weight-{pk}" not in typed:
        return None
    return catalogue.VariantEdit(
        variant_id=pk,
        gtin=typed.get(f"gtin-{pk}", ""),
        weight_grams=forms.number(typed, f"weight-{pk}", what="grams"),
        position=forms.number(typed, f"position-{pk}"),
        is_active=f"active-{pk}" in typed,
    )


@require_POST
@staff("prices.edit")
def regular(request: HttpRequest, who: Staff, product_id: int) -> HttpResponse:
    """The regular prices of one currency."""

    def save(found: Product, typed: Mapping[str, str]) -> None:
        currency = typed.get("currency", "")
        wrong: dict[str, str] = {}
        amounts: dict[int, Money] = {}
        for offer_id in _offer_ids(found):
            text = typed.get(f"price-{offer_id}", "").strip().replace(",", ".")
            if not text:
                continue
            try:
                amounts[offer_id] = Money.parse(text, currency)
            except MoneyError as error:
                wrong[f"price-{offer_id}"] = error.message
        if wrong:
            raise InvalidInput("No price was changed.", wrong)
        prices.set_regular(product_id=found.pk, prices=amounts, actor=who.actor, at=clock.now())

    return saved(request, who, product_id, "prices", "The prices are saved.", save)


@require_POST
@staff("prices.edit")
def reduce(request: HttpRequest, who: Staff, product_id: int) -> HttpResponse:
    def save(found: Product, typed: Mapping[str, str]) -> None:
        at = clock.now()
        prices.plan_reduction(
            product_id=found.pk,
            offer_ids=_offer_ids(found),
            currency=typed.get("currency", ""),
            percent=forms.number(typed, "percent", what="a whole number from 1 to 90", lowest=1),
            starts_at=forms.moment(typed, "starts_at") or at,
            ends_at=forms.moment(typed, "ends_at"),
            actor=who.actor,
            at=at,
        )

    return saved(request, who, product_id, "reduction", "The reduction is planned.", save)


@require_POST
@staff("prices.edit")
def end_reductions(request: HttpRequest, who: Staff, product_id: int) -> HttpResponse:
    def save(found: Product, typed: Mapping[str, str]) -> None:
        market = next((one for one in pricing.markets() if one.currency == typed.get("currency")), None)
        if market is None:
            raise InvalidInput("There is no such market.", {"currency": "Choose a market of the shop."})
        prices.end_reductions(
            product_id=found.pk, offer_ids=_offer_ids(found), market=market, actor=who.actor, at=clock.now()
        )

    return saved(request, who, product_id, "reduction", "The regular prices apply again.", save)


@require_POST
@staff("catalogue.edit")
def facts(request: HttpRequest, who: Staff, product_id: int) -> HttpResponse:
    """Its kind, tags and attributes; those of another kind are asked for once that is saved."""

    def save(found: Product, typed: Mapping[str, str]) -> None:
        kind = typed.get("kind", "")
        is_number = kind.isascii() and kind.isdigit() and len(kind) < 19
        catalogue.describe(
            product=found,
            product_type=board.product_type(int(kind)) if is_number else None,
            typed={
                name.removeprefix("attribute-"): text for name, text in typed.items() if name.startswith("attribute-")
            },
            tags=typed.get("tags", "").split(","),
            actor=who.actor,
        )

    return saved(request, who, product_id, "facts", "The facts are saved.", save)


def saved(
    request: HttpRequest,
    who: Staff,
    product_id: int,
    section: str,
    said: str,
    save: Callable[[Product, Mapping[str, str]], None],
) -> HttpResponse:
    """Save a section and come back to it; when something is wrong, with everything as it was typed."""
    found, typed = board.product(product_id), request.POST.dict()
    try:
        save(found, typed)
    except ShopError as wrong:
        fields = tuple(wrong.fields.items()) if isinstance(wrong, InvalidInput) else ()
        told = Typed(section, typed, Trouble(wrong.message, fields))
        return _shown(request, who, board.product(product_id), told, status_of(wrong))
    if said:
        messages.success(request, said)
    start = start_of_rows(typed)
    rows = f"?rows={start}" if start else ""
    return HttpResponseRedirect(f"/office/products/{product_id}/{rows}#{section}")


def start_of_rows(told: Mapping[str, str]) -> int:
    """Where the page of variants begins that a form stands on."""
    text = str(told.get("rows", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def _offer_ids(found: Product) -> list[int]:
    return [row.offer_id for row in board.variants(found.pk) if row.offer_id]


def _shown(request: HttpRequest, who: Staff, found: Product, typed: Typed, status: int = 200) -> HttpResponse:
    at, every = clock.now(), board.variants(found.pk)
    start = start_of_rows(typed.values or request.GET)
    rows = every[start : start + VARIANTS_PER_PAGE]
    offer_ids = [row.offer_id for row in rows if row.offer_id]
    regular_now = prices.regular_prices(offer_ids)
    planned = prices.planned_prices([row.offer_id for row in every if row.offer_id], at=at)
    tables = tuple(
        present.price_table(
            market, rows, regular_now, pricing.prices_in_force(offer_ids, market=market, at=at), planned, typed
        )
        for market in pricing.markets()
    )
    attributes = board.attributes(found.product_type_id)
    shown = present.product_page(
        found,
        rows,
        variant_pages(found.pk, start, len(every)),
        board.gallery(found.pk),
        board.category_names(found.pk),
        tables,
        facts_form(found, attributes, catalogue_queries.product_types(), typed),
        typed,
        at,
        reasons_of_product(found.pk),
    )
    return render.page(request, who, "product.html", shown, title=found.title, status=status)
