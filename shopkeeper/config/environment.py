"""Reads the environment: where the shop lives and which servers it uses. See docs/guide/configuration.md."""

from __future__ import annotations

import os
import secrets
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def text(name: str, default: str = "") -> str:
    """The setting ``SHOPKEEPER_<name>`` as text."""
    return os.environ.get(f"SHOPKEEPER_{name}", default)


def flag(name: str, default: bool = False) -> bool:
    """The setting ``SHOPKEEPER_<name>`` as yes or no (1, true, yes, on)."""
    value = text(name).strip().lower()
    return value in {"1", "true", "yes", "on"} if value else default


def number(name: str, default: int) -> int:
    """The setting ``SHOPKEEPER_<name>`` as a whole number."""
    value = text(name).strip()
    return int(value) if value else default


def words(name: str, default: str = "") -> list[str]:
    """The setting ``SHOPKEEPER_<name>`` as a list, separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def home() -> Path:
    """The folder of the embedded shop: database, media, mail outbox, secret key. Made when missing."""
    folder = Path(text("HOME", "shop")).expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    return folder


def secret_key(folder: Path) -> str:
    """``SHOPKEEPER_SECRET_KEY``, or a key made at the first start and kept in the shop's folder.

    Two processes starting together agree on one key: the file is created exclusively, the
    slower one reads what the faster one wrote.
    """
    given = text("SECRET_KEY")
    if given:
        return given
    path = folder / "secret.key"
    fresh = secrets.token_urlsafe(50)
    draft = path.with_name(f"secret.{os.getpid()}.draft")
    if not path.exists():
        draft.write_text(fresh)
        draft.chmod(0o600)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink(missing_ok=True)
    return path.read_text().strip()


def database(folder: Path) -> dict[str, Any]:
    """Django's settings for ``SHOPKEEPER_DATABASE_URL``, or for SQLite in the shop's folder.

    PostgreSQL: ``postgres://user:password@host:5432/name?pool=true``.
    """
    url = text("DATABASE_URL")
    if not url:
        return _sqlite(folder / "shop.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SystemExit(f"SHOPKEEPER_DATABASE_URL: “{parts.scheme}” is not supported. Use postgres:// or sqlite://.")
    return _postgres(
        parts.path, parts.hostname, parts.port, parts.username, parts.password, dict(parse_qsl(parts.query))
    )


# Older versions can corrupt a database in WAL mode when a checkpoint races a writer (fixed in 3.51.3).
SAFE_SQLITE = (3, 51, 3)


def _sqlite(path: Path) -> dict[str, Any]:
    if sqlite3.sqlite_version_info < SAFE_SQLITE and not flag("ALLOW_OLD_SQLITE"):
        raise SystemExit(
            f"SQLite {sqlite3.sqlite_version} can corrupt a shop's database. Install pysqlite3 0.6.1 or newer, use "
            "PostgreSQL, or set SHOPKEEPER_ALLOW_OLD_SQLITE=1 if you know better."
        )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # Readers never wait for the one writer; a writer queues for up to 20 s instead of failing.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: an acknowledged order survives a power cut, not only a crash.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                "PRAGMA cache_size=-64000; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;"
            ),
        },
        "TEST": {"NAME": str(path.with_name("test.sqlite3"))},
    }


def _postgres(
    path: str, host: str | None, port: int | None, user: str | None, password: str | None, query: dict[str, str]
) -> dict[str, Any]:
    options: dict[str, Any] = {
        "options": ("-c lock_timeout=3000 -c statement_timeout=30000 -c idle_in_transaction_session_timeout=30000")
    }
    pooled = query.get("pool", "").lower() in {"1", "true", "yes"}
    if pooled:
        options["pool"] = {"min_size": 2, "max_size": 16, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(path.lstrip("/")),
        "HOST": query.get("host") or host or "",
        "PORT": port or "",
        "USER": unquote(user or ""),
        "PASSWORD": unquote(password or ""),
        "CONN_MAX_AGE": 0 if pooled else None,
        "CONN_HEALTH_CHECKS": not pooled,
        "OPTIONS": options,
    }


def cache() -> dict[str, Any]:
    """The process's own memory, or Valkey/Redis when ``SHOPKEEPER_CACHE_URL`` names one."""
    url = text("CACHE_URL")
    if url:
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5000}}


def mail(url: str) -> dict[str, Any]:
    """Django's mail settings for ``SHOPKEEPER_EMAIL_URL``: ``smtp://`` (STARTTLS), ``smtps://`` (TLS from the start),
    ``console:`` or ``file:/folder``; nothing for no address."""
    backend = "django.core.mail.backends"
    if not url:
        return {"EMAIL_BACKEND": f"{backend}.dummy.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme in {"console", "file"}:
        found = {"console": "console", "file": "filebased"}[parts.scheme]
        return {"EMAIL_BACKEND": f"{backend}.{found}.EmailBackend", "EMAIL_FILE_PATH": unquote(parts.path)}
    if parts.scheme not in {"smtp", "smtps"}:
        raise SystemExit(
            f"SHOPKEEPER_EMAIL_URL: “{parts.scheme}” is not supported. Use smtp://, smtps://, console: or file:."
        )
    is_tls = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": f"{backend}.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if is_tls else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": is_tls,
        "EMAIL_USE_TLS": not is_tls and bool(parts.username),
        "EMAIL_TIMEOUT": 15,
    }
