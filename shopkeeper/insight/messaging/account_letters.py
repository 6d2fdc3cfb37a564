"""Mails about an account: codes, and word of everything that changes how somebody signs in."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from shopkeeper.foundation.money import Money
from shopkeeper.insight.messaging.compose import Letter, compose, locale_of, shop_name


def code_letter(purpose: str, *, code: str, minutes: int, language: str) -> Letter:
    """The code first, so that it shows in a notification. Without one: the address has an account of its own."""
    with translation.override(language):
        shop = shop_name()
        if purpose == "address_taken":
            sign_in_url = f"{settings.PUBLIC_URL}/account/sign-in/"
            return compose(_("Your address at %(shop)s") % {"shop": shop}, purpose, language, sign_in_url=sign_in_url)
        if purpose == "new_address":
            subject = _("%(code)s confirms your new address at %(shop)s") % {"code": code, "shop": shop}
        else:
            subject = _("%(code)s is your code for %(shop)s") % {"code": code, "shop": shop}
        return compose(subject, f"{purpose}_code", language, code=code, minutes=minutes)


def notice_letter(kind: str, *, language: str, detail: str = "") -> Letter:
    """What was changed about signing in (``kind``), and what to do when it was somebody else. ``detail`` names the
    passkey, or hints at the new address."""
    with translation.override(language):
        subject, told = _words(kind, {"shop": shop_name(), "detail": detail})
        contact_url = f"{settings.PUBLIC_URL}/contact/"
        return compose(subject, "account_notice", language, told=told, contact_url=contact_url)


def confirmation_letter(*, language: str, amount: Money, description: str, url: str) -> Letter:
    """The bank wants its customer before it pays what is due: a link to the page where they pay it."""
    with translation.override(language):
        shown = amount.display(language)
        subject = _("Please confirm your payment of %(amount)s") % {"amount": shown}
        return compose(subject, "confirm_payment", language, amount=shown, description=description, url=url)


def farewell_letter(*, language: str, until: date | None) -> Letter:
    """The last letter. ``until`` is the last day on which an order may come back and keeps its name for that."""
    with translation.override(language):
        shop = shop_name()
        told = _("We have deleted your account and everything about you at %(shop)s.") % {"shop": shop}
        kept = _(
            "Invoices stay as long as tax law wants them kept. In the books only amounts are left, without your name."
        )
        later = ""
        if until is not None:
            day = format_date(until, "long", locale=locale_of(language))
            later = _(
                "What you may still send back keeps your name until %(day)s, so that you can; then that goes, too."
            ) % {"day": day}
        subject = _("Your data at %(shop)s is deleted") % {"shop": shop}
        return compose(subject, "data_erased", language, told=told, kept=kept, later=later)


def _words(kind: str, values: dict[str, str]) -> tuple[str, str]:
    subjects = {
        "password_changed": _("Your password was changed"),
        "email_changed": _("Your account has another e-mail address"),
        "passkey_added": _("A passkey was added to your account"),
        "passkey_removed": _("A passkey was removed from your account"),
        "second_proof_set_up": _("Your second proof is set up"),
        "second_proof_taken_away": _("Your second proof was taken away"),
    }
    told = {
        "password_changed": _(
            "The password of your account at %(shop)s was set or changed. All other devices are signed out."
        ),
        "email_changed": _(
            "Your account at %(shop)s is signed in to as %(detail)s from now on. All other devices are signed out, and "
            "this address gets no more mail about it."
        ),
        "passkey_added": _("“%(detail)s” can sign in to your account at %(shop)s from now on."),
        "passkey_removed": _(
            "“%(detail)s” can no longer sign in to your account at %(shop)s. All other devices are signed out."
        ),
        "second_proof_set_up": _("From now on %(shop)s’s office asks for a code from your app after your password."),
        "second_proof_taken_away": _("Your app and your passkeys no longer open %(shop)s’s office."),
    }
    return subjects[kind], told[kind] % values


def hint_of(email: str) -> str:
    """Enough of an address for its owner to know it again: ``a…@example.com``."""
    name, _at, host = email.partition("@")
    return f"{name[:1]}…@{host}"
