"""The account's pages, and the ones that lead into it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from babel import Locale
from django.utils.translation import gettext as _

from shopkeeper.commerce.customers.models import Address as AddressRow
from shopkeeper.commerce.customers.models import Customer
from shopkeeper.commerce.customers.queries import postal
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.payments.models import SavedMethod
from shopkeeper.commerce.payments.saved import is_expired
from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.ids import token
from shopkeeper.interfaces.storefront.pages import (
    AccountFrame,
    Address,
    AddressesPage,
    Choice,
    CodePage,
    Field,
    FieldError,
    Fix,
    FormPage,
    KeptMethod,
    Link,
    MethodsPage,
    OrdersPage,
    OverviewPage,
    PasswordPage,
    Problem,
    SignInPage,
)
from shopkeeper.interfaces.storefront.present.fields import address_fields, error_list
from shopkeeper.interfaces.storefront.present.orders import order_row


def frame(current: str) -> AccountFrame:
    """The account's own navigation."""
    links = (
        ("overview", _("Overview"), "/account/"),
        ("orders", _("Orders"), "/account/orders/"),
        ("addresses", _("Addresses"), "/account/addresses/"),
        ("methods", _("Payment methods"), "/account/payment-methods/"),
        ("profile", _("Profile"), "/account/profile"),
        ("safety", _("Sign-in"), "/account/safety"),
        ("privacy", _("Privacy"), "/account/privacy"),
    )
    return AccountFrame(
        nav=tuple(Link(label=label, url=url, is_current=name == current) for name, label, url in links),
        sign_out_url="/account/sign-out",
        idempotency_key=token(),
    )


def email_field(typed: str, problem: str, *, label: str = "", autocomplete: str = "username webauthn") -> Field:
    return Field(
        name="email",
        label=label or _("E-mail"),
        value=typed,
        kind="email",
        autocomplete=autocomplete,
        inputmode="email",
        error=problem,
    )


def sign_in_page(typed: str, problem: str, next_url: str) -> SignInPage:
    return SignInPage(
        action_url="/account/sign-in/",
        idempotency_key=token(),
        email=email_field(typed, problem),
        errors=errors_of("email", problem),
        passkey_url="/account/sign-in/passkey",
        password_url="/account/sign-in/password",  # noqa: S106 - an address
        next_url=next_url,
        order_lookup_url="/orders/find/",
    )


def code_page(email: str, typed: str, problem: str) -> CodePage:
    return CodePage(
        action_url="/account/sign-in/code",
        idempotency_key=token(),
        sent_to=email,
        code=code_field(typed, problem),
        errors=errors_of("code", problem),
        resend=Fix(label=_("Send a new code"), url="/account/sign-in/code", name="resend", value="yes"),
        back_url="/account/sign-in/",
        submit_label=_("Sign in"),
    )


def code_field(typed: str, problem: str) -> Field:
    return Field(
        name="code",
        label=_("Code from the e-mail"),
        kind="code",
        autocomplete="one-time-code",
        inputmode="numeric",
        value=typed,
        error=problem,
        max_length=9,
    )


def password_page(email: str, problem: str, next_url: str) -> PasswordPage:
    return PasswordPage(
        action_url="/account/sign-in/password",
        idempotency_key=token(),
        next_url=next_url,
        code_url="/account/sign-in/",
        errors=errors_of("password", problem),
        fields=(
            email_field(email, ""),
            Field(
                name="password",
                label=_("Password"),
                kind="password",
                autocomplete="current-password",
                error=problem,
            ),
        ),
    )


def errors_of(field: str, problem: str) -> tuple[FieldError, ...]:
    return (FieldError(field=field, text=problem),) if problem else ()


def overview_page(
    customer: Customer, orders: Iterable[Order], addresses: Sequence[AddressRow], *, language: str, has_passkey: bool
) -> OverviewPage:
    offer = Problem(
        code="passkey",
        title=_("Next time, sign in with your fingerprint or screen lock"),
        text=_("A passkey is safer than a password, and there is nothing to remember."),
        fixes=(Fix(label=_("Set up a passkey"), url="/account/safety#passkeys"),),
    )
    return OverviewPage(
        account=frame("overview"),
        name=customer.user.name or customer.user.email,
        orders=tuple(order_row(order, language, url=_order_url(order)) for order in orders),
        orders_url="/account/orders/",
        address=_address(addresses[0]) if addresses else None,
        addresses_url="/account/addresses/",
        offer=None if has_passkey else offer,
    )


