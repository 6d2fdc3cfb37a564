"""What the first visitors of a server process would wait for."""

from __future__ import annotations

from shopkeeper.commerce.shipping import queries as shipping
from shopkeeper.foundation import clock
from shopkeeper.insight.search import queries as search


def warm_up() -> None:
    """Build the index of lists and search, and load the calendars that arrival dates are worked out with."""
    shipping.load_calendars(clock.now().date())
    search.warm_up()
