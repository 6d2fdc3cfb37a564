"""Writing mails and sending them. A mail is written in the transaction of what it tells about, and sent afterwards."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from shopkeeper.foundation import clock
from shopkeeper.foundation.tasks import once
from shopkeeper.insight.messaging.account_letters import code_letter, farewell_letter
from shopkeeper.insight.messaging.compose import Letter
from shopkeeper.insight.messaging.kinds import marketing, unsubscribe_headers
from shopkeeper.insight.messaging.models import Message

# The last mail to somebody who is not known here any more: gone from the outbox once it is sent.
FORGOTTEN = frozenset({"data_erased"})


@transaction.atomic
def write(*, key: str, kind: str, to: str, language: str, letter: Letter, at: datetime) -> Message:
    """Put a mail into the outbox, once per ``key``; asked again, the first one is returned.

    A letter of a marketing kind says itself how it is ended; ValueError for one that does not.
    """
    told = marketing(kind)
    if told and (not (link := told.link(to)) or link not in letter.text or link not in letter.html):
        raise ValueError(f"A mail of the kind {kind} needs its reader's consent, and the link that ends it.")
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
    told = marketing(message.kind)
    if told and not told.is_allowed(message.to):
        # Withdrawn since it was written: it is not sent, and nobody needs to keep it.
        waiting.delete()
        return
    if not settings.SENDS_MAIL and message.kind in FORGOTTEN:
        waiting.delete()
        return
    if not settings.SENDS_MAIL:
        waiting.update(status=Message.Status.KEPT)
        return
    mail = EmailMultiAlternatives(
        message.subject,
        message.text,
        settings.DEFAULT_FROM_EMAIL,
        [message.to],
        headers={
            "Message-ID": f"<{message.pk}.{message.created_at:%Y%m%d%H%M%S}@{settings.MAIL_DOMAIN}>",
            **(unsubscribe_headers(told.link(message.to)) if told else {}),
        },
    )
    mail.attach_alternative(message.html, "text/html")
    mail.send()
    if message.kind in FORGOTTEN:
        waiting.delete()
        return
    waiting.update(status=Message.Status.SENT, sent_at=at)


def send_code(*, purpose: str, email: str, code: str, minutes: int, language: str, key: str) -> None:
    """The mail with a code, or without one, for somebody who asked for an address that has an account
    (``settings.CODE_SENDER``)."""
    letter = code_letter(purpose, code=code, minutes=minutes, language=language)
    kind = "address_taken" if purpose == "address_taken" else f"{purpose}_code"
    write(key=f"code:{key}", kind=kind, to=email, language=language, letter=letter, at=clock.now())


def send_farewell(*, email: str, language: str, until: date | None, key: str, at: datetime) -> None:
    """The mail that says that everything is deleted, and until when some of it is not (``settings.FAREWELL``)."""
    letter = farewell_letter(language=language, until=until)
    write(key=f"erased:{key}", kind="data_erased", to=email, language=language, letter=letter, at=at)
