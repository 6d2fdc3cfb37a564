"""Sample orders and account pages."""

from __future__ import annotations

from shopkeeper.interfaces.storefront.pages import (
    AccountFrame,
    Address,
    AddressesPage,
    CodePage,
    ConfirmationPage,
    ErasePage,
    Field,
    FieldError,
    Fix,
    FormPage,
    Link,
    NoticePage,
    OrderPage,
    OrderParcel,
    OrderRow,
    OrdersPage,
    OverviewPage,
    PrivacyPage,
    Problem,
    Recap,
    Row,
    SafetyPage,
    SignInPage,
    TimelineEntry,
)
from shopkeeper.interfaces.storefront.samples.buying import lines, summary
from shopkeeper.interfaces.storefront.samples.frame import KEY, crumbs

RECAPS = (
    Recap(label="Deliver to", lines=("Robin de Vries", "Oudegracht 12", "3511 AB Utrecht")),
    Recap(label="Paid by", lines=("iDEAL",)),
)
TIMELINE = (
    TimelineEntry(title="Paid", when="Sat 21 Nov, 14.02", state="done"),
    TimelineEntry(title="Being packed", when="Today, before 17.30", state="now", text="By Sanne, in Utrecht."),
    TimelineEntry(title="With the courier", when="Mon 23 Nov"),
    TimelineEntry(title="At your door", when="Tue 24 – Wed 25 Nov"),
)


def _parcel(*, with_actions: bool) -> OrderParcel:
    actions = (
        Fix(label="Change the address", url="#"),
        Fix(label="Cancel this parcel", url="#", name="reason", value="changed_mind"),
    )
    return OrderParcel(
        title="One parcel",
        status="Being packed",
        dates="Arrives Tue 24 – Wed 25 Nov",
        lines=lines(),
        tracking=Link(label="Follow it", url="#"),
        actions=actions if with_actions else (),
    )


def confirmation() -> ConfirmationPage:
    """Thank you."""
    return ConfirmationPage(
        number="ORD-20417",
        email="robin@example.com",
        arrives="Tue 24 – Wed 25 Nov",
        parcels=(_parcel(with_actions=False),),
        summary=summary(),
        recaps=RECAPS,
        status_url="#",
        next_steps=TIMELINE,
        change_until="today 17.30",
        cancel=Fix(label="Cancel the order", url="#", name="reason", value="changed_mind"),
        account_url="#",
    )


def order() -> OrderPage:
    """One order, under way."""
    return OrderPage(
        number="ORD-20417",
        placed_on="21 November 2026",
        status="Being packed, arrives Tue 24 – Wed 25 Nov.",
        parcels=(_parcel(with_actions=True),),
        summary=summary(),
        recaps=RECAPS,
        timeline=TIMELINE,
        actions=(Fix(label="Order it again", url="#", name="again", value="yes"),),
        problem=Problem(
            code="address_incomplete",
            title="The courier cannot find number 12",
            text="Is there a letter after it?",
            fixes=(Fix(label="It is 12 A", url="#", name="line1", value="12 A"), Fix(label="Write it myself", url="#")),
        ),
        invoice=Link(label="Invoice (PDF)", url="#"),
        help_url="/contact/",
        breadcrumbs=crumbs("Account", "Orders", "ORD-20417"),
    )


def account(current: str) -> AccountFrame:
    """The account's navigation."""
    return AccountFrame(
        nav=tuple(
            Link(label=label, url="#", is_current=label == current)
            for label in ("Overview", "Orders", "Addresses", "Profile", "Sign-in")
        ),
        sign_out_url="#",
        idempotency_key=KEY,
    )


def sign_in() -> SignInPage:
    """Sign in."""
    return SignInPage(
        action_url="#",
        idempotency_key=KEY,
        passkey_url="#",
        order_lookup_url="#",
        email=Field(name="email", label="E-mail", kind="email", autocomplete="username webauthn", inputmode="email"),
    )


def code() -> CodePage:
    """A wrong code."""
    words = "That code has expired. Ask for a new one below."
    return CodePage(
        action_url="#",
        idempotency_key=KEY,
        sent_to="robin@example.com",
        back_url="#",
        errors=(FieldError(field="code", text=words),),
        code=Field(
            name="code",
            label="Code from the e-mail",
            kind="code",
            autocomplete="one-time-code",
            inputmode="numeric",
            value="482913",
            error=words,
            max_length=9,
        ),
        resend=Fix(label="Send a new code", url="#", name="resend", value="yes"),
        submit_label="Sign in",
    )


