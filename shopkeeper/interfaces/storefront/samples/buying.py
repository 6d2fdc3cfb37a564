"""Sample cart and checkout."""

from __future__ import annotations

from markupsafe import Markup

from shopkeeper.interfaces.storefront.pages import (
    CartDrawer,
    CartLine,
    CartPage,
    CartSummary,
    CheckoutFrame,
    Choice,
    ConfirmingPage,
    DeliveryGroup,
    DeliveryPage,
    DetailsPage,
    Field,
    FieldError,
    Fix,
    Link,
    Parcel,
    PaymentPage,
    Problem,
    RadioCard,
    Recap,
    Step,
    SummaryRow,
)
from shopkeeper.interfaces.storefront.samples.frame import KEY, picture

LOW_STOCK = Problem(
    code="not_enough_stock",
    title="Only 2 of the 3 are left",
    text="Someone else was quicker. The third comes back on 4 January.",
    fixes=(
        Fix(label="Take 2", url="#", name="quantity", value="2"),
        Fix(label="Wait for all 3", url="#", name="backorder", value="yes"),
    ),
)


def line(
    uid: str, title: str, image: str, total: str, quantity: int = 1, options: str = "", problem: Problem | None = None
) -> CartLine:
    """A cart line."""
    return CartLine(
        id=uid,
        title=title,
        url="#",
        picture=picture(image, ""),
        options=options,
        quantity=quantity,
        unit_price="€ 18.50",
        total=total,
        total_minor=0,
        url_quantity="#",
        url_remove="#",
        idempotency_key=KEY + uid,
        problem=problem,
    )


def lines(*, with_problem: bool = False) -> tuple[CartLine, ...]:
    """Two lines, the second perhaps short of stock."""
    return (
        line("1", "Stoneware jug", "jug", "€ 48.00", 1, "Cream · 1 litre"),
        line("2", "Workshop mug", "mug", "€ 55.50", 3, "Rust", LOW_STOCK if with_problem else None),
    )


def summary(*, delivery: str = "Free") -> CartSummary:
    """Rows that add up to the total."""
    return CartSummary(
        rows=(
            SummaryRow(label="4 items", amount="€ 111.50"),
            SummaryRow(label="Set of mugs", amount="− € 8.00", reason="Three of the same mug", is_reduction=True),
            SummaryRow(label="Delivery", amount=delivery, reason="Free from € 60, to the Netherlands"),
        ),
        total="€ 103.50",
        total_minor=10350,
        currency="EUR",
        tax_note="Includes € 17.96 VAT",
        item_count=4,
    )


def cart(*, with_problem: bool = False, is_empty: bool = False) -> CartPage:
    """A cart: full, with something to settle, or empty."""
    if is_empty:
        return CartPage(parcels=(), checkout_url="#", continue_url="/")
    return CartPage(
        parcels=(Parcel(title="", lines=lines(with_problem=with_problem)),),
        checkout_url="/checkout/details/",
        continue_url="/",
        summary=summary(),
        delivery_line="Arrives Tue 24 – Wed 25 Nov to Netherlands.",
        returns_line="Return within 30 days, free of charge.",
        returns_url="/returns/",
        sign_in_url="/account/sign-in/",
    )


def frame(step: int, errors: tuple[FieldError, ...] = ()) -> CheckoutFrame:
    """The checkout at step 0, 1 or 2."""
    names = ("Details", "Delivery", "Pay and review")
    recaps = (
        Recap(label="Contact", lines=("robin@example.com",), change_url="#"),
        Recap(label="Deliver to", lines=("Robin de Vries, Oudegracht 12, 3511 AB Utrecht",), change_url="#"),
        Recap(label="Arrives", lines=("Tue 24 – Wed 25 Nov, at the door, free",), change_url="#"),
    )
    return CheckoutFrame(
        steps=tuple(
            Step(
                label=name,
                state="done" if at < step else "now" if at == step else "later",
                url="#" if at < step else "",
            )
            for at, name in enumerate(names)
        ),
        lines=lines(),
        summary=summary(),
        action_url="#",
        idempotency_key=KEY,
        cart_url="/cart/",
        errors=errors,
        recaps=recaps[: (0, 2, 3)[step]],
        autosave_url="/checkout/draft/" if step == 0 else "",
    )


