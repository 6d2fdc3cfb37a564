"""Pictures of a product: sent many at once, put in order, and one by one with its focus."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from shopkeeper.commerce.catalogue import board, desk
from shopkeeper.commerce.catalogue.desk import Upload
from shopkeeper.commerce.catalogue.models import Product, ProductMedia
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.interfaces.backoffice import forms, render
from shopkeeper.interfaces.backoffice.forms import trouble_of
from shopkeeper.interfaces.backoffice.guard import Staff, staff
from shopkeeper.interfaces.backoffice.present import pictures as present
from shopkeeper.interfaces.backoffice.present import words
from shopkeeper.interfaces.backoffice.present.sections import Typed
from shopkeeper.interfaces.backoffice.views.product import saved


@require_POST
@staff("catalogue.edit")
def upload(request: HttpRequest, who: Staff, product_id: int) -> HttpResponse:
    """Any number of files. What can be used is kept; each of the others is named with its reason."""

    def save(found: Product, typed: Mapping[str, str]) -> None:
        files = [Upload(str(file.name), file.read) for file in request.FILES.getlist("pictures")]
        added = desk.add_pictures(product=found, uploads=files, alt=typed.get("alt", ""), actor=who.actor)
        refused = [f"{name}: {why}" for name, why in added.refused]
        if refused and not added.new and not added.known:
            raise InvalidInput("No picture was added.", {"pictures": " ".join(refused)})
        if added.new:
            messages.success(request, f"{words.plural(added.new, 'picture is', 'pictures are')} added.")
        if added.known:
            messages.info(request, f"{words.plural(added.known, 'picture stands', 'pictures stand')} there already.")
        for reason in refused:
            messages.error(request, reason)

    return saved(request, who, product_id, "upload", "", save)


@require_POST
@staff("catalogue.edit")
def arrange(request: HttpRequest, who: Staff, product_id: int) -> HttpResponse:
    """New places, by number or one step; new words; ticked ones go."""

    def save(found: Product, typed: Mapping[str, str]) -> None:
        rows = [row.pk for row in board.gallery(found.pk)]
        desk.arrange_pictures(
            product=found,
            places=forms.moved(typed, {pk: place for place, pk in enumerate(rows)}),
            alts={pk: typed[f"alt-{pk}"] for pk in rows if f"alt-{pk}" in typed},
            approved=[pk for pk in rows if f"approve-{pk}" in typed],
            removed=[pk for pk in rows if f"remove-{pk}" in typed],
            actor=who.actor,
        )

    return saved(request, who, product_id, "pictures", "The pictures are saved.", save)


@require_http_methods(["GET", "POST"])
@staff("catalogue.edit")
def picture(request: HttpRequest, who: Staff, product_id: int, media_id: int) -> HttpResponse:
    """One picture: its words, its options, its focus. Pressing the picture itself moves the focus there."""
    found, typed = board.picture(product_id, media_id), Typed()
    if request.method == "POST":
        try:
            _save(found, request.POST.dict(), who)
        except InvalidInput as wrong:
            typed = Typed("picture", request.POST.dict(), trouble_of(wrong))
            found = board.picture(product_id, media_id)
        else:
            messages.success(request, "The picture is saved.")
            return HttpResponseRedirect(request.path)
    shown = present.picture_page(found, board.others_with(found.asset_id, product_id), typed)
    status = 422 if typed.trouble else 200
    return render.page(request, who, "picture.html", shown, title=f"Picture of {found.product.title}", status=status)


def _save(found: ProductMedia, typed: Mapping[str, str], who: Staff) -> None:
    pressed = present.pressed_at(found.asset, typed)
    focus = pressed or (forms.number(typed, "focus_x"), forms.number(typed, "focus_y"))
    desk.edit_picture(
        media=found,
        alt=typed.get("alt", ""),
        options=present.options_of(found.product, typed.get("shows", "")),
        focus=focus,
        actor=who.actor,
    )
