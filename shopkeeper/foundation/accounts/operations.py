"""Changing people who sign in."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models import F

from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.accounts.passwords import check_password_choice
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
def set_password(*, user: User, password: str) -> User:
    """Set or change the password, which ends every other session. Raises InvalidInput for one that is too easy."""
    check_password_choice(password, email=user.email)
    user.set_password(password)
    user.save(update_fields=["password"])
    return end_sessions(user=user)


@transaction.atomic
def end_sessions(*, user: User) -> User:
    """Sign this person out everywhere; a door that wants to keep its own session renews it afterwards."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db()
    return user
