"""kill -9 in the middle of an import: whole products stay, and the next run goes on from there."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from shopkeeper.commerce.catalogue.models import Offer, Product
from shopkeeper.commerce.checkout.makers import NOON, make_shop
from shopkeeper.commerce.importing.models import ImportedRow
from shopkeeper.commerce.importing.operations import import_products
from shopkeeper.commerce.inventory.models import Bucket
from shopkeeper.commerce.pricing.models import Price
from tests.processes import environment

pytestmark = [pytest.mark.process, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("passing", [2, 5])
def test_an_import_killed_between_any_two_announcements_resumes_to_the_same_shop(tmp_path: Path, passing: int) -> None:
    make_shop()
    path = tmp_path / "products.jsonl"
    rows = [
        {"title": f"Mug {number}", "prices": {"EUR": "18.00"}, "stock": {"main": 5}, "categories": ["kitchen"]}
        for number in range(17)
    ]
    path.write_text("\n".join(map(json.dumps, rows)))
    command = [sys.executable, "-m", "shopkeeper.commerce.importing.tests.import_process", str(path)]

    victim = subprocess.run(
        command,
        env=environment(SHOPKEEPER_FAULT=f"outbox.before_commit:{passing}:kill"),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert victim.returncode == -signal.SIGKILL, victim.stderr.decode()[-800:]
    half = Product.objects.count()
    assert (
        half == ImportedRow.objects.count() == Offer.objects.count() == Price.objects.count() == Bucket.objects.count()
    )
    assert half % 5 == 0

    resumed = import_products(path, at=NOON)

    assert (resumed.unchanged, resumed.created, resumed.failed) == (half, 17 - half, 0)
    assert Product.objects.count() == Price.objects.count() == Bucket.objects.count() == 17
    assert set(Bucket.objects.values_list("total", flat=True)) == {5}
