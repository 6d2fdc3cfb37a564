"""A Stripe of our own for tests: localstripe in an environment of its own, on the loopback interface, stopped again.

It is installed at first need into a folder of the machine's temporary files (``SHOPKEEPER_LOCALSTRIPE`` names another)
and is no part of the shop's requirements. Where it cannot be installed, tests skip and say so; with
``SHOPKEEPER_LOCALSTRIPE_REQUIRED`` they fail, so that nobody's continuous integration skips in silence.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

VERSION = "1.15.10"
LAUNCHER = Path(__file__).with_name("localstripe_launcher.py")
SECRET_KEY = "sk_test_shopkeeper"
WEBHOOK_SECRET = "whsec_for_tests"
START_SECONDS = 20


def python() -> Path:
    """The Python of localstripe's environment, made when missing. Skips the test where it cannot be made."""
    named = os.environ.get("SHOPKEEPER_LOCALSTRIPE")
    folder = Path(named) if named else Path(tempfile.gettempdir()) / f"shopkeeper-localstripe-{VERSION}-{os.getuid()}"
    folder.mkdir(parents=True, exist_ok=True)
    found, ready = folder / "venv/bin/python", folder / "ready"
    with (folder / "lock").open("w") as lock:
        # Several test processes start together; one installs, the others wait for it.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if ready.exists():
            return found
        try:
            for command in (
                [sys.executable, "-m", "venv", str(folder / "venv")],
                [str(found), "-m", "pip", "install", "-q", "--disable-pip-version-check", f"localstripe=={VERSION}"],
            ):
                subprocess.run(command, check=True, capture_output=True, timeout=180)
        except (OSError, subprocess.SubprocessError) as error:
            told = f"localstripe {VERSION} cannot be installed here: {error}"
            if os.environ.get("SHOPKEEPER_LOCALSTRIPE_REQUIRED"):
                pytest.fail(told)
            pytest.skip(told)
        ready.touch()
    return found


@contextmanager
def running() -> Iterator[str]:
    """localstripe's address while it runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "log").open("w") as log:
        command = [str(python()), str(LAUNCHER), str(port)]
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
        try:
            _wait(port, server, Path(folder) / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=10)


def _wait(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        with socket.socket() as probe:
            probe.settimeout(0.2)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"localstripe did not start: {log.read_text()[-2000:]}")


def post(url: str, data: bytes, *, kind: str = "application/x-www-form-urlencoded") -> tuple[int, str]:
    """Post without following where the answer leads: its status and that address."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args: object) -> None:
            return None

    wanted = urllib.request.Request(url, data=data, headers={"Content-Type": kind})
    try:
        with urllib.request.build_opener(Stay).open(wanted, timeout=10) as response:
            return response.status, response.headers.get("Location", "")
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers.get("Location", "")


def forget(address: str) -> None:
    """A new test begins: payments of the one before may have the same keys."""
    wanted = urllib.request.Request(f"{address}/_config/data", method="DELETE")
    with urllib.request.urlopen(wanted, timeout=10):
        pass


def lose_answer(address: str, path: str) -> None:
    """The next call of ``path`` acts, and nobody learns of it."""
    post(f"{address}/_config/lose", json.dumps({"path": path}).encode(), kind="application/json")


def decide_at_bank(page: str, *, approve: bool) -> str:
    """3-D Secure: confirm or refuse; where the customer is sent afterwards."""
    return post(page, b"approve=1" if approve else b"approve=0")[1]


def type_card(page: str, number: str = "4242424242424242") -> tuple[int, str]:
    """A card on the provider's own page: the answer's status, and where the customer is sent."""
    return post(page, f"number={number}".encode())


def signed(event: dict[str, Any], *, at: float | None = None) -> tuple[dict[str, str], bytes]:
    """An event as Stripe signs it: docs.stripe.com/webhooks/signature."""
    body = json.dumps(event).encode()
    stamp = str(int(at or time.time()))
    mac = hmac.new(WEBHOOK_SECRET.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return {"Stripe-Signature": f"t={stamp},v1={mac}"}, body
