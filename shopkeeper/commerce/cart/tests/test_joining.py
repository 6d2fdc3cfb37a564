"""A cart that is joined, ordered or left behind: no line is ever lost, and none is doubled."""

from __future__ import annotations

from random import Random

import pytest

from shopkeeper.commerce.cart import operations, queries
from shopkeeper.commerce.cart.events import CartMerged
from shopkeeper.commerce.cart.models import Cart, CartLine
from shopkeeper.commerce.catalogue.models import Offer
from shopkeeper.commerce.checkout.makers import NOON, make_cart, make_offer, make_shop
from shopkeeper.commerce.customers.models import Customer
from shopkeeper.commerce.customers.operations import customer_of
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.errors import Conflict
from shopkeeper.foundation.events.testing import published, recorded_events

pytestmark = pytest.mark.django_db


@pytest.fixture
def market() -> Market:
    return make_shop()


def make_customer(name: str = "ada") -> Customer:
    return customer_of(User.objects.create_user(f"{name}@example.com"))


def fill(cart: Cart, market: Market, wanted: dict[Offer, int]) -> Cart:
    for offer, quantity in wanted.items():
        operations.add(cart=cart, offer_id=offer.pk, quantity=quantity, market=market, at=NOON)
    return cart


def contents(cart: Cart) -> dict[int, int]:
    return dict(CartLine.objects.filter(cart=cart).values_list("offer_id", "quantity"))


@pytest.mark.parametrize("seed", range(8))
def test_joined_carts_hold_everything_once_in_the_larger_quantity(market: Market, seed: int) -> None:
    draw = Random(seed)
    offers = [make_offer(stock=0) for _ in range(5)]
    browsers = {offer: draw.randint(1, 9) for offer in offers if draw.random() < 0.6}
    own = {offer: draw.randint(1, 9) for offer in offers if draw.random() < 0.6}
    customer = make_customer()
    standing = fill(operations.open_new(market=market, customer=customer), market, own)
    guest = fill(operations.open_new(market=market), market, browsers)

    joined = operations.claim(cart=guest, customer=customer)

    assert joined == standing
    assert contents(standing) == {
        offer.pk: max(browsers.get(offer, 0), own.get(offer, 0)) for offer in {*browsers, *own}
    }
    guest.refresh_from_db()
    assert guest.status == Cart.Status.MERGED
    assert published()[-1] == CartMerged(cart_id=standing.pk, merged_cart_id=guest.pk)


def test_joining_twice_changes_nothing_more(market: Market) -> None:
    customer = make_customer()
    standing = fill(operations.open_new(market=market, customer=customer), market, {make_offer(): 2})
    guest = fill(operations.open_new(market=market), market, {make_offer(): 3})
    operations.claim(cart=guest, customer=customer)
    before = contents(standing)

    with recorded_events() as found:
        operations.claim(cart=guest, customer=customer)
        operations.claim(cart=Cart.objects.get(pk=guest.pk), customer=customer)
        operations.claim(cart=standing, customer=customer)

    assert (contents(standing), found) == (before, [])


def test_a_customer_without_a_cart_takes_the_browsers(market: Market) -> None:
    customer = make_customer()
    guest = make_cart(market, make_offer())

    joined = operations.claim(cart=guest, customer=customer)

    assert joined == guest
    assert Cart.objects.get().customer == customer


def test_a_browser_without_a_cart_gets_the_customers(market: Market) -> None:
    customer = make_customer()

    assert operations.claim(cart=None, customer=customer) is None
    standing = operations.open_new(market=market, customer=customer)
    assert operations.claim(cart=None, customer=customer) == standing
    assert operations.open_new(market=market, customer=customer) == standing


def test_somebody_elses_cart_is_never_taken(market: Market) -> None:
    victim, thief = make_customer("ada"), make_customer("eve")
    theirs = fill(operations.open_new(market=market, customer=victim), market, {make_offer(): 2})

    found = operations.claim(cart=theirs, customer=thief)

    theirs.refresh_from_db()
    assert found is None
    assert (theirs.customer, theirs.status) == (victim, Cart.Status.OPEN)


def test_a_browsers_cart_that_two_people_claim_goes_to_the_first(market: Market) -> None:
    first, second = make_customer("ada"), make_customer("eve")
    guest = make_cart(market, make_offer())
    as_second_read_it = Cart.objects.get(pk=guest.pk)
    operations.claim(cart=guest, customer=first)

    found = operations.claim(cart=as_second_read_it, customer=second)

    assert found is None
    assert Cart.objects.get().customer == first


