"""Promises written down when an order is placed, measured when it arrives, and learned from every night."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import transaction

from shopkeeper.commerce.orders.models import Order, Package
from shopkeeper.commerce.shipping.foretelling import ENOUGH, RULE, lane, traits
from shopkeeper.commerce.shipping.learning import Consignment, Settings, learn
from shopkeeper.commerce.shipping.models import Collection, DeliveryPromise, LearnedRanges

# Older deliveries tell of another time; fewer, and learning takes a second.
LONGEST_MEMORY = timedelta(days=730)
MOST_CONSIGNMENTS = 20_000
KEPT_NIGHTS = 60


@transaction.atomic
def note_promises(*, order: Order) -> int:
    """Write down what was promised with each package of a placed order, from what the order keeps. Twice is fine.
    Returns how many are new."""
    told = order.delivery
    if not told.get("promised_to"):
        return 0
    noted = 0
    for package in Package.objects.filter(order=order).order_by("pk"):
        _, is_new = DeliveryPromise.objects.get_or_create(
            package=package,
            defaults={
                "order": order,
                "method": told.get("code", "")[:60],
                "method_name": told.get("name", "")[:100],
                "carrier": package.carrier,
                "country": order.country,
                "time_zone": told.get("time_zone") or "UTC",
                "start": date.fromisoformat(told.get("dispatch") or told["promised_from"]),
                "promised_from": package.promised_from or date.fromisoformat(told["promised_from"]),
                "promised_to": package.promised_to or date.fromisoformat(told["promised_to"]),
                "source": told.get("promised_by") or RULE,
                "confidence": Decimal(told["confidence"]) if told.get("confidence") else None,
                "made_at": order.placed_at,
            },
        )
        noted += is_new
    return noted


@transaction.atomic
def measure(*, package: Package) -> DeliveryPromise | None:
    """Hold a delivered package against its promise: the day it arrived (or was ready), on the clocks of the house.
    Twice is fine; null when nothing was promised."""
    promise = DeliveryPromise.objects.filter(package=package).first()
    # What is collected was promised to be ready; when its owner comes is up to them.
    collection = Collection.objects.filter(package=package).first()
    moment = collection.ready_at if collection else package.delivered_at
    if promise is None or moment is None:
        return None
    arrived = moment.astimezone(ZoneInfo(promise.time_zone)).date()
    promise.arrived_on = arrived
    promise.outcome = _outcome(promise, arrived)
    promise.days_late = max(0, (arrived - promise.promised_to).days)
    promise.save(update_fields=["arrived_on", "outcome", "days_late"])
    return promise


def _outcome(promise: DeliveryPromise, arrived: date) -> str:
    if arrived > promise.promised_to:
        return DeliveryPromise.Outcome.LATE
    return DeliveryPromise.Outcome.EARLY if arrived < promise.promised_from else DeliveryPromise.Outcome.KEPT


@transaction.atomic
def void_promises(*, order_id: int) -> None:
    """Nothing is promised any more to those who cancelled."""
    waiting = DeliveryPromise.objects.filter(order_id=order_id, outcome=DeliveryPromise.Outcome.WAITING)
    waiting.update(outcome=DeliveryPromise.Outcome.VOID)


def learn_again(*, at: datetime) -> LearnedRanges | None:
    """Learn from all deliveries of the last two years, those on their way included. Null as long as no method has had
    enough arrivals anywhere; promises keep to the rule then."""
    on = at.date()
    rows = list(
        DeliveryPromise.objects.filter(start__gte=on - LONGEST_MEMORY, start__lt=on)
        .exclude(outcome=DeliveryPromise.Outcome.VOID)
        .order_by("-start", "-pk")
        .values_list("start", "arrived_on", "method", "country")[:MOST_CONSIGNMENTS]
    )
    arrivals = Counter(lane(method, country) for _, arrived, method, country in rows if arrived and arrived < on)
    if not arrivals or max(arrivals.values()) < ENOUGH:
        return None
    history = [
        Consignment(start, (arrived - start).days if arrived else None, traits(method, country, start))
        for start, arrived, method, country in rows
    ]
    learned = learn(history, on=on, settings=Settings(fewest=ENOUGH))
    if learned is None:
        return None
    with transaction.atomic():
        kept = LearnedRanges.objects.create(
            learned_at=at, consignments=learned.consignments, arrivals=dict(arrivals), learned=learned.as_json()
        )
        LearnedRanges.objects.filter(pk__lte=kept.pk - KEPT_NIGHTS).delete()
    return kept
