"""Fills the shop that the environment names: migrate, one market, the catalogue. Prints what it took, as JSON."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from shopkeeper.interfaces.cli.migrate_command import migrate
from shopkeeper.interfaces.cli.run_command import prepare_files


def fill(catalogue: Path) -> dict[str, object]:
    from benchmarks.catalogue import MAPPING
    from shopkeeper.commerce.catalogue.models import Offer
    from shopkeeper.commerce.checkout.makers import make_shop
    from shopkeeper.commerce.importing.operations import import_products
    from shopkeeper.foundation import clock
    from shopkeeper.foundation.tasks.worker import run_until_idle

    make_shop()
    wall, cpu = time.perf_counter(), time.process_time()
    report = import_products(catalogue, at=clock.now(), mapping=MAPPING)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    # What the import announced is delivered now, not in the middle of a measurement.
    run_until_idle()
    offers = Offer.objects.order_by("pk")
    sku, slug = offers.values_list("variant__sku", "variant__product__slug")[offers.count() // 2]
    return {"products": report.created, "failed": report.failed, "wall": wall, "cpu": cpu, "sku": sku, "slug": slug}


if __name__ == "__main__":
    migrate()
    prepare_files()
    print(json.dumps(fill(Path(sys.argv[1]))))
