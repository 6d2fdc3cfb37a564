"""Requests: wrk for single pages, a small browser of our own for whole purchases."""

from __future__ import annotations

import http.client
import re
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import quantiles
from urllib.parse import urlencode

_REPORT = """
done = function(summary, latency)
  io.write(string.format("RESULT %d %d %d %d %d\\n", summary.requests, summary.duration,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout,
    latency:percentile(50), latency:percentile(95)))
end
"""
_VARY = """
counter = 0
function setup(thread) thread:set("id", math.random(1, 1000000)) end
function request()
  counter = counter + 1
  local joint = string.find(wrk.path, "?", 1, true) and "&" or "?"
  return wrk.format("GET", wrk.path .. joint .. "n=" .. id .. "." .. counter)
end
"""
_POST = """
counter = 0
function setup(thread) thread:set("id", math.random(1, 1000000)) end
function request()
  counter = counter + 1
  return wrk.format("POST", wrk.path, nil, "%s&idempotency_key=w" .. id .. "." .. counter)
end
"""


@dataclass(frozen=True)
class Load:
    """What came of a load: requests, errors (any status but 2xx and 3xx), and times in milliseconds."""

    requests: int
    errors: int
    seconds: float
    p50_ms: float
    p95_ms: float


def wrk(
    port: int,
    path: str,
    *,
    seconds: int,
    connections: int = 16,
    vary: bool = False,
    form: Mapping[str, str] | None = None,
) -> Load:
    """Ask for one page as fast as it comes. ``vary`` makes every address new, so that nothing is cached; a ``form`` is
    sent each time with an idempotency key of its own and without cookies: every time a new visitor.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        beginning = _POST % urlencode(form) if form else _VARY if vary else ""
        script.write(beginning + _REPORT)
        script.flush()
        command = ["wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "-s", script.name]
        headers = {"Accept-Encoding": "br, gzip", "Origin": f"http://127.0.0.1:{port}"}
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        for name, value in headers.items():
            command += ["-H", f"{name}: {value}"]
        command.append(f"http://127.0.0.1:{port}{path}")
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"RESULT (\d+) (\d+) (\d+) (\d+) (\d+)", out)
    if found is None:
        raise RuntimeError(f"wrk said: {out[-400:]}")
    requests, micros, errors, p50, p95 = (int(value) for value in found.groups())
    return Load(requests, errors, micros / 1e6, p50 / 1000, p95 / 1000)


class Browser:
    """Keeps cookies and follows nothing by itself."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.origin = f"http://127.0.0.1:{port}"
        self.cookies: dict[str, str] = {}

    def send(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, Location (path only) and body."""
        headers = {"Origin": self.origin, "Sec-Fetch-Site": "same-origin"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = urlencode(form) if form is not None else None
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        location = answer.getheader("Location", "").removeprefix(self.origin)
        return answer.status, location, answer.read().decode()


def journeys(port: int, journey: Callable[[Browser], bool], *, count: int, threads: int) -> Load:
    """Run a journey ``count`` times on ``threads`` threads; False from it counts as an error."""
    times: list[float] = []
    failed: list[int] = []
    left = iter(range(count))
    lock = threading.Lock()

    def work() -> None:
        while True:
            with lock:
                if next(left, None) is None:
                    return
            started = time.perf_counter()
            done = journey(Browser(port))
            with lock:
                times.append((time.perf_counter() - started) * 1000)
                if not done:
                    failed.append(1)

    started = time.perf_counter()
    crew = [threading.Thread(target=work) for _ in range(threads)]
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join()
    cuts = quantiles(times, n=20) if len(times) > 1 else [times[0]] * 19
    return Load(count, len(failed), time.perf_counter() - started, cuts[9], cuts[18])
