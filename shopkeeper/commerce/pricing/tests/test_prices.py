"""Setting prices, and the history that proves what was asked and when."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from shopkeeper.commerce.catalogue.models import Offer
from shopkeeper.commerce.checkout.makers import NOON, make_offer, make_shop
from shopkeeper.commerce.pricing import operations, queries
from shopkeeper.commerce.pricing.events import PricesChanged
from shopkeeper.commerce.pricing.models import Market, Price, PriceHistory
from shopkeeper.commerce.pricing.operations import NewPrice
from shopkeeper.commerce.pricing.resolve import EffectivePrice
from shopkeeper.foundation.errors import InvalidInput, NotFound
from shopkeeper.foundation.events.testing import published, recorded_events
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.remember import forget_all

pytestmark = pytest.mark.django_db
LAST_YEAR = NOON - timedelta(days=200)


def day(number: float) -> datetime:
    return NOON + timedelta(days=number)


@pytest.fixture
def market() -> Market:
    return make_shop()


@pytest.fixture
def offer(market: Market) -> Offer:
    """A mug that has cost 18.00 for long."""
    return make_offer(price="18.00", at=LAST_YEAR)


def put(
    offer: Offer,
    minor: int,
    *,
    at: datetime = NOON,
    start: datetime | None = None,
    end: datetime | None = None,
    market: Market | None = None,
    currency: str = "EUR",
) -> None:
    price = NewPrice(offer.pk, Money(minor, currency), market.pk if market else None, start, end)
    operations.set_prices(prices=[price], at=at)


def price(offer: Offer, market: Market, at: datetime = NOON) -> EffectivePrice:
    return queries.prices_in_force([offer.pk], market=market, at=at)[offer.pk]


def history(offer: Offer) -> list[tuple[int, datetime, datetime | None]]:
    rows = PriceHistory.objects.filter(offer=offer).order_by("from_at", "pk")
    return list(rows.values_list("amount_minor", "from_at", "to_at"))


def test_a_new_regular_price_ends_the_old_one_and_both_are_remembered(market: Market, offer: Offer) -> None:
    put(offer, 2000)

    assert price(offer, market).amount_minor == 2000
    assert Price.objects.filter(offer=offer).count() == 1
    assert history(offer) == [(1800, LAST_YEAR, NOON), (2000, NOON, None)]
    assert published()[-1] == PricesChanged(currency="EUR", offer_ids=[offer.pk])


def test_setting_the_price_it_has_already_changes_and_announces_nothing(offer: Offer) -> None:
    before = history(offer)

    with recorded_events() as found:
        put(offer, 1800)

    assert (history(offer), found) == (before, [])


@pytest.mark.parametrize(
    "wrong",
    [
        {"minor": -1},
        {"end": day(2)},
        {"start": day(2), "end": day(2)},
        {"start": day(2), "end": day(1)},
    ],
)
def test_a_price_that_makes_no_sense_is_refused_and_nothing_changes(
    offer: Offer, market: Market, wrong: dict[str, object]
) -> None:
    with pytest.raises(InvalidInput):
        put(offer, **{"minor": 1500, **wrong})  # type: ignore[arg-type]

    assert price(offer, market).amount_minor == 1800
    assert Price.objects.count() == 1


def test_free_of_charge_is_a_price(offer: Offer, market: Market) -> None:
    put(offer, 0)

    assert price(offer, market).amount_minor == 0


def test_prices_in_several_currencies_stand_beside_each_other(offer: Offer, market: Market) -> None:
    put(offer, 2500, currency="USD")
    dollars = make_shop("USD", country="US")

    assert (price(offer, market).amount_minor, price(offer, dollars).amount_minor) == (1800, 2500)


def test_an_offer_without_a_price_in_the_markets_currency_has_none(offer: Offer) -> None:
    yen = make_shop("JPY", country="JP")

    assert queries.prices_in_force([offer.pk], market=yen, at=NOON) == {}


def test_a_markets_own_price_counts_there_and_nowhere_else(offer: Offer, market: Market) -> None:
    other = make_shop(country="FR")
    put(offer, 2200, market=other)

    assert (price(offer, market).amount_minor, price(offer, other).amount_minor) == (1800, 2200)


def test_a_reduction_is_announced_against_the_lowest_price_of_the_thirty_days_before_it(
    offer: Offer, market: Market
) -> None:
    put(offer, 1700, at=day(-20))
    put(offer, 2400, at=day(-10))
    put(offer, 1200, start=day(0), end=day(7))

    found = price(offer, market)

    assert (found.amount_minor, found.regular_minor, found.reference_minor) == (1200, 2400, 1700)
    assert found.reduction_percent == 29


def test_raising_a_price_to_reduce_it_to_what_it_was_strikes_nothing_through(offer: Offer, market: Market) -> None:
    put(offer, 3600, at=day(-3))
    put(offer, 1800, start=day(0))

    assert price(offer, market).is_reduced
    assert price(offer, market).reference_minor is None


def test_a_sale_within_thirty_days_of_the_last_one_is_compared_with_that(offer: Offer, market: Market) -> None:
    put(offer, 1500, at=day(-30), start=day(-25), end=day(-20))
    put(offer, 1400, at=day(-1), start=day(0), end=day(5))

    assert price(offer, market).reference_minor == 1500


def test_a_planned_reduction_that_is_called_off_was_never_asked_of_anyone(offer: Offer, market: Market) -> None:
    put(offer, 900, at=day(-10), start=day(-5), end=day(-1))
    operations.end_reduction(offer_id=offer.pk, market=market, at=day(-8))
    put(offer, 1500, start=day(0))

    assert price(offer, market).reference_minor == 1800


def test_a_reduction_ended_early_is_remembered_for_as_long_as_it_ran(offer: Offer, market: Market) -> None:
    put(offer, 1500, at=day(-5), start=day(-5), end=day(5))

    operations.end_reduction(offer_id=offer.pk, market=market, at=day(0))

    assert price(offer, market).amount_minor == 1800
    assert (1500, day(-5), day(0)) in history(offer)


def test_ending_reductions_leaves_the_plans_of_other_markets_alone(offer: Offer, market: Market) -> None:
    other = make_shop(country="FR")
    put(offer, 1500, start=day(0), market=other)

    operations.end_reduction(offer_id=offer.pk, market=market, at=day(1))

    assert price(offer, other, day(2)).amount_minor == 1500


def test_moving_one_sale_leaves_the_proof_of_another_at_the_same_price(offer: Offer, market: Market) -> None:
    """Black Friday and Christmas both ask 15.00; Christmas is made longer while Black Friday runs."""
    put(offer, 1500, at=day(-1), start=day(0), end=day(3))
    put(offer, 1500, at=day(-1), start=day(30), end=day(40))

    put(offer, 1500, at=day(1), start=day(30), end=day(45))

    assert (1500, day(0), day(3)) in history(offer)
    assert (1500, day(30), day(45)) in history(offer)
    assert len(history(offer)) == 3


def test_a_regular_price_that_equals_a_sale_may_go_up_while_the_sale_runs(offer: Offer, market: Market) -> None:
    put(offer, 1800, at=day(-2), start=day(-1))
    put(offer, 2500, at=day(0))

    assert price(offer, market, day(1)).amount_minor == 1800
    assert (1800, day(-1), None) in history(offer)
    assert (1800, LAST_YEAR, day(0)) in history(offer)


def test_a_running_sale_made_dearer_is_remembered_at_both_prices(offer: Offer, market: Market) -> None:
    put(offer, 1000, at=day(-5), start=day(-5), end=day(5))
    put(offer, 1500, at=day(0), start=day(-5), end=day(5))

    assert price(offer, market, day(1)).amount_minor == 1500
    assert history(offer)[1:] == [(1000, day(-5), day(0)), (1500, day(0), day(5))]


def test_the_next_change_of_the_timetable_is_known_to_the_instant(offer: Offer) -> None:
    put(offer, 1500, start=day(1), end=day(2))

    assert queries.next_change_after(NOON) == day(1)
    assert queries.next_change_after(day(1)) == day(2)
    assert queries.next_change_after(day(2)) is None


@pytest.mark.parametrize("offers", [1, 40])
def test_prices_of_many_offers_cost_one_query_and_one_more_when_some_are_reduced(
    market: Market, offers: int, django_assert_num_queries: object
) -> None:
    made = [make_offer(at=LAST_YEAR).pk for _ in range(offers)]
    queries.prices_in_force(made, market=market, at=NOON)
    with django_assert_num_queries(1):  # type: ignore[operator]
        queries.prices_in_force(made, market=market, at=NOON)
    operations.set_prices(prices=[NewPrice(pk, Money(1500, "EUR"), None, NOON) for pk in made], at=NOON)

    with django_assert_num_queries(2):  # type: ignore[operator]
        found = queries.prices_in_force(made, market=market, at=NOON)

    assert {one.reference_minor for one in found.values()} == {1800}


def test_a_market_that_is_switched_off_is_not_found(market: Market) -> None:
    Market.objects.update(is_active=False)
    forget_all()

    assert queries.market_for_country("NL") is None
    with pytest.raises(NotFound):
        queries.market(market.code)
