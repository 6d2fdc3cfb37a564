"""Is the process alive, and can it serve? For supervisors and load balancers."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from shopkeeper.foundation import clock
from shopkeeper.foundation.http import metrics
from shopkeeper.foundation.http.models import RateBucket
from shopkeeper.foundation.tasks.queries import backlog

LEAST_FREE_BYTES = 200 * 1024 * 1024
LONGEST_LAG_SECONDS = 300
log = structlog.get_logger(__name__)
_migrated = False


def livez(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers. No I/O."""
    return HttpResponse("ok", content_type="text/plain", headers={"Cache-Control": "no-store"})


def readyz(request: HttpRequest) -> JsonResponse:
    """200 when a write succeeds, the schema is current, work flows and the disk has room; else 503.

    Names what fails and tells no more; the reasons are in the log.
    """
    checks: dict[str, Callable[[], bool]] = {
        "database": _can_write,
        "migrations": _is_migrated,
        "queue": _work_flows,
        "disk": _disk_has_room,
    }
    results = {name: _passes(name, check) for name, check in checks.items()}
    ready = all(results.values())
    answer = JsonResponse({"ready": ready, "checks": results}, status=200 if ready else 503)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _passes(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception as error:
        log.error("not_ready", check=name, exc_info=error)
        return False


def _can_write() -> bool:
    RateBucket.objects.update_or_create(name="readyz", defaults={"empty_at_us": time.time_ns() // 1000})
    return True


def _is_migrated() -> bool:
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def _work_flows() -> bool:
    lag = backlog(at=clock.now()).lag_seconds
    metrics.lag.set(lag)
    return lag < LONGEST_LAG_SECONDS


def _disk_has_room() -> bool:
    return shutil.disk_usage(settings.HOME).free >= LEAST_FREE_BYTES
