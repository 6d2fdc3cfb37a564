"""How fast the shop is, beside the least a Django page can cost on the same server in the same run.

    make bench
    python -m benchmarks.shop [--quick] [--catalogue FILE] [--database sqlite] [--database postgres://...]

What the columns mean is in docs/guide/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import catalogue, processes, purchase
from benchmarks.databases import Database, default_servers, throw_away
from benchmarks.load import Browser, Load, journeys, wrk
from benchmarks.report import print_table

ROOT = Path(__file__).resolve().parents[1]
CONNECTIONS = 16
IDLE_SECONDS = 2.0


@dataclass
class Row:
    """One kind of request on one server. Of several rounds: the most requests, and the least of everything else."""

    what: str
    per_second: float
    p50_ms: float
    p95_ms: float
    server_ms: float
    database_ms: float
    requests: int
    errors: int


@dataclass
class Run:
    """One database with one number of server processes."""

    database: str
    processes: int
    cold_seconds: float = 0.0
    cold_cpu_seconds: float = 0.0
    idle_mb: float = 0.0
    loaded_mb: float = 0.0
    rows: list[Row] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Server:
    port: int
    pid: int
    database: Database
    idle_share: float

    def measured(self, what: str, load: Callable[[], Load]) -> Row:
        """Put ``load`` on the server and count what it cost, less what the server uses when nobody asks anything."""
        server = processes.cpu_seconds(processes.tree(self.pid))
        before = {pid: processes.cpu_seconds([pid]) for pid in self._database_pids()}
        done = load()
        spent = processes.cpu_seconds(processes.tree(self.pid)) - server - self.idle_share * done.seconds
        database = sum(processes.cpu_seconds([pid]) - before.get(pid, 0.0) for pid in self._database_pids())
        count = max(1, done.requests)
        return Row(
            what=what,
            per_second=done.requests / done.seconds,
            p50_ms=done.p50_ms,
            p95_ms=done.p95_ms,
            server_ms=spent * 1000 / count,
            database_ms=database * 1000 / count,
            requests=done.requests,
            errors=done.errors,
        )

    def _database_pids(self) -> list[int]:
        return processes.database_pids(self.database.name) if self.database.name else []


def main() -> None:
    chosen = _arguments()
    started = time.monotonic()
    told: dict[str, Any] = {"machine": f"{os.cpu_count()} cores", "imports": [], "runs": []}
    with TemporaryDirectory(prefix="shopkeeper-bench-") as folder:
        count = catalogue.QUICK if chosen.quick else catalogue.FULL
        goods = catalogue.prepared(chosen.catalogue, count, Path(folder))
        for address in chosen.database or default_servers():
            with throw_away(address) as database:
                _measure_database(database, goods, Path(folder), chosen, told)
    told["minutes"] = round((time.monotonic() - started) / 60, 1)
    print(json.dumps(told))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.shop", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="10,000 products and short loads: about three minutes")
    named = os.environ.get("SHOPKEEPER_BENCH_CATALOGUE")
    parser.add_argument("--catalogue", type=Path, default=Path(named) if named else None, help="JSON lines, .gz")
    parser.add_argument("--database", action="append", help="sqlite, or a PostgreSQL address on this machine")
    parser.add_argument("--processes", type=int, action="append", help="server processes (default: 1, then 2)")
    return parser.parse_args()


def _measure_database(
    database: Database, goods: Path, folder: Path, chosen: argparse.Namespace, told: dict[str, Any]
) -> None:
    environment = _environment(database, folder)
    command = [sys.executable, "-m", "benchmarks.prepare", str(goods)]
    out = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=folder)
    if out.returncode:
        raise SystemExit(f"The shop could not be filled:\n{out.stderr[-2000:]}")
    filled = json.loads(out.stdout.splitlines()[-1])
    told["imports"].append({"database": database.kind, **filled})
    rate, cpu_rate = (filled["products"] / filled[key] for key in ("wall", "cpu"))
    print(
        f"\n{database.kind}: {filled['products']:,} products imported, "
        f"{rate:,.0f} a second ({cpu_rate:,.0f} for each second of the importer's CPU)",
        flush=True,
    )
    for count in chosen.processes or [1, 2]:
        run = _measure_server(database, environment, filled, count, quick=chosen.quick)
        told["runs"].append(asdict(run))
        print_table(told["runs"][-1])


def _environment(database: Database, folder: Path) -> dict[str, str]:
    home = folder / database.kind
    own = {name: value for name, value in os.environ.items() if not name.startswith("SHOPKEEPER_")}
    kept = {name: os.environ[name] for name in ("SHOPKEEPER_ALLOW_OLD_SQLITE",) if name in os.environ}
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH", "")])]
    return {
        **own,
        **kept,
        "PYTHONPATH": os.pathsep.join(paths),
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "SHOPKEEPER_HOME": str(home),
        "SHOPKEEPER_DATABASE_URL": database.url,
    }


def _measure_server(
    database: Database, environment: dict[str, str], filled: dict[str, Any], count: int, *, quick: bool
) -> Run:
    run = Run(database.kind, count)
    shelf = f"/c/{catalogue.CATEGORY}/"
    started = time.monotonic()
    with processes.server(environment, workers=count) as (port, pid):
        _first_page(port, shelf)
        run.cold_seconds = time.monotonic() - started
        run.cold_cpu_seconds = processes.cpu_seconds(processes.tree(pid))
        # Every process builds its index and loads its calendars before it is measured.
        for path in (shelf, f"/p/{filled['slug']}/", f"/search/?q={catalogue.SEARCH}"):
            wrk(port, path, seconds=2, connections=CONNECTIONS, vary=True)
        run.idle_mb = processes.memory_mb(processes.tree(pid))
        idle = processes.cpu_seconds(processes.tree(pid))
        time.sleep(IDLE_SECONDS)
        share = (processes.cpu_seconds(processes.tree(pid)) - idle) / IDLE_SECONDS
        server = Server(port, pid, database, share)
        rounds = 1 if quick else 2
        for what, load in _loads(server, filled, run, seconds=2 if quick else 5, orders=30 if quick else 120):
            run.rows.append(_best([server.measured(what, load) for _ in range(rounds)]))
        run.loaded_mb = processes.memory_mb(processes.tree(pid))
    return run


def _first_page(port: int, path: str) -> None:
    status = Browser(port).send("GET", path)[0]
    if status != 200:
        raise SystemExit(f"{path} answered {status}.")


def _loads(
    server: Server, filled: dict[str, Any], run: Run, *, seconds: int, orders: int
) -> list[tuple[str, Callable[[], Load]]]:
    port = server.port

    def ask(path: str, *, vary: bool = False, form: dict[str, str] | None = None) -> Callable[[], Load]:
        return lambda: wrk(port, path, seconds=seconds, connections=CONNECTIONS, vary=vary, form=form)

    def buy(*, every_page: bool) -> Callable[[], Load]:
        journey = purchase.guest_checkout(filled["sku"], every_page=every_page)
        return lambda: journeys(port, journey, count=orders, threads=CONNECTIONS)

    shelf, product = f"/c/{catalogue.CATEGORY}/", f"/p/{filled['slug']}/"
    words = f"/search/?q={catalogue.SEARCH}"
    loads = [("floor", ask(f"/floor/?slug={filled['slug']}"))]
    for name, path in (("category", shelf), ("product", product), ("search", words)):
        loads += [(f"{name}, cached", ask(path)), (f"{name}, uncached", ask(path, vary=True))]
    loads.append(("add to cart", ask("/cart/add", form=purchase.add_form(filled["sku"]))))
    if purchase.has_checkout(port):
        loads.append(("guest checkout", buy(every_page=False)))
        loads.append(("… seeing every page", buy(every_page=True)))
    else:
        run.skipped.append("guest checkout: this version has no checkout pages")
    return loads


def _best(rounds: list[Row]) -> Row:
    def least(name: str) -> float:
        return float(min(getattr(row, name) for row in rounds))

    return Row(
        what=rounds[0].what,
        per_second=max(row.per_second for row in rounds),
        p50_ms=least("p50_ms"),
        p95_ms=least("p95_ms"),
        server_ms=least("server_ms"),
        database_ms=least("database_ms"),
        requests=sum(row.requests for row in rounds),
        errors=sum(row.errors for row in rounds),
    )


if __name__ == "__main__":
    main()
