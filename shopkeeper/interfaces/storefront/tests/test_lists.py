"""Category, collection and search pages."""

from __future__ import annotations

import re

import pytest
from django.test import Client, override_settings

from shopkeeper.commerce.catalogue.makers import make_category
from shopkeeper.commerce.catalogue.models import SlugRedirect
from shopkeeper.commerce.checkout.makers import make_shop
from shopkeeper.interfaces.storefront.makers import browser, stocked_product

pytestmark = pytest.mark.django_db
NONSENSE = [
    "page=0",
    "page=-1",
    "page=1e9",
    "page=abc",
    "page=999999999999999999999",
    "page=٣",
    "price_min=abc",
    "price_min=-5",
    "price_max=1e400",
    "price_max=NaN",
    "price_min=99999999999999999999999999",
    "price_min=5&price_max=1",
    "sort=drop",
    "colour=Nope",
    "unknown=1&%00=2",
    "colour=" + "x" * 5000,
    "colour=Ink&colour=Ink&colour=Oat",
    "&".join(f"f{n}=1" for n in range(300)),
]


@pytest.fixture
def shopper() -> Client:
    make_shop()
    return browser()


def test_a_category_shows_what_is_in_it_and_below_it(shopper: Client) -> None:
    stocked_product("Ink mug", category=make_category("kitchen/mugs"))

    html = shopper.get("/c/kitchen/").content.decode()

    assert "Ink mug" in html
    assert 'href="/c/kitchen/mugs/"' in html
    assert "1 product" in html


@pytest.mark.parametrize("query", NONSENSE)
@pytest.mark.parametrize("path", ["/c/kitchen/", "/search/?q=mug", "/p/mug/"])
def test_nonsense_in_an_address_is_never_an_error(shopper: Client, path: str, query: str) -> None:
    stocked_product(slug="mug")
    make_category("kitchen")

    answer = shopper.get(path + ("&" if "?" in path else "?") + query)

    assert answer.status_code == 200


def test_filters_show_counts_swatches_and_chips_that_take_them_off(shopper: Client) -> None:
    stocked_product("Both")
    stocked_product("Only oat", values=("Oat",), stock=(3,))

    html = shopper.get("/c/kitchen/?colour=Ink").content.decode()

    assert "Only oat" not in html
    assert 'fill="#2b3544"' in html
    assert re.search(r'name="colour" value="Ink" checked', html)
    assert re.search(r'class="chip" href="/c/kitchen/"[^>]*>.*?Colour: Ink', html)


def test_a_value_that_would_give_nothing_stays_in_sight_and_cannot_be_chosen(shopper: Client) -> None:
    stocked_product("Dear oat", values=("Oat",), stock=(3,), price="90.00")
    stocked_product("Cheap ink", values=("Ink",), stock=(3,), price="9.00")

    html = shopper.get("/c/kitchen/?colour=Ink&on_sale=1").content.decode()

    assert re.search(r'name="on_sale" value="1" checked', html)
    assert "No product matches" in html


def test_more_than_one_filter_or_another_order_is_not_for_search_engines(shopper: Client) -> None:
    stocked_product()

    one = shopper.get("/c/kitchen/?colour=Ink").content.decode()
    two = shopper.get("/c/kitchen/?colour=Ink&in_stock=1").content.decode()
    sorted_ = shopper.get("/c/kitchen/?sort=price_asc").content.decode()

    assert 'name="robots"' not in one
    assert "noindex" in two
    assert "noindex" in sorted_


def test_long_lists_have_real_pages_that_know_their_neighbours(shopper: Client) -> None:
    for number in range(50):
        stocked_product(f"Mug number {number}", values=(), stock=(1,))

    html = shopper.get("/c/kitchen/?page=2").content.decode()

    assert html.count('class="card"') == 24
    assert re.search(r'rel="prev" href="[^"]*/c/kitchen/"', html)
    assert re.search(r'rel="next" href="[^"]*/c/kitchen/\?page=3"', html)
    assert re.search(r'rel="canonical" href="[^"]*/c/kitchen/\?page=2"', html)


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "x" * 10_000,
        "🧉🫖",
        "مرحبا بالعالم",
        "<script>alert(1)</script>",
        "' OR 1=1; DROP TABLE x --",
        "a\x00b",
        "%",
    ],
)
def test_any_search_gets_a_kind_page(shopper: Client, query: str) -> None:
    stocked_product()

    answer = shopper.get("/search/", {"q": query})

    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


