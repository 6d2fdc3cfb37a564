"""Collections: the list, and one with its texts, its rule or its products in their order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST

from shopkeeper.commerce.catalogue import board, collection_rules, desk
from shopkeeper.commerce.catalogue.collection_rules import BadRule
from shopkeeper.commerce.catalogue.models import Collection
from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.foundation import clock
from shopkeeper.foundation.errors import InvalidInput, ShopError
from shopkeeper.foundation.http.refusals import status_of
from shopkeeper.insight.search import queries as search
from shopkeeper.interfaces.backoffice import forms, render
from shopkeeper.interfaces.backoffice.forms import Trouble
from shopkeeper.interfaces.backoffice.guard import Staff, staff
from shopkeeper.interfaces.backoffice.present import collections as present
from shopkeeper.interfaces.backoffice.present import rule_drafts as drafts
from shopkeeper.interfaces.backoffice.present.collections import ITEMS_PER_PAGE
from shopkeeper.interfaces.backoffice.present.rule_drafts import Draft, Vocabulary
from shopkeeper.interfaces.backoffice.present.rules import rule_form
from shopkeeper.interfaces.backoffice.present.sections import Typed

SHOWN = 8


@dataclass(frozen=True)
class Drafted:
    """A rule being written. ``wrong`` is shown at its conditions, ``unfinished`` only beside what it finds."""

    drafts: list[Draft]
    match: str
    data: object = None
    wrong: Mapping[str, str] | None = None
    unfinished: str = ""


@require_GET
@staff("catalogue.view")
def collections(request: HttpRequest, who: Staff) -> HttpResponse:
    return _list(request, who, Typed())


@require_POST
@staff("catalogue.edit")
def new(request: HttpRequest, who: Staff) -> HttpResponse:
    typed = request.POST.dict()
    try:
        made = desk.make_collection(name=typed.get("name", ""), kind=typed.get("kind", ""), actor=who.actor)
    except InvalidInput as wrong:
        return _list(request, who, Typed("new", typed, forms.trouble_of(wrong)), status_of(wrong))
    messages.success(request, f"“{made.name}” is made. Now fill it.")
    return HttpResponseRedirect(_url(made))


def _list(request: HttpRequest, who: Staff, typed: Typed, status: int = 200) -> HttpResponse:
    rows = board.collections()
    markets = pricing.markets()
    sizes = [search.size_of(row.collection, market_code=markets[0].code) if markets else 0 for row in rows]
    shown = present.CollectionsPage(
        present.collection_lines(rows, sizes), present.new_fields(typed), typed.section, typed.trouble
    )
    return render.page(request, who, "collections.html", shown, title="Collections", status=status)


@require_GET
@staff("catalogue.view")
def collection(request: HttpRequest, who: Staff, collection_id: int) -> HttpResponse:
    return _one(request, who, board.collection(collection_id), Typed())


@require_POST
@staff("catalogue.edit")
def texts(request: HttpRequest, who: Staff, collection_id: int) -> HttpResponse:
    def save(found: Collection, typed: Mapping[str, str]) -> None:
        desk.edit_collection(
            collection=found,
            name=typed.get("name", ""),
            description=typed.get("description", ""),
            kind=typed.get("kind", ""),
            actor=who.actor,
        )

    return _saved(request, who, collection_id, "texts", "Saved.", save)


@require_POST
@staff("catalogue.edit")
def address(request: HttpRequest, who: Staff, collection_id: int) -> HttpResponse:
    def save(found: Collection, typed: Mapping[str, str]) -> None:
        desk.rename_collection(collection=found, slug=typed.get("slug", ""), actor=who.actor)

    return _saved(request, who, collection_id, "address", "The new address works, and the old one leads there.", save)


@require_POST
@staff("catalogue.edit")
def rule(request: HttpRequest, who: Staff, collection_id: int) -> HttpResponse:
    """Save the rule; or add a condition, take one away, or only look at what it finds."""
    found, typed = board.collection(collection_id), request.POST
    known = _vocabulary()
    drafted = Drafted(drafts.typed_drafts(typed), typed.get("match", "all"))
    is_saved = typed.get("do", "save") == "save" and "remove" not in typed
    try:
        data = drafts.as_data(drafted.drafts, drafted.match, known)
        if is_saved:
            desk.set_rule(collection=found, data=data, actor=who.actor)
        else:
            collection_rules.parse(data)
    except BadRule as wrong:
        if not is_saved:
            told = " ".join(dict.fromkeys(wrong.fields.values()))
            shown = Drafted(drafted.drafts, drafted.match, unfinished=told)
            return _one(request, who, found, Typed(), drafted=shown)
        shown = Drafted(drafted.drafts, drafted.match, wrong=wrong.fields)
        return _one(request, who, found, Typed("rule", {}, _rule_trouble(wrong)), status_of(wrong), drafted=shown)
    if not is_saved:
        return _one(request, who, found, Typed(), drafted=Drafted(drafted.drafts, drafted.match, data))
    messages.success(request, "The rule is saved. The shop follows within seconds.")
    return HttpResponseRedirect(f"{_url(found)}#rule")


def _rule_trouble(wrong: BadRule) -> Trouble:
    return Trouble(wrong.message, tuple((_input_of(place), words) for place, words in wrong.fields.items()))


def _input_of(place: str) -> str:
    """The input that a place in a rule is typed into."""
    number, dot, part = place.partition(".")
    return f"c{number}-{part}" if dot else "match"


@require_POST
@staff("catalogue.edit")
def items(request: HttpRequest, who: Staff, collection_id: int) -> HttpResponse:
    """New places, by number or one up or down; ticked ones are taken out."""

    def save(found: Collection, typed: Mapping[str, str]) -> None:
        rows = board.items(found.pk, start=_start(typed), limit=ITEMS_PER_PAGE)
        places = {row.id: place for place, row in enumerate(rows, _start(typed))}
        removed = [pk for pk in places if f"remove-{pk}" in typed]
        desk.arrange_collection(collection=found, places=forms.moved(typed, places), removed=removed, actor=who.actor)

    return _saved(request, who, collection_id, "items", "The order is saved.", save)


@require_POST
@staff("catalogue.edit")
def add(request: HttpRequest, who: Staff, collection_id: int) -> HttpResponse:
    def save(found: Collection, typed: Mapping[str, str]) -> None:
        product = board.product(forms.number(typed, "product"))
        desk.put_in(collection=found, product_id=product.pk, actor=who.actor)
        messages.success(request, f"“{product.title}” is in, behind the others.")

    return _saved(request, who, collection_id, "add", "", save)


@require_POST
@staff("catalogue.edit")
def delete(request: HttpRequest, who: Staff, collection_id: int) -> HttpResponse:
    found = board.collection(collection_id)
    desk.delete_collection(collection=found, actor=who.actor)
    messages.success(request, f"“{found.name}” is gone. Its products are not.")
    return HttpResponseRedirect("/office/collections/")


def _saved(
    request: HttpRequest,
    who: Staff,
    collection_id: int,
    section: str,
    said: str,
    save: Callable[[Collection, Mapping[str, str]], None],
) -> HttpResponse:
    found, typed = board.collection(collection_id), request.POST.dict()
    try:
        save(found, typed)
    except ShopError as wrong:
        fields = tuple(wrong.fields.items()) if isinstance(wrong, InvalidInput) else ()
        told = Typed(section, typed, Trouble(wrong.message, fields))
        return _one(request, who, board.collection(collection_id), told, status_of(wrong))
    if said:
        messages.success(request, said)
    start = f"?start={_start(typed)}" if _start(typed) else ""
    return HttpResponseRedirect(f"{_url(found)}{start}#{section}")


def _one(
    request: HttpRequest,
    who: Staff,
    found: Collection,
    typed: Typed,
    status: int = 200,
    *,
    drafted: Drafted | None = None,
) -> HttpResponse:
    at = clock.now()
    is_rule = found.kind == Collection.Kind.RULE
    told = typed.values if typed.values and "find" in typed.values else request.GET
    text, start = str(told.get("find", "")).replace("\x00", "").strip()[:100], _start(typed.values or request.GET)
    total = 0 if is_rule else found.items.count()
    rows = [] if is_rule else board.items(found.pk, start=start, limit=ITEMS_PER_PAGE)
    seen = board.findable(text) if text and not is_rule else None
    drafted = drafted or Drafted(drafts.drafts_of(found.rule), drafts.match_of(found.rule), found.rule)
    shown = present.CollectionPage(
        id=found.pk,
        title=found.name,
        url=_url(found),
        shop_url=f"/collections/{found.slug}/",
        is_rule=is_rule,
        texts=present.texts(found, typed),
        address=present.address(found, typed),
        rule=rule_form(drafted.drafts, drafted.match, _vocabulary(), drafted.wrong) if is_rule else None,
        shown=_shown(drafted) if is_rule else None,
        items=present.item_lines(rows, start=start, total=total, at=at),
        total=total,
        start=start,
        previous_url=f"{_url(found)}?start={max(0, start - ITEMS_PER_PAGE)}#items" if start else "",
        next_url=f"{_url(found)}?start={start + ITEMS_PER_PAGE}#items" if start + ITEMS_PER_PAGE < total else "",
        find=present.find_field(text, typed),
        found=None if seen is None else present.found_products(seen, at),
        section=typed.section,
        trouble=typed.trouble,
    )
    return render.page(request, who, "collection.html", shown, title=found.name, status=status)


def _shown(drafted: Drafted) -> present.Shown:
    """What the rule finds in every market; why it finds nothing when it cannot be read."""
    try:
        understood = collection_rules.parse(drafted.data if drafted.data is not None else {})
    except BadRule as wrong:
        told = drafted.unfinished or " ".join(dict.fromkeys((drafted.wrong or wrong.fields).values()))
        return present.Shown(counts=(), items=(), trouble=told)
    listings = [(one, search.found_by(understood, market_code=one.code, limit=SHOWN)) for one in pricing.markets()]
    counts = [(market.name, listing.total) for market, listing in listings]
    return present.shown(counts, listings[0][1].items if listings else ())


def _vocabulary() -> Vocabulary:
    currencies = tuple(dict.fromkeys(market.currency for market in pricing.markets()))
    return Vocabulary(board.rule_names(), currencies)


def _start(typed: Mapping[str, str]) -> int:
    text = str(typed.get("start", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _url(collection: Collection) -> str:
    return f"/office/collections/{collection.pk}/"
