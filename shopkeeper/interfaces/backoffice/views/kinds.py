"""Kinds of product: which facts are asked of them, in which order, and which of them filter."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shopkeeper.commerce.catalogue import board, desk
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.interfaces.backoffice import forms, render
from shopkeeper.interfaces.backoffice.forms import trouble_of
from shopkeeper.interfaces.backoffice.guard import Staff, staff
from shopkeeper.interfaces.backoffice.present import kinds as present
from shopkeeper.interfaces.backoffice.present.sections import Typed


@require_GET
@staff("catalogue.view")
def kinds(request: HttpRequest, who: Staff) -> HttpResponse:
    return _list(request, who, Typed())


@require_POST
@staff("catalogue.edit")
def new(request: HttpRequest, who: Staff) -> HttpResponse:
    typed = request.POST.dict()
    try:
        made = desk.make_type(name=typed.get("name", ""), actor=who.actor)
    except InvalidInput as wrong:
        return _list(request, who, Typed("new", typed, trouble_of(wrong)), 422)
    messages.success(request, f"“{made.name}” is made. Now say what is asked of it.")
    return HttpResponseRedirect(present.kind_url(made))


@require_GET
@staff("catalogue.view")
def kind(request: HttpRequest, who: Staff, type_id: int) -> HttpResponse:
    return _one(request, who, type_id, Typed())


@require_POST
@staff("catalogue.edit")
def name(request: HttpRequest, who: Staff, type_id: int) -> HttpResponse:
    def save() -> None:
        desk.rename_type(product_type=board.product_type(type_id), name=request.POST.get("name", ""), actor=who.actor)

    return _saved(request, who, type_id, "name", "The name is saved.", save)


@require_POST
@staff("catalogue.edit")
def add(request: HttpRequest, who: Staff, type_id: int) -> HttpResponse:
    """Another attribute: in the product form, the specification and the filters from now on."""
    typed = request.POST

    def save() -> None:
        desk.make_attribute(
            product_type=board.product_type(type_id),
            name=typed.get("name", ""),
            kind=typed.get("kind", ""),
            unit=typed.get("unit", ""),
            choices=typed.get("choices", ""),
            filterable="filterable" in typed,
            actor=who.actor,
        )

    return _saved(request, who, type_id, "new", "It is asked of every product of this kind from now on.", save)


@require_POST
@staff("catalogue.edit")
def order(request: HttpRequest, who: Staff, type_id: int) -> HttpResponse:
    """New places, by number or one up or down; ticked ones go."""
    typed = request.POST.dict()

    def save() -> None:
        places = {row.pk: place for place, row in enumerate(board.attributes(type_id))}
        desk.arrange_attributes(
            product_type=board.product_type(type_id),
            places=forms.moved(typed, places),
            removed=[pk for pk in places if f"remove-{pk}" in typed],
            actor=who.actor,
        )

    return _saved(request, who, type_id, "order", "Saved.", save)


@require_http_methods(["GET", "POST"])
@staff("catalogue.edit")
def attribute(request: HttpRequest, who: Staff, type_id: int, attribute_id: int) -> HttpResponse:
    """One attribute. What kind of value it has cannot change: products have values in it."""
    found = board.attribute(type_id, attribute_id)
    typed = Typed()
    if request.method == "POST":
        try:
            desk.edit_attribute(
                attribute=found,
                name=request.POST.get("name", ""),
                unit=request.POST.get("unit", ""),
                choices=request.POST.get("choices", ""),
                filterable="filterable" in request.POST,
                actor=who.actor,
            )
        except InvalidInput as wrong:
            typed = Typed("attribute", request.POST.dict(), trouble_of(wrong))
            found = board.attribute(type_id, attribute_id)
        else:
            messages.success(request, f"{found.name} is saved.")
            return HttpResponseRedirect(present.kind_url(found.product_type))
    shown = present.attribute_page(found, typed)
    return render.page(request, who, "attribute.html", shown, title=found.name, status=422 if typed.trouble else 200)


def _list(request: HttpRequest, who: Staff, typed: Typed, status: int = 200) -> HttpResponse:
    shown = present.kinds_page(board.types(), typed)
    return render.page(request, who, "kinds.html", shown, title="Kinds of product", status=status)


def _saved(
    request: HttpRequest, who: Staff, type_id: int, section: str, said: str, save: Callable[[], None]
) -> HttpResponse:
    try:
        save()
    except InvalidInput as wrong:
        return _one(request, who, type_id, Typed(section, request.POST.dict(), trouble_of(wrong)), 422)
    messages.success(request, said)
    return HttpResponseRedirect(f"/office/products/kinds/{type_id}/#{section}")


def _one(request: HttpRequest, who: Staff, type_id: int, typed: Typed, status: int = 200) -> HttpResponse:
    found = board.product_type(type_id)
    shown = present.kind_page(found, board.attributes(type_id), typed)
    return render.page(request, who, "kind.html", shown, title=found.name, status=status)
