"""What somebody allows, and their own data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from shopkeeper.commerce.customers.consents import Question
from shopkeeper.commerce.customers.models import Consent
from shopkeeper.foundation.ids import token
from shopkeeper.interfaces.storefront.pages import ErasePage, Fix, PrivacyPage, Row
from shopkeeper.interfaces.storefront.present.account import frame
from shopkeeper.interfaces.storefront.present.days import day

PAGE = "/account/privacy"


def privacy_page(asked: Sequence[Question], answers: Mapping[str, Consent], *, language: str, done: str) -> PrivacyPage:
    return PrivacyPage(
        account=frame("privacy"),
        idempotency_key=token(),
        consents=tuple(_row(one, answers.get(one.key), language) for one in asked),
        export_url=f"{PAGE}/my-data.zip",
        erase_url=f"{PAGE}/delete",
        saved_note=_done(done),
    )


def _row(asked: Question, answered: Consent | None, language: str) -> Row:
    is_given = answered is not None and answered.is_given
    since = ""
    if answered is not None:
        words = _("Allowed on %(day)s.") if is_given else _("Switched off on %(day)s.")
        since = words % {"day": day(answered.at.date(), language)}
    return Row(
        title=asked.title,
        detail=" ".join(part for part in (asked.wording, since) if part),
        badge=_("On") if is_given else "",
        action=Fix(
            label=_("Switch off") if is_given else _("Allow"),
            url=f"{PAGE}/consent",
            name="answer",
            value=f"{asked.key}:{'no' if is_given else 'yes'}",
        ),
    )


def _done(what: str) -> str:
    return {
        "yes": _("Saved. You can switch it off here at any time."),
        "no": _("It is off, from this moment."),
    }.get(what, "")


def erase_page(obstacles: Sequence[str]) -> ErasePage:
    return ErasePage(
        account=frame("privacy"),
        idempotency_key=token(),
        action_url=f"{PAGE}/delete",
        back_url=PAGE,
        goes=(
            _("Your account, passkeys and every place you are signed in"),
            _("Addresses, cart and everything typed at the checkout"),
            _("Your name, address and e-mail in orders and returns"),
            _("The mails we sent you and the messages you sent us"),
            _("Store credit that is left; please spend it first"),
        ),
        stays=(
            _("Invoices, for as long as tax law wants them kept"),
            _("Amounts and goods in our books, without your name"),
            _("Orders you may still send back keep your name until that ends, so that you can"),
            _("The proof of what you allowed, without saying whose it was"),
            _("What staff did in the office, in a record that cannot be changed"),
        ),
        obstacles=tuple(obstacles),
    )
