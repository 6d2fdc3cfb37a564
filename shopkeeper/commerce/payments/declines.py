"""Against trying out stolen cards: who was declined often has to wait, and after that is stopped.

What counts is what is on record about each attempt, whoever recorded it: the button, the way back from the bank, a
webhook or the recovery task. Approved payments never count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.crypto import salted_hmac

from shopkeeper.commerce.payments.models import Origin, Payment
from shopkeeper.foundation.errors import TooManyRequests
from shopkeeper.foundation.text import wait_in_words

PAUSE = timedelta(seconds=60)
MOST_ROWS = 500


@dataclass(frozen=True)
class Payer:
    """Who presses “pay”, as far as a door knows: the browser, the account, the network address. Each may be empty."""

    session: str = ""
    account: str = ""
    address: str = ""


@dataclass(frozen=True)
class Limit:
    """From ``slow`` declines within ``window`` on, each next try waits twice as long as the one before, beginning with
    a minute; at ``stop`` none is made until the window has passed. ``account_passes``: being slowed down is spared
    those who have signed in, because a whole network shares what is counted."""

    kind: str
    slow: int
    stop: int
    window: timedelta
    account_passes: bool = False


LIMITS = (
    Limit("session", 3, 6, timedelta(hours=1)),
    Limit("account", 3, 6, timedelta(hours=1)),
    Limit("address", 5, 20, timedelta(minutes=10), account_passes=True),
    Limit("basket", 10, 13, timedelta(hours=24)),
    Limit("card", 3, 6, timedelta(hours=24)),
)
# The provider is being asked at this moment; how it ends nobody knows yet.
_UNDER_WAY = (Payment.Status.CREATED, Payment.Status.UNKNOWN)


class TooManyDeclines(TooManyRequests):
    """Too many payments were declined. ``kind`` says for what; ``signing_in_helps`` when that lets them go on now."""

    code = "too_many_declines"

    def __init__(self, message: str, retry_after: int, kind: str, *, signing_in_helps: bool) -> None:
        super().__init__(message, retry_after)
        self.kind = kind
        self.signing_in_helps = signing_in_helps


@dataclass(frozen=True)
class Seen:
    """An earlier attempt of the same payer. Not ``declined``: the provider is still being asked."""

    at: datetime
    declined: bool


def marks(payer: Payer, *, basket: str, card: str) -> dict[str, str]:
    """What an attempt is known by, each as a keyed hash: enough to count, nothing to read."""
    told = {"session": payer.session, "account": payer.account, "address": payer.address}
    told |= {"basket": basket, "card": card}
    return {kind: _mark(kind, text) for kind, text in told.items() if text}


def refuse_too_many(known_by: Mapping[str, str], *, at: datetime) -> None:
    """Raise TooManyDeclines when one more attempt is not to be made now. One query."""
    if not known_by:
        return
    rows = _rows(known_by, at)
    for limit in LIMITS:
        mark = known_by.get(limit.kind)
        seen = [Seen(row["at"], row["declined"]) for row in rows if mark and row[limit.kind] == mark]
        wait = wait_of(limit, seen, signed_in="account" in known_by, at=at)
        if wait > timedelta(0):
            raise _refusal(limit, wait, stopped=_is_stopped(limit, seen, at))


def wait_of(limit: Limit, seen: Sequence[Seen], *, signed_in: bool, at: datetime) -> timedelta:
    """How long the next attempt has to wait; zero when it may be made. Pure.

    Worked example, 3 and 6 within the hour: declined at 12:00, 12:01 and 12:02, the next try may be made at 12:03;
    declined then, at 12:05; after the sixth decline, at 13:00, when the first is forgotten.
    """
    declined = sorted(one.at for one in _within(limit, seen, at) if one.declined)
    if len(declined) >= limit.stop:
        return declined[-limit.stop] + limit.window - at
    if _is_stopped(limit, seen, at):
        return PAUSE
    if len(declined) < limit.slow or (limit.account_passes and signed_in):
        return timedelta(0)
    pause: timedelta = PAUSE * 2 ** (len(declined) - limit.slow)
    return max(min(declined[-1] + pause, declined[0] + limit.window) - at, timedelta(0))


def _is_stopped(limit: Limit, seen: Sequence[Seen], at: datetime) -> bool:
    """Attempts under way count as soon as there is reason to look twice: sent at once, they would all be let pass."""
    lately = _within(limit, seen, at)
    return sum(one.declined for one in lately) >= limit.slow and len(lately) >= limit.stop


def _within(limit: Limit, seen: Sequence[Seen], at: datetime) -> list[Seen]:
    return [one for one in seen if one.at > at - limit.window]


def _rows(known_by: Mapping[str, str], at: datetime) -> list[dict[str, Any]]:
    same = Q()
    for limit in LIMITS:
        if limit.kind in known_by:
            same |= Q(**{limit.kind: known_by[limit.kind]}, at__gt=at - limit.window)
    found = Origin.objects.filter(same).filter(Q(declined=True) | Q(payment__status__in=_UNDER_WAY))
    return list(found.order_by("-at").values("at", "declined", *(limit.kind for limit in LIMITS))[:MOST_ROWS])


def _refusal(limit: Limit, wait: timedelta, *, stopped: bool) -> TooManyDeclines:
    seconds = max(1, -(-wait // timedelta(seconds=1)))
    helps = limit.account_passes and not stopped
    message = f"{_words(limit, wait_in_words(seconds), helps=helps)} Nothing was charged."
    return TooManyDeclines(message, seconds, limit.kind, signing_in_helps=helps)


def _words(limit: Limit, wait: str, *, helps: bool) -> str:
    if limit.kind == "card":
        return f"This card was declined several times. Please pay in another way, or ask your bank and wait {wait}."
    if limit.kind == "address":
        at_once = ", or sign in to go on at once" if helps else ""
        return f"Many payments from your network were declined lately. Please try again in {wait}{at_once}."
    return f"Several payments were declined. Please ask your bank, and try again in {wait}."


def remember(*, payment: Payment, known_by: Mapping[str, str], at: datetime) -> None:
    """Write down where an attempt came from. Called in the transaction that makes the payment."""
    if known_by:
        Origin.objects.create(payment=payment, at=at, **known_by)


def tried(*, payments: Sequence[Payment], since: datetime) -> tuple[int, int]:
    """How many attempts of the same payer were declined since then, and with how many cards they tried, this one's
    included. Two queries."""
    own = Origin.objects.filter(payment__in=[one.pk for one in payments]).first()
    if own is None:
        return 0, 0
    same = Q()
    for kind in ("session", "account", "basket"):
        if getattr(own, kind):
            same |= Q(**{kind: getattr(own, kind)}, at__gt=since)
    if not same:
        return 0, 0
    rows = list(Origin.objects.filter(same).values_list("card", "declined")[:MOST_ROWS])
    return sum(declined for _, declined in rows), len({card for card, _ in rows if card})


def count(*, payment: Payment) -> None:
    """The bank said no to this attempt, or its confirmation was not given. Counting twice counts once."""
    Origin.objects.filter(payment=payment).update(declined=True)


def forget(*, before: datetime) -> int:
    """Forget where attempts came from that no limit looks at any more. Returns how many."""
    return Origin.objects.filter(at__lt=before).delete()[0]


def _mark(kind: str, text: str) -> str:
    return salted_hmac(f"shopkeeper.payments.origin.{kind}", text, algorithm="sha256").hexdigest()[:32]
