"""Writing mails and sending them. A mail is written in the transaction of what it tells about, and sent afterwards."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from shopkeeper.foundation import clock
from shopkeeper.foundation.tasks import once
from shopkeeper.insight.messaging.account_letters import code_letter
from shopkeeper.insight.messaging.compose import Letter
from shopkeeper.insight.messaging.models import Message


@transaction.atomic
def write(*, key: str, kind: str, to: str, language: str, letter: Letter, at: datetime) -> Message:
    """Put a mail into the outbox, once per ``key``; asked again, the first one is returned."""
    from shopkeeper.insight.messaging.tasks import send

    message, is_new = Message.objects.get_or_create(
        dedup_key=key,
        defaults={
            "kind": kind,
            "to": to,
            "subject": letter.subject[:300],
            "text": letter.text,
            "html": letter.html,
            "language": language,
            "created_at": at,
        },
    )
    if is_new:
        once(send, f"mail:{message.pk}").enqueue(message.pk)
    return message


def send(*, message_id: int, at: datetime) -> None:
    """Hand a mail to Django's backend; without one set up it stays in the outbox, where the office reads it.

    Sent first and marked afterwards: a process that dies between the two sends it again, under the same
    Message-ID, rather than never. An error leaves it waiting, and the task is tried again.
    """
    waiting = Message.objects.filter(pk=message_id, status=Message.Status.WAITING)
    message = waiting.first()
    if message is None:
        return
    if not settings.SENDS_MAIL:
        waiting.update(status=Message.Status.KEPT)
        return
    mail = EmailMultiAlternatives(
        message.subject,
        message.text,
        settings.DEFAULT_FROM_EMAIL,
        [message.to],
        headers={"Message-ID": f"<{message.pk}.{message.created_at:%Y%m%d%H%M%S}@{settings.MAIL_DOMAIN}>"},
    )
    mail.attach_alternative(message.html, "text/html")
    mail.send()
    waiting.update(status=Message.Status.SENT, sent_at=at)


def send_code(*, purpose: str, email: str, code: str, minutes: int, language: str, key: str) -> None:
    """The mail with a code, or without one, for somebody who asked for an address that has an account
    (``settings.CODE_SENDER``)."""
    letter = code_letter(purpose, code=code, minutes=minutes, language=language)
    kind = "address_taken" if purpose == "address_taken" else f"{purpose}_code"
    write(key=f"code:{key}", kind=kind, to=email, language=language, letter=letter, at=clock.now())
