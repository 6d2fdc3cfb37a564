"""What is printed once an order exists: confirmation, status, and the customer's account."""

from __future__ import annotations

from dataclasses import dataclass

from shopkeeper.interfaces.storefront.pages.buying import CartLine, CartSummary, Recap
from shopkeeper.interfaces.storefront.pages.frame import Field, FieldError, Fix, Link, Problem


@dataclass(frozen=True, kw_only=True)
class TimelineEntry:
    """One thing that happened or will. ``state`` is "done", "now" or "later"."""

    title: str
    when: str = ""
    text: str = ""
    state: str = "later"
    link: Link | None = None


@dataclass(frozen=True, kw_only=True)
class OrderParcel:
    """What travels together, where it is now, and what can be done about it."""

    title: str
    status: str
    lines: tuple[CartLine, ...]
    dates: str = ""
    tracking: Link | None = None
    actions: tuple[Fix, ...] = ()


@dataclass(frozen=True, kw_only=True)
class HowToPay:
    """What is still open and how to pay it; ``picture`` is a code for the bank's app, as a data address."""

    title: str
    text: str
    rows: tuple[tuple[str, str], ...] = ()
    picture: str = ""


@dataclass(frozen=True, kw_only=True)
class ConfirmationPage:
    """Thank you. ``account_url`` offers an account with one press and nothing typed again."""

    number: str
    email: str
    arrives: str
    parcels: tuple[OrderParcel, ...]
    summary: CartSummary
    recaps: tuple[Recap, ...]
    status_url: str
    next_steps: tuple[TimelineEntry, ...] = ()
    change_until: str = ""
    cancel: Fix | None = None
    account_url: str = ""
    continue_url: str = "/"
    to_pay: HowToPay | None = None


@dataclass(frozen=True, kw_only=True)
class OrderPage:
    """One order, for its buyer: by signed link as a guest, or from the account.

    ``live_url`` streams ``live_topic``; on each message the page's parts are asked for again.
    """

    number: str
    placed_on: str
    status: str
    parcels: tuple[OrderParcel, ...]
    summary: CartSummary
    recaps: tuple[Recap, ...]
    timeline: tuple[TimelineEntry, ...]
    actions: tuple[Fix, ...] = ()
    problem: Problem | None = None
    invoice: Link | None = None
    help_url: str = ""
    breadcrumbs: tuple[Link, ...] = ()
    live_url: str = ""
    live_topic: str = ""
    to_pay: HowToPay | None = None


@dataclass(frozen=True, kw_only=True)
class CancelPage:
    """What cancelling means, before it is done; or why it is too late. ``reasons``: one of them is to be chosen."""

    number: str
    amount: str
    arrives: str
    action_url: str
    back_url: str
    idempotency_key: str
    is_possible: bool
    is_cancelled: bool = False
    refusal: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LookupPage:
    """Finding an order without an account."""

    action_url: str
    idempotency_key: str
    fields: tuple[Field, ...]
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, kw_only=True)
class InvoiceLine:
    title: str
    quantity: str
    unit: str
    tax_rate: str
    total: str


