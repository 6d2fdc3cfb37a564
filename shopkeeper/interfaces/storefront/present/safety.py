"""How somebody signs in, where they are signed in, and the forms that change it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from django.utils.translation import gettext as _

from shopkeeper.foundation.accounts.devices import Device
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.accounts.passkeys import Passkey
from shopkeeper.foundation.accounts.passwords import SHORTEST
from shopkeeper.foundation.ids import token
from shopkeeper.interfaces.storefront.pages import CodePage, Field, Fix, FormPage, ProvePage, Row, SafetyPage
from shopkeeper.interfaces.storefront.present.account import code_field, email_field, errors_of, frame
from shopkeeper.interfaces.storefront.present.days import day
from shopkeeper.interfaces.storefront.present.devices import device_name


def safety_page(
    user: User, passkeys: Iterable[Passkey], devices: Sequence[Device], *, language: str, done: str
) -> SafetyPage:
    elsewhere = Fix(
        label=_("Sign out everywhere else"),
        url="/account/devices/sign-out-elsewhere",
        name="elsewhere",
        value="yes",
    )
    return SafetyPage(
        account=frame("safety"),
        idempotency_key=token(),
        ways=_ways(user),
        passkeys=tuple(_passkey(one, language) for one in passkeys),
        add_passkey_url="/account/passkeys",
        devices=tuple(_device(one, language) for one in devices),
        elsewhere=elsewhere if len(devices) > 1 else None,
        saved_note=_done(done),
    )


def _ways(user: User) -> tuple[Row, ...]:
    has_password = user.has_usable_password()
    return (
        Row(
            title=_("E-mail address"),
            detail=user.email,
            action=Fix(label=_("Change"), url="/account/email"),
        ),
        Row(
            title=_("Password"),
            detail=_("Set") if has_password else _("None. You do not need one: a code or a passkey always works."),
            action=Fix(label=_("Change") if has_password else _("Set one"), url="/account/password"),
        ),
    )


def _passkey(key: Passkey, language: str) -> Row:
    return Row(
        title=key.name or _("Passkey"),
        detail=_("Added %(day)s") % {"day": day(key.added_at.date(), language)},
        action=Fix(label=_("Remove"), url="/account/passkeys/remove", name="passkey", value=str(key.id)),
    )


def _device(device: Device, language: str) -> Row:
    since = _("Signed in %(day)s") % {"day": day(device.since.date(), language)} if device.since else ""
    sign_out = Fix(label=_("Sign out"), url="/account/devices/sign-out", name="device", value=device.handle)
    return Row(
        title=device_name(device.agent),
        detail=" · ".join(part for part in (since, device.address) if part),
        badge=_("This device") if device.is_current else "",
        action=None if device.is_current else sign_out,
    )


def _done(what: str) -> str:
    return {
        "email": _("You sign in with your new address from now on. All other devices are signed out."),
        "password": _("The password is saved. All other devices are signed out."),
        "passkey": _("The passkey is ready."),
        "no-passkey": _("The passkey is removed. All other devices are signed out."),
        "device": _("That device is signed out."),
        "elsewhere": _("All other devices are signed out."),
    }.get(what, "")


def prove_page(email: str, next_url: str, *, has_password: bool, has_passkey: bool) -> ProvePage:
    """Before something that matters is changed at ``next_url``."""
    onwards = f"?next={quote(next_url)}"
    return ProvePage(
        account=frame("safety"),
        title=_("Is it you?"),
        intro=_("Before this changes we send a code to %(email)s.") % {"email": email},
        action_url=f"/account/prove{onwards}",
        idempotency_key=token(),
        submit_label=_("Send me a code"),
        cancel_url="/account/safety",
        fields=(),
        next_url=next_url,
        password_url=f"/account/sign-in/password{onwards}" if has_password else "",
        passkey_url="/account/sign-in/passkey" if has_passkey else "",
    )


def new_password_page(problem: str) -> FormPage:
    return FormPage(
        account=frame("safety"),
        title=_("Password"),
        intro=_("You do not need one: a code or a passkey always works. Setting one signs you out everywhere else."),
        action_url="/account/password",
        idempotency_key=token(),
        submit_label=_("Save the password"),
        cancel_url="/account/safety",
        errors=errors_of("password", problem),
        fields=(
            Field(
                name="password",
                label=_("New password"),
                kind="password",
                autocomplete="new-password",
                hint=_("At least %(count)s characters. A few words in a row are fine.") % {"count": SHORTEST},
                error=problem,
            ),
        ),
    )


def new_address_page(current: str, typed: str, problem: str) -> FormPage:
    field = email_field(typed, problem, label=_("New e-mail address"), autocomplete="email")
    return FormPage(
        account=frame("safety"),
        title=_("E-mail address"),
        intro=_(
            "Now it is %(email)s. We send a code to the new address, and word of the change to this one; all other "
            "devices are signed out."
        )
        % {"email": current},
        action_url="/account/email",
        idempotency_key=token(),
        submit_label=_("Send the code"),
        cancel_url="/account/safety",
        errors=errors_of("email", problem),
        fields=(field,),
    )


def new_address_code_page(email: str, typed: str, problem: str) -> CodePage:
    return CodePage(
        action_url="/account/email/code",
        idempotency_key=token(),
        sent_to=email,
        code=code_field(typed, problem),
        errors=errors_of("code", problem),
        resend=Fix(label=_("Send a new code"), url="/account/email/code", name="resend", value="yes"),
        back_url="/account/email",
        submit_label=_("Change the address"),
    )
