"""Ranges learned from deliveries hold as often as they say, and forget neither the slow ones nor what is on its way."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from shopkeeper.commerce.shipping.learning import Consignment, Learned, Settings, learn
from shopkeeper.commerce.shipping.rolling import mean_width, roll, share_kept

START = date(2026, 1, 1)


def parcels(
    count: int, *, days: float = 4.0, spread: float = 0.35, seed: int = 7, a_day: int = 10
) -> list[Consignment]:
    """Parcels to two countries; those to Portugal take twice as long."""
    random = np.random.default_rng(seed)
    found = []
    for n in range(count):
        country = "PT" if n % 4 == 0 else "NL"
        centre = days * (2 if country == "PT" else 1)
        took = round(float(np.exp(random.normal(np.log(centre), spread))))
        found.append(Consignment(START + timedelta(days=n // a_day), took, ("method:post", f"country:{country}")))
    return found


def on_the_way(history: list[Consignment], on: date) -> list[Consignment]:
    """The same, as it stood on a day."""
    return [
        Consignment(one.start, one.days if (one.days or 0) < (on - one.start).days else None, one.traits)
        for one in history
        if one.start < on
    ]


@pytest.mark.parametrize("confidence", [0.8, 0.9])
def test_a_range_holds_as_often_as_it_says_in_weeks_it_was_not_learned_from(confidence: float) -> None:
    history = parcels(2400)

    told = roll(history, first=date(2026, 5, 1), until=date(2026, 8, 29), confidences=[confidence])[confidence]

    assert len(told) == 1200
    assert share_kept(told) == pytest.approx(confidence, abs=0.03)


def test_slow_countries_have_their_own_range() -> None:
    learned = learn(parcels(1200), on=date(2026, 5, 1))

    assert learned is not None
    near, far = (learned.days(("method:post", f"country:{code}"), 0.9) for code in ("NL", "PT"))
    assert near[0] < far[0]
    assert near[1] < far[1]


def test_a_higher_confidence_has_a_wider_range() -> None:
    learned = learn(parcels(1200), on=date(2026, 5, 1))

    assert learned is not None
    low, high = (learned.days(("method:post", "country:NL"), confidence) for confidence in (0.8, 0.9))
    assert high[0] <= low[0] <= low[1] <= high[1]
    assert low != high


def test_nothing_is_learned_from_fewer_than_fifty_arrivals() -> None:
    assert learn(parcels(49), on=date(2026, 5, 1)) is None
    assert learn([], on=date(2026, 5, 1)) is None


def test_a_country_never_seen_gets_the_range_of_all() -> None:
    learned = learn(parcels(1200), on=date(2026, 5, 1))

    assert learned is not None
    near, unknown, far = (learned.days(("method:post", f"country:{code}"), 0.9) for code in ("NL", "ZZ", "PT"))
    assert near[1] <= unknown[1] <= far[1]


def test_what_arrived_afterwards_teaches_nothing() -> None:
    on = date(2026, 3, 1)
    history = parcels(1200)

    assert learn(history, on=on) == learn(on_the_way(history, on), on=on)


def test_slow_parcels_on_their_way_are_not_forgotten() -> None:
    """Of the newest parcels only the quick ones have arrived; taken for all, they would make the range too short."""
    on = date(2026, 6, 1)
    history = parcels(1500, days=20.0, spread=0.5)

    learned = learn(on_the_way(history, on), on=on, settings=Settings(half_life=15))

    assert learned is not None
    # 90 % of 20 · exp(0.5 z) lie below 38 days.
    assert 33 <= learned.days(("method:post", "country:NL"), 0.8)[1] <= 46


def test_what_changed_lately_counts_more_than_what_was_once() -> None:
    slow, quick = parcels(600, days=9.0), parcels(1200, days=3.0, seed=8)[600:]

    learned = learn([*slow, *quick], on=date(2026, 5, 1))

    assert learned is not None
    assert learned.days(("method:post", "country:NL"), 0.9)[1] <= 7


def test_what_was_learned_survives_being_kept() -> None:
    learned = learn(parcels(600), on=date(2026, 4, 1))

    assert learned is not None
    kept = Learned.from_json(learned.as_json())
    assert kept.days(("method:post", "country:PT"), 0.8) == learned.days(("method:post", "country:PT"), 0.8)


def test_a_range_never_begins_before_the_start() -> None:
    learned = learn(parcels(600, days=0.4), on=date(2026, 4, 1))

    assert learned is not None
    fewest, most = learned.days(("method:post", "country:NL"), 0.9)
    assert 0 <= fewest <= most


def test_weeks_with_nothing_to_go_by_tell_nothing() -> None:
    told = roll(parcels(300), first=START, until=date(2026, 1, 31), confidences=[0.9])[0.9]

    assert told
    assert min(one.start for one in told) > START + timedelta(days=6)
    assert mean_width(told) > 0
