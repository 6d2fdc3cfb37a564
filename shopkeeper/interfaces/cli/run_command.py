"""``shopkeeper run``: migrate, then hand this process over to the server."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from shopkeeper.interfaces.cli.migrate_command import migrate


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
    parser.add_argument("--workers", type=int, default=1, help="server processes (more than 1 needs PostgreSQL)")


def run(chosen: argparse.Namespace) -> int:
    migrate()
    prepare_files()
    return serve(chosen.host, chosen.port, chosen.workers)


def serve(host: str, port: int, workers: int = 1) -> int:
    """Become the server. Does not return: the process is replaced, so signals reach the server itself."""
    os.environ.setdefault("SHOPKEEPER_PUBLIC_URL", f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}")  # noqa: S104
    granian = Path(sys.executable).with_name("granian")
    command = [str(granian), "--interface", "asgi", "--host", host, "--port", str(port)]
    command += ["--workers", str(workers), "--workers-kill-timeout", "10", "--log-level", "warning"]
    command += ["--backlog", "1024", "shopkeeper.config.edge:app"]
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606 - our own server, no shell in between


def prepare_files() -> None:
    """Collect, name and compress the static files, once for each version."""
    from django.conf import settings
    from django.core.management import call_command

    from shopkeeper import __version__

    stamp = Path(settings.STATIC_ROOT) / ".version"
    newest = max(path.stat().st_mtime_ns for path in _sources())
    wanted = f"{__version__} {newest}"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    settings.STORAGES["staticfiles"]["BACKEND"] = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(wanted)


def _sources() -> list[Path]:
    from django.contrib.staticfiles.finders import get_finders

    found = [Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list(["samples", "css"])]
    return found or [Path(__file__)]
