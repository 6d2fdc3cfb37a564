"""How long deliveries really take, learned from those that arrived, with ranges that hold as often as they say. Pure.

*Effects*: the logarithm of the days is a mean plus an effect of each thing known beforehand (method, country, lane,
weekday), each shrunk towards nothing by how few consignments speak for it, the newest speaking loudest.

*Calibration*: each of the last weeks is foretold by a model that knew only what had arrived when it began; by how much
those forecasts were off, the newest again counting most, says how far a range must reach at either end to hold as often
as it should. That is split conformal prediction with a quantile for each tail (Y. Romano, E. Patterson, E. Candès,
“Conformalized Quantile Regression”, NeurIPS 2019), with weights that fade because deliveries drift (R. Barber and
others, “Conformal prediction beyond exchangeability”, Annals of Statistics, 2023).

*What is still on its way* must not be left out, or slow deliveries would be forgotten just when they matter: those that
arrived count for the ones of their length that cannot have arrived yet (inverse probability of censoring weights:
J. Robins, A. Rotnitzky, “Recovery of information”, in AIDS Epidemiology, 1992).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Places = NDArray[np.intp]
CONFIDENCES = (0.8, 0.9)
WEEK = 7
# Weights of very long deliveries are bounded: fewer than 2 % of the recent ones are old enough to tell of such.
LEAST_CHANCE = 0.02
# Whole days are compared with what floating point makes of them.
HAIR = 1e-9


@dataclass(frozen=True)
class Consignment:
    """One consignment as far as it is known. ``start`` is the day its promise counts from; ``days`` the calendar days
    until it arrived, null as long as it has not; ``traits`` what was known beforehand (``"country:DE"``), each kind at
    the same place for all."""

    start: date
    days: int | None
    traits: tuple[str, ...]


@dataclass(frozen=True)
class Settings:
    """``half_life`` in days: so much older counts half; longer in a quiet shop, until ``fewest`` count. ``shrinkage``:
    as many consignments as a trait needs to be believed by half. ``weeks`` to calibrate on. ``fewest`` arrivals to say
    anything. Chosen by rolling origin on the first three quarters of the Olist orders (docs/guide/shipping.md)."""

    half_life: float = 20.0
    shrinkage: float = 2.0
    weeks: int = 26
    fewest: int = 50


STANDARD = Settings()


@dataclass(frozen=True)
class Learned:
    """What ``consignments`` had taught by ``on``: the mean logarithm, the effects by trait, and for each confidence how
    far a range reaches below and above, in logarithms of days + 1."""

    on: date
    consignments: int
    mean: float
    effects: Mapping[str, float]
    reach: Mapping[str, tuple[float, float]]

    def days(self, traits: Sequence[str], confidence: float) -> tuple[int, int]:
        """The fewest and the most calendar days a consignment with these traits takes, true in ``confidence`` of all
        cases. Raises KeyError for a confidence that was not calibrated."""
        below, above = self.reach[_key(confidence)]
        centre = self.mean + sum(self.effects.get(trait, 0.0) for trait in traits)
        fewest = max(0, math.ceil(math.expm1(centre + below) - HAIR))
        return fewest, max(fewest, math.floor(math.expm1(centre + above) + HAIR))

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "on": self.on.isoformat()}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Learned:
        reach = {key: (float(below), float(above)) for key, (below, above) in kept["reach"].items()}
        return cls(**{**kept, "on": date.fromisoformat(kept["on"]), "reach": reach})


def learn(
    history: Sequence[Consignment],
    *,
    on: date,
    settings: Settings = STANDARD,
    confidences: Sequence[float] = CONFIDENCES,
) -> Learned | None:
    """What the consignments started before ``on`` teach; null as long as too few of them arrived.

    An arrival on ``on`` or later is not looked at: at that time nobody knew of it.
    """
    table = _Table.of([one for one in history if one.start < on])
    fitted = _fit(table, on.toordinal(), settings, settings.fewest)
    if fitted is None:
        return None
    off = _held_out(table, on.toordinal(), settings)
    weights = table.weights(off, on.toordinal(), settings)
    counting = off[weights > 0]
    if len(counting) < settings.fewest // 2:
        return None
    errors, weights = table.logs[counting] - table.foretold[counting], weights[weights > 0]
    return Learned(
        on=on,
        consignments=table.arrived_by(on.toordinal()),
        mean=fitted.mean,
        effects=table.named(fitted),
        reach={_key(one): _reach(errors, weights, one) for one in confidences},
    )


@dataclass(frozen=True)
class _Fitted:
    """The mean, and the effects of each column of traits by code."""

    mean: float
    effects: tuple[Numbers, ...]


@dataclass(frozen=True)
class _Table:
    """Consignments as columns, oldest first. ``days`` are NaN for what has not arrived; ``foretold`` is filled in with
    the logarithm that a model of the time expected."""

    starts: Numbers
    days: Numbers
    logs: Numbers
    foretold: Numbers
    names: tuple[tuple[str, ...], ...]
    codes: tuple[Places, ...]

    @classmethod
    def of(cls, history: Sequence[Consignment]) -> _Table:
        ordered = sorted(history, key=lambda one: one.start)
        days = np.array([np.nan if one.days is None else max(0, one.days) for one in ordered], dtype=np.float64)
        columns = [np.unique(column, return_inverse=True) for column in zip(*(o.traits for o in ordered), strict=True)]
        return cls(
            starts=np.array([one.start.toordinal() for one in ordered], dtype=np.float64),
            days=days,
            logs=np.log1p(days),
            foretold=np.full(len(ordered), np.nan),
            names=tuple(tuple(str(name) for name in names) for names, _ in columns),
            codes=tuple(codes.astype(np.intp) for _, codes in columns),
        )

    def started(self, first: float, until: float) -> Places:
        """The places of what started in ``[first, until)``."""
        return np.arange(*np.searchsorted(self.starts, [first, until]))

    def arrived_by(self, on: int) -> int:
        return int((self.starts + self.days < on).sum())

    def weights(self, chosen: Places, on: int, settings: Settings) -> Numbers:
        """What each of ``chosen`` counts for on a day: by its age, and for those of its length that are too young to
        have arrived. Together about as much as all of them by age alone."""
        ages = on - self.starts[chosen]
        if not len(ages):
            return ages
        recency = _recency(ages, settings)
        # Oldest first, so the running sum is how much of all is at least that old.
        enough = np.cumsum(recency) / recency.sum()
        has_arrived = self.days[chosen] < ages
        lengths = np.where(has_arrived, self.days[chosen], 0.0)
        place = np.searchsorted(-ages, -lengths, side="left") - 1
        chance = np.maximum(enough[place], LEAST_CHANCE)
        weights: Numbers = np.where(has_arrived, recency / chance, 0.0)
        return weights

    def expected(self, fitted: _Fitted, chosen: Places) -> Numbers:
        effects = (effect[codes[chosen]] for effect, codes in zip(fitted.effects, self.codes, strict=True))
        return fitted.mean + sum(effects, np.zeros(len(chosen)))

    def named(self, fitted: _Fitted) -> dict[str, float]:
        """The effects by trait; what nothing was seen of has none."""
        return {
            name: float(value)
            for names, effect in zip(self.names, fitted.effects, strict=True)
            for name, value in zip(names, effect, strict=True)
            if value
        }


def _recency(ages: Numbers, settings: Settings) -> Numbers:
    half_life = settings.half_life
    recency: Numbers = 0.5 ** (ages / half_life)
    while recency.sum() < min(settings.fewest, len(ages) / 2):
        half_life *= 2
        recency = 0.5 ** (ages / half_life)
    return recency


def _fit(table: _Table, on: int, settings: Settings, fewest: int) -> _Fitted | None:
    """Mean and effects from what had arrived by a day; null when that was less than ``fewest``."""
    chosen = table.started(-math.inf, on)
    weights = table.weights(chosen, on, settings)
    known = weights > 0
    if known.sum() < fewest:
        return None
    chosen, weights = chosen[known], weights[known]
    rest = table.logs[chosen]
    mean = float(np.average(rest, weights=weights))
    rest = rest - mean
    effects = [np.zeros(len(names)) for names in table.names]
    # Backfitting: each kind of trait explains what the others leave; two rounds settle it.
    for _round in range(2):
        for place, codes in enumerate(code[chosen] for code in table.codes):
            rest = rest + effects[place][codes]
            size = len(effects[place])
            told = np.bincount(codes, weights * rest, size)
            effects[place] = told / (np.bincount(codes, weights, size) + settings.shrinkage)
            rest = rest - effects[place][codes]
    return _Fitted(mean, tuple(effects))


def _held_out(table: _Table, on: int, settings: Settings) -> Places:
    """Foretell each of the last weeks by what was known when it began; the places of all that were foretold."""
    found: list[Places] = []
    for begin in range(on - WEEK * settings.weeks, on, WEEK):
        chosen = table.started(begin, begin + WEEK)
        fitted = _fit(table, begin, settings, settings.fewest // 2) if len(chosen) else None
        if fitted is not None:
            table.foretold[chosen] = table.expected(fitted, chosen)
            found.append(chosen)
    return np.concatenate(found) if found else np.arange(0)


def _reach(errors: Numbers, weights: Numbers, confidence: float) -> tuple[float, float]:
    """How far a range reaches to leave out half of ``1 - confidence`` at either end."""
    order = np.argsort(errors)
    share = np.cumsum(weights[order]) / weights.sum()
    # As many as the weights come to; one more is yet to be seen, and may be further off than all of them.
    seen = weights.sum() ** 2 / (weights**2).sum()
    tail = max(0.0, (1 - confidence) / 2 * (1 + 1 / seen) - 1 / seen)
    places = np.minimum(np.searchsorted(share, [tail, 1 - tail]), len(order) - 1)
    below, above = errors[order][places]
    return float(below), float(above)


def _key(confidence: float) -> str:
    """JSON's keys are texts."""
    return f"{confidence:.2f}"
