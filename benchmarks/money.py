"""What money costs: an order paid in two ways, a change, a refund, the trial balance of a million entries, and how many
orders a second beside what the database's own yardstick reaches in the same run.

    python -m benchmarks.money                               SQLite
    python -m benchmarks.money --database postgres://...      PostgreSQL, with pgbench (TPC-B) as the yardstick

CPU is this process's (``time.process_time``), with the sandbox answering in it; the clock's time is beside it. The last
line is JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

ENTRIES = 1_000_000
ROUNDS = 60


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--database", default="", help="an empty PostgreSQL database to fill")
    parser.add_argument("--entries", type=int, default=ENTRIES)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="shopkeeper-money-") as folder:
        os.environ |= {"SHOPKEEPER_HOME": folder, "SHOPKEEPER_LOG_LEVEL": "CRITICAL"}
        os.environ.pop("SHOPKEEPER_DATABASE_URL", None)
        if chosen.database:
            os.environ["SHOPKEEPER_DATABASE_URL"] = chosen.database
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shopkeeper.config.settings")
        from shopkeeper.interfaces.cli.migrate_command import migrate

        migrate()
        figures = {**_orders(), **_ledger(chosen.entries)}
    if chosen.database:
        figures["pgbench_per_second"] = _pgbench(chosen.database)
        figures["orders_share_of_pgbench"] = round(figures["orders_per_second"] / figures["pgbench_per_second"], 3)
    for name, value in figures.items():
        print(f"{name:36}{value:>12,}")
    print(json.dumps({"benchmark": "money", "database": "PostgreSQL" if chosen.database else "SQLite", **figures}))
    return 0


def _orders() -> dict[str, Any]:
    """Placing, changing and refunding, one by one in this process."""
    from shopkeeper.commerce.changes import operations as changes
    from shopkeeper.commerce.changes import saga as change_saga
    from shopkeeper.commerce.changes.plan import Edit
    from shopkeeper.commerce.checkout import saga
    from shopkeeper.commerce.checkout.makers import NOON, make_checkout, make_offer, make_shop, pay_request
    from shopkeeper.commerce.credit import desk
    from shopkeeper.commerce.orders.models import Order
    from shopkeeper.commerce.orders.operations import Actor
    from shopkeeper.commerce.orders.queries import paid_for
    from shopkeeper.commerce.payments import operations as payments
    from shopkeeper.commerce.payments import queries as payment_queries
    from shopkeeper.foundation.audit.operations import SYSTEM
    from shopkeeper.foundation.money import Money

    shop = make_shop()
    offers = [make_offer(price="18.00", stock=10_000) for _ in range(3)]
    ready = []
    for _ in range(ROUNDS):
        checkout = make_checkout(shop, *offers)
        amount = Money(1000, "EUR")
        account, _code = desk.give_card(amount=amount, expires_on=None, reason="Sorry", actor=SYSTEM, at=NOON)
        checkout.credit = [account.token]
        checkout.save(update_fields=["credit"])
        ready.append((checkout.public_id, replace(pay_request(checkout), credit_minor=1000)))
    placed: list[Order] = []
    with _measured("order_two_tenders", ROUNDS) as order_cost:
        for checkout_id, request in ready:
            order = saga.pay(checkout_id=checkout_id, request=request, at=NOON).order
            if order is None:
                raise RuntimeError("An order of the benchmark was refused.")
            placed.append(order)
    actor = Actor("customer", "ada@example.com")
    with _measured("change_items", ROUNDS) as change_cost:
        for order in placed:
            line = order.lines.first()
            edits = [Edit(line.pk, line.offer_id, 0)]
            change = changes.propose_items(order=order, edits=edits, actor=actor, at=NOON)
            change_saga.confirm(change=change, difference=change.difference, pay_with=None, at=NOON)
    with _measured("refund", ROUNDS) as refund_cost:
        for number, order in enumerate(placed):
            paid = payment_queries.money_for(paid_for(order.checkout_id))[-1]
            one = Money(100, paid.currency)
            at = NOON + timedelta(minutes=number)
            refund = payments.request_refund(payment=paid, amount=one, key=f"bench:{order.pk}", reason="", at=at)
            payments.send_refund(refund=refund, at=at)
    per_second = round(ROUNDS / order_cost["seconds"], 1)
    return {**order_cost["told"], **change_cost["told"], **refund_cost["told"], "orders_per_second": per_second}


def _ledger(entries: int) -> dict[str, Any]:
    """A trial balance over ``entries`` entries, written as journals of two."""
    from shopkeeper.commerce.ledger import queries
    from shopkeeper.commerce.ledger.models import Entry

    at = datetime(2026, 1, 1, tzinfo=UTC)
    for start in range(0, entries // 2, 20_000):
        _write(range(start, min(start + 20_000, entries // 2)), at)
    seconds = min(_timed(queries.trial_balance) for _ in range(3))
    return {"ledger_entries": Entry.objects.count(), "trial_balance_ms": round(1000 * seconds, 1)}


def _write(numbers: range, at: datetime) -> None:
    """Journals of two entries, as payments write them, in one transaction."""
    from django.db import transaction

    from shopkeeper.commerce.ledger.models import Entry, Journal
    from shopkeeper.foundation.bulk import insert_rows

    with transaction.atomic():
        insert_rows(
            Entry,
            ("journal_id", "account", "subject", "currency", "amount_minor"),
            (
                (number + 1, account, f"checkout:{number % 50_000}", "EUR", sign * (number % 9000 + 1))
                for number in numbers
                for account, sign in (("provider", 1), ("receivable", -1))
            ),
        )
        insert_rows(
            Journal,
            ("id", "key", "kind", "reference", "memo", "at"),
            ((number + 1, f"bench:{number}", "capture", "bench", "", at) for number in numbers),
        )


@contextmanager
def _measured(name: str, rounds: int) -> Iterator[dict[str, Any]]:
    told: dict[str, Any] = {}
    cpu, clock = time.process_time(), time.perf_counter()
    yield told
    told["seconds"] = time.perf_counter() - clock
    told["told"] = {
        f"{name}_cpu_ms": round(1000 * (time.process_time() - cpu) / rounds, 2),
        f"{name}_ms": round(1000 * told["seconds"] / rounds, 2),
    }


def _timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def _pgbench(address: str) -> float:
    """Transactions a second of pgbench's own TPC-B, one client, on the same database."""
    subprocess.run(["pgbench", "-i", "-q", "-s", "5", address], check=True, capture_output=True)
    done = subprocess.run(["pgbench", "-c", "1", "-T", "8", "-n", address], check=True, capture_output=True, text=True)
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if found is None:
        raise RuntimeError(f"pgbench said nothing to be read:\n{done.stdout}")
    return round(float(found[1]), 1)


if __name__ == "__main__":
    sys.exit(main())
