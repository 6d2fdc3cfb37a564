"""Logs as JSON lines, from structlog and the standard library alike, with personal data taken out."""

from __future__ import annotations

import logging
import logging.config
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

HIDDEN = "[hidden]"
_SECRET_WORDS = (
    "card",
    "pan",
    "cvc",
    "cvv",
    "token",
    "password",
    "passwd",
    "secret",
    "authorization",
    "cookie",
    "session",
    "address",
    "street",
    "postcode",
    "postal",
    "email",
    "phone",
    "iban",
    "account_number",
    "api_key",
    "signature",
)
_SECRET_NAME = re.compile(rf"(^|[_\-.\s])({'|'.join(_SECRET_WORDS)})s?($|[_\-.\s])", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]+(\.[\w-]+)+")
_TOKEN = re.compile(r"(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{22,}")
_DIGITS = re.compile(r"(?<![\d.])\d(?:[ -]?\d){12,18}(?![\d.])")


def redact(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: values under telling names go, and so do e-mail addresses and card
    numbers (13 to 19 digits that pass the Luhn check) inside any text, tracebacks too, and what
    looks like a random token (22 characters or more, of both cases and digits), as in paths.
    """
    return {name: _clean(name, value) for name, value in event.items()}


def _clean(name: str, value: Any) -> Any:
    if _SECRET_NAME.search(name):
        return HIDDEN
    if isinstance(value, str):
        return _clean_text(value)
    if isinstance(value, dict):
        return {key: _clean(str(key), item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean("", item) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return HIDDEN if isinstance(value, int) and _is_card(str(value)) else value
    return _clean_text(str(value))


def _clean_text(text: str) -> str:
    if "@" in text:
        text = _EMAIL.sub(HIDDEN, text)
    if len(text) >= 22:
        text = _TOKEN.sub(HIDDEN, text)
    return _DIGITS.sub(lambda found: HIDDEN if _is_card(found.group()) else found.group(), text)


def _is_card(text: str) -> bool:
    """Whether ``text`` is a card number by length and check digit (ISO/IEC 7812, Luhn)."""
    digits = [int(ch) for ch in text if ch.isdigit()]
    if not 13 <= len(digits) <= 19:
        return False
    doubled = [d if i % 2 == 0 else d * 2 - 9 * (d > 4) for i, d in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


_COMMON: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
_LAST: list[Any] = [
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
    structlog.processors.format_exc_info,
    redact,
    structlog.processors.JSONRenderer(),
]


def formatter() -> logging.Formatter:
    """The formatter of every handler: JSON, redacted."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*_COMMON, structlog.stdlib.ExtraAdder(allow=["status_code"])], processors=_LAST
    )


def configure(config: dict[str, Any]) -> None:
    """Set up both logging worlds; Django calls it with LOGGING through LOGGING_CONFIG."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_COMMON,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(config)