def test_a_search_that_finds_nothing_offers_at_least_four_ways_on(shopper: Client) -> None:
    stocked_product()

    html = shopper.get("/search/", {"q": "mug samovar zeppelin xylophone"}).content.decode()
    nothing = shopper.get("/search/", {"q": "zeppelin"}).content.decode()
    ways = nothing[nothing.index('class="empty"') : nothing.index('id="suggested"')]

    assert "Mug" in html
    assert ways.count("<a ") + nothing.count('class="card"') >= 4
    assert 'href="/contact/"' in ways


def test_a_misspelt_word_is_understood_and_told(shopper: Client) -> None:
    stocked_product("Stoneware teapot")

    html = shopper.get("/search/", {"q": "teepot"}).content.decode()

    assert "Stoneware teapot" in html
    assert "closest spelling" in html


def test_a_sku_leads_straight_to_its_product(shopper: Client) -> None:
    product = stocked_product()
    sku = product.variants.first().sku

    answer = shopper.get("/search/", {"q": sku})

    assert (answer.status_code, answer["Location"]) == (303, f"/p/{product.slug}/")


def test_suggestions_are_options_and_nothing_else(shopper: Client) -> None:
    stocked_product("Teapot <b>bold</b>")

    html = shopper.get("/search/suggest", {"q": "tea"}).content.decode()

    assert re.fullmatch(r'(<a role="option" href="[^"]+">.*?</a>\s*)+', html, re.DOTALL)
    assert "<b>bold" not in html


def test_an_old_address_leads_to_todays_for_good(shopper: Client) -> None:
    product = stocked_product()
    SlugRedirect.objects.create(old_path="/p/old-mug/", new_path=f"/p/{product.slug}/")

    answer = shopper.get("/p/old-mug/")

    assert (answer.status_code, answer["Location"]) == (301, f"/p/{product.slug}/")


def test_what_is_not_there_offers_ways_on(shopper: Client) -> None:
    stocked_product()

    for path in ("/p/nope/", "/c/nope/", "/collections/nope/", "/pages/nope/", "/nope"):
        answer = shopper.get(path)
        assert answer.status_code == 404
        assert b'type="search"' in answer.content
        assert b'href="/c/kitchen/"' in answer.content


def test_programs_get_refusals_as_json(shopper: Client) -> None:
    answer = shopper.get("/p/nope/", HTTP_ACCEPT="application/json")

    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


def head(html: str) -> tuple[str, str, str]:
    """Title, canonical path and robots of a page."""
    robots = re.search(r'name="robots" content="([^"]*)"', html)
    canonical = re.search(r'rel="canonical" href="https?://[^/]+([^"]*)"', html)
    title = re.search(r"<title>(.*?)</title>", html)
    assert canonical
    assert title
    return title[1], canonical[1], robots[1] if robots else ""


def test_a_list_narrowed_by_one_value_has_a_title_and_an_address_of_its_own(shopper: Client) -> None:
    stocked_product()

    whole = head(shopper.get("/c/kitchen/").content.decode())
    narrowed = head(shopper.get("/c/kitchen/?utm_source=x&colour=Ink").content.decode())
    stocked = head(shopper.get("/c/kitchen/?in_stock=1").content.decode())

    assert (narrowed[1], narrowed[2]) == ("/c/kitchen/?colour=Ink", "")
    assert "Kitchen, Colour: Ink – " in narrowed[0]
    assert "Kitchen, In stock – " in stocked[0]
    assert len({whole[0], narrowed[0], stocked[0]}) == 3


@pytest.mark.parametrize(
    "query",
    [
        "colour=Ink&in_stock=1",
        "colour=Ink&colour=Oat",
        "price_min=5",
        "colour=Puce",
        "sort=newest",
        "colour=Ink&sort=price_asc",
    ],
)
def test_a_list_narrowed_further_is_not_for_search_engines(shopper: Client, query: str) -> None:
    stocked_product()

    assert head(shopper.get(f"/c/kitchen/?{query}").content.decode())[2] == "noindex, follow"


def test_pages_claim_no_other_language_because_each_has_one_address(shopper: Client) -> None:
    product = stocked_product()

    for path in ("/", "/c/kitchen/", f"/p/{product.slug}/", "/shipping/"):
        assert "hreflang" not in shopper.get(path).content.decode()


@pytest.mark.parametrize("products", [1, 50])
def test_a_list_costs_no_query_once_warm_however_long(
    products: int, shopper: Client, django_assert_num_queries: object
) -> None:
    for number in range(products):
        stocked_product(f"Mug {number}")
    with override_settings(SEARCH_REFRESH_SECONDS=60):
        shopper.get("/c/kitchen/?sort=newest")

        with django_assert_num_queries(0):
            answer = shopper.get("/c/kitchen/")

    assert answer.status_code == 200
