"""Our own tax service keeps the contract that plug-ins keep."""

from __future__ import annotations

from shopkeeper.commerce.tax.backends.simulated import SimulatedTax
from tests.contracts.tax_provider import TaxProviderContract


class TestSimulatedTax(TaxProviderContract):
    def make(self) -> SimulatedTax:
        SimulatedTax.play()
        return SimulatedTax()
