"""The second proof that staff need: a code from an app (TOTP, RFC 6238) or a passkey.

The first one is set up with a set-up code, which comes from the shop's own machine; another one by those who have
shown the one they have. So a mailbox, or a password alone, never becomes a second proof.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from urllib.parse import quote

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from shopkeeper.foundation import ids
from shopkeeper.foundation.accounts import devices
from shopkeeper.foundation.accounts.events import SecondProofSetUp, SecondProofTakenAway
from shopkeeper.foundation.accounts.models import SetUpCode, User
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.events import publish

SET_UP_VALID = timedelta(days=3)
MOST_ATTEMPTS = 5


class WrongFactor(InvalidInput):
    code = "wrong_factor"


def has_factor(user: User) -> bool:
    """Whether a second proof was set up. One query."""
    return bool(Authenticator.objects.filter(user_id=user.pk).exclude(type="recovery_codes").exists())


def new_secret() -> str:
    secret: str = totp.generate_totp_secret()
    return secret


def setup_url(user: User, secret: str) -> str:
    """What an app reads from a QR code (the otpauth format of the Google Authenticator wiki)."""
    issuer = quote(settings.SHOP_NAME)
    return f"otpauth://totp/{issuer}:{quote(user.email)}?secret={secret}&issuer={issuer}"


@transaction.atomic
def allow_set_up(*, user: User, at: datetime) -> str:
    """A fresh set-up code for somebody without a second proof; good for three days, once. Earlier ones end."""
    code = ids.handed_code()
    SetUpCode.objects.update_or_create(
        user=user, defaults={"code_hash": _hash(user, code), "attempts": 0, "expires_at": at + SET_UP_VALID}
    )
    return code


def set_up(*, user: User, secret: str, code: str, set_up_code: str, at: datetime) -> None:
    """Keep the secret once the app has shown that it has it, for somebody who has no second proof yet and was handed
    ``set_up_code``. Raises WrongFactor. Announces SecondProofSetUp.

    Each try counts first, in a guarded UPDATE, so that many requests at once have five tries together.
    """
    if not totp.validate_totp_code(secret, _digits(code)):
        raise _wrong()
    live = SetUpCode.objects.filter(user=user, expires_at__gt=at, attempts__lt=MOST_ATTEMPTS)
    if not live.update(attempts=F("attempts") + 1):
        raise _wrong_set_up("Your set-up code has run out. Ask for a new one where you got it.")
    given = _hash(user, ids.normalise_handed_code(set_up_code))
    if not hmac.compare_digest(SetUpCode.objects.values_list("code_hash", flat=True).get(user=user), given):
        raise _wrong_set_up("That is not the set-up code you were given. Please look again.")
    with transaction.atomic():
        # Whoever takes the row away has used the code; nobody else can.
        taken = SetUpCode.objects.filter(user=user, code_hash=given).delete()[0]
        if not taken or has_factor(user):
            raise _wrong_set_up("Your set-up code was just used. Ask for a new one where you got it.")
        made = totp.TOTP.activate(user, secret).instance
        publish(SecondProofSetUp(user_id=user.pk, email=user.email, change=made.pk))


@transaction.atomic
def take_away(*, user: User) -> None:
    """Forget every app and passkey of a person, such as those of a lost phone, and end their sessions. Announces
    SecondProofTakenAway."""
    if Authenticator.objects.filter(user_id=user.pk).delete()[0]:
        user = devices.sign_out_everywhere(user=user)
        publish(SecondProofTakenAway(user_id=user.pk, email=user.email, change=user.session_epoch))


def check(*, user: User, code: str) -> None:
    """Accept a code once. Raises WrongFactor."""
    row = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).first()
    if row is None or not row.wrap().validate_code(_digits(code)):
        raise _wrong()
    row.record_usage()


def _hash(user: User, code: str) -> str:
    return salted_hmac("shopkeeper.accounts.set-up-code", f"{user.pk}:{code}", algorithm="sha256").hexdigest()


def _digits(code: str) -> str:
    return "".join(ch for ch in code if ch.isascii() and ch.isdigit())[:8]


def _wrong() -> WrongFactor:
    message = "That is not the code your app shows now. Please wait for the next one and try again."
    return WrongFactor(message, {"code": message})


def _wrong_set_up(message: str) -> WrongFactor:
    return WrongFactor(message, {"set_up_code": message})
