"""The second proof that staff need: a code from an app (TOTP, RFC 6238) or a passkey."""

from __future__ import annotations

from urllib.parse import quote

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings

from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.errors import InvalidInput


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


def set_up(*, user: User, secret: str, code: str) -> None:
    """Keep the secret once the app has shown that it has it. Raises WrongFactor."""
    if not totp.validate_totp_code(secret, _digits(code)):
        raise _wrong()
    Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).delete()
    totp.TOTP.activate(user, secret)


def check(*, user: User, code: str) -> None:
    """Accept a code once. Raises WrongFactor."""
    row = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).first()
    if row is None or not row.wrap().validate_code(_digits(code)):
        raise _wrong()
    row.record_usage()


def _digits(code: str) -> str:
    return "".join(ch for ch in code if ch.isascii() and ch.isdigit())[:8]


def _wrong() -> WrongFactor:
    message = "That is not the code your app shows now. Please wait for the next one and try again."
    return WrongFactor(message, {"code": message})
