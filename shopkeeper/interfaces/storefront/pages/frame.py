"""What stands around every page: header, footer, meta data, pictures, links and form fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from shopkeeper.interfaces.storefront.pages.goods import ProductCard


@dataclass(frozen=True, kw_only=True)
class Link:
    """A label and where it leads."""

    label: str
    url: str
    is_current: bool = False


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """A category in the main navigation, with the categories inside it."""

    label: str
    url: str
    is_current: bool = False
    children: tuple[Link, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One entry of a select."""

    value: str
    label: str
    is_selected: bool = False
    is_disabled: bool = False


@dataclass(frozen=True, kw_only=True)
class FooterColumn:
    """A titled list of links in the footer."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture in every size the browser may ask for. ``src`` is the JPEG fallback, 640 wide. The focus says, in
    tenths from the left and the top, what must stay in sight where a frame cuts the picture."""

    alt: str
    width: int
    height: int
    src: str
    jpeg_srcset: str = ""
    avif_srcset: str = ""
    thumb_src: str = ""
    thumb_avif: str = ""
    large_src: str = ""
    focus_x: int = 5
    focus_y: int = 5


@dataclass(frozen=True, kw_only=True)
class Shop:
    """The shop as the frame prints it.

    ``theme`` is "light", "dark" or "" for what the device prefers; ``theme_css_url`` is a stylesheet that sets
    the tokens again, loaded after ours.
    """

    name: str
    tagline: str
    language: str
    direction: str
    nav: tuple[NavItem, ...]
    footer: tuple[FooterColumn, ...]
    home_url: str
    search_url: str
    suggest_url: str
    cart_url: str
    account_url: str
    help_url: str
    market_url: str
    markets: tuple[Choice, ...]
    currencies: tuple[Choice, ...]
    legal_line: str
    current_path: str
    announcement: Link | None = None
    cart_count: int = 0
    customer_name: str = ""
    search_text: str = ""
    theme: str = ""
    theme_css_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Meta:
    """Head matter. ``json_ld`` is JSON already made safe to stand in a script element."""

    title: str
    description: str
    canonical_url: str
    kind: str = "website"
    image_url: str = ""
    image_alt: str = ""
    robots: str = ""
    json_ld: Markup | None = None
    previous_url: str = ""
    next_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Field:
    """One form field, as typed so far. A field with ``choices`` prints as a select.

    ``reason`` says why we ask ("for the courier only"); ``error`` says how to put it right.
    """

    name: str
    label: str
    value: str = ""
    kind: str = "text"
    autocomplete: str = ""
    inputmode: str = ""
    hint: str = ""
    reason: str = ""
    error: str = ""
    is_required: bool = True
    choices: tuple[Choice, ...] = ()
    max_length: int | None = None
    rows: int = 0


@dataclass(frozen=True, kw_only=True)
class FieldError:
    """A line of the error summary: what to do, and the field it is about."""

    field: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Fix:
    """One tap that settles a problem: a POST to ``url`` with one name and value, or a link when ``name`` is empty."""

    label: str
    url: str
    name: str = ""
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A typed problem with the cart or an order, and the ways out of it."""

    code: str
    title: str
    text: str = ""
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ContentPage:
    """A page of words: about us, a policy, a guide. ``body`` was cleaned when it was saved."""

    title: str
    body: Markup
    breadcrumbs: tuple[Link, ...] = ()
    intro: str = ""
    updated_on: str = ""
    contents: tuple[Link, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ContactPage:
    """The contact form and the other ways to reach a person."""

    title: str
    intro: str
    action_url: str
    idempotency_key: str
    fields: tuple[Field, ...]
    errors: tuple[FieldError, ...] = ()
    email: str = ""
    phone: str = ""
    hours: str = ""
    reply_time: str = ""
    is_sent: bool = False


@dataclass(frozen=True, kw_only=True)
class ErrorPage:
    """What went wrong, in plain words, and at least one way on."""

    title: str
    text: str
    reference: str = ""
    links: tuple[Link, ...] = ()
    retry_after: str = ""
    suggested: tuple[ProductCard, ...] = ()
