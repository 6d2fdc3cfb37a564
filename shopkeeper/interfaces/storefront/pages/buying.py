"""What the way to pay prints: the cart, its summary, and the three steps of the checkout."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from shopkeeper.interfaces.storefront.pages.frame import Field, FieldError, Link, Picture, Problem


@dataclass(frozen=True, kw_only=True)
class CartLine:
    """One line. ``url_quantity`` takes the new quantity by POST; ``url_remove`` takes the line out."""

    id: str
    title: str
    url: str
    picture: Picture
    options: str
    quantity: int
    unit_price: str
    total: str
    total_minor: int
    url_quantity: str
    url_remove: str
    idempotency_key: str
    list_total: str = ""
    max_quantity: int = 99
    stock_note: str = ""
    adjustments: tuple[SummaryRow, ...] = ()
    problem: Problem | None = None


@dataclass(frozen=True, kw_only=True)
class SummaryRow:
    """One amount and why it is there. ``is_reduction`` prints it as taken off."""

    label: str
    amount: str
    reason: str = ""
    is_reduction: bool = False


@dataclass(frozen=True, kw_only=True)
class CartSummary:
    """Every amount that makes up the total. ``tax_note`` says what tax the total holds."""

    rows: tuple[SummaryRow, ...]
    total: str
    total_minor: int
    currency: str
    tax_note: str
    item_count: int
    is_estimate: bool = False
    free_delivery_note: str = ""
    free_delivery_percent: int = 0


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """Lines that travel together, from one seller, with their own dates."""

    title: str
    lines: tuple[CartLine, ...]
    dates: str = ""
    sold_by: Link | None = None


@dataclass(frozen=True, kw_only=True)
class CartPage:
    """The cart. It is empty when it has no parcels."""

    parcels: tuple[Parcel, ...]
    checkout_url: str
    continue_url: str
    summary: CartSummary | None = None
    problems: tuple[Problem, ...] = ()
    delivery_line: str = ""
    returns_line: str = ""
    returns_url: str = ""
    is_guest: bool = True
    sign_in_url: str = ""
    express: Markup | None = None


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step of the checkout. ``state`` is "done", "now" or "later"; only a done step has a url."""

    label: str
    state: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Recap:
    """What was decided on an earlier step, and where to change it."""

    label: str
    lines: tuple[str, ...]
    change_url: str = ""


@dataclass(frozen=True, kw_only=True)
class RadioCard:
    """One way to deliver or pay. ``disabled_reason`` keeps it in sight and says why not."""

    value: str
    label: str
    detail: str = ""
    price: str = ""
    is_selected: bool = False
    disabled_reason: str = ""
    icon: str = ""
    body: Markup | None = None


@dataclass(frozen=True, kw_only=True)
class CheckoutFrame:
    """What every step shows: the steps, the order so far with its final total, and what went wrong."""

    steps: tuple[Step, ...]
    lines: tuple[CartLine, ...]
    summary: CartSummary
    action_url: str
    idempotency_key: str
    cart_url: str
    errors: tuple[FieldError, ...] = ()
    problems: tuple[Problem, ...] = ()
    recaps: tuple[Recap, ...] = ()
    autosave_url: str = ""


@dataclass(frozen=True, kw_only=True)
class DetailsPage:
    """Who and where to. ``line2``, ``phone`` and what a company is asked (``company``, ``vat_number``) are folded until
    asked for or filled."""

    checkout: CheckoutFrame
    email: Field
    name: Field
    line1: Field
    line2: Field
    postcode: Field | None
    city: Field | None
    country: Field
    phone: Field
    company: Field | None = None
    vat_number: Field | None = None
    region: Field | None = None
    news: Field | None = None
    saved: tuple[RadioCard, ...] = ()
    sign_in_url: str = ""
    is_guest: bool = True
    is_digital: bool = False


@dataclass(frozen=True, kw_only=True)
class DeliveryGroup:
    """The choices for one parcel. With one parcel, ``title`` is empty."""

    name: str
    choices: tuple[RadioCard, ...]
    title: str = ""
    lines: tuple[CartLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DeliveryPage:
    """How and when it arrives."""

    checkout: CheckoutFrame
    groups: tuple[DeliveryGroup, ...]
    phone: Field | None = None
    note: Field | None = None


@dataclass(frozen=True, kw_only=True)
class CreditUsed:
    """A gift card or store credit that pays part of the order."""

    token: str
    label: str
    amount: str


@dataclass(frozen=True, kw_only=True)
class PaymentPage:
    """Pay and review. ``pay_amount`` is what the button names and the card is charged; ``pay_minor``, the whole sum,
    ``credit_minor``, what cards pay of it, and ``currency`` go back with the form, so that nothing else is charged than
    what was seen. ``credit`` are the cards used, each with the way to take it off again; ``own_credit`` what a customer
    could use."""

    checkout: CheckoutFrame
    methods: tuple[RadioCard, ...]
    pay_amount: str
    pay_minor: int
    currency: str = ""
    more_methods: tuple[RadioCard, ...] = ()
    more_label: str = ""
    can_keep: bool = False
    terms: tuple[Link, ...] = ()
    billing_same: bool = True
    billing: tuple[Field, ...] = ()
    declined: Problem | None = None
    credit_code: Field | None = None
    credit_minor: int = 0
    credit: tuple[CreditUsed, ...] = ()
    own_credit: tuple[RadioCard, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PayLinkPage:
    """One sum to be paid by whoever holds the link."""

    amount: str
    action_url: str
    methods: tuple[RadioCard, ...]
    is_paid: bool
    refusal: str = ""


@dataclass(frozen=True, kw_only=True)
class ConfirmingPage:
    """Shown while the bank answers. The page asks again by itself, with or without script.

    ``bank_url`` is set while the bank waits for the customer; ``other_url`` takes a POST to pay in another way.
    """

    status_url: str
    refresh_seconds: int = 4
    is_slow: bool = False
    bank_url: str = ""
    other_url: str = ""
    idempotency_key: str = ""


@dataclass(frozen=True, kw_only=True)
class CartDrawer:
    """What slides in after something was added, or why it was not."""

    line: CartLine | None
    summary: CartSummary
    cart_url: str
    checkout_url: str
    problem: Problem | None = None
