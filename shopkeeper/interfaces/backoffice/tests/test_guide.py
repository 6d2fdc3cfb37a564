"""The examples of the guide pages about the office and what it edits, run as they stand."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from shopkeeper.commerce.catalogue.models import Product
from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.foundation import clock
from shopkeeper.foundation.audit.operations import Actor
from shopkeeper.interfaces.backoffice.makers import make_order

GUIDE = Path(__file__).parents[4] / "docs" / "guide"


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["office", "catalogue", "inventory", "pricing", "shipping"])
def test_the_example_of_a_guide_page_does_what_it_says(page: str) -> None:
    examples = re.findall(r"```python\n(.*?)```", (GUIDE / f"{page}.md").read_text(encoding="utf-8"), re.DOTALL)
    at = clock.now()
    market = make_shop()
    offer = make_offer(at=at - timedelta(days=40))
    names = {
        "at": at,
        "market": market,
        "offer": offer,
        "product": Product.objects.get(variants__offers=offer),
        "joost": Actor(kind="user", id="7", label="Joost"),
    }
    if page == "office":
        names["package"] = make_order(market, offer).packages.get()

    assert examples
    for example in examples:
        exec(compile(example, f"{page}.md", "exec"), names)
