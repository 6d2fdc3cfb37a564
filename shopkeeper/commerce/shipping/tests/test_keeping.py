"""What was promised is written down, what happened is measured, and the shop learns from its own deliveries only."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from shopkeeper.commerce.checkout.makers import NOON, make_shop
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders.models import Order, Package
from shopkeeper.commerce.orders.tests.made import SAM, make_order
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.commerce.shipping import operations, queries, report
from shopkeeper.commerce.shipping.models import DeliveryPromise, LearnedRanges, ShippingMethod
from shopkeeper.commerce.shipping.queries import DeliveryOption, Destination
from shopkeeper.commerce.shipping.tests.made import at_once
from shopkeeper.foundation.events.testing import deliver_all
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.remember import forget_all
from shopkeeper.interfaces.backoffice.makers import at_the_desk, make_staff

pytestmark = pytest.mark.django_db
OUTCOME = DeliveryPromise.Outcome


@pytest.fixture
def market() -> Market:
    return make_shop()


@pytest.fixture
def order(market: Market) -> Order:
    """Promised for Thursday 19 to Friday 20 November 2026."""
    made = make_order(market, at_once())
    deliver_all()
    return made


def arrive(order: Order, at: datetime) -> DeliveryPromise:
    package = order.packages.get()
    orders.pack(package=package, actor=SAM, at=NOON)
    orders.ship(package=package, carrier="Post", tracking_number="1", actor=SAM, at=NOON)
    orders.deliver(package=package, actor=SAM, at=at)
    deliver_all()
    return DeliveryPromise.objects.get(package=package)


def told(market: Market, at: datetime = NOON, country: str = "NL") -> DeliveryOption:
    forget_all()
    (option,) = queries.delivery_options(
        destination=Destination(country),
        market=market,
        goods=Money(1800, "EUR"),
        weight_grams=400,
        handling_days=0,
        at=at,
    )
    return option


def past_deliveries(order: Order, *, days: int, count: int, until: date, country: str = "NL") -> None:
    """Rows as ``count`` orders would have left them, two a day, each ``days`` or a day more under way."""
    for n in range(count):
        start = until - timedelta(days=20 + n // 2)
        package = Package.objects.create(order=order, seller_id="shop")
        DeliveryPromise.objects.create(
            package=package,
            order=order,
            method="standard",
            method_name="Standard",
            country=country,
            start=start,
            promised_from=start,
            promised_to=start + timedelta(days=2),
            made_at=NOON,
            arrived_on=start + timedelta(days=days + n % 2),
            outcome=OUTCOME.LATE,
        )


def test_what_is_promised_with_an_order_is_written_down_with_who_promised_it(order: Order) -> None:
    promise = DeliveryPromise.objects.get(order=order)

    assert (promise.promised_from, promise.promised_to) == (date(2026, 11, 19), date(2026, 11, 20))
    assert (promise.start, promise.method, promise.country) == (date(2026, 11, 18), "standard", "NL")
    assert (promise.source, promise.confidence, promise.outcome) == ("rule", None, OUTCOME.WAITING)


def test_written_down_twice_is_written_down_once(order: Order) -> None:
    assert operations.note_promises(order=order) == 0
    assert DeliveryPromise.objects.count() == 1


@pytest.mark.parametrize(
    ("arrived", "outcome", "days_late"),
    [
        ("2026-11-18T17:00+00:00", OUTCOME.EARLY, 0),
        ("2026-11-19T09:00+00:00", OUTCOME.KEPT, 0),
        ("2026-11-20T22:59+00:00", OUTCOME.KEPT, 0),
        # A quarter past midnight in Amsterdam.
        ("2026-11-20T23:15+00:00", OUTCOME.LATE, 1),
        ("2026-11-24T10:00+00:00", OUTCOME.LATE, 4),
    ],
)
def test_a_delivery_is_measured_on_the_clocks_of_the_house(
    order: Order, arrived: str, outcome: str, days_late: int
) -> None:
    promise = arrive(order, datetime.fromisoformat(arrived))

    assert (promise.outcome, promise.days_late) == (outcome, days_late)


def test_nothing_is_promised_any_more_to_those_who_cancelled(order: Order) -> None:
    orders.cancel(order=order, actor=SAM, reason="Changed my mind", at=NOON)
    deliver_all()

    assert DeliveryPromise.objects.get().outcome == OUTCOME.VOID


def test_fewer_than_fifty_arrivals_of_a_method_teach_nothing(market: Market, order: Order) -> None:
    past_deliveries(order, days=5, count=49, until=NOON.date())

    assert operations.learn_again(at=NOON) is None
    assert told(market).promised_by == "rule"


def test_promises_follow_what_the_shops_own_deliveries_took(market: Market, order: Order) -> None:
    past_deliveries(order, days=6, count=120, until=NOON.date())

    learned = operations.learn_again(at=NOON)

    assert learned is not None
    option = told(market)
    assert (option.promised_by, option.confidence) == (f"learned:{learned.pk}", 0.9)
    # Six or seven days from Wednesday the 18th: Tuesday and Wednesday, not the rule's Thursday and Friday.
    assert (option.promise.earliest, option.promise.latest) == (date(2026, 11, 24), date(2026, 11, 25))
    assert option.promise.dispatch == date(2026, 11, 18)


def test_a_country_without_arrivals_keeps_to_the_rule(market: Market, order: Order) -> None:
    past_deliveries(order, days=6, count=120, until=NOON.date())
    operations.learn_again(at=NOON)

    assert told(market, country="DE").promised_by == "rule"


def test_nothing_learned_lets_a_package_arrive_before_it_leaves(market: Market, order: Order) -> None:
    past_deliveries(order, days=0, count=120, until=NOON.date())
    ShippingMethod.objects.update(cutoff_hour=9)
    operations.learn_again(at=NOON)

    option = told(market, at=datetime(2026, 11, 20, 12, tzinfo=UTC))

    # Friday after the cut-off: it leaves on Monday.
    assert option.promised_by.startswith("learned")
    assert option.promise.earliest == option.promise.dispatch == date(2026, 11, 23)


def test_an_order_keeps_who_promised_and_how_surely(market: Market, order: Order) -> None:
    past_deliveries(order, days=6, count=120, until=NOON.date())
    learned = operations.learn_again(at=NOON)
    forget_all()

    later = make_order(market, at_once(), email="bo@example.com")
    deliver_all()

    assert learned is not None
    promise = DeliveryPromise.objects.get(order=later)
    assert promise.source == f"learned:{learned.pk}"
    assert str(promise.confidence) == "0.900"
    assert (promise.promised_from, promise.promised_to) == (date(2026, 11, 24), date(2026, 11, 25))


def test_old_nights_are_forgotten(market: Market, order: Order) -> None:
    past_deliveries(order, days=6, count=120, until=NOON.date())
    LearnedRanges.objects.bulk_create(LearnedRanges(learned_at=NOON, consignments=1) for _ in range(70))

    operations.learn_again(at=NOON)

    assert LearnedRanges.objects.count() == 60


def test_the_office_counts_what_was_kept_and_names_what_was_not(order: Order) -> None:
    arrive(order, datetime(2026, 11, 24, 10, tzinfo=UTC))
    span = {"start": date(2026, 11, 1), "until": date(2026, 12, 1), "today": date(2026, 11, 25)}

    (record,) = report.by_method(**span)
    (broken,) = report.broken(**span)

    assert (record.promised, record.due, record.on_time, record.late, record.share) == (1, 1, 0, 1, 0.0)
    assert record.days_late == 4
    assert (broken.order_number, broken.arrived_on) == (order.number, date(2026, 11, 24))


def test_a_package_overdue_counts_as_broken_before_it_arrives(order: Order) -> None:
    span = {"start": date(2026, 11, 1), "until": date(2026, 12, 1)}

    (then,) = report.by_method(**span, today=date(2026, 11, 20))
    (now,) = report.by_method(**span, today=date(2026, 11, 21))

    assert (then.due, then.share) == (0, None)
    assert (now.overdue, now.share) == (1, 0.0)
    assert order.number


def test_the_page_of_promises_shows_shares_and_links_to_broken_ones(
    order: Order, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrive(order, datetime(2026, 11, 24, 10, tzinfo=UTC))
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    monkeypatch.setattr("shopkeeper.foundation.clock.now", lambda: now)

    page = at_the_desk(make_staff()).get("/office/promises/?method=standard").content.decode()

    assert "0.0\u00a0%" in page
    assert f"/office/orders/{order.number}/" in page
    assert "Broken with Standard" in page
