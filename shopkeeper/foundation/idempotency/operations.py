"""Running something once per key."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import IntegrityError, models, transaction

from shopkeeper.foundation import clock
from shopkeeper.foundation.errors import Conflict, InvalidInput, TryAgain
from shopkeeper.foundation.faults import faultpoint
from shopkeeper.foundation.idempotency.models import IdempotencyKey

STALE = timedelta(seconds=60)
LONGEST_KEY = 128


class KeyReused(Conflict):
    """The key was used before, for a different request."""

    code = "idempotency_key_reused"


class InProgress(TryAgain):
    """The first request with this key is still being answered. ``retry_after`` is in seconds."""

    code = "in_progress"
    retry_after = 1


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a caller was told: enough to say it again, byte for byte."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def run_once(
    *,
    scope: str,
    key: str,
    fingerprint: str,
    action: Callable[[], Answer],
    in_one_transaction: bool = False,
) -> Answer:
    """The answer to the first request with ``key`` in ``scope``; ``action`` is called only for that one.

    ``scope`` names who asks and for what (``checkout:visitor:17``), so keys of two people never
    meet. ``fingerprint`` stands for the request (a hash of at most 64 characters).
    When ``action`` raises, nothing is kept and the key may be used again; refusals that must be
    repeated alike are returned as answers. A process that is killed leaves the key in flight; after
    60 s the next request takes it over and calls ``action`` again. With ``in_one_transaction`` the
    action's writes and the kept answer commit together, so even that cannot do it twice; without,
    what ``action`` does must itself be safe to repeat.

    Raises InvalidInput (no key, or longer than 128 characters), KeyReused, InProgress.
    """
    if not key or len(key) > LONGEST_KEY:
        raise InvalidInput("An idempotency key has 1 to 128 characters.", {"idempotency_key": "1 to 128 characters"})
    row = _claim(scope, key, fingerprint, clock.now())
    if row.status == "done":
        return _answer(row)
    try:
        with transaction.atomic() if in_one_transaction else contextlib.nullcontext():
            faultpoint("idempotency.before_action")
            answer = action()
            faultpoint("idempotency.before_kept")
            _keep(row, answer)
    except BaseException:
        _mine(row).delete()
        raise
    return answer


def known_answer(*, scope: str, key: str) -> Answer | None:
    """What the first request with ``key`` in ``scope`` was told; null when there was none, or it is under way."""
    row = IdempotencyKey.objects.filter(scope=scope, key=key[:LONGEST_KEY], status="done").first()
    return _answer(row) if row else None


def prune_keys(*, before: datetime) -> int:
    """Forget keys created before ``before``. Returns how many."""
    return IdempotencyKey.objects.filter(created_at__lt=before).delete()[0]


def _claim(scope: str, key: str, fingerprint: str, at: datetime) -> IdempotencyKey:
    fresh = IdempotencyKey(scope=scope, key=key, fingerprint=fingerprint, claimed_at=at, created_at=at)
    try:
        with transaction.atomic():
            fresh.save(force_insert=True)
    except IntegrityError:
        return _known(scope, key, fingerprint, at)
    return fresh


def _known(scope: str, key: str, fingerprint: str, at: datetime) -> IdempotencyKey:
    row = IdempotencyKey.objects.filter(scope=scope, key=key).first()
    if row is None:  # given back in this very moment
        raise InProgress("Your first request is still being worked on. Please try again in a moment.")
    if row.fingerprint != fingerprint:
        raise KeyReused("This idempotency key was already used for a different request.")
    if row.status == "done":
        return row
    stale = _mine(row).filter(claimed_at__lte=at - STALE)
    if not stale.update(claim=row.claim + 1, claimed_at=at):
        raise InProgress("Your first request is still being worked on. Please try again in a moment.")
    row.claim += 1
    return row


def _keep(row: IdempotencyKey, answer: Answer) -> None:
    kept = _mine(row).update(
        status="done", answer_status=answer.status, answer_headers=answer.headers, answer_body=answer.body
    )
    if not kept:
        raise InProgress("This took so long that a repeated request has taken over. Please ask again.")


def _mine(row: IdempotencyKey) -> models.QuerySet[IdempotencyKey]:
    return IdempotencyKey.objects.filter(pk=row.pk, status="in_flight", claim=row.claim)


def _answer(row: IdempotencyKey) -> Answer:
    return Answer(status=row.answer_status or 200, body=bytes(row.answer_body), headers=dict(row.answer_headers))