@dataclass(frozen=True, kw_only=True)
class InvoicePage:
    """An invoice for paper. ``seller`` and ``buyer`` are addresses line by line."""

    label: str
    issued_on: str
    delivered_on: str
    order_number: str
    seller: tuple[str, ...]
    buyer: tuple[str, ...]
    lines: tuple[InvoiceLine, ...]
    summary: CartSummary
    taxes: tuple[tuple[str, str, str, str], ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SignInPage:
    """Sign in by a code sent to the address, or by passkey. A password is for those who set one."""

    action_url: str
    idempotency_key: str
    email: Field
    errors: tuple[FieldError, ...] = ()
    passkey_url: str = ""
    password_url: str = ""
    next_url: str = ""
    order_lookup_url: str = ""


@dataclass(frozen=True, kw_only=True)
class PasswordPage:
    """Address and password."""

    action_url: str
    idempotency_key: str
    fields: tuple[Field, ...]
    code_url: str
    next_url: str = ""
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CodePage:
    """Type or paste the code that was sent."""

    action_url: str
    idempotency_key: str
    sent_to: str
    code: Field
    resend: Fix
    back_url: str
    submit_label: str
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OrderRow:
    """One order in a list."""

    number: str
    url: str
    placed_on: str
    status: str
    total: str
    item_note: str


@dataclass(frozen=True, kw_only=True)
class Address:
    """A saved address, in the order its country writes it."""

    lines: tuple[str, ...]
    edit_url: str
    remove_url: str
    is_default: bool = False


@dataclass(frozen=True, kw_only=True)
class AccountFrame:
    """The account's own navigation."""

    nav: tuple[Link, ...]
    sign_out_url: str
    idempotency_key: str


@dataclass(frozen=True, kw_only=True)
class OverviewPage:
    """The account's first page."""

    account: AccountFrame
    name: str
    orders: tuple[OrderRow, ...]
    orders_url: str
    address: Address | None = None
    addresses_url: str = ""
    offer: Problem | None = None


@dataclass(frozen=True, kw_only=True)
class OrdersPage:
    """Every order, newest first."""

    account: AccountFrame
    orders: tuple[OrderRow, ...]
    previous_url: str = ""
    next_url: str = ""


@dataclass(frozen=True, kw_only=True)
class AddressesPage:
    """Saved addresses."""

    account: AccountFrame
    addresses: tuple[Address, ...]
    add_url: str
    idempotency_key: str


@dataclass(frozen=True, kw_only=True)
class KeptMethod:
    """A card kept for next time."""

    label: str
    until: str
    is_default: bool
    default_url: str
    remove_url: str


@dataclass(frozen=True, kw_only=True)
class MethodsPage:
    """The cards a customer keeps."""

    account: AccountFrame
    methods: tuple[KeptMethod, ...]
    idempotency_key: str


@dataclass(frozen=True, kw_only=True)
class FormPage:
    """A plain account form: an address or the profile."""

    account: AccountFrame
    title: str
    action_url: str
    idempotency_key: str
    fields: tuple[Field, ...]
    submit_label: str
    intro: str = ""
    errors: tuple[FieldError, ...] = ()
    cancel_url: str = ""
    saved_note: str = ""


@dataclass(frozen=True, kw_only=True)
class ProvePage(FormPage):
    """Is it you? By a code, and for those who have them by password or passkey."""

    next_url: str
    password_url: str = ""
    passkey_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Row:
    """Something with what can be done about it."""

    title: str
    detail: str = ""
    badge: str = ""
    action: Fix | None = None


@dataclass(frozen=True, kw_only=True)
class NoticePage:
    """One thing said, and at most one thing to do about it."""

    title: str
    text: str
    action_url: str = ""
    submit_label: str = ""


@dataclass(frozen=True, kw_only=True)
class PrivacyPage:
    """What somebody allows, and their own data: to take home, or to be deleted."""

    account: AccountFrame
    idempotency_key: str
    consents: tuple[Row, ...]
    export_url: str
    erase_url: str
    saved_note: str = ""


@dataclass(frozen=True, kw_only=True)
class ErasePage:
    """Before everything is deleted: what goes, what stays and why, and what is in the way."""

    account: AccountFrame
    idempotency_key: str
    action_url: str
    back_url: str
    goes: tuple[str, ...]
    stays: tuple[str, ...]
    obstacles: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SafetyPage:
    """How somebody signs in, and where they are signed in."""

    account: AccountFrame
    idempotency_key: str
    ways: tuple[Row, ...]
    passkeys: tuple[Row, ...]
    add_passkey_url: str
    devices: tuple[Row, ...]
    elsewhere: Fix | None = None
    saved_note: str = ""
