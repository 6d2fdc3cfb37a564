"""Passkeys (WebAuthn level 2, discoverable credentials with user verification), kept in allauth's table and checked
by its server code. The challenge lives in the session between asking and answering."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.db import transaction

from shopkeeper.foundation.accounts import devices
from shopkeeper.foundation.accounts.events import PasskeyAdded, PasskeyRemoved
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.errors import InvalidInput, NotFound
from shopkeeper.foundation.events import publish

MOST_PASSKEYS = 20


class PasskeyRefused(InvalidInput):
    code = "passkey_refused"


@dataclass(frozen=True)
class Passkey:
    id: int
    name: str
    added_at: datetime


def passkeys(user: User) -> list[Passkey]:
    """A person's passkeys, oldest first. One query."""
    return [Passkey(row.pk, str(row.data.get("name", "")), row.created_at) for row in _rows(user).order_by("pk")]


def creation_options(user: User) -> dict[str, Any]:
    """What the browser needs to make a passkey."""
    options: dict[str, Any] = auth.begin_registration(user, passwordless=True)
    return options


def add(*, user: User, credential: Any, name: str) -> Passkey:
    """Keep a passkey the browser has just made. Raises PasskeyRefused. Announces PasskeyAdded."""
    if _rows(user).count() >= MOST_PASSKEYS:
        raise PasskeyRefused("There are many passkeys here already. Remove one you no longer use first.")
    try:
        auth.parse_registration_response(credential)
        auth.complete_registration(credential)
    except (ValidationError, ValueError, TypeError, KeyError):
        raise PasskeyRefused("Your device did not make a passkey. Please try again.") from None
    return _keep(user, credential, name.strip()[:100] or "Passkey")


@transaction.atomic
def _keep(user: User, credential: Any, name: str) -> Passkey:
    row = auth.WebAuthn.add(user, name, credential).instance
    publish(PasskeyAdded(user_id=user.pk, email=user.email, passkey_id=row.pk, passkey_name=name))
    return Passkey(row.pk, name, row.created_at)


@transaction.atomic
def remove(*, user: User, passkey_id: int) -> User:
    """Take a passkey away and end every session, because its device may be in other hands. Raises NotFound for somebody
    else's. Announces PasskeyRemoved."""
    name = next((one.name for one in passkeys(user) if one.id == passkey_id), "")
    if not _rows(user).filter(pk=passkey_id).delete()[0]:
        raise NotFound("This passkey is not there (any more).")
    publish(PasskeyRemoved(user_id=user.pk, email=user.email, passkey_id=passkey_id, passkey_name=name))
    return devices.sign_out_everywhere(user=user)


def request_options(user: User | None = None) -> dict[str, Any]:
    """What the browser needs to sign in; without a user it offers whatever passkeys it has for this shop."""
    options: dict[str, Any] = auth.begin_authentication(user)
    return options


def user_of(response: Any) -> User:
    """Who signed in with a passkey. Raises PasskeyRefused, the same for every reason."""
    try:
        auth.parse_authentication_response(response)
        user = auth.extract_user_from_response(response)
        authenticator = auth.complete_authentication(user, response)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        raise PasskeyRefused("This passkey did not work. Sign in with a code instead.") from None
    if not isinstance(user, User) or not user.is_active:
        raise PasskeyRefused("This passkey did not work. Sign in with a code instead.")
    authenticator.record_usage()
    return user


def _rows(user: User) -> Any:
    return Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.WEBAUTHN)
