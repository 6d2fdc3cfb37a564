"""The cart by its forms: with script (parts) and without (pages)."""

from __future__ import annotations

import re

import pytest
from django.test import Client, override_settings

from shopkeeper.commerce.cart.models import Cart, CartLine
from shopkeeper.commerce.catalogue.models import Offer, Product
from shopkeeper.commerce.checkout.makers import make_shop
from shopkeeper.commerce.inventory import operations as inventory
from shopkeeper.commerce.inventory.models import Bucket
from shopkeeper.commerce.pricing import operations as pricing
from shopkeeper.commerce.pricing.operations import NewPrice
from shopkeeper.foundation import clock
from shopkeeper.foundation.idempotency.models import IdempotencyKey
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.storefront.makers import browser, hidden, offer_of, stocked_product

pytestmark = pytest.mark.django_db
PARTS = {"HTTP_X_PARTS": "cart-drawer cart-count"}


@pytest.fixture
def shopper() -> Client:
    make_shop()
    return browser()


@pytest.fixture
def mug(shopper: Client) -> Product:
    return stocked_product("Mug")


def add(shopper: Client, product: Product, quantity: str = "1", key: str = "", **headers: str) -> object:
    sku = offer_of(product).variant.sku
    return shopper.post("/cart/add", {"sku": sku, "quantity": quantity, "idempotency_key": key}, **headers)


def quantities() -> list[int]:
    return list(CartLine.objects.order_by("pk").values_list("quantity", flat=True))


def test_adding_without_script_leads_to_the_cart(shopper: Client, mug: Product) -> None:
    answer = add(shopper, mug, "2")

    assert (answer.status_code, answer["Location"]) == (303, "/cart/")
    html = shopper.get("/cart/").content.decode()
    assert "€36.00" in html
    assert "€4.95" in html
    assert "€40.95" in html
    assert "Estimated total" in html
    assert "€24.00 to go" in html
    assert "Arrives" in html


def test_adding_with_script_answers_with_the_drawer_and_the_count(shopper: Client, mug: Product) -> None:
    html = add(shopper, mug, "2", **PARTS).content.decode()

    assert 'data-part="cart-drawer"' in html
    assert 'data-part="cart-count" data-count="2"' in html
    assert "<html" not in html


def test_the_same_form_sent_again_puts_nothing_more_in(shopper: Client, mug: Product) -> None:
    key = hidden(shopper.get(f"/p/{mug.slug}/").content.decode(), "idempotency_key")

    for _ in range(3):
        add(shopper, mug, "2", key)

    assert quantities() == [2]


def test_a_visitor_whose_first_answer_got_lost_finds_the_same_cart_again(shopper: Client, mug: Product) -> None:
    add(shopper, mug, "2", "key-of-this-page")
    shopper.cookies.clear()

    answer = add(shopper, mug, "2", "key-of-this-page")

    assert answer.status_code == 303
    assert Cart.objects.count() == 1
    assert "€36.00" in shopper.get("/cart/").content.decode()


@pytest.mark.parametrize("typed", ["-1", "0.5", "1e9", "abc", "0", "1000", "٣", "9" * 400])
def test_a_quantity_that_makes_no_sense_is_refused_and_nothing_is_lost(
    shopper: Client, mug: Product, typed: str
) -> None:
    add(shopper, mug, "2")

    page, part = add(shopper, mug, typed), add(shopper, mug, typed, **PARTS)

    assert page.status_code == part.status_code == 422
    assert "Not put in the cart" in page.content.decode()
    assert 'data-problem="bad_quantity"' in part.content.decode()
    assert quantities() == [2]


@pytest.mark.parametrize("typed", ["-1", "0.5", "1e9", "abc", ""])
def test_a_line_with_a_wrong_quantity_says_so_where_it_stands(shopper: Client, mug: Product, typed: str) -> None:
    add(shopper, mug, "2")

    answer = shopper.post(f"/cart/lines/{offer_of(mug).pk}", {"quantity": typed}, HTTP_X_PARTS="cart cart-count")

    assert answer.status_code == 422
    assert 'data-problem="bad_quantity"' in answer.content.decode()
    assert quantities() == [2]


def test_steps_move_the_quantity_and_zero_takes_the_line_out(shopper: Client, mug: Product) -> None:
    add(shopper, mug, "2")
    url = f"/cart/lines/{offer_of(mug).pk}"

    shopper.post(url, {"quantity": "2", "step": "1"})
    assert quantities() == [3]
    shopper.post(url, {"quantity": "1", "step": "-1"})

    assert quantities() == []
    assert "Your cart is empty" in shopper.get("/cart/").content.decode()


def test_a_price_from_the_form_is_never_believed(shopper: Client, mug: Product) -> None:
    sku = offer_of(mug).variant.sku
    forged = {"sku": sku, "quantity": "1", "price": "0.01", "amount_minor": "1", "seen_minor": "1", "currency": "JPY"}

    shopper.post("/cart/add", forged)

    assert CartLine.objects.get().seen_minor == 1800
    assert "€18.00" in shopper.get("/cart/").content.decode()


