"""What the shelves print: prices, cards, filters, the product page and the front page."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from shopkeeper.interfaces.storefront.pages.frame import Choice, Link, Picture, Problem


@dataclass(frozen=True, kw_only=True)
class Price:
    """A price as the visitor will pay it. ``list_amount`` is only set for a real reduction.

    Whoever sets ``list_amount`` sets ``lowest_30_days`` too: the law wants both or neither.
    """

    amount: str
    minor: int
    currency: str
    list_amount: str = ""
    lowest_30_days: str = ""
    unit_price: str = ""
    tax_note: str = ""
    is_from: bool = False


@dataclass(frozen=True, kw_only=True)
class Rating:
    """``average`` is formatted ("4.6"); ``percent`` fills the stars; ``share`` per star is 5 to 1."""

    average: str
    count: int
    percent: int
    bars: tuple[RatingBar, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RatingBar:
    """How many buyers gave this many stars, and the list filtered to them."""

    stars: int
    count: int
    percent: int
    url: str


@dataclass(frozen=True, kw_only=True)
class Badge:
    """A short word on a card. ``tone`` is "", "warm" (a reduction) or "accent"."""

    label: str
    tone: str = ""


@dataclass(frozen=True, kw_only=True)
class ProductCard:
    """One product on a shelf."""

    title: str
    url: str
    picture: Picture
    price: Price
    second: Picture | None = None
    maker: str = ""
    rating: Rating | None = None
    badges: tuple[Badge, ...] = ()
    swatches: tuple[str, ...] = ()
    option_note: str = ""
    stock_note: str = ""
    is_sold_out: bool = False


@dataclass(frozen=True, kw_only=True)
class FacetValue:
    """One value of a filter. With a count of 0 it stays in sight but cannot be chosen.

    ``name`` is set where the values of one group are sent under names of their own, as yes-or-no filters are.
    """

    value: str
    label: str
    count: int
    is_selected: bool = False
    swatch: str = ""
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Facet:
    """One filter. ``kind`` is "list" or "range"; a range uses the low and high values."""

    name: str
    label: str
    kind: str = "list"
    values: tuple[FacetValue, ...] = ()
    low: str = ""
    high: str = ""
    low_hint: str = ""
    high_hint: str = ""
    unit: str = ""
    is_open: bool = True


@dataclass(frozen=True, kw_only=True)
class Pages:
    """Where the visitor stands in a long list. ``links`` with an empty url print as a gap."""

    shown: int
    total: int
    links: tuple[Link, ...] = ()
    previous_url: str = ""
    next_url: str = ""


@dataclass(frozen=True, kw_only=True)
class CategoryPage:
    """A shelf: category, collection or search results."""

    title: str
    action_url: str
    cards: tuple[ProductCard, ...]
    pages: Pages
    sorts: tuple[Choice, ...]
    breadcrumbs: tuple[Link, ...] = ()
    intro: str = ""
    facets: tuple[Facet, ...] = ()
    applied: tuple[Link, ...] = ()
    clear_url: str = ""
    children: tuple[Link, ...] = ()
    search_text: str = ""
    corrected_from: str = ""
    ways_on: tuple[Link, ...] = ()
    suggested: tuple[ProductCard, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OptionValue:
    """One value of an option. ``reason`` says why it cannot be had ("Sold out in oak")."""

    value: str
    label: str
    is_selected: bool = False
    is_available: bool = True
    reason: str = ""
    swatch: str = ""


@dataclass(frozen=True, kw_only=True)
class Option:
    """What the buyer chooses: buttons up to twelve values, a select beyond."""

    name: str
    label: str
    values: tuple[OptionValue, ...]
    chosen: str = ""
    guide: Link | None = None


@dataclass(frozen=True, kw_only=True)
class Stock:
    """True at render. ``level`` is "in", "low", "back" or "out"; ``link`` leads to what is there instead."""

    level: str
    text: str
    link: Link | None = None


@dataclass(frozen=True, kw_only=True)
class DeliveryPromise:
    """When it arrives, where, and what that costs. Already worked out and formatted."""

    dates: str
    place: str
    cost: str
    url: str
    free_from: str = ""
    order_within: str = ""


@dataclass(frozen=True, kw_only=True)
class ReturnsPromise:
    """The return window, and who pays to send it back ("free", "you pay € 4.95")."""

    days: int
    cost: str
    url: str
    is_returnable: bool = True


@dataclass(frozen=True, kw_only=True)
class Spec:
    """One row of the specification, with the colour that its value names."""

    label: str
    value: str
    swatch: str = ""


@dataclass(frozen=True, kw_only=True)
class Review:
    """What a buyer wrote."""

    author: str
    stars: int
    percent: int
    date: str
    text: str
    title: str = ""
    is_verified: bool = False
    reply: str = ""


@dataclass(frozen=True, kw_only=True)
class PreviewMark:
    """Stands on a product that shoppers do not see yet: what it is, when it appears, until when the link works."""

    state: str
    until: str


@dataclass(frozen=True, kw_only=True)
class ProductPage:
    """One product with its chosen variant. Without a variant chosen, ``sku`` is empty. With a ``preview`` nothing can
    be bought."""

    title: str
    url: str
    add_url: str
    idempotency_key: str
    sku: str
    price: Price
    pictures: tuple[Picture, ...]
    stock: Stock
    breadcrumbs: tuple[Link, ...] = ()
    maker: Link | None = None
    summary: str = ""
    description: Markup | None = None
    options: tuple[Option, ...] = ()
    delivery: DeliveryPromise | None = None
    returns: ReturnsPromise | None = None
    specs: tuple[Spec, ...] = ()
    rating: Rating | None = None
    reviews: tuple[Review, ...] = ()
    related: tuple[ProductCard, ...] = ()
    alternatives: tuple[ProductCard, ...] = ()
    max_quantity: int = 10
    notify_url: str = ""
    problem: Problem | None = None
    sold_by: Link | None = None
    preview: PreviewMark | None = None


@dataclass(frozen=True, kw_only=True)
class Hero:
    """The front page's opening. One picture, one thought, one way in."""

    title: str
    text: str
    link: Link
    picture: Picture
    eyebrow: str = ""


@dataclass(frozen=True, kw_only=True)
class Story:
    """An editorial entry: a picture, a title and a sentence."""

    title: str
    url: str
    text: str
    picture: Picture


@dataclass(frozen=True, kw_only=True)
class Pledge:
    """A promise the shop keeps. ``icon`` names a symbol of the sprite."""

    icon: str
    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class CardRow:
    """A titled row of cards with a link to the whole shelf."""

    title: str
    cards: tuple[ProductCard, ...]
    link: Link | None = None


@dataclass(frozen=True, kw_only=True)
class HomePage:
    """The front page."""

    hero: Hero | None
    rows: tuple[CardRow, ...]
    departments: tuple[Story, ...] = ()
    stories: tuple[Story, ...] = ()
    pledges: tuple[Pledge, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SearchPage:
    """The search page before anything was typed."""

    popular: tuple[Link, ...]
    departments: tuple[Link, ...]