def _rows() -> tuple[OrderRow, ...]:
    facts = (
        ("ORD-20417", "21 Nov 2026", "Being packed", "€ 103.50"),
        ("ORD-18802", "2 Sep 2026", "Delivered", "€ 1,289.00"),
    )
    return tuple(
        OrderRow(
            number=number, url="#", placed_on=day, status=status, total=total, item_note="Stoneware jug and 1 more"
        )
        for number, day, status, total in facts
    )


def _address(*, is_default: bool) -> Address:
    return Address(
        lines=("Robin de Vries", "Oudegracht 12", "3511 AB Utrecht", "Netherlands"),
        edit_url="#",
        remove_url="#",
        is_default=is_default,
    )


def overview() -> OverviewPage:
    """The account's first page."""
    return OverviewPage(
        account=account("Overview"),
        name="Robin",
        orders=_rows(),
        orders_url="#",
        address=_address(is_default=True),
        addresses_url="#",
    )


def orders(*, is_empty: bool = False) -> OrdersPage:
    """Every order, or none."""
    return OrdersPage(
        account=account("Orders"), orders=() if is_empty else _rows(), next_url="" if is_empty else "?before=2"
    )


def addresses() -> AddressesPage:
    """Two addresses."""
    pair = (_address(is_default=True), _address(is_default=False))
    return AddressesPage(account=account("Addresses"), addresses=pair, add_url="#", idempotency_key=KEY)


def profile() -> FormPage:
    """The profile, just saved."""
    return FormPage(
        account=account("Profile"),
        title="Profile",
        action_url="#",
        idempotency_key=KEY,
        submit_label="Save",
        saved_note="Saved.",
        fields=(
            Field(name="name", label="Full name", autocomplete="name", value="Robin de Vries"),
            Field(name="email", label="E-mail", kind="email", autocomplete="email", value="robin@example.com"),
            Field(
                name="letters",
                label="Send me the letter",
                kind="checkbox",
                is_required=False,
                hint="About once a month, mostly about makers.",
            ),
        ),
    )


def safety(*, is_bare: bool = False) -> SafetyPage:
    """How Robin signs in and where: with everything there is, or with only this device."""
    sign_out = Fix(label="Sign out", url="#", name="device", value="1")
    here = Row(title="Firefox on Windows", detail="Signed in 3 November 2026 · 203.0.113.9", badge="This device")
    phone = Row(title="Safari on iPhone", detail="Signed in 1 November 2026 · 2001:db8::17", action=sign_out)
    remove = Fix(label="Remove", url="#", name="passkey", value="1")
    return SafetyPage(
        account=account("Sign-in"),
        idempotency_key=KEY,
        ways=(
            Row(title="E-mail address", detail="robin@example.com", action=Fix(label="Change", url="#")),
            Row(title="Password", detail="None. You do not need one.", action=Fix(label="Set one", url="#")),
        ),
        passkeys=() if is_bare else (Row(title="Phone", detail="Added 3 November 2026", action=remove),),
        add_passkey_url="#",
        devices=(here,) if is_bare else (here, phone),
        elsewhere=None if is_bare else Fix(label="Sign out everywhere else", url="#", name="elsewhere", value="yes"),
        saved_note="" if is_bare else "That device is signed out.",
    )


def privacy() -> PrivacyPage:
    """What Robin allows: one thing on, one off."""
    off = Fix(label="Switch off", url="#", name="answer", value="marketing:email:no")
    on = Fix(label="Allow", url="#", name="answer", value="measuring:site:yes")
    return PrivacyPage(
        account=account("Privacy"),
        idempotency_key=KEY,
        consents=(
            Row(title="News by e-mail", detail="Write to me. Allowed on 3 November 2026.", badge="On", action=off),
            Row(title="Counting visits", detail="Count my visits.", action=on),
        ),
        export_url="#",
        erase_url="#",
        saved_note="Saved. You can switch it off here at any time.",
    )


def erase(*, is_blocked: bool = False) -> ErasePage:
    """Before Robin's account is deleted."""
    return ErasePage(
        account=account("Privacy"),
        idempotency_key=KEY,
        action_url="#",
        back_url="#",
        goes=("Your account", "Your addresses"),
        stays=("Invoices",),
        obstacles=("Order LR-7K2M-94QF is still under way.",) if is_blocked else (),
    )


def notice() -> NoticePage:
    return NoticePage(
        title="No more of these mails?", text="This ends the news.", action_url="#", submit_label="End them"
    )