def test_a_cart_ordered_meanwhile_is_not_joined(market: Market) -> None:
    customer = make_customer()
    standing = operations.open_new(market=market, customer=customer)
    guest = make_cart(market, make_offer())
    as_read_before = Cart.objects.get(pk=guest.pk)
    operations.close_ordered(cart_id=guest.pk, ordered=contents(guest))

    found = operations.claim(cart=as_read_before, customer=customer)

    assert found == standing
    assert contents(standing) == {}
    assert Cart.objects.get(pk=guest.pk).status == Cart.Status.ORDERED


def test_what_was_ordered_leaves_and_what_came_in_meanwhile_stays(market: Market) -> None:
    ordered, more, other = make_offer(), make_offer(), make_offer()
    cart = fill(operations.open_new(market=market), market, {ordered: 2, more: 5, other: 1})

    operations.close_ordered(cart_id=cart.pk, ordered={ordered.pk: 2, more.pk: 3})

    fresh = queries.open_cart(cart.token)
    assert fresh is not None
    assert fresh.pk != cart.pk
    assert contents(fresh) == {more.pk: 2, other.pk: 1}
    assert sum(contents(cart).values()) == 7


def test_a_cart_ordered_whole_leaves_nothing_behind(market: Market) -> None:
    offer = make_offer()
    cart = make_cart(market, offer, quantity=2)

    operations.close_ordered(cart_id=cart.pk, ordered={offer.pk: 2})
    operations.close_ordered(cart_id=cart.pk, ordered={offer.pk: 2})

    assert queries.open_cart(cart.token) is None
    assert Cart.objects.count() == 1


def test_less_in_the_cart_than_was_ordered_is_no_debt(market: Market) -> None:
    offer = make_offer()
    cart = make_cart(market, offer, quantity=2)
    operations.set_quantity(cart=cart, offer_id=offer.pk, quantity=1)

    operations.close_ordered(cart_id=cart.pk, ordered={offer.pk: 2})

    assert queries.open_cart(cart.token) is None


def test_the_customers_next_cart_is_still_theirs_on_every_device(market: Market) -> None:
    customer = make_customer()
    offer = make_offer()
    cart = fill(operations.open_new(market=market, customer=customer), market, {offer: 3})

    operations.close_ordered(cart_id=cart.pk, ordered={offer.pk: 1})

    assert operations.claim(cart=None, customer=customer) == queries.open_cart(cart.token)


@pytest.mark.parametrize("how", ["ordered", "joined"])
@pytest.mark.parametrize("step", ["add", "add_more", "set_quantity", "remove"])
def test_a_tab_that_still_shows_a_closed_cart_is_told_and_loses_nothing(market: Market, how: str, step: str) -> None:
    offer, other = make_offer(), make_offer()
    cart = make_cart(market, offer, quantity=2)
    in_the_tab = Cart.objects.get(pk=cart.pk)
    if how == "ordered":
        operations.close_ordered(cart_id=cart.pk, ordered={offer.pk: 2})
    else:
        customer = make_customer()
        fill(operations.open_new(market=market, customer=customer), market, {other: 1})
        operations.claim(cart=cart, customer=customer)
    before = list(CartLine.objects.order_by("pk").values())

    with pytest.raises(Conflict):
        {
            "add": lambda: fill(in_the_tab, market, {make_offer(): 1}),
            "add_more": lambda: fill(in_the_tab, market, {offer: 1}),
            "set_quantity": lambda: operations.set_quantity(cart=in_the_tab, offer_id=offer.pk, quantity=5),
            "remove": lambda: operations.remove(cart=in_the_tab, offer_id=offer.pk),
        }[step]()

    assert list(CartLine.objects.order_by("pk").values()) == before


def test_a_cart_without_a_name_or_with_a_guessed_one_is_nobodys(market: Market) -> None:
    make_cart(market, make_offer())

    assert [queries.open_cart(token) for token in ("", "guess", "'", "%")] == [None] * 4
    assert queries.item_count("guess") == 0


def test_what_is_ordered_after_signing_in_at_the_banks_page_is_not_left_in_the_cart_as_well(market: Market) -> None:
    ordered, kept = make_offer(), make_offer()
    customer = make_customer()
    standing = fill(operations.open_new(market=market, customer=customer), market, {ordered: 1, kept: 1})
    guest = fill(operations.open_new(market=market), market, {ordered: 2})
    operations.claim(cart=guest, customer=customer)

    for _ in range(2):
        operations.close_ordered(cart_id=guest.pk, ordered={ordered.pk: 2})

    assert contents(standing) == {kept.pk: 1}
