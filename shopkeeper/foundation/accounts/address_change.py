"""Another e-mail address for an account: proved by a code sent to it, told to the old one.

Whether an address already has an account is never told to the asker: they get the same page, and its owner a letter.
"""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from shopkeeper.foundation.accounts import codes, devices
from shopkeeper.foundation.accounts.codes import Purpose, WrongCode
from shopkeeper.foundation.accounts.events import EmailChanged
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.events import publish
from shopkeeper.foundation.text import email_key


def ask(*, user: User, email: str, language: str, at: datetime) -> str:
    """Send a code to the new address and return its handle. Raises InvalidInput for the address they have."""
    address = email_key(email)
    if address == user.email:
        message = "This is your address already. Enter the new one."
        raise InvalidInput(message, {"email": message})
    taken = User.objects.filter(email=address).exists()
    purpose = Purpose.ADDRESS_TAKEN if taken else Purpose.NEW_ADDRESS
    return codes.send_code(email=address, language=language, at=at, purpose=purpose)


def confirm(*, user: User, handle: str, typed: str, at: datetime) -> User:
    """Change the address to the one the code proves, and end every session. Raises WrongCode. Announces
    EmailChanged."""
    address = codes.check_code(handle=handle, typed=typed, at=at, purpose=Purpose.NEW_ADDRESS)
    try:
        return _change(user, address)
    except IntegrityError:
        # Somebody else made an account with it in these minutes, by proving it, too.
        message = "That code can no longer be used. Ask for a new one below."
        raise WrongCode(message, {"code": message}) from None


@transaction.atomic
def _change(user: User, address: str) -> User:
    old = user.email
    User.objects.filter(pk=user.pk).update(email=address)
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.filter(email=address).delete()
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    user = devices.sign_out_everywhere(user=user)
    publish(EmailChanged(user_id=user.pk, old_email=old, new_email=address, change=user.session_epoch))
    return user
