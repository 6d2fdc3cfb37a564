"""Is this deployment safe and sound? Each check says what to mend; the command line and the office ask."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

DISK_BYTES = 500 * 1024 * 1024
Finding = tuple[str, str]


def findings() -> list[Finding]:
    """Every finding as its level (BAD, WARNING) and what to mend, most urgent first."""
    return sorted(finding for check in CHECKS for finding in check())


def _public() -> bool:
    from django.conf import settings

    return urlsplit(settings.PUBLIC_URL).hostname not in {"127.0.0.1", "localhost", "::1"}


def _settings() -> Iterator[Finding]:
    from django.conf import settings

    if _public():
        if settings.DEMO:
            yield "BAD", "The demo is open to the world: its passwords are printed. Unset SHOPKEEPER_DEMO."
        if settings.DEBUG:
            yield "BAD", "SHOPKEEPER_DEBUG shows secrets to visitors. Unset it."
        if not settings.HTTPS:
            yield "BAD", "Visitors' data travels in the clear. Set SHOPKEEPER_PUBLIC_URL to an https:// address."
        if "sandbox" in settings.PAYMENT_PROVIDERS:
            yield "BAD", "The sandbox takes no real money. Set up a payment provider before you sell."
        if urlsplit(settings.PUBLIC_URL).hostname not in settings.ALLOWED_HOSTS:
            yield "BAD", "SHOPKEEPER_ALLOWED_HOSTS does not name the shop's own host; every page would be refused."
    if len(settings.SECRET_KEY) < 40:
        yield "BAD", "SHOPKEEPER_SECRET_KEY is too short to sign anything with. Use 50 random characters."


def _database() -> Iterator[Finding]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    if os.environ.get("SHOPKEEPER_ALLOW_OLD_SQLITE"):
        yield "BAD", "SHOPKEEPER_ALLOW_OLD_SQLITE is set: an old SQLite can corrupt the database. Unset it."
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        yield "BAD", f"{len(missing)} migrations are missing. Run “shopkeeper migrate”."


def _work() -> Iterator[Finding]:
    from django.db import DatabaseError

    from shopkeeper.foundation import clock
    from shopkeeper.foundation.events.queries import dead_deliveries
    from shopkeeper.foundation.tasks.queries import backlog, dead_tasks

    try:
        dead = len(dead_deliveries()) + len(dead_tasks())
        lag = backlog(at=clock.now())
    except DatabaseError:
        return
    if dead:
        yield "WARNING", f"{dead} deliveries or tasks were given up after many tries. Look at the log for why."
    if lag.lag_seconds > 300:
        yield "WARNING", f"Work has been waiting for {lag.lag_seconds:.0f} s. Is a worker running?"


def _payments() -> Iterator[Finding]:
    """What each payment provider says of its own set-up; those that have nothing to check say nothing."""
    from django.conf import settings
    from django.utils.module_loading import import_string

    for path in settings.PAYMENT_PROVIDERS.values():
        findings = getattr(import_string(path)(), "findings", None)
        if findings is not None:
            yield from findings()


def _disk() -> Iterator[Finding]:
    from django.conf import settings

    free = shutil.disk_usage(settings.HOME).free
    if free < DISK_BYTES:
        yield "BAD", f"Only {free // 1024 // 1024} MB are free where the shop's data lies."


def _framework() -> Iterator[Finding]:
    from django.core.checks import WARNING, run_checks

    for message in run_checks(include_deployment_checks=_public()):
        if message.level >= WARNING and not message.is_silenced():
            yield "WARNING", f"{message.msg} ({message.id})"


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (_settings, _database, _work, _payments, _disk, _framework)
