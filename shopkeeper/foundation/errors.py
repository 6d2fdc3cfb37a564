"""Expected refusals. Anything that is not a ShopError is a bug and is left to rise."""

from __future__ import annotations


class ShopError(Exception):
    """A refusal with a stable ``code`` for machines and a sentence fit for a customer.

    Subclasses set ``code``; doors map codes to a status, a form error or a protocol error.
    ``details`` holds plain values a door may show or send (never model objects).
    """

    code = "shop_error"

    def __init__(self, message: str, **details: object) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class InvalidInput(ShopError):
    """Something typed or sent cannot be used. ``fields`` maps a field's name to what to do about it."""

    code = "invalid_input"

    def __init__(self, message: str, fields: dict[str, str] | None = None, **details: object) -> None:
        super().__init__(message, **details)
        self.fields = dict(fields or {})


class NotFound(ShopError):
    """The thing does not exist, or is not the asker's to see; the two are never told apart."""

    code = "not_found"


class Conflict(ShopError):
    """The state has moved on: somebody else was faster or the step was already taken."""

    code = "conflict"


class TooManyRequests(ShopError):
    """A limit is reached. ``retry_after`` is in whole seconds, at least 1."""

    code = "too_many_requests"

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message, retry_after=retry_after)
        self.retry_after = retry_after


class TryAgain(ShopError):
    """Nothing happened; the same request may succeed in a moment."""

    code = "try_again"
