"""Proving an address with a code sent to it: the same answer whether or not the address is known. A code is for one
purpose; one for signing in changes no address, nor the other way round."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from typing import cast

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.module_loading import import_string

from shopkeeper.foundation import ids
from shopkeeper.foundation.accounts.models import SignInCode
from shopkeeper.foundation.accounts.ports import CodeSender
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.text import email_key

DIGITS = 6
VALID_MINUTES = 10
MOST_ATTEMPTS = 5
SALT = "shopkeeper.accounts.sign-in-code"


class WrongCode(InvalidInput):
    code = "wrong_code"


class Purpose(StrEnum):
    """What a code is good for. ``address_taken`` is good for nothing: its letter holds no code."""

    SIGN_IN = "sign_in"
    NEW_ADDRESS = "new_address"
    ADDRESS_TAKEN = "address_taken"


@transaction.atomic
def send_code(*, email: str, language: str, at: datetime, purpose: Purpose = Purpose.SIGN_IN) -> str:
    """Send a fresh code to ``email`` and return its handle. Costs the same for a known and an unknown address.

    It goes to the very address it will prove, never to another way of writing it: that may be another mailbox.
    """
    address = email_key(email)
    handle, code = ids.token(), f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    SignInCode.objects.create(
        handle=handle,
        email=address,
        purpose=purpose,
        code_hash=_hash(handle, code, purpose),
        expires_at=at + timedelta(minutes=VALID_MINUTES),
    )
    sender = cast("CodeSender", import_string(settings.CODE_SENDER))
    told = "" if purpose == Purpose.ADDRESS_TAKEN else code
    sender(purpose=purpose, email=address, code=told, minutes=VALID_MINUTES, language=language, key=handle)
    return handle


def check_code(*, handle: str, typed: str, at: datetime, purpose: Purpose = Purpose.SIGN_IN) -> str:
    """The address that the code proves. Works once, for ``purpose``, for ten minutes, with five tries. Raises
    WrongCode.

    The try is counted first, in a guarded UPDATE, so that many requests at once have five tries together.
    """
    live = SignInCode.objects.filter(handle=handle, used_at=None, expires_at__gt=at, attempts__lt=MOST_ATTEMPTS)
    if not live.update(attempts=F("attempts") + 1):
        raise _wrong("That code can no longer be used. Ask for a new one below.")
    row = SignInCode.objects.get(handle=handle)
    digits = "".join(ch for ch in typed if ch.isascii() and ch.isdigit())
    if not hmac.compare_digest(row.code_hash, _hash(handle, digits, purpose)):
        raise _wrong("That is not the code we sent. Please look again, or ask for a new one.")
    if not SignInCode.objects.filter(pk=row.pk, used_at=None).update(used_at=at):
        raise _wrong("That code was just used. Ask for a new one below.")
    return row.email


def address_of(handle: str) -> str:
    """Where the code with this handle was sent; nothing for an unknown one. One query."""
    return SignInCode.objects.filter(handle=handle).values_list("email", flat=True).first() or ""


def prune(*, before: datetime) -> int:
    """Forget codes that ran out before ``before``. Returns how many."""
    return SignInCode.objects.filter(expires_at__lt=before).delete()[0]


def _hash(handle: str, code: str, purpose: str) -> str:
    return salted_hmac(SALT, f"{purpose}:{handle}:{code}", algorithm="sha256").hexdigest()


def _wrong(message: str) -> WrongCode:
    return WrongCode(message, {"code": message})
