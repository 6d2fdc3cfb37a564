"""A tax service of our own with scripted failures, so that a shop and its tests can try one without a contract.

It answers a flat rate, or fails as told by its script: ``ok``, ``slow``, ``down``, ``nonsense``, ``incomplete``.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from threading import Event

from shopkeeper.commerce.pricing.taxing import TaxRule
from shopkeeper.commerce.tax.ports import TaxQuestion, TaxUnavailable

RATE = Decimal("0.0725")
# Longer than any budget; a test that is done sets the event instead of waiting.
SLOW_SECONDS = 20


class SimulatedTax:
    name = "simulated"

    # Shared by all instances, as a service on another machine would be.
    script: list[str] = []
    asked: list[TaxQuestion] = []
    wake = Event()

    def rules(self, question: TaxQuestion) -> Mapping[str, TaxRule]:
        self.asked.append(question)
        what = self.script.pop(0) if self.script else "ok"
        if what == "slow":
            self.wake.wait(SLOW_SECONDS)
        if what == "down":
            raise TaxUnavailable("The simulated service is down.")
        rate = Decimal("7.25") if what == "nonsense" else RATE
        place = f"{question.country}-{question.region}" if question.region else question.country
        known = question.classes[1:] if what == "incomplete" else question.classes
        return {name: TaxRule(rate, "Sales tax", place, "S") for name in known}

    @classmethod
    def play(cls, *script: str) -> None:
        """What the next questions meet; after the last one it answers."""
        cls.script[:] = list(script)
        cls.asked.clear()
        cls.wake.clear()
