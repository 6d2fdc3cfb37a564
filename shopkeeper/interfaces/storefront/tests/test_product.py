"""The product page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client, override_settings

from shopkeeper.commerce.catalogue.makers import make_category, make_product, place_in
from shopkeeper.commerce.catalogue.models import AttributeDefinition, Offer, ProductType, Variant
from shopkeeper.commerce.checkout.makers import make_shop
from shopkeeper.commerce.content.models import ReturnPolicy
from shopkeeper.commerce.inventory import operations as inventory
from shopkeeper.commerce.inventory.allocation import Want
from shopkeeper.commerce.inventory.models import Bucket
from shopkeeper.commerce.pricing import operations as pricing
from shopkeeper.commerce.pricing.models import Price
from shopkeeper.commerce.pricing.operations import NewPrice
from shopkeeper.foundation import clock
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.remember import forget_all
from shopkeeper.interfaces.storefront.makers import browser, offer_of, stocked_product, structured_data
from shopkeeper.interfaces.storefront.present.json_ld import is_real_gtin

pytestmark = pytest.mark.django_db
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\" ' {{7*7}}"


@pytest.fixture
def shopper() -> Client:
    make_shop()
    ReturnPolicy.objects.create(name="All", window_days=30)
    forget_all()
    return browser()


def reduce(offer: Offer, amount: str) -> None:
    now = clock.now()
    pricing.set_prices(
        prices=[
            NewPrice(
                offer.pk,
                Money.parse(amount, "EUR"),
                starts_at=now - timedelta(hours=1),
                ends_at=now + timedelta(days=3),
            )
        ],
        at=now - timedelta(hours=1),
    )


def test_everything_that_decides_stands_on_the_page(shopper: Client) -> None:
    product = stocked_product(stock=(3, 10))

    html = shopper.get(f"/p/{product.slug}/").content.decode()

    for words in ("€18.00", "incl. 21% VAT NL", "Only 3 left", "Arrives <b>", "€4.95", "free from €60.00", "30 days"):
        assert words in html, words


def test_choosing_an_option_changes_sku_stock_and_says_why_another_cannot_be_had(shopper: Client) -> None:
    product = stocked_product(stock=(0, 10))

    gone = shopper.get(f"/p/{product.slug}/?colour=Ink").content.decode()
    there = shopper.get(f"/p/{product.slug}/?colour=Oat").content.decode()

    assert "Sold out in Ink — Oat is available" in gone
    assert "Add to cart" not in gone
    assert "Ink: Sold out" in there
    assert offer_of(product, 1).variant.sku in there


def test_a_reduction_never_stands_without_the_lowest_price_of_thirty_days(shopper: Client) -> None:
    product = stocked_product(at=clock.now() - timedelta(days=40))
    reduce(offer_of(product), "12.00")

    html = shopper.get(f"/p/{product.slug}/?colour=Ink").content.decode()

    assert re.search(r"<s[^>]*>.*?€18.00</s>", html)
    assert "Lowest price in 30 days: €18.00" in html


def test_specifications_read_like_words(shopper: Client) -> None:
    kind = ProductType.objects.create(slug="mug", name="Mug")
    for slug, name, unit, sort in (
        ("dishwasher_safe", "Dishwasher safe", "", "boolean"),
        ("origin_country", "Made in", "", "text"),
        ("height_cm", "Height", "cm", "number"),
    ):
        AttributeDefinition.objects.create(product_type=kind, slug=slug, name=name, unit=unit, kind=sort)
    facts = {"dishwasher_safe": True, "origin_country": "PT", "height_cm": 8.4, "unknown": "no"}
    product = stocked_product(product_type=kind, attributes=facts)

    html = shopper.get(f"/p/{product.slug}/").content.decode()

    assert re.search(r"Dishwasher safe</th><td>Yes", html)
    assert re.search(r"Made in</th><td>Portugal", html)
    assert re.search(r"Height</th><td>8.4 cm", html)


def test_structured_data_says_what_the_page_says(shopper: Client) -> None:
    product = stocked_product(stock=(0, 4), price="24.50")

    html = shopper.get(f"/p/{product.slug}/?colour=Oat").content.decode()
    group, trail = structured_data(html)
    by_colour = {one["color"]: one for one in group["hasVariant"]}

    assert group["@type"] == "ProductGroup"
    assert group["variesBy"] == ["https://schema.org/color"]
    offer = by_colour["Oat"]["offers"]
    assert f"€{offer['price']}" in html
    assert (offer["priceCurrency"], offer["availability"]) == ("EUR", "https://schema.org/InStock")
    assert by_colour["Ink"]["offers"]["availability"] == "https://schema.org/OutOfStock"
    assert offer["url"].endswith(f"/p/{product.slug}/?colour=Oat")
    assert offer["hasMerchantReturnPolicy"]["merchantReturnDays"] == 30
    assert offer["shippingDetails"]["shippingRate"] == {"@type": "MonetaryAmount", "value": "4.95", "currency": "EUR"}
    assert "aggregateRating" not in group
    assert trail["itemListElement"][0]["name"] == "Home"


def test_only_numbers_given_out_by_gs1_are_called_gtin() -> None:
    assert is_real_gtin("4006381333931")
    assert not is_real_gtin("2000000000015")
    assert not is_real_gtin("4006381333932")
    assert not is_real_gtin("")


def test_hostile_words_stay_words(shopper: Client) -> None:
    kind = ProductType.objects.create(slug="mug", name="Mug")
    AttributeDefinition.objects.create(product_type=kind, slug="note", name=HOSTILE[:100], filterable=True)
    product = stocked_product(HOSTILE, summary=HOSTILE, product_type=kind, attributes={"note": HOSTILE})

    for path in (f"/p/{product.slug}/", "/", "/c/kitchen/", "/search/?q=script"):
        html = shopper.get(path).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "49" not in html.split("<title>")[1].split("</title>")[0]
    assert structured_data(shopper.get(f"/p/{product.slug}/").content.decode())[0]["name"] == HOSTILE


@pytest.mark.parametrize("variants", [1, 50])
@pytest.mark.parametrize("is_reduced", [False, True])
def test_a_product_costs_at_most_six_queries(
    variants: int, is_reduced: bool, shopper: Client, django_assert_num_queries: object
) -> None:
    product = many_variants(variants)
    if is_reduced:
        reduce(offer_of(product), "5.00")
    with override_settings(SEARCH_REFRESH_SECONDS=60):
        shopper.get(f"/p/{product.slug}/?warm=1")

        with django_assert_num_queries(6 if is_reduced else 5):
            answer = shopper.get(f"/p/{product.slug}/")

    assert answer.status_code == 200


def test_two_thousand_variants_weigh_hardly_more_than_a_hundred(
    shopper: Client, django_assert_num_queries: object
) -> None:
    pages, parts = [], []
    for count in (128, 2048):
        product = many_variants(count)
        with override_settings(SEARCH_REFRESH_SECONDS=60):
            shopper.get(f"/p/{product.slug}/?warm=1")
            with django_assert_num_queries(5):
                pages.append(shopper.get(f"/p/{product.slug}/?number=7&letter=L1").content)
            with django_assert_num_queries(5):
                parts.append(shopper.get(f"/p/{product.slug}/?number=8&letter=L1", HTTP_X_PARTS="product").content)

    assert b"L31" in pages[1]
    assert b"MANY-2048-72" in parts[1]
    assert len(structured_data(pages[1].decode())[0]["hasVariant"]) == 50
    # Thirty values of an option more to choose from, and nothing for each of two thousand variants.
    assert len(pages[1]) - len(pages[0]) < 4_000
    assert len(pages[1]) < 80_000
    assert len(parts[1]) < 10_000


def many_variants(count: int) -> object:
    """A product with ``count`` variants, in two options of at most 64 values."""
    values = [{"value": str(number)} for number in range(min(count, 64))]
    letters = [{"value": f"L{number}"} for number in range(-(-count // 64))]
    product = make_product(
        "Many", options=[{"name": "Number", "values": values}, {"name": "Letter", "values": letters}]
    )
    place_in(product, make_category("kitchen"))
    rows = [
        Variant(
            product=product,
            sku=f"MANY-{count}-{number}",
            options={"Number": str(number % 64), "Letter": f"L{number // 64}"},
            option_key=f"{number % 64}\x1fL{number // 64}",
            position=number,
        )
        for number in range(count)
    ]
    offers = Offer.objects.bulk_create(Offer(variant=row) for row in Variant.objects.bulk_create(rows))
    Price.objects.bulk_create(Price(offer=offer, currency="EUR", amount_minor=900) for offer in offers)
    Bucket.objects.bulk_create(Bucket(kind="unit", resource_id=offer.pk, slot="main", total=5) for offer in offers)
    return product


def test_a_sold_out_product_stays_says_why_and_offers_what_comes_nearest(shopper: Client) -> None:
    gone = stocked_product("Gone mug", values=(), stock=(0,), attributes={"material": "Clay"})
    for number in range(5):
        stocked_product(f"Other {number}", sold_count=90)
    stocked_product("Clay mug", attributes={"material": "Clay"})
    stocked_product("Gone, too", stock=(0, 0), attributes={"material": "Clay"})

    answer = shopper.get(f"/p/{gone.slug}/")
    html = answer.content.decode()
    instead = html.split('id="alternatives"')[1].split("</section>")[0]

    assert answer.status_code == 200
    assert "noindex" not in html
    assert "Sold out: nothing is left of it" in html
    assert "Add to cart" not in html
    assert "Arrives" not in html
    assert re.findall(r'<a[^>]*href="/p/[^"]*"[^>]*>([^<]+)</a>', instead)[0] == "Clay mug"
    assert "Gone, too" not in instead
    assert structured_data(html)[0]["offers"]["availability"] == "https://schema.org/OutOfStock"


def test_a_last_piece_that_is_being_paid_for_may_come_back(shopper: Client) -> None:
    product, at = stocked_product(values=(), stock=(1,)), clock.now()
    want = Want(line_key="1", resource_id=offer_of(product).pk, quantity=1)
    inventory.take(reference="cart:1", wants=[want], at=at, expires_at=at + timedelta(minutes=15))

    assert "the last pieces are being paid for" in shopper.get(f"/p/{product.slug}/").content.decode()


def test_another_option_that_is_there_is_one_press_away(shopper: Client) -> None:
    product = stocked_product(stock=(0, 10))

    html = shopper.get(f"/p/{product.slug}/?colour=Ink").content.decode()

    assert '<a href="?colour=Oat">See it in Oat</a>' in html
    assert "In stock" in shopper.get(f"/p/{product.slug}/?colour=Oat").content.decode()


def test_a_price_change_is_seen_at_once_though_pages_are_kept(shopper: Client) -> None:
    product = stocked_product(at=clock.now() - timedelta(days=3))
    before = shopper.get(f"/p/{product.slug}/").content.decode()

    prices = [NewPrice(offer_of(product).pk, Money.parse("77.70", "EUR"))]
    pricing.set_prices(prices=prices, at=clock.now())

    assert "€77.70" not in before
    assert "€77.70" in shopper.get(f"/p/{product.slug}/?colour=Ink").content.decode()
    assert "€77.70" in shopper.get(f"/p/{product.slug}/").content.decode()


def test_the_last_pieces_are_counted_down_though_no_list_changes(shopper: Client) -> None:
    product = stocked_product(stock=(4, 10))
    assert b"Only 4 left" in shopper.get(f"/p/{product.slug}/").content

    bucket = Bucket.objects.get(resource_id=offer_of(product).pk)
    inventory.adjust(bucket_id=bucket.pk, delta=-1, reason="sold over the counter", actor="test", at=clock.now())

    assert b"Only 3 left" in shopper.get(f"/p/{product.slug}/").content


def test_a_kept_page_costs_no_query_and_carries_a_key_of_its_own(
    shopper: Client, django_assert_num_queries: object
) -> None:
    product = stocked_product()
    with override_settings(SEARCH_REFRESH_SECONDS=60):
        first = shopper.get(f"/p/{product.slug}/").content.decode()

        with django_assert_num_queries(0):
            second = shopper.get(f"/p/{product.slug}/").content.decode()

    keys = [re.search(r'name="idempotency_key" value="([^"]+)"', html)[1] for html in (first, second)]
    assert keys[0] != keys[1]
    assert first.replace(keys[0], "") == second.replace(keys[1], "")


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_kept_page_is_the_same_page_compressed(shopper: Client, encoding: str) -> None:
    import gzip

    import brotli

    product = stocked_product()
    plain = shopper.get(f"/p/{product.slug}/", HTTP_ACCEPT_ENCODING="").content
    read = {"br": brotli.decompress, "gzip": gzip.decompress}[encoding]

    for _ in range(2):
        answer = shopper.get(f"/p/{product.slug}/", HTTP_ACCEPT_ENCODING=encoding)
        assert answer["Content-Encoding"] == encoding
        assert "Accept-Encoding" in answer["Vary"]
        assert len(read(answer.content)) == len(plain)


def test_pages_are_private_and_kept_apart_by_who_looks(shopper: Client) -> None:
    make_shop("GBP", country="GB")
    product = stocked_product()
    shopper.get(f"/p/{product.slug}/")
    other = browser()
    other.cookies["market"] = "gb-gbp.GB"

    answer = other.get(f"/p/{product.slug}/")

    assert "€18.00" not in answer.content.decode()
    assert "private" in answer["Cache-Control"]
