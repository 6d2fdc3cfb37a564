"""Real threads on one cart: every press counts once, whatever the other tabs do."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest

from shopkeeper.commerce.cart import operations
from shopkeeper.commerce.cart.models import Cart, CartLine
from shopkeeper.commerce.checkout.makers import NOON, make_cart, make_offer, make_shop
from shopkeeper.commerce.customers.operations import customer_of
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.errors import ShopError
from tests.threads import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def outcomes(found: list[object]) -> Counter[str]:
    for one in found:
        if isinstance(one, Exception) and not isinstance(one, ShopError):
            raise one
    return Counter(one.code if isinstance(one, ShopError) else "done" for one in found)


def test_two_tabs_putting_the_same_in_at_once_both_count() -> None:
    market, offer = make_shop(), make_offer()
    cart = make_cart(market)
    add = partial(operations.add, cart=cart, offer_id=offer.pk, quantity=3, market=market, at=NOON)

    found = at_once([add] * 16, threads=8)

    assert outcomes(found) == {"done": 16}
    assert CartLine.objects.get().quantity == 48


def test_no_more_than_the_most_goes_in_and_whoever_is_refused_is_told() -> None:
    market, offer = make_shop(), make_offer()
    cart = make_cart(market)
    add = partial(operations.add, cart=cart, offer_id=offer.pk, quantity=300, market=market, at=NOON)

    found = at_once([add] * 8, threads=8)

    assert outcomes(found) == {"done": 3, "bad_quantity": 5}
    assert CartLine.objects.get().quantity == 900


def test_putting_in_and_taking_out_at_once_breaks_nothing() -> None:
    market, offer = make_shop(), make_offer()
    cart = make_cart(market, offer)
    actions = [
        partial(operations.add, cart=cart, offer_id=offer.pk, quantity=1, market=market, at=NOON),
        partial(operations.remove, cart=cart, offer_id=offer.pk),
    ] * 10

    found = at_once(actions, threads=8)

    assert outcomes(found) == {"done": 20}
    assert CartLine.objects.count() <= 1


def test_what_is_put_in_while_the_cart_is_ordered_is_in_the_next_one_or_refused() -> None:
    market = make_shop()
    ordered, others = make_offer(), [make_offer() for _ in range(6)]
    cart = make_cart(market, ordered, quantity=2)
    actions = [
        partial(operations.add, cart=cart, offer_id=offer.pk, quantity=1, market=market, at=NOON) for offer in others
    ]
    actions.insert(3, partial(operations.close_ordered, cart_id=cart.pk, ordered={ordered.pk: 2}))

    found = at_once(actions, threads=7)

    kept = CartLine.objects.filter(cart__token=cart.token, cart__status="open").count()
    assert outcomes(found) == Counter(done=kept + 1, cart_closed=6 - kept)
    assert dict(CartLine.objects.filter(cart=cart).values_list("offer_id", "quantity")) == {ordered.pk: 2}


def test_one_browser_signing_in_in_two_tabs_joins_its_cart_once() -> None:
    market = make_shop()
    customer = customer_of(User.objects.create_user("ada@example.com"))
    offers = [make_offer() for _ in range(3)]
    standing = operations.open_new(market=market, customer=customer)
    operations.add(cart=standing, offer_id=offers[0].pk, quantity=1, market=market, at=NOON)
    guest = make_cart(market, *offers, quantity=2)

    found = at_once([partial(operations.claim, cart=guest, customer=customer)] * 8, threads=8)

    assert set(found) == {standing}
    assert sorted(CartLine.objects.values_list("cart", "quantity")) == [(standing.pk, 2)] * 3 + [(guest.pk, 2)]


def test_two_people_signing_in_at_one_browser_do_not_share_its_cart() -> None:
    market = make_shop()
    people = [customer_of(User.objects.create_user(f"{name}@example.com")) for name in ("ada", "eve", "joe")]
    guest = make_cart(market, make_offer())

    found = at_once([partial(operations.claim, cart=guest, customer=one) for one in people], threads=3)

    assert sorted(type(one).__name__ for one in found) == ["Cart", "NoneType", "NoneType"]
    assert Cart.objects.get().customer in people


def test_a_customer_opening_carts_in_many_tabs_has_one() -> None:
    market = make_shop()
    customer = customer_of(User.objects.create_user("ada@example.com"))

    found = at_once([partial(operations.open_new, market=market, customer=customer)] * 8, threads=8)

    assert len(set(found)) == Cart.objects.count() == 1