def details(*, with_errors: bool = False) -> DetailsPage:
    """The first step, untouched or sent back with two mistakes."""
    email_error = "Write an address with an @, such as name@example.com." if with_errors else ""
    postcode_error = "A Dutch postcode is four digits and two letters, such as 3511 AB." if with_errors else ""
    errors = (FieldError(field="email", text=email_error), FieldError(field="postcode", text=postcode_error))
    return DetailsPage(
        checkout=frame(0, errors if with_errors else ()),
        sign_in_url="/account/sign-in/",
        email=Field(
            name="email",
            label="E-mail",
            kind="email",
            autocomplete="email",
            inputmode="email",
            value="robin.example.com" if with_errors else "",
            reason="For the confirmation and the parcel's whereabouts.",
            error=email_error,
        ),
        name=Field(name="name", label="Full name", autocomplete="name", value="نور" if with_errors else ""),
        line1=Field(name="line1", label="Street and number", autocomplete="address-line1"),
        line2=Field(name="line2", label="Second address line", autocomplete="address-line2", is_required=False),
        postcode=Field(
            name="postcode",
            label="Postcode",
            autocomplete="postal-code",
            value="351 AB" if with_errors else "",
            error=postcode_error,
        ),
        city=Field(name="city", label="City", autocomplete="address-level2"),
        country=Field(
            name="country",
            label="Country",
            autocomplete="country",
            choices=(Choice(value="NL", label="Netherlands", is_selected=True), Choice(value="DE", label="Germany")),
        ),
        phone=Field(
            name="phone",
            label="Phone",
            kind="tel",
            autocomplete="tel",
            inputmode="tel",
            is_required=False,
            reason="Only the courier sees it, and only to find your door.",
        ),
    )


def delivery() -> DeliveryPage:
    """The second step, the cheapest choice selected."""
    return DeliveryPage(
        checkout=frame(1),
        groups=(
            DeliveryGroup(
                name="delivery",
                choices=(
                    RadioCard(
                        value="door",
                        label="Tue 24 – Wed 25 Nov",
                        detail="At your door, by bicycle courier. Order within 3 h 12 min.",
                        price="Free",
                        is_selected=True,
                    ),
                    RadioCard(value="express", label="Mon 23 Nov", detail="At your door, before 18.00", price="€ 9.95"),
                    RadioCard(
                        value="point",
                        label="Tue 24 Nov",
                        detail="Pick-up point, Voorstraat 8, open until 21.00",
                        price="Free",
                    ),
                    RadioCard(
                        value="evening",
                        label="Evening delivery",
                        price="€ 6.95",
                        disabled_reason="Not offered in your postcode.",
                    ),
                ),
            ),
        ),
        note=Field(name="note", label="Note for the courier", is_required=False, rows=3, max_length=140),
    )


def payment(*, is_declined: bool = False) -> PaymentPage:
    """The third step, perhaps after the bank said no."""
    return PaymentPage(
        checkout=frame(2),
        pay_amount="€ 103.50",
        pay_minor=10350,
        methods=(
            RadioCard(
                value="ideal",
                label="iDEAL",
                detail="Pay in your bank's app.",
                icon="bank",
                is_selected=not is_declined,
            ),
            RadioCard(
                value="card",
                label="Card",
                detail="Visa, Mastercard, American Express",
                icon="card",
                is_selected=is_declined,
                body=Markup('<span class="small soft">The payment provider shows its card field here.</span>'),
            ),
        ),
        terms=(Link(label="terms of sale", url="#"), Link(label="returns", url="#")),
        declined=Problem(
            code="card_declined",
            title="Your bank did not accept this card",
            text="It said: not enough balance. Nothing was charged, and everything you filled in is still here. "
            "Try another card, or pay by iDEAL.",
        )
        if is_declined
        else None,
    )


def confirming() -> ConfirmingPage:
    """Waiting for the bank, longer than usual."""
    return ConfirmingPage(status_url="#", is_slow=True)


def drawer() -> CartDrawer:
    """What slides in after the jug was added."""
    return CartDrawer(line=lines()[0], summary=summary(), cart_url="/cart/", checkout_url="/checkout/details/")
