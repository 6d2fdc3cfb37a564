"""Pictures in the office: many at once, hostile ones named, in an order, with words and a focus; all without script."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from shopkeeper.commerce.catalogue.desk.pictures import MOST_AT_ONCE, suggest_alt
from shopkeeper.commerce.catalogue.makers import make_product
from shopkeeper.commerce.catalogue.models import MediaAsset, Product, ProductMedia
from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.foundation import clock
from shopkeeper.foundation.audit.models import AuditEntry
from shopkeeper.foundation.events.testing import published
from shopkeeper.interfaces.backoffice.makers import at_the_desk, make_staff

pytestmark = pytest.mark.django_db
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.fixture
def office(settings: Any, tmp_path: Path) -> Client:
    settings.MEDIA_ROOT = tmp_path
    make_shop()
    return at_the_desk(make_staff(name="Marit"))


@pytest.fixture
def mug(office: Client) -> Product:
    colours = [{"name": "Colour", "values": [{"value": "Ink"}, {"value": "Oat"}]}]
    product = make_product("Aster mug", options=colours)
    make_offer(product=product, at=clock.now() - timedelta(days=40))
    return product


def file(name: str, data: bytes | None = None, *, colour: Any = "teal", size: tuple[int, int] = (40, 30)) -> Any:
    made = BytesIO()
    if data is None:
        Image.new("RGB", size, colour).save(made, "PNG")
    return SimpleUploadedFile(name, made.getvalue() if data is None else data)


def send(office: Client, product: Product, *files: Any, **typed: str) -> Any:
    return office.post(f"/office/products/{product.pk}/upload", {"pictures": list(files), **typed}, follow=True)


def gallery(product: Product) -> list[str]:
    return list(product.media.order_by("position").values_list("alt", flat=True))


def filled(office: Client, product: Product, count: int = 3) -> list[ProductMedia]:
    send(office, product, *(file(f"view {n}.png", colour=(n, n, n)) for n in range(count)))
    return list(product.media.order_by("position"))


def test_twenty_pictures_are_added_at_once_in_their_order_with_suggested_words(office: Client, mug: Product) -> None:
    answer = send(office, mug, *(file(f"{n:02}-side.png", colour=(n, n, n)) for n in range(20)))

    assert "20 pictures are added." in answer.content.decode()
    assert gallery(mug) == [f"Aster mug: {n:02} side" for n in range(20)]
    assert not mug.media.filter(alt_is_suggested=False).exists()
    assert answer.content.decode().count("Suggested words") == 20
    assert AuditEntry.objects.get().action == "catalogue.add_pictures"
    assert [one.name for one in published()].count("catalogue.ProductsChanged") == 1


def test_hostile_files_are_named_with_their_reason_and_the_others_kept(office: Client, mug: Product) -> None:
    answer = send(office, mug, file("evil.svg", SVG), file("good.png"), file("page.jpg", b"<html>"))
    page = answer.content.decode()

    assert "1 picture is added." in page
    assert "evil.svg: This is not a picture we can read." in page
    assert "page.jpg: This is not a picture we can read." in page
    assert gallery(mug) == ["Aster mug: good"]


def test_only_hostile_files_are_refused_with_everything_typed(office: Client, mug: Product) -> None:
    answer = send(office, mug, file("evil.svg", SVG), alt="A mug from above")

    assert answer.status_code == 422
    assert "evil.svg: This is not a picture we can read." in answer.content.decode()
    assert 'value="A mug from above"' in answer.content.decode()
    assert not MediaAsset.objects.exists()


def test_no_file_and_too_many_files_are_refused(office: Client, mug: Product) -> None:
    none = send(office, mug)
    many = send(office, mug, *(file(f"{n}.png") for n in range(MOST_AT_ONCE + 1)))

    assert (none.status_code, many.status_code) == (422, 422)
    assert "Choose one or more files first." in none.content.decode()
    assert f"Send at most {MOST_AT_ONCE} files at once." in many.content.decode()


def test_the_same_picture_again_is_told_and_not_doubled(office: Client, mug: Product) -> None:
    send(office, mug, file("a.png"), file("b.png"))
    again = send(office, mug, file("c.png"))

    assert mug.media.count() == 1
    assert "1 picture stands there already." in again.content.decode()


def test_a_single_picture_may_bring_its_words(office: Client, mug: Product) -> None:
    send(office, mug, file("IMG_1234.png"), alt="Aster mug from above")

    assert (mug.media.get().alt, mug.media.get().alt_is_suggested) == ("Aster mug from above", False)


def test_a_name_of_markup_stays_words(office: Client, mug: Product) -> None:
    page = send(office, mug, file("<img src=x onerror=alert(1)>.png"), file("../../etc/passwd", SVG)).content.decode()

    assert "<img src=x" not in page
    assert "passwd: This is not a picture" in page


@pytest.mark.parametrize(
    ("name", "alt"),
    [
        ("handle-from-above.jpg", "Mug: handle from above"),
        ("IMG_2034.jpeg", "Mug"),
        ("DSC00021.JPG", "Mug"),
        ("PXL_20261121_101112.jpg", "Mug"),
        ("20261121.png", "Mug"),
        ("mug.png", "Mug"),
        (".png", "Mug: png"),
        ("", "Mug"),
    ],
)
def test_words_are_suggested_from_what_is_known(name: str, alt: str) -> None:
    assert suggest_alt("Mug", name) == alt


def test_pictures_move_by_number_and_by_button_and_leave(office: Client, mug: Product) -> None:
    a, b, c = filled(office, mug)
    url = f"/office/products/{mug.pk}/pictures"

    office.post(url, {"down": str(a.pk)})
    assert [row.pk for row in mug.media.order_by("position")] == [b.pk, a.pk, c.pk]
    office.post(url, {f"place-{c.pk}": "1"})
    assert [row.pk for row in mug.media.order_by("position")] == [c.pk, b.pk, a.pk]
    office.post(url, {f"remove-{b.pk}": "yes", f"alt-{b.pk}": ""})

    assert [row.pk for row in mug.media.order_by("position")] == [c.pk, a.pk]
    assert AuditEntry.objects.filter(action="catalogue.arrange_pictures").count() == 3


def test_better_words_or_a_nod_end_the_suggestion_and_empty_words_are_refused(office: Client, mug: Product) -> None:
    a, b, c = filled(office, mug)
    url = f"/office/products/{mug.pk}/pictures"
    typed = {f"alt-{a.pk}": "From above", f"alt-{b.pk}": b.alt, f"approve-{b.pk}": "yes", f"alt-{c.pk}": c.alt}

    refused = office.post(url, {**typed, f"alt-{c.pk}": "  "})
    office.post(url, typed)

    assert refused.status_code == 422
    assert "Say what the picture shows." in refused.content.decode()
    assert "From above" in refused.content.decode()
    assert list(mug.media.order_by("position").values_list("alt_is_suggested", flat=True)) == [False, False, True]


def test_a_focus_is_set_by_slider_and_by_pressing_the_picture_and_crops_follow(office: Client, mug: Product) -> None:
    (row,) = filled(office, mug, 1)
    url = f"/office/products/{mug.pk}/pictures/{row.pk}/"
    typed = {"alt": "From above", "shows": "", "focus_x": "20", "focus_y": "80"}

    office.post(url, typed)
    page = office.get(url).content.decode()
    assert "-1x1-20-80.jpg" in page
    assert office.get(page.split('<ul role="list" class="shapes"><li><img src="')[1].split('"')[0]).status_code == 200
    office.post(url, {**typed, "point.x": "216", "point.y": "36"})

    asset = MediaAsset.objects.get()
    assert (asset.focus_x, asset.focus_y) == (90, 20)
    shop = office.get(f"/p/{mug.slug}/").content.decode()
    assert 'data-focus-x="9" data-focus-y="2"' in shop
    assert "-16x9-90-20.jpg" in shop


def test_pressing_the_picture_by_keyboard_moves_no_focus(office: Client, mug: Product) -> None:
    (row,) = filled(office, mug, 1)
    url = f"/office/products/{mug.pk}/pictures/{row.pk}/"

    office.post(url, {"alt": "x", "focus_x": "30", "focus_y": "40", "point.x": "0", "point.y": "0"})

    asset = MediaAsset.objects.get()
    assert (asset.focus_x, asset.focus_y) == (30, 40)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"alt": " "}, "Say what the picture shows."),
        ({"focus_x": "101"}, "Choose a place inside the picture."),
        ({"focus_x": "left"}, "Write a whole number"),
        ({"shows": "0.9"}, "Choose one of the product"),
    ],
)
def test_a_picture_that_cannot_be_saved_says_why(
    office: Client, mug: Product, typed: dict[str, str], words: str
) -> None:
    (row,) = filled(office, mug, 1)
    right = {"alt": "Kept words", "focus_x": "50", "focus_y": "50", "shows": ""}

    answer = office.post(f"/office/products/{mug.pk}/pictures/{row.pk}/", {**right, **typed})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    row.refresh_from_db()
    assert row.alt == "Aster mug: view 0"


def test_a_picture_true_to_an_option_comes_first_for_it(office: Client, mug: Product) -> None:
    _first, second = filled(office, mug, 2)
    typed = {"alt": "In oat", "focus_x": "50", "focus_y": "50", "shows": "0.1"}

    office.post(f"/office/products/{mug.pk}/pictures/{second.pk}/", typed)

    second.refresh_from_db()
    assert second.options == {"Colour": "Oat"}
    assert AuditEntry.objects.filter(action="catalogue.edit_picture").exists()
    assert "(Oat)" in office.get(f"/office/products/{mug.pk}/").content.decode()


def test_a_moved_focus_is_news_of_every_product_with_the_picture(office: Client, mug: Product) -> None:
    other = make_product("Other")
    (row,) = filled(office, mug, 1)
    ProductMedia.objects.create(product=other, asset=row.asset, alt="The same")
    url = f"/office/products/{mug.pk}/pictures/{row.pk}/"

    assert "1 other product shows this picture, too." in office.get(url).content.decode()
    office.post(url, {"alt": row.alt, "focus_x": "10", "focus_y": "50"})

    assert published()[-1].product_ids == sorted([mug.pk, other.pk])


def test_a_picture_of_another_product_is_not_found(office: Client, mug: Product) -> None:
    (row,) = filled(office, mug, 1)

    assert office.get(f"/office/products/{make_product().pk}/pictures/{row.pk}/").status_code == 404
