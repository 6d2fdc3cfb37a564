"""Pictures that were sent: only what is seen of them is kept and served, and what is no picture is refused (X13)."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from PIL import Image

from shopkeeper.commerce.catalogue import masters, renditions
from shopkeeper.commerce.catalogue.models import MediaAsset
from shopkeeper.commerce.catalogue.pictures import SHAPES, crop_box
from shopkeeper.foundation.errors import InvalidInput, NotFound

pytestmark = pytest.mark.django_db
SECRET = b"52.1601N-4.4970E"
PAYLOAD = b"<script>alert(document.domain)</script>"


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def drawn(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, *size))
    made = BytesIO()
    picture.save(made, kind, **options)
    return made.getvalue()


def with_secrets(kind: str, orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif[0x0112] = orientation
    return drawn(kind, exif=exif, **({"comment": SECRET} if kind == "JPEG" else {}))


def zipped() -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as file:
        file.writestr("index.html", PAYLOAD)
    return made.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header promises so many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    )


def kept(asset: MediaAsset) -> bytes:
    path = masters.master_path(asset.digest)
    assert path is not None
    return path.read_bytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_place_and_camera_are_left_behind(kind: str) -> None:
    data = with_secrets(kind)
    assert SECRET in data

    asset = masters.keep_upload(data)

    assert SECRET not in kept(asset)
    for suffix in ("avif", "jpg"):
        assert SECRET not in renditions.rendition(asset.digest, 60, suffix).read_bytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_what_the_shop_brings_along_is_never_served_with_its_secrets(kind: str) -> None:
    asset = masters.keep_master(with_secrets(kind))

    for suffix in ("avif", "jpg"):
        assert SECRET not in renditions.rendition(asset.digest, 60, suffix).read_bytes()
    assert SECRET not in renditions.crop(asset.digest, "1x1", 50, 50).read_bytes()


@pytest.mark.parametrize("tail", [PAYLOAD, zipped()], ids=["page", "archive"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_second_file_behind_the_picture_is_left_behind(kind: str, tail: bytes) -> None:
    asset = masters.keep_upload(drawn(kind) + tail)

    assert tail not in kept(asset)
    assert PAYLOAD not in kept(asset)
    assert Image.open(BytesIO(kept(asset))).format == "JPEG"


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)//",
        b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;",
        b"%PDF-1.7" + b"\0" * 99,
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        b"\xff\xd8\xff\xe0" + PAYLOAD,
        zipped(),
        b"",
        b"\x89PNG\r\n\x1a\n",
    ],
    ids=["svg", "gif-script", "gif", "pdf", "eps", "jpeg-head", "zip", "nothing", "png-head"],
)
def test_what_is_no_picture_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(InvalidInput, match="not a picture we can read"):
        masters.keep_upload(data)

    assert not MediaAsset.objects.exists()
    assert not list(Path(masters.settings.MEDIA_ROOT).rglob("*.*"))


@pytest.mark.parametrize(("width", "height"), [(50_000, 50_000), (7_100, 7_100), (200_000, 300)])
def test_a_bomb_is_refused_before_it_is_unpacked(width: int, height: int) -> None:
    with pytest.raises(InvalidInput, match="pixels"):
        masters.keep_upload(bomb(width, height))


def test_a_file_too_large_is_refused_unread() -> None:
    with pytest.raises(InvalidInput, match="larger than 25 MB"):
        masters.keep_upload(b"\xff" * (masters.MAX_BYTES + 1))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_picture_cut_off_in_the_middle_is_refused(kind: str) -> None:
    data = drawn(kind, (400, 300), **({"quality": 95} if kind != "PNG" else {}))

    with pytest.raises(InvalidInput):
        masters.keep_upload(data[: len(data) // 2])


def test_a_damaged_master_is_no_picture_and_no_fault() -> None:
    asset = masters.keep_master(drawn("PNG", (400, 300)))
    path = masters.master_path(asset.digest)
    assert path is not None
    path.write_bytes(path.read_bytes()[:60])

    with pytest.raises(NotFound):
        renditions.rendition(asset.digest, 320, "jpg")


@pytest.mark.parametrize("keep", [masters.keep_upload, masters.keep_master])
def test_a_photograph_taken_on_its_side_is_turned_upright(keep: Any) -> None:
    asset = keep(with_secrets("JPEG", orientation=6))

    assert (asset.width, asset.height) == (40, 60)
    with Image.open(renditions.rendition(asset.digest, 40, "jpg")) as picture:
        assert picture.size == (40, 60)
        assert picture.getpixel((20, 5))[0] > 200  # what was left is on top


def test_what_is_transparent_becomes_white() -> None:
    made = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(made, "PNG")

    for keep in (masters.keep_upload, masters.keep_master):
        asset = keep(made.getvalue())
        with Image.open(renditions.rendition(asset.digest, 20, "jpg")) as picture:
            assert picture.getpixel((9, 9)) == (255, 255, 255)


def test_the_same_file_twice_is_one_asset() -> None:
    data = drawn()

    assert masters.keep_upload(data).pk == masters.keep_upload(data).pk
    assert MediaAsset.objects.count() == 1


def test_a_huge_picture_is_kept_no_larger_than_any_screen_shows() -> None:
    asset = masters.keep_upload(drawn("JPEG", (6000, 1500)))

    assert (asset.width, asset.height) == (4096, 1024)


def test_shapes_are_cut_around_the_focus_and_only_there() -> None:
    asset = masters.keep_master(drawn("PNG", (60, 20)))
    MediaAsset.objects.update(focus_x=90)

    with Image.open(renditions.crop(asset.digest, "1x1", 90, 50)) as picture:
        assert picture.size == (20, 20)
        assert picture.getpixel((10, 10))[2] > 200
    for shape, x, y in (("1x1", 50, 50), ("1x1", 90, 51), ("2x1", 90, 50), ("1x1", 999, 50)):
        with pytest.raises(NotFound):
            renditions.crop(asset.digest, shape, x, y)


@pytest.mark.parametrize("shape", SHAPES.values())
@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 3), (400, 300), (16, 9)])
@pytest.mark.parametrize("focus", [(0, 0), (50, 50), (100, 100), (0, 100)])
def test_a_crop_never_leaves_the_picture(shape: tuple[int, int], size: tuple[int, int], focus: tuple[int, int]) -> None:
    left, top, right, bottom = crop_box(*size, shape, *focus)

    assert 0 <= left < right <= size[0]
    assert 0 <= top < bottom <= size[1]
