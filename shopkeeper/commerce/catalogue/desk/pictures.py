"""Pictures of a product: many at once, in their order, each with words for those who do not see it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from django.db import transaction
from django.db.models import Max

from shopkeeper.commerce.catalogue import masters, operations
from shopkeeper.commerce.catalogue.desk.changes import record_of
from shopkeeper.commerce.catalogue.models import MediaAsset, Product, ProductMedia
from shopkeeper.foundation.audit.operations import Actor
from shopkeeper.foundation.errors import InvalidInput

MOST_AT_ONCE = 50
MOST_PICTURES = 200
LONGEST_ALT = 300
# Names that cameras and telephones give: IMG_1234, DSC00021, PXL_20261121_101112, or figures alone.
_NO_WORDS = re.compile(r"(?:img|dsc[nf]?|pxl|p|photo|image|picture|screenshot|scan|whatsapp image)?[\W_\dx]*", re.I)


@dataclass(frozen=True)
class Upload:
    """A file that was sent, read when its turn comes."""

    name: str
    read: Callable[[], bytes]


@dataclass(frozen=True)
class Added:
    """What became of some files: pictures that are new, those that stood there already, and why others were refused
    (their names and a sentence)."""

    new: int
    known: int
    refused: tuple[tuple[str, str], ...]


def suggest_alt(title: str, file_name: str) -> str:
    """Words for a picture until somebody says what it shows: the product, and what its file's name tells.

    >>> suggest_alt("Aster mug", "handle-from-above.jpg"), suggest_alt("Aster mug", "IMG_2034.jpeg")
    ('Aster mug: handle from above', 'Aster mug')
    """
    words = " ".join(re.split(r"[\W_]+", PurePath(file_name).stem)).strip()
    if _NO_WORDS.fullmatch(words) or words.casefold() == title.casefold():
        return title[:LONGEST_ALT]
    return f"{title}: {words}"[:LONGEST_ALT]


def add_pictures(*, product: Product, uploads: Sequence[Upload], alt: str, actor: Actor) -> Added:
    """Put pictures behind the others; those that cannot be used do not keep the others out.

    ``alt`` is for a single picture; where it is missing, words are suggested and marked so. Files are drawn anew before
    the transaction begins. Raises InvalidInput for no file or too many.
    """
    if not uploads:
        raise InvalidInput("No picture was added.", {"pictures": "Choose one or more files first."})
    if len(uploads) > MOST_AT_ONCE:
        raise InvalidInput("No picture was added.", {"pictures": f"Send at most {MOST_AT_ONCE} files at once."})
    kept: list[tuple[MediaAsset, str]] = []
    refused: list[tuple[str, str]] = []
    for upload in uploads:
        try:
            kept.append((masters.keep_upload(upload.read()), upload.name))
        except InvalidInput as wrong:
            refused.append((upload.name[:80], wrong.message))
    words = alt.strip()[:LONGEST_ALT] if len(uploads) == 1 else ""
    new = _attach(product, kept, words, actor) if kept else 0
    return Added(new, len(kept) - new, tuple(refused))


@transaction.atomic
def _attach(product: Product, kept: Sequence[tuple[MediaAsset, str]], words: str, actor: Actor) -> int:
    """How many of the pictures were not there before."""
    standing = ProductMedia.objects.filter(product=product)
    known = set(standing.values_list("asset_id", flat=True))
    last = standing.aggregate(last=Max("position"))["last"]
    place = 0 if last is None else last + 1
    new = {asset.pk: (asset, name) for asset, name in kept if asset.pk not in known}
    if len(known) + len(new) > MOST_PICTURES:
        raise InvalidInput("No picture was added.", {"pictures": f"A product has at most {MOST_PICTURES} pictures."})
    ProductMedia.objects.bulk_create(
        ProductMedia(
            product=product,
            asset=asset,
            alt=words or suggest_alt(product.title, name),
            alt_is_suggested=not words,
            position=position,
        )
        for position, (asset, name) in enumerate(new.values(), place)
    )
    if new:
        digests = [asset.digest[:12] for asset, _name in new.values()]
        record_of(product, "catalogue.add_pictures", actor, {}, {"pictures": digests})
        operations.products_changed([product.pk])
    return len(new)


@transaction.atomic
def arrange_pictures(
    *,
    product: Product,
    places: Mapping[int, int],
    alts: Mapping[int, str],
    approved: Sequence[int],
    removed: Sequence[int],
    actor: Actor,
) -> None:
    """Put pictures (by key) in places counted from 0, change their text alternatives, take some away.

    Changed or ``approved`` words are no suggestion any more. Raises InvalidInput for empty words. Keys of pictures that
    are not this product's are left alone.
    """
    rows = list(ProductMedia.objects.filter(product=product))
    before = _gallery(rows)
    wrong = {f"alt-{row.pk}": "Say what the picture shows." for row in rows if not alts.get(row.pk, row.alt).strip()}
    wrong = {name: words for name, words in wrong.items() if int(name.removeprefix("alt-")) not in removed}
    if wrong:
        raise InvalidInput("The pictures were not saved.", wrong)
    ProductMedia.objects.filter(product=product, pk__in=list(removed)).delete()
    standing = [row for row in rows if row.pk not in removed]
    ordered = [row for row in standing if row.pk not in places]
    for row in sorted((row for row in standing if row.pk in places), key=lambda row: places[row.pk]):
        ordered.insert(max(0, places[row.pk]), row)
    for position, row in enumerate(ordered):
        row.position = position
        _say(row, alts.get(row.pk, row.alt), is_approved=row.pk in approved)
    ProductMedia.objects.bulk_update(ordered, ["position", "alt", "alt_is_suggested"])
    if before != _gallery(ordered):
        record_of(product, "catalogue.arrange_pictures", actor, {"pictures": before}, {"pictures": _gallery(ordered)})
        operations.products_changed([product.pk])


@transaction.atomic
def edit_picture(
    *, media: ProductMedia, alt: str, options: Mapping[str, str], focus: tuple[int, int], actor: Actor
) -> ProductMedia:
    """Change what a picture says, which option values it shows (none: all of them), and where crops look (percent from
    the left and the top; the same for every product with this picture). Raises InvalidInput."""
    wrong: dict[str, str] = {}
    if not alt.strip():
        wrong["alt"] = "Say what the picture shows."
    if not all(0 <= part <= 100 for part in focus):
        wrong["focus_x"] = "Choose a place inside the picture."
    known = {option["name"]: [value["value"] for value in option["values"]] for option in media.product.options}
    if any(value not in known.get(name, ()) for name, value in options.items()):
        wrong["shows"] = "Choose one of the product's own options."
    if wrong:
        raise InvalidInput("The picture was not saved.", wrong)
    before = {"alt": media.alt, "options": media.options, "focus": (media.asset.focus_x, media.asset.focus_y)}
    _say(media, alt, is_approved=True)
    media.options = dict(options)
    media.save(update_fields=["alt", "alt_is_suggested", "options"])
    media.asset.focus_x, media.asset.focus_y = focus
    media.asset.save(update_fields=["focus_x", "focus_y"])
    after = {"alt": media.alt, "options": media.options, "focus": focus}
    if before != after:
        record_of(media.product, "catalogue.edit_picture", actor, before, after)
        shown_by = ProductMedia.objects.filter(asset=media.asset).values_list("product_id", flat=True)
        operations.products_changed(shown_by)
    return media


def _say(row: ProductMedia, alt: str, *, is_approved: bool) -> None:
    words = alt.strip()[:LONGEST_ALT]
    row.alt_is_suggested = row.alt_is_suggested and words == row.alt and not is_approved
    row.alt = words


def _gallery(rows: Iterable[ProductMedia]) -> list[str]:
    return [f"{row.pk}: {row.alt}{' (suggested)' if row.alt_is_suggested else ''}" for row in rows]
