"""Every difference to what the customer saw is told, with a fix; nothing is ever changed behind their back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shopkeeper.commerce.cart import operations, queries
from shopkeeper.commerce.cart.models import Cart, CartLine
from shopkeeper.commerce.cart.problems import Code, Fix, Problem, line_problems
from shopkeeper.commerce.cart.queries import CartView, hold_reference
from shopkeeper.commerce.catalogue.models import Offer, Product
from shopkeeper.commerce.checkout.makers import NOON, make_cart, make_offer, make_shop
from shopkeeper.commerce.inventory import operations as inventory
from shopkeeper.commerce.inventory.allocation import Want
from shopkeeper.commerce.pricing import operations as pricing
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.commerce.pricing.operations import NewPrice
from shopkeeper.foundation.money import Money


def told(
    seen: int = 1800, now: int | None = 1800, *, available: int = 9, quantity: int = 2, currency: str = "EUR"
) -> list[tuple[Code, bool]]:
    found = problems(seen, now, available=available, quantity=quantity, currency=currency)
    return [(one.code, one.blocks) for one in found]


def problems(
    seen: int, now: int | None, *, available: int = 9, quantity: int = 2, currency: str = "EUR"
) -> tuple[Problem, ...]:
    return line_problems(
        offer_id=1,
        title="Mug",
        quantity=quantity,
        seen=Money(seen, "EUR"),
        now=None if now is None else Money(now, currency),
        available=available,
    )


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []),
        ({"now": 1801}, [(Code.PRICE_ROSE, True)]),
        ({"now": 1799}, [(Code.PRICE_FELL, False)]),
        ({"now": 0}, [(Code.PRICE_FELL, False)]),
        ({"available": 2}, []),
        ({"available": 1}, [(Code.TOO_FEW_LEFT, True)]),
        ({"available": 0}, [(Code.SOLD_OUT, True)]),
        ({"available": -1}, [(Code.SOLD_OUT, True)]),
        ({"now": None}, [(Code.NOT_SOLD, True)]),
        ({"now": None, "available": 0}, [(Code.NOT_SOLD, True)]),
        ({"now": 1900, "available": 1}, [(Code.TOO_FEW_LEFT, True), (Code.PRICE_ROSE, True)]),
        ({"now": 2000, "currency": "GBP"}, []),
    ],
)
def test_a_line_tells_what_has_changed_and_whether_it_can_still_be_ordered(
    change: dict[str, object], found: list[tuple[Code, bool]]
) -> None:
    assert told(**change) == found  # type: ignore[arg-type]


@pytest.mark.parametrize("change", [{"now": 1900}, {"now": 1700}, {"now": None}, {"available": 0}, {"available": 1}])
def test_every_problem_comes_with_a_fix(change: dict[str, int | None]) -> None:
    found = problems(1800, **{"now": 1800, **change})  # type: ignore[arg-type]

    assert found
    assert all(one.fixes for one in found)


def test_a_price_change_names_both_prices_and_a_shortage_what_is_left() -> None:
    rose, fell = problems(1800, 1900)[0], problems(1800, 1700)[0]
    short = problems(1800, 1800, available=1)[0]

    assert (rose.was, rose.now, rose.fixes) == (Money(1800, "EUR"), Money(1900, "EUR"), (Fix.ACCEPT_PRICE, Fix.REMOVE))
    assert fell.fixes == (Fix.ACCEPT_PRICE,)
    assert (short.left, short.fixes) == (1, (Fix.TAKE_WHAT_IS_LEFT, Fix.REMOVE))


@pytest.fixture
def market(db: None) -> Market:
    return make_shop()


@pytest.fixture
def offer(market: Market) -> Offer:
    return make_offer(stock=5, at=NOON - timedelta(days=1))


@pytest.fixture
def cart(market: Market, offer: Offer) -> Cart:
    return make_cart(market, offer, quantity=2)


def view(cart: Cart, market: Market) -> CartView:
    return queries.view(cart, market=market, language="en", at=NOON)


def codes(found: CartView) -> list[Code]:
    return [problem.code for problem in found.problems]


def price(offer: Offer, minor: int, currency: str = "EUR") -> None:
    pricing.set_prices(prices=[NewPrice(offer.pk, Money(minor, currency))], at=NOON)


def test_a_cart_without_changes_has_no_problem(cart: Cart, market: Market) -> None:
    found = view(cart, market)

    assert (codes(found), found.blocked, found.count) == ([], False, 2)


def test_an_empty_cart_cannot_be_ordered(market: Market) -> None:
    assert view(operations.open_new(market=market), market).blocked
    assert queries.view(None, market=market, language="en", at=NOON).blocked


def test_a_price_that_rose_blocks_until_it_is_accepted(cart: Cart, market: Market, offer: Offer) -> None:
    price(offer, 2000)
    assert (codes(view(cart, market)), view(cart, market).blocked) == ([Code.PRICE_ROSE], True)

    operations.accept_prices(cart=cart, market=market, at=NOON, offer_id=offer.pk)

    assert not view(cart, market).blocked
    assert CartLine.objects.get().seen_minor == 2000


def test_a_price_that_rises_by_the_timetable_is_told_from_that_instant(
    cart: Cart, market: Market, offer: Offer
) -> None:
    tomorrow = NOON + timedelta(days=1)
    pricing.set_prices(prices=[NewPrice(offer.pk, Money(2000, "EUR"), None, tomorrow)], at=NOON)

    before = queries.view(cart, market=market, language="en", at=tomorrow - timedelta(microseconds=1))
    after = queries.view(cart, market=market, language="en", at=tomorrow)

    assert (codes(before), codes(after)) == ([], [Code.PRICE_ROSE])


def test_what_others_buy_is_told_and_what_is_left_can_be_taken(cart: Cart, market: Market, offer: Offer) -> None:
    inventory.take(reference="other", wants=[Want("1", offer.pk, 4)], at=NOON, expires_at=NOON)

    found = view(cart, market)

    assert (codes(found), found.lines[0].available, found.lines[0].can_be_bought) == ([Code.TOO_FEW_LEFT], 1, False)


def test_the_last_units_that_this_very_cart_holds_are_no_problem_to_it(
    cart: Cart, market: Market, offer: Offer
) -> None:
    wants = [Want(str(offer.pk), offer.pk, 2)]
    inventory.take(reference=hold_reference(cart.pk), wants=wants, at=NOON, expires_at=NOON)
    inventory.take(reference="other", wants=[Want("1", offer.pk, 3)], at=NOON, expires_at=NOON)

    assert codes(view(cart, market)) == []
    assert codes(view(make_cart(market), market)) == []


@pytest.mark.parametrize(
    "change", [{"status": "draft"}, {"publish_at": NOON + timedelta(microseconds=1)}], ids=["draft", "not yet"]
)
def test_a_product_withdrawn_is_told_and_not_priced(cart: Cart, market: Market, change: dict[str, object]) -> None:
    Product.objects.update(**change)

    found = view(cart, market)

    assert codes(found) == [Code.NOT_SOLD]
    assert (found.priced, found.quote_lines(), found.blocked) == ((), [], True)


def test_a_product_deleted_leaves_a_cart_without_it(cart: Cart, market: Market, offer: Offer) -> None:
    offer.variant.product.delete()

    assert view(cart, market).lines == ()


def test_another_market_prices_the_cart_anew_without_reproaching_the_customer(
    cart: Cart, market: Market, offer: Offer
) -> None:
    british = make_shop("GBP", country="GB")
    price(offer, 1500, "GBP")

    operations.move_to_market(cart=cart, market=british, at=NOON)

    found = view(cart, british)
    cart.refresh_from_db()
    line = CartLine.objects.get()
    assert (codes(found), found.lines[0].price.amount_minor) == ([], 1500)  # type: ignore[union-attr]
    assert (cart.market_code, line.seen_minor, line.seen_currency) == (british.code, 1500, "GBP")


def test_what_is_not_sold_in_the_other_market_is_told(cart: Cart, market: Market) -> None:
    british = make_shop("GBP", country="GB")

    operations.move_to_market(cart=cart, market=british, at=NOON)

    assert codes(view(cart, british)) == [Code.NOT_SOLD]
    assert codes(view(cart, market)) == []


def test_accepting_prices_forgives_no_other_problem(cart: Cart, market: Market, offer: Offer) -> None:
    other = make_offer(at=NOON - timedelta(days=1))
    operations.add(cart=cart, offer_id=other.pk, quantity=1, market=market, at=NOON)
    price(offer, 2000)
    Product.objects.filter(pk=other.variant.product_id).update(status="draft")

    operations.accept_prices(cart=cart, market=market, at=NOON)

    assert codes(view(cart, market)) == [Code.NOT_SOLD]
