"""Writing what visitors tell the shop."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from shopkeeper.commerce.content.events import MessageReceived
from shopkeeper.commerce.content.models import ContactMessage
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.events import publish
from shopkeeper.foundation.text import storable

LONGEST_MESSAGE = 5000
LONGEST_EMAIL = 254


@transaction.atomic
def leave_message(*, email: str, order_number: str, message: str, language: str, at: datetime) -> ContactMessage:
    """Keep what somebody wrote, for a person to answer. Raises InvalidInput. Announces MessageReceived."""
    email, message, order_number = email.strip(), storable(message.strip()), storable(order_number.strip())
    wrong: dict[str, str] = {}
    try:
        validate_email(email if len(email) <= LONGEST_EMAIL else "")
    except ValidationError:
        wrong["email"] = "Write an address with an @, such as name@example.com."
    if not message:
        wrong["message"] = "Write what you would like to know."
    elif len(message) > LONGEST_MESSAGE:
        wrong["message"] = f"This is longer than {LONGEST_MESSAGE} characters. Please shorten it a little."
    if wrong:
        raise InvalidInput("Something is missing.", wrong)
    kept = ContactMessage.objects.create(
        email=email, order_number=order_number[:30], message=message, language=language, created_at=at
    )
    publish(MessageReceived(message_id=kept.pk))
    return kept
