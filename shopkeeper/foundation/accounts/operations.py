"""Changing people who sign in."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from shopkeeper.foundation.accounts import devices, second_factor
from shopkeeper.foundation.accounts.events import PasswordChanged, StaffAppointed
from shopkeeper.foundation.accounts.models import SignInCode, User
from shopkeeper.foundation.accounts.passwords import check_password_choice
from shopkeeper.foundation.accounts.roles import ROLES
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.events import publish
from shopkeeper.foundation.text import email_key


@transaction.atomic
def user_for_verified(*, email: str, name: str = "") -> User:
    """The user with this address, made now when there is none. Only for an address whose owner has just proved it."""
    address = email_key(email)
    user = User.objects.filter(email=address).first() or _new(address, name)
    # The owner is there: whatever else called itself this address is theirs now.
    EmailAddress.objects.update_or_create(user=user, email=address, defaults={"verified": True, "primary": True})
    return user


def _new(address: str, name: str) -> User:
    try:
        with transaction.atomic():
            return User.objects.create_user(address, name=name[:300])
    except IntegrityError:  # two tabs with the same code page
        return User.objects.get(email=address)


@transaction.atomic
def save_profile(*, user: User, name: str) -> User:
    user.name = name.strip()[:300]
    user.save(update_fields=["name"])
    return user


@transaction.atomic
def appoint(*, email: str, name: str, role: str, password: str) -> User:
    """Make somebody staff, or change what staff may do and their password. Ends their sessions. Raises InvalidInput.

    Who was a customer until now starts afresh: a passkey kept for buying, perhaps by somebody who reads their mailbox,
    must not become the second proof that opens the office. Announces StaffAppointed.
    """
    if role not in ROLES:
        raise InvalidInput("There is no such role.", {"role": f"Choose one of {', '.join(ROLES)}."})
    address = email_key(email)
    if "@" not in address:
        raise InvalidInput("That is no e-mail address.", {"email": "Enter one like name@example.com."})
    check_password_choice(password, email=address)
    user = User.objects.filter(email=address).first() or User(email=address)
    if user.pk and not user.is_staff:
        second_factor.take_away(user=user)
    user.is_staff, user.role, user.name = True, role, name[:300] or user.name
    user.set_password(password)
    user.save()
    publish(StaffAppointed(user_id=user.pk, email=user.email, role=role))
    return devices.sign_out_everywhere(user=user)


@transaction.atomic
def set_password(*, user: User, password: str) -> User:
    """Set or change the password, which ends every session. Raises InvalidInput for one that is too easy. Announces
    PasswordChanged."""
    check_password_choice(password, email=user.email)
    user.set_password(password)
    user.save(update_fields=["password"])
    user = devices.sign_out_everywhere(user=user)
    publish(PasswordChanged(user_id=user.pk, email=user.email, change=user.session_epoch))
    return user


def forget(*, user_id: int, email: str) -> None:
    """Take a person out of the shop: their account with its passkeys and sessions, and the codes sent to them."""
    SignInCode.objects.filter(email__iexact=email).delete()
    User.objects.filter(pk=user_id, is_staff=False).delete()
