"""How much of something may be in a cart, however it is typed, pressed or forged."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from shopkeeper.commerce.cart import operations
from shopkeeper.commerce.cart.models import MAX_LINES, MAX_QUANTITY, Cart, CartLine
from shopkeeper.commerce.cart.operations import BadQuantity
from shopkeeper.commerce.catalogue.models import Offer, Product, Variant
from shopkeeper.commerce.checkout.makers import NOON, make_offer, make_shop
from shopkeeper.commerce.pricing.models import Market, Price
from shopkeeper.foundation.errors import InvalidInput, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def market() -> Market:
    return make_shop()


@pytest.fixture
def offer(market: Market) -> Offer:
    return make_offer()


@pytest.fixture
def cart(market: Market) -> Cart:
    return operations.open_new(market=market)


def add(cart: Cart, offer_id: int, quantity: int, market: Market) -> CartLine:
    return operations.add(cart=cart, offer_id=offer_id, quantity=quantity, market=market, at=NOON)


def quantities() -> list[int]:
    return list(CartLine.objects.order_by("pk").values_list("quantity", flat=True))


@pytest.mark.parametrize(
    ("typed", "quantity"), [("1", 1), (" 12 ", 12), ("007", 7), ("0", 0), ("999999999", 999999999)]
)
def test_a_whole_number_is_read_as_typed(typed: str, quantity: int) -> None:
    assert operations.parse_quantity(typed) == quantity


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "-1", "+1", "0.5", "1.0", "1,5", "1e3", "0x10", "1_0", "two", "٣", "３", "²", "Ⅳ", "½", "1 2", "1\x00",
        "1000000000", "9" * 400, "NaN", "∞", "--1", "1;drop",
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_what_to_type(typed: str) -> None:
    with pytest.raises(BadQuantity, match="whole number"):
        operations.parse_quantity(typed)


@pytest.mark.parametrize("quantity", [0, -1, MAX_QUANTITY + 1, 10**9, 10**30])
def test_putting_in_less_than_one_or_too_many_changes_nothing(
    cart: Cart, offer: Offer, market: Market, quantity: int
) -> None:
    with pytest.raises(BadQuantity):
        add(cart, offer.pk, quantity, market)

    assert quantities() == []


def test_putting_in_again_adds_up_to_the_most_and_not_one_further(cart: Cart, offer: Offer, market: Market) -> None:
    add(cart, offer.pk, 990, market)
    add(cart, offer.pk, 9, market)

    with pytest.raises(BadQuantity):
        add(cart, offer.pk, 1, market)

    assert quantities() == [MAX_QUANTITY]


@pytest.mark.parametrize("quantity", [-1, MAX_QUANTITY + 1, 10**9])
def test_setting_an_impossible_quantity_leaves_the_line_as_it_was(
    cart: Cart, offer: Offer, market: Market, quantity: int
) -> None:
    add(cart, offer.pk, 2, market)

    with pytest.raises(BadQuantity):
        operations.set_quantity(cart=cart, offer_id=offer.pk, quantity=quantity)

    assert quantities() == [2]


def test_setting_a_quantity_replaces_it_and_nought_takes_the_line_out(cart: Cart, offer: Offer, market: Market) -> None:
    add(cart, offer.pk, 2, market)

    operations.set_quantity(cart=cart, offer_id=offer.pk, quantity=7)
    assert quantities() == [7]

    operations.set_quantity(cart=cart, offer_id=offer.pk, quantity=0)
    operations.set_quantity(cart=cart, offer_id=offer.pk, quantity=0)
    operations.remove(cart=cart, offer_id=offer.pk)
    assert quantities() == []


def test_a_line_of_somebody_elses_cart_cannot_be_changed(cart: Cart, offer: Offer, market: Market) -> None:
    other = operations.open_new(market=market)
    add(other, offer.pk, 2, market)

    with pytest.raises(NotFound):
        operations.set_quantity(cart=cart, offer_id=offer.pk, quantity=5)
    operations.remove(cart=cart, offer_id=offer.pk)
    operations.accept_prices(cart=cart, market=market, at=NOON, offer_id=offer.pk)

    assert quantities() == [2]


@pytest.mark.parametrize(
    "withdraw",
    [
        lambda: Offer.objects.update(is_active=False),
        lambda: Variant.objects.update(is_active=False),
        lambda: Product.objects.update(status="draft"),
        lambda: Product.objects.update(publish_at=NOON.replace(year=2027)),
        lambda: Price.objects.all().delete(),
        lambda: Price.objects.update(currency="USD"),
    ],
    ids=["offer off", "variant off", "draft", "not yet live", "no price", "no price here"],
)
def test_what_is_not_sold_here_cannot_be_put_in(cart: Cart, offer: Offer, market: Market, withdraw: object) -> None:
    withdraw()  # type: ignore[operator]

    with pytest.raises(NotFound):
        add(cart, offer.pk, 1, market)

    assert quantities() == []


@pytest.mark.parametrize("offer_id", [0, -1, 10**15])
def test_an_offer_that_does_not_exist_is_not_found(cart: Cart, market: Market, offer_id: int) -> None:
    with pytest.raises(NotFound):
        add(cart, offer_id, 1, market)


def test_a_cart_holds_many_different_things_but_not_any_number(cart: Cart, offer: Offer, market: Market) -> None:
    variants = [Variant(product=offer.variant.product, sku=f"M-{n}", option_key=str(n)) for n in range(MAX_LINES)]
    offers = Offer.objects.bulk_create(Offer(variant=variant) for variant in Variant.objects.bulk_create(variants))
    CartLine.objects.bulk_create(
        CartLine(cart=cart, offer=one, quantity=1, seen_minor=1, seen_currency="EUR") for one in offers
    )

    with pytest.raises(InvalidInput, match=str(MAX_LINES)):
        add(cart, offer.pk, 1, market)

    assert CartLine.objects.count() == MAX_LINES


@pytest.mark.parametrize("quantity", [0, MAX_QUANTITY + 1])
def test_the_database_itself_refuses_an_impossible_quantity(
    cart: Cart, offer: Offer, market: Market, quantity: int
) -> None:
    line = add(cart, offer.pk, 1, market)

    with pytest.raises(IntegrityError), transaction.atomic():
        CartLine.objects.filter(pk=line.pk).update(quantity=quantity)


def test_the_price_beside_a_line_is_the_shops_own_and_today(cart: Cart, offer: Offer, market: Market) -> None:
    line = add(cart, offer.pk, 3, market)

    assert (line.seen_minor, line.seen_currency) == (1800, "EUR")