def orders_page(found: Sequence[Order], length: int, *, language: str, is_first: bool) -> OrdersPage:
    """``found`` may hold one more than fits, which only says that there is another page."""
    shown = found[:length]
    return OrdersPage(
        account=frame("orders"),
        orders=tuple(order_row(order, language, url=_order_url(order)) for order in shown),
        previous_url="" if is_first else "/account/orders/",
        next_url=f"/account/orders/?before={shown[-1].pk}" if len(found) > length else "",
    )


def _order_url(order: Order) -> str:
    return f"/account/orders/{order.number}/"


def methods_page(found: Iterable[SavedMethod], at: datetime) -> MethodsPage:
    return MethodsPage(
        account=frame("methods"), methods=tuple(_method(one, at) for one in found), idempotency_key=token()
    )


def _method(one: SavedMethod, at: datetime) -> KeptMethod:
    month = f"{one.exp_month:02}/{one.exp_year % 100:02}"
    until = _("Good until %(month)s") if not is_expired(one, at) else _("Expired %(month)s")
    url = f"/account/payment-methods/{one.public_id}"
    return KeptMethod(
        label=_("%(brand)s ending in %(last4)s") % {"brand": one.brand.title() or _("Card"), "last4": one.last4},
        until=until % {"month": month} if one.exp_year else "",
        is_default=one.is_default,
        default_url=f"{url}/default",
        remove_url=f"{url}/remove",
    )


def addresses_page(found: Iterable[AddressRow]) -> AddressesPage:
    return AddressesPage(
        account=frame("addresses"),
        addresses=tuple(_address(row) for row in found),
        add_url="/account/addresses/new",
        idempotency_key=token(),
    )


def _address(row: AddressRow) -> Address:
    return Address(
        lines=tuple(postal(row).lines()),
        edit_url=f"/account/addresses/{row.pk}",
        remove_url=f"/account/addresses/{row.pk}/remove",
        is_default=row.is_default,
    )


def address_page(
    typed: Mapping[str, str], problems: Mapping[str, str], language: str, *, action_url: str, is_default: bool
) -> FormPage:
    countries = sorted({code for market in pricing.markets() for code in market.countries})
    country = typed.get("country", "").upper()
    fields = address_fields(
        typed,
        countries=countries,
        country=country if country in countries else countries[0],
        language=language,
        problems=problems,
    )
    default = Field(
        name="make_default",
        label=_("Use this one first"),
        kind="checkbox",
        is_required=False,
        value="yes" if is_default or typed.get("make_default") else "",
    )
    return FormPage(
        account=frame("addresses"),
        title=_("Address"),
        action_url=action_url,
        idempotency_key=token(),
        fields=(*fields.in_order(), default),
        errors=error_list(problems, fields.in_order()),
        submit_label=_("Save the address"),
        cancel_url="/account/addresses/",
    )


def profile_page(user: User, customer: Customer, languages: Iterable[str], saved_note: str) -> FormPage:
    chosen = customer.language
    choices = tuple(
        Choice(
            value=code,
            label=Locale.parse(code.replace("-", "_")).get_display_name() or code,
            is_selected=code == chosen,
        )
        for code in languages
    )
    return FormPage(
        account=frame("profile"),
        title=_("Profile"),
        intro=_("You sign in as %(email)s.") % {"email": user.email},
        action_url="/account/profile",
        idempotency_key=token(),
        submit_label=_("Save"),
        saved_note=saved_note,
        fields=(
            Field(
                name="name",
                label=_("Full name"),
                autocomplete="name",
                value=user.name,
                is_required=False,
                max_length=300,
            ),
            Field(name="language", label=_("Language of our mails"), choices=choices, is_required=False),
        ),
    )
