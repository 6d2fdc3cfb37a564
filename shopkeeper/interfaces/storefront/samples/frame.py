"""Sample frame: a small shop for the home."""

from __future__ import annotations

from markupsafe import Markup

from shopkeeper.interfaces.storefront.pages import (
    Choice,
    ContactPage,
    ContentPage,
    ErrorPage,
    Field,
    FieldError,
    FooterColumn,
    Link,
    Meta,
    NavItem,
    Picture,
    Shop,
)

PICTURES = "/static/storefront/samples/"
KEY = "8c1f0e52-sample"


def picture(name: str, alt: str, width: int = 640, height: int = 800) -> Picture:
    """A drawn stand-in picture."""
    return Picture(alt=alt, width=width, height=height, src=f"{PICTURES}{name}.svg")


def crumbs(*labels: str) -> tuple[Link, ...]:
    """A trail of links that lead nowhere."""
    return tuple(Link(label=label, url="#") for label in labels)


def shop(*, language: str = "en", direction: str = "ltr", theme: str = "", cart_count: int = 2) -> Shop:
    """The frame of a small shop for the home."""
    departments = ("Tableware", "Kitchen", "Lighting", "Furniture", "Linen", "Gifts")
    inside = (Link(label="Mugs", url="#"), Link(label="Jugs", url="#"))
    return Shop(
        name="Alder & Finch",
        tagline="Things for the house, made to be kept. Open since 1974, online since last spring.",
        language=language,
        direction=direction,
        theme=theme,
        cart_count=cart_count,
        home_url="/",
        search_url="/search/",
        suggest_url="/search/suggest",
        cart_url="/cart/",
        account_url="/account/",
        help_url="/contact/",
        market_url="/market/",
        current_path="/",
        announcement=Link(label="Free delivery from € 60, free returns for 30 days", url="/shipping/"),
        nav=tuple(
            NavItem(label=name, url="#", is_current=name == "Tableware", children=inside if name == "Kitchen" else ())
            for name in departments
        ),
        footer=(
            FooterColumn(
                title="Help",
                links=tuple(
                    Link(label=label, url="#") for label in ("Shipping", "Returns", "Contact", "Find your order")
                ),
            ),
            FooterColumn(
                title="The shop",
                links=tuple(Link(label=label, url="#") for label in ("About us", "Our makers", "Repairs")),
            ),
            FooterColumn(
                title="Small print",
                links=tuple(Link(label=label, url="#") for label in ("Terms", "Privacy", "Cookies", "Imprint")),
            ),
        ),
        markets=(
            Choice(value="NL", label="Netherlands", is_selected=True),
            Choice(value="DE", label="Germany"),
            Choice(value="EG", label="مصر"),
        ),
        currencies=(Choice(value="EUR", label="€ Euro", is_selected=True), Choice(value="GBP", label="£ Pound")),
        legal_line="Alder & Finch B.V., Utrecht · VAT NL001234567B01",
    )


def meta(title: str = "Alder & Finch") -> Meta:
    """Head matter for any sample page."""
    return Meta(
        title=title,
        description="Things for the house, made to be kept.",
        canonical_url="https://shop.example/jug",
        json_ld=Markup('{"@context":"https://schema.org","@type":"WebPage"}'),
    )


def content() -> ContentPage:
    """A returns policy."""
    return ContentPage(
        title="Returns",
        intro="Thirty days to change your mind, and we pay the postage.",
        updated_on="2 November 2026",
        breadcrumbs=crumbs("Home", "Returns"),
        contents=(Link(label="How it works", url="#how"), Link(label="What it costs", url="#cost")),
        body=Markup(
            '<h2 id="how">How it works</h2><p>Open your order, choose what goes back and why, and print the label. '
            "Put it in any box that fits.</p><ol><li>Choose the products.</li><li>Print or show the label.</li>"
            "<li>Drop the parcel at any of 3,400 points.</li></ol>"
            '<h2 id="cost">What it costs</h2><p>Nothing, within the Netherlands and Belgium. From elsewhere the label '
            'is € 6.95, taken off the refund. <a href="#how">See how it works</a>.</p>'
        ),
    )


def contact(*, with_errors: bool = False) -> ContactPage:
    """The contact form, empty or sent with a mistake."""
    wrong = "Write an address with an @, such as name@example.com." if with_errors else ""
    return ContactPage(
        title="Ask us anything",
        intro="Three people answer here, all of whom have packed a parcel this week.",
        action_url="#",
        idempotency_key=KEY,
        email="hello@shop.example",
        phone="+31 30 123 4567",
        hours="Mon to Sat, 9.00 to 17.30",
        reply_time="within a working day",
        errors=(FieldError(field="email", text=wrong),) if wrong else (),
        fields=(
            Field(
                name="email",
                label="E-mail",
                kind="email",
                autocomplete="email",
                inputmode="email",
                value="robin.example.com" if with_errors else "",
                error=wrong,
            ),
            Field(name="order", label="Order number", is_required=False, hint="In the subject of our e-mails: ORD-…"),
            Field(name="message", label="Your question", rows=6),
        ),
    )


def error(code: int) -> ErrorPage:
    """An error page with its ways on."""
    words = {
        400: (
            "We could not read that request",
            "The link may have been cut short. Going back and trying again often helps.",
        ),
        403: ("That page is not yours to see", "If it should be, sign in with the address you ordered with."),
        404: ("We cannot find that page", "It may have moved, or sold out long ago. Searching is the quickest way on."),
        429: ("That was a lot at once", "We slow things down when too many requests come from one place."),
    }
    title, text = words[code]
    return ErrorPage(
        title=title,
        text=text,
        reference="A7Q-2M4",
        links=(Link(label="To the shop", url="/"), Link(label="Ask a person", url="/contact/")),
        retry_after="2 minutes" if code == 429 else "",
    )
