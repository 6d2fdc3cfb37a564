"""Pictures of a product in their order, and one of them with its focus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shopkeeper.commerce.catalogue.models import MediaAsset, Product, ProductMedia
from shopkeeper.commerce.catalogue.pictures import SHAPES, WIDTHS, crop_path, rendition_path
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.interfaces.backoffice.forms import Choice, Field, Trouble
from shopkeeper.interfaces.backoffice.present import words
from shopkeeper.interfaces.backoffice.present.sections import Typed, section_field

# How wide the picture to press is shown, on every screen, so that a press means the same place without script.
PRESS_WIDTH = 240
SHAPE_WORDS = {"1x1": "Square", "4x3": "4 : 3", "16x9": "16 : 9"}


@dataclass(frozen=True)
class PictureRow:
    id: int
    url: str
    src: str
    alt: str
    number: int
    is_first: bool
    is_last: bool
    is_suggested: bool
    options: str
    error: str


@dataclass(frozen=True)
class ShapeView:
    label: str
    src: str
    width: int
    height: int


@dataclass(frozen=True)
class PicturePage:
    title: str
    url: str
    product_url: str
    src: str
    width: int
    height: int
    alt: Field
    shows: Field | None
    focus_x: str
    focus_y: str
    shapes: tuple[ShapeView, ...]
    size: str
    shared: str
    trouble: Trouble | None


def picture_rows(gallery: Sequence[ProductMedia], typed: Typed) -> tuple[PictureRow, ...]:
    told, wrong = typed.in_section("pictures"), typed.wrong("pictures")
    return tuple(
        PictureRow(
            id=row.pk,
            url=f"/office/products/{row.product_id}/pictures/{row.pk}/",
            src=_small(row.asset),
            alt=told.get(f"alt-{row.pk}", row.alt),
            number=place + 1,
            is_first=place == 0,
            is_last=place == len(gallery) - 1,
            is_suggested=row.alt_is_suggested,
            options=" / ".join(row.options.values()),
            error=wrong.get(f"alt-{row.pk}", ""),
        )
        for place, row in enumerate(gallery)
    )


def upload_fields(typed: Typed) -> tuple[Field, ...]:
    return (
        Field(
            name="pictures",
            label="Files",
            kind="file",
            error=typed.wrong("upload").get("pictures", ""),
            hint="As many as you like: JPEG, PNG, WebP or AVIF, up to 25 MB each.",
        ),
        section_field(
            typed,
            "upload",
            "alt",
            "What it shows",
            "",
            hint="For a single picture. Else words are suggested, to be looked at afterwards.",
        ),
    )


def picture_page(media: ProductMedia, others: int, typed: Typed) -> PicturePage:
    asset, product, told = media.asset, media.product, typed.in_section("picture")
    url = f"/office/products/{product.pk}/"
    return PicturePage(
        title=product.title,
        url=f"{url}pictures/{media.pk}/",
        product_url=f"{url}#pictures",
        src=rendition_path(asset.digest, min(640, asset.width), "jpg"),
        width=PRESS_WIDTH,
        height=max(1, round(PRESS_WIDTH * asset.height / asset.width)),
        alt=section_field(
            typed,
            "picture",
            "alt",
            "What it shows",
            media.alt,
            kind="textarea",
            rows=3,
            hint="Suggested by the shop: say it better." if media.alt_is_suggested else "For those who do not see it.",
        ),
        shows=_shows(product, media, typed),
        focus_x=told.get("focus_x", str(asset.focus_x)),
        focus_y=told.get("focus_y", str(asset.focus_y)),
        shapes=tuple(
            ShapeView(label, crop_path(asset.digest, shape, asset.focus_x, asset.focus_y), *_shown_size(shape))
            for shape, label in SHAPE_WORDS.items()
        ),
        size=f"{asset.width:,} × {asset.height:,} pixels",
        shared=f"{words.plural(others, 'other product shows', 'other products show')} this picture, too."
        if others
        else "",
        trouble=typed.trouble,
    )


def _shown_size(shape: str) -> tuple[int, int]:
    wide, high = SHAPES[shape]
    return 120 * wide // high, 120


def _shows(product: Product, media: ProductMedia, typed: Typed) -> Field | None:
    """Which option's value it shows; none for a product without options."""
    known = _option_values(product)
    if not known:
        return None
    kept = [place for place, pair in known.items() if pair in media.options.items()]
    return Field(
        name="shows",
        label="True to",
        kind="select",
        value=typed.in_section("picture").get("shows", kept[0] if kept else ""),
        error=typed.wrong("picture").get("shows", ""),
        choices=(
            Choice("", "every option"),
            *(Choice(place, f"{name}: {value}") for place, (name, value) in known.items()),
        ),
        hint="It comes first when a shopper chooses this.",
    )


def options_of(product: Product, shows: str) -> dict[str, str]:
    """What was chosen in “True to”, as options of the product. Raises InvalidInput."""
    if not shows:
        return {}
    pair = _option_values(product).get(shows)
    if pair is None:
        raise InvalidInput("The picture was not saved.", {"shows": "Choose one of the product's own options."})
    return dict([pair])


def _option_values(product: Product) -> dict[str, tuple[str, str]]:
    """Each option with each of its values, by their places, such as ``0.2``."""
    return {
        f"{n}.{m}": (option["name"], value["value"])
        for n, option in enumerate(product.options)
        for m, value in enumerate(option["values"])
    }


def pressed_at(asset: MediaAsset, typed: Mapping[str, str]) -> tuple[int, int] | None:
    """The place that was pressed in the picture, in percent. A press by keyboard says 0, 0: no place at all."""
    try:
        x, y = (int(typed[name]) for name in ("point.x", "point.y"))
    except (KeyError, ValueError):
        return None
    if (x, y) == (0, 0):
        return None
    height = max(1, round(PRESS_WIDTH * asset.height / asset.width))
    return min(100, max(0, round(100 * x / PRESS_WIDTH))), min(100, max(0, round(100 * y / height)))


def _small(asset: MediaAsset) -> str:
    return rendition_path(asset.digest, min(WIDTHS[0], asset.width), "jpg")
