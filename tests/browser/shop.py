"""A demo shop of its own on a free port, served as in life; and how a browser walks through it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FILL = "import sys; from shopkeeper.interfaces.cli.main import main; sys.exit(main(['demo', '--small', '--no-run']))"
OWNER, CUSTOMER, PASSWORD = "owner@lindenrow.example", "ada@lindenrow.example", "a-shop-on-the-row"
TYPED = {
    "email": "mary@example.com",
    "name": "Mary Somerville",
    "line1": "Keizersgracht 1",
    "postal_code": "1015 CJ",
    "city": "Amsterdam",
}
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
# Tables that a look at a page may touch: sessions, counters, and the shop's own housekeeping.
HOUSEKEEPING = {"sqlite_sequence", "sqlite_stat1", "sqlite_stat4", "accounts_session", "tasks_task", "tasks_schedule"}


@dataclass(frozen=True)
class Shop:
    """A running shop: its address and its folder."""

    url: str
    home: Path

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Look something up in the shop's own file."""
        with closing(sqlite3.connect(f"file:{self.home / 'shop.sqlite3'}?mode=ro", uri=True, timeout=20)) as file:
            return file.execute(sql, values).fetchall()

    def change(self, sql: str, *values: object) -> int:
        """Something happens elsewhere in the shop, such as a last piece being sold; the number of rows."""
        with closing(sqlite3.connect(self.home / "shop.sqlite3", timeout=20)) as file, file:
            return file.execute(sql, values).rowcount

    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        names = [name for (name,) in self.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        plain = [name for name in names if name not in HOUSEKEEPING and "fts" not in name]
        return {name: self.rows(f'SELECT COUNT(*) FROM "{name}"')[0][0] for name in plain}

    def digest(self, *tables: str) -> str:
        """All that these tables say."""
        told = [self.rows(f'SELECT * FROM "{table}" ORDER BY 1') for table in tables]
        return sha256(repr(told).encode()).hexdigest()


@contextmanager
def demo_shop(home: Path) -> Iterator[Shop]:
    """Fill a small demo shop in ``home`` and serve it until the end of the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://localhost:{port}"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("SHOPKEEPER_", "DJANGO_"))},
        "PYTHONPATH": str(ROOT),
        "SHOPKEEPER_HOME": str(home),
        "SHOPKEEPER_DEMO": "1",
        "SHOPKEEPER_PUBLIC_URL": url,
    }
    subprocess.run([sys.executable, "-c", FILL], env=environment, cwd=home, check=True, capture_output=True)
    command = [str(Path(sys.executable).with_name("granian")), "--interface", "asgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "1", "--workers-kill-timeout", "5", "--log-level", "warning"]
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [*command, "shopkeeper.config.edge:app"], env=environment, cwd=home, stdout=log, stderr=log
        )
    try:
        _wait_until_ready(url, server, home)
        yield Shop(url, home)
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(timeout=15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_until_ready(url: str, server: subprocess.Popen[bytes], home: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"The server did not start:\n{(home / 'server.log').read_text()[-3000:]}")


# ---- Walking through the shop ----


def put_in_cart(page: Any, shop: Shop, slug: str, quantity: int = 1) -> None:
    """The cart's cookie of this browser, by a form of the product's page; no script needed."""
    page.goto(f"{shop.url}/p/{slug}/")
    sku = page.locator("form.buy input[name=sku]").get_attribute("value")
    key = page.locator("form.buy input[name=idempotency_key]").get_attribute("value")
    page.request.post(
        f"{shop.url}/cart/add", form={"sku": sku, "quantity": str(quantity), "idempotency_key": key}, max_redirects=0
    )


def fill_details(page: Any) -> None:
    for name, text in TYPED.items():
        page.fill(f"#f-{name}", text)


def to_delivery(page: Any, shop: Shop) -> None:
    page.goto(f"{shop.url}/checkout/")
    fill_details(page)
    page.click("text=Continue to delivery")
    page.wait_for_url("**/delivery")


def to_payment(page: Any, shop: Shop) -> None:
    to_delivery(page, shop)
    page.click("text=Continue to payment")
    page.wait_for_url("**/payment")


def choose(page: Any, outcome: str) -> None:
    """One of the sandbox's outcomes, wherever the payment page shows it."""
    radio = page.locator(f"input[name=method][value='sandbox:sandbox_{outcome}']")
    radio.evaluate("radio => { const fold = radio.closest('details'); if (fold) fold.open = true; }")
    radio.check(force=True)


def pay(page: Any) -> None:
    page.click("form.form button:has-text('Pay €')")


def sign_in(page: Any, shop: Shop) -> None:
    """As the demo's customer, by password."""
    page.goto(f"{shop.url}/account/sign-in/password")
    page.fill("input[type=email]", CUSTOMER)
    page.fill("input[type=password]", PASSWORD)
    page.click("form.form button.btn")
    page.wait_for_url("**/account/")


def sign_in_at_the_office(page: Any, shop: Shop) -> None:
    """As the demo's owner; a demo asks for no second proof."""
    page.goto(f"{shop.url}/office/sign-in")
    page.fill("input[type=email]", OWNER)
    page.fill("input[type=password]", PASSWORD)
    page.click("main form button.btn")
    page.wait_for_url("**/office/")


def arrive(shop: Shop, number: str) -> None:
    """The parcel goes out and arrives, through the shop's own operations."""
    told = f"""
import django; django.setup()
from shopkeeper.commerce.orders import operations as o, queries as q
from shopkeeper.foundation import clock
order = q.order_for_staff({number!r})
for package in order.packages.exclude(status="cancelled"):
    sam = o.Actor("staff", "sam")
    o.pack(package=package, actor=sam, at=clock.now())
    o.ship(package=package, carrier="", tracking_number="", actor=sam, at=clock.now())
    o.deliver(package=package, actor=sam, at=clock.now())
"""
    env = {**os.environ, "SHOPKEEPER_HOME": str(shop.home), "DJANGO_SETTINGS_MODULE": "shopkeeper.config.settings"}
    env |= {"SHOPKEEPER_DEMO": "1"}
    env.pop("SHOPKEEPER_DATABASE_URL", None)
    subprocess.run([sys.executable, "-c", told], env=env, cwd=ROOT, check=True, capture_output=True, timeout=60)


def goods(shop: Shop, few: int = 5) -> list[str]:
    """Products that can be bought without choosing anything first: slugs, most pieces first."""
    found = shop.rows(
        """SELECT p.slug FROM catalogue_product p JOIN catalogue_variant v ON v.product_id = p.id
        JOIN catalogue_offer o ON o.variant_id = v.id
        JOIN inventory_bucket b ON b.kind = 'unit' AND b.resource_id = o.id
        WHERE p.status = 'live' GROUP BY p.id HAVING COUNT(DISTINCT v.id) = 1 AND SUM(b.total - b.taken) > 8
        ORDER BY SUM(b.total - b.taken) DESC, p.slug LIMIT ?""",
        few,
    )
    return [slug for (slug,) in found]