def test_what_is_not_sold_and_other_peoples_lines_are_not_found(shopper: Client, mug: Product) -> None:
    add(shopper, mug)
    other = browser()
    offer = offer_of(mug, 1)

    assert shopper.post("/cart/add", {"sku": "NO-SUCH", "quantity": "1"}).status_code == 404
    assert other.post(f"/cart/lines/{offer_of(mug).pk}", {"quantity": "9"}).status_code == 404
    assert shopper.post(f"/cart/lines/{offer.pk}", {"quantity": "9"}).status_code == 404
    assert quantities() == [1]


def test_fewer_left_than_wanted_is_settled_by_one_tap(shopper: Client, mug: Product) -> None:
    add(shopper, mug, "5")
    offer = offer_of(mug)
    bucket = Bucket.objects.get(resource_id=offer.pk)
    inventory.adjust(bucket_id=bucket.pk, delta=-8, reason="broken", actor="test", at=clock.now())

    html = shopper.get("/cart/").content.decode()
    shopper.post("/cart/fix", {"fix": f"take_what_is_left:{offer.pk}"})

    assert "Only 2 of the 5 are left" in html
    assert "Take 2" in html
    assert quantities() == [2]
    assert "data-problem" not in shopper.get("/cart/").content.decode()


def test_a_risen_price_is_told_and_accepted_by_one_tap(shopper: Client, mug: Product) -> None:
    add(shopper, mug)
    offer = offer_of(mug)
    pricing.set_prices(prices=[NewPrice(offer.pk, Money.parse("21.00", "EUR"))], at=clock.now())

    html = shopper.get("/cart/").content.decode()
    shopper.post("/cart/fix", {"fix": f"accept_price:{offer.pk}"})

    assert "The price rose from €18.00 to €21.00" in html
    assert "data-problem" not in shopper.get("/cart/").content.decode()


@pytest.mark.parametrize("fix", ["", "remove", "remove:abc", "drop:1", "remove:99999999999999999999", ":"])
def test_a_made_up_fix_changes_nothing(shopper: Client, mug: Product, fix: str) -> None:
    add(shopper, mug)

    answer = shopper.post("/cart/fix", {"fix": fix})

    assert answer.status_code in (303, 404, 422)
    assert quantities() == [1]


def test_the_cart_moves_along_to_another_market(shopper: Client, mug: Product) -> None:
    make_shop("GBP", country="GB")
    pricing.set_prices(prices=[NewPrice(offer_of(mug).pk, Money.parse("15.00", "GBP"))], at=clock.now())
    add(shopper, mug)

    answer = shopper.post("/market/", {"market": "gb-gbp.GB", "postcode": "ec1a 1bb", "next": "/cart/"})

    assert (answer.status_code, answer["Location"]) == (303, "/cart/")
    html = shopper.get("/cart/").content.decode()
    assert "£15.00" in html
    assert 'data-problem="price' not in html


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb", ""]
)
def test_the_market_form_leads_nowhere_else(shopper: Client, target: str) -> None:
    answer = shopper.post("/market/", {"market": "nl-eur.DE", "next": target})

    assert answer["Location"] == "/"


@pytest.mark.parametrize("lines", [1, 50])
def test_a_cart_costs_six_queries_at_most_however_long(
    lines: int, shopper: Client, django_assert_num_queries: object
) -> None:
    for number in range(lines):
        add(shopper, stocked_product(f"Mug {number}", values=(), stock=(5,)))
    with override_settings(SEARCH_REFRESH_SECONDS=60):
        shopper.get("/cart/")

        with django_assert_num_queries(5):
            answer = shopper.get("/cart/")

    assert answer.content.decode().count('class="line"') == lines


def test_pages_about_a_visitor_are_never_for_shared_caches(shopper: Client, mug: Product) -> None:
    add(shopper, mug)

    for path in ("/", "/cart/", f"/p/{mug.slug}/", "/c/kitchen/", "/search/?q=mug", "/market/", "/contact/", "/nope"):
        answer = shopper.get(path)
        assert answer["Cache-Control"].startswith("private"), path
        assert "Cookie" in answer["Vary"], path
        assert 'data-count="1"' in answer.content.decode(), path
    assert 'data-count="0"' in browser().get("/").content.decode()


def test_forms_from_other_sites_change_nothing(shopper: Client, mug: Product) -> None:
    add(shopper, mug)

    answer = add(shopper, mug, HTTP_SEC_FETCH_SITE="cross-site")

    assert answer.status_code == 403
    assert quantities() == [1]


def test_a_key_is_kept_with_little_beside_it(shopper: Client, mug: Product) -> None:
    add(shopper, mug, key="k", **PARTS)

    assert len(IdempotencyKey.objects.get().answer_body) < 64


def test_parts_of_the_cart_come_alone(shopper: Client, mug: Product) -> None:
    add(shopper, mug)

    html = shopper.get("/cart/", HTTP_X_PARTS="cart cart-count").content.decode()

    assert html.startswith("<title>")
    assert re.search(r'data-part="cart"', html)
    assert "site-head" not in html


def test_an_offer_that_left_the_shop_can_only_be_removed(shopper: Client, mug: Product) -> None:
    add(shopper, mug)
    Offer.objects.filter(pk=offer_of(mug).pk).update(is_active=False)

    html = shopper.get("/cart/").content.decode()
    shopper.post("/cart/fix", {"fix": f"remove:{offer_of(mug).pk}"})

    assert "No longer sold here" in html
    assert quantities() == []
