"""Requests and their duration by route, for Prometheus, on a loopback port of its own."""

from __future__ import annotations

from functools import cache

from prometheus_client import Counter, Gauge, Histogram, start_http_server

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_requests = Counter("shopkeeper_requests_total", "Requests answered.", ["method", "route", "status"])
_seconds = Histogram(
    "shopkeeper_request_seconds",
    "Time to an answer.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
lag = Gauge("shopkeeper_queue_lag_seconds", "How long the oldest due work has waited.")


def observe(*, method: str, route: str, status: int, seconds: float) -> None:
    """Count one answered request."""
    counter, histogram = _children(method, route, status)
    counter.inc()
    histogram.observe(seconds)


@cache
def _children(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    return _requests.labels(method, route, str(status)), _seconds.labels(route)


def serve(port: int) -> None:
    """Show the metrics on ``127.0.0.1:port``; never on the public port. 0 shows nothing.

    Of several processes on a machine, the first gets the port.
    """
    if port:
        try:
            start_http_server(port, addr="127.0.0.1")
        except OSError:
            return
