"""The design page: tokens, and every part in every state."""

from __future__ import annotations

from dataclasses import dataclass

from shopkeeper.interfaces.storefront.pages import (
    CartDrawer,
    CartPage,
    CategoryPage,
    Choice,
    DetailsPage,
    Field,
    HomePage,
    Option,
    OrderPage,
    PaymentPage,
    Price,
    ProductPage,
    Stock,
)
from shopkeeper.interfaces.storefront.pages import DeliveryPage as Delivery
from shopkeeper.interfaces.storefront.samples import afterwards, buying, goods


@dataclass(frozen=True, kw_only=True)
class DesignPage:
    """What the design page prints, borrowed from the sample pages."""

    colours: tuple[str, ...]
    prices: tuple[Price, ...]
    stocks: tuple[Stock, ...]
    fields: tuple[Field, ...]
    long_option: Option
    home: HomePage
    category: CategoryPage
    product: ProductPage
    cart: CartPage
    drawer: CartDrawer
    details: DetailsPage
    delivery: Delivery
    payment: PaymentPage
    order: OrderPage


def design() -> DesignPage:
    """Everything at once."""
    return DesignPage(
        colours=(
            "paper",
            "surface",
            "sunk",
            "ink",
            "ink-soft",
            "line",
            "edge",
            "accent",
            "accent-wash",
            "warm",
            "warm-wash",
            "bad",
            "bad-wash",
            "note-wash",
        ),
        prices=(
            goods.euro(4800),
            goods.euro(11900, was=14900, lowest=12900),
            goods.euro(3200, unit="€ 21.33 per m²"),
            goods.euro(128900, is_from=True),
        ),
        stocks=(
            Stock(level="in", text="In stock, 14 in Utrecht"),
            Stock(level="low", text="Only 2 left"),
            Stock(level="back", text="Made to order, leaves on 4 January"),
            Stock(level="out", text="Sold out"),
        ),
        fields=(
            Field(name="plain", label="Street and number", autocomplete="off"),
            Field(name="filled", label="Full name", value="José María Álvarez-Østergård فاطمة", autocomplete="off"),
            Field(name="hint", label="Company", is_required=False, hint="As it should stand on the invoice."),
            Field(
                name="wrong",
                label="Card number",
                value="4111 1111 1111 1",
                inputmode="numeric",
                error="That is 13 digits; cards have 15 or 16.",
            ),
            Field(name="choice", label="Country", choices=(Choice(value="NL", label="Netherlands", is_selected=True),)),
            Field(name="long", label="Your question", rows=3),
            Field(name="tick", label="Send me the letter", kind="checkbox", is_required=False),
        ),
        long_option=goods.long_option(),
        home=goods.home(),
        category=goods.category(),
        product=goods.product(),
        cart=buying.cart(with_problem=True),
        drawer=buying.drawer(),
        details=buying.details(with_errors=True),
        delivery=buying.delivery(),
        payment=buying.payment(is_declined=True),
        order=afterwards.order(),
    )
