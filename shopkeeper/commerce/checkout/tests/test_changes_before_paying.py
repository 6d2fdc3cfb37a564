"""Fault F17: the shop changes between the basket and the pay button, and again while the bank is asked.

Nobody is charged what they have not seen: a changed total is shown and confirmed first; once the button was pressed,
what was agreed is what is charged, delivered and written down, whatever changes afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from shopkeeper.commerce.cart import operations as carts
from shopkeeper.commerce.cart.models import CartLine
from shopkeeper.commerce.catalogue.models import Offer, Product, Variant
from shopkeeper.commerce.checkout import operations, saga
from shopkeeper.commerce.checkout.makers import NOON, make_checkout, make_offer, make_shop, pay_request
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.checkout.queries import checkout as read_again
from shopkeeper.commerce.checkout.saga import NotReady, PayRequest, TotalChanged
from shopkeeper.commerce.inventory import operations as inventory
from shopkeeper.commerce.inventory.allocation import Want
from shopkeeper.commerce.inventory.models import Bucket, Hold
from shopkeeper.commerce.inventory.operations import OutOfStock
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.payments.backends.sandbox import Sandbox
from shopkeeper.commerce.payments.models import Payment, SandboxCharge
from shopkeeper.commerce.pricing import operations as pricing
from shopkeeper.commerce.pricing.models import Market, TaxRate
from shopkeeper.commerce.pricing.operations import NewPrice
from shopkeeper.commerce.shipping.models import ShippingMethod, ShippingZone
from shopkeeper.foundation.errors import InvalidInput, ShopError
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.remember import forget_all

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=5)
Change = Callable[[Checkout], object]


def offer_of(checkout: Checkout) -> Offer:
    return CartLine.objects.filter(cart=checkout.cart).earliest("pk").offer


def price(minor: int, currency: str = "EUR") -> Change:
    return lambda checkout: pricing.set_prices(
        prices=[NewPrice(offer_of(checkout).pk, Money(minor, currency))], at=NOON
    )


def scheduled(minor: int) -> Change:
    """A price on the timetable comes into force just before the button is pressed."""
    return lambda checkout: pricing.set_prices(
        prices=[NewPrice(offer_of(checkout).pk, Money(minor, "EUR"), None, LATER)], at=NOON
    )


def tax(rate: str) -> Change:
    return lambda checkout: TaxRate.objects.update(rate=Decimal(rate))


def new_tax_law(rate: str) -> Change:
    return lambda checkout: TaxRate.objects.create(
        country="NL", tax_class="standard", rate=Decimal(rate), name="New law", valid_from=date(2026, 11, 18)
    )


def delivery(**changed: object) -> Change:
    return lambda checkout: ShippingMethod.objects.update(**changed)


def rates(minor: int) -> Change:
    return delivery(rates=[{"up_to_grams": None, "amount_minor": minor}])


def goods(model: type, **changed: object) -> Change:
    return lambda checkout: model.objects.update(**changed)  # type: ignore[attr-defined]


def sold(units: int) -> Change:
    def buy(checkout: Checkout) -> None:
        wants = [Want("1", offer_of(checkout).pk, units)]
        inventory.take(reference="others", wants=wants, at=NOON, expires_at=NOON + timedelta(days=1))
        inventory.confirm(reference="others")

    return buy


def in_another_tab(quantity: int) -> Change:
    return lambda checkout: carts.set_quantity(cart=checkout.cart, offer_id=offer_of(checkout).pk, quantity=quantity)


def one_more_thing(checkout: Checkout) -> None:
    market = Market.objects.get()
    carts.add(cart=checkout.cart, offer_id=make_offer(price="2.00").pk, quantity=1, market=market, at=NOON)


def to_pounds(checkout: Checkout) -> None:
    british = make_shop("GBP", country="GB")
    pricing.set_prices(prices=[NewPrice(offer_of(checkout).pk, Money(1800, "GBP"))], at=NOON)
    carts.move_to_market(cart=checkout.cart, market=british, at=NOON)


def same_number_in_pounds(checkout: Checkout) -> None:
    """The market itself is switched: 40.95 as before, but in another currency."""
    Market.objects.update(currency="GBP")
    ShippingMethod.objects.update(currency="GBP")
    pricing.set_prices(prices=[NewPrice(offer_of(checkout).pk, Money(1800, "GBP"))], at=NOON)


def excluded(checkout: Checkout) -> None:
    ShippingZone.objects.update(excluded_postcodes=["1015"])


def elsewhere(checkout: Checkout) -> None:
    operations.keep_typed(checkout=checkout, typed={"country": "US"})


def another_method(checkout: Checkout) -> None:
    """The way that was chosen is switched off; another one costs exactly as much."""
    zone = ShippingZone.objects.get()
    old = ShippingMethod.objects.get()
    ShippingMethod.objects.create(
        zone=zone, code="snail", name="Snail", carrier="Snails", currency="EUR", rates=old.rates, transit_days_max=20
    )
    ShippingMethod.objects.filter(pk=old.pk).update(is_active=False)


def calls_first(checkout: Checkout) -> None:
    """The courier wants to call from now on, and no phone number was typed."""
    ShippingMethod.objects.update(needs_phone=True)


@pytest.fixture
def checkout() -> Checkout:
    return make_checkout(make_shop(), make_offer(stock=5), quantity=2)


def press(checkout: Checkout, request: PayRequest) -> saga.Progress:
    forget_all()
    return saga.pay(checkout_id=checkout.public_id, request=request, at=LATER)


def assert_nothing_happened(checkout: Checkout) -> None:
    assert not Payment.objects.exists()
    assert not SandboxCharge.objects.exists()
    assert not Hold.objects.filter(reference=f"cart:{checkout.cart_id}").exists()
    assert not Order.objects.exists()
    checkout.refresh_from_db()
    assert checkout.status == Checkout.Status.OPEN


CHANGED: dict[str, tuple[Change, type[ShopError]]] = {
    "price rose": (price(1801), NotReady),
    "price fell": (price(1799), TotalChanged),
    "price rose by the timetable": (scheduled(2500), NotReady),
    "price fell by the timetable": (scheduled(100), TotalChanged),
    "became free": (price(0), TotalChanged),
    "delivery dearer": (rates(595), TotalChanged),
    "delivery cheaper": (rates(395), TotalChanged),
    "delivery free": (delivery(free_from_minor=0), TotalChanged),
    "delivery switched off": (delivery(is_active=False), NotReady),
    "delivery without a rate": (delivery(rates=[]), NotReady),
    "too heavy for the rates": (delivery(rates=[{"up_to_grams": 1, "amount_minor": 495}]), NotReady),
    "another way of delivery": (another_method, NotReady),
    "a phone number is needed now": (calls_first, InvalidInput),
    "postcode excluded": (excluded, NotReady),
    "country changed in another tab": (elsewhere, InvalidInput),
    "sold out": (sold(5), NotReady),
    "too few left": (sold(4), NotReady),
    "product withdrawn": (goods(Product, status="draft"), NotReady),
    "product hidden until tomorrow": (goods(Product, publish_at=NOON + timedelta(days=1)), NotReady),
    "variant off": (goods(Variant, is_active=False), NotReady),
    "offer off": (goods(Offer, is_active=False), NotReady),
    "product deleted": (lambda checkout: Product.objects.all().delete(), NotReady),
    "currency switched": (to_pounds, InvalidInput),
    "currency of the market switched": (same_number_in_pounds, TotalChanged),
    "more of it in another tab": (in_another_tab(3), TotalChanged),
    "less of it in another tab": (in_another_tab(1), TotalChanged),
    "taken out in another tab": (in_another_tab(0), NotReady),
    "another thing in another tab": (one_more_thing, TotalChanged),
}


@pytest.mark.parametrize(("change", "refusal"), CHANGED.values(), ids=CHANGED.keys())
def test_what_changed_since_it_was_shown_is_told_before_anything_is_charged(
    checkout: Checkout, change: Change, refusal: type[ShopError]
) -> None:
    shown = pay_request(checkout)
    change(checkout)

    with pytest.raises(refusal):
        press(checkout, shown)

    assert_nothing_happened(checkout)


SEEN_AGAIN = {
    name: CHANGED[name][0]
    for name in ("price fell", "became free", "delivery dearer", "delivery free", "more of it in another tab",
                 "currency of the market switched", "another thing in another tab")
}  # fmt: skip


@pytest.mark.parametrize("change", SEEN_AGAIN.values(), ids=SEEN_AGAIN.keys())
def test_the_new_total_once_seen_is_what_is_charged_and_written_down(checkout: Checkout, change: Change) -> None:
    change(checkout)
    forget_all()
    shown = pay_request(checkout, at=LATER)

    order = press(checkout, shown).order

    assert order is not None
    assert order.total == Money(shown.total_minor, shown.currency)
    taken = SandboxCharge.objects.get().captured_minor if shown.total_minor else 0
    assert taken == order.total_minor


def test_an_accepted_price_rise_is_charged(checkout: Checkout) -> None:
    price(2000)(checkout)
    carts.accept_prices(cart=checkout.cart, market=Market.objects.get(), at=LATER)

    order = press(checkout, pay_request(checkout, at=LATER)).order

    assert order is not None
    assert order.lines.get().unit_minor == 2000


@pytest.mark.parametrize("rate", ["0.05", "0.25"])
def test_another_tax_inside_the_same_total_is_the_shops_affair_and_stands_on_the_invoice(
    checkout: Checkout, rate: str
) -> None:
    shown = pay_request(checkout)
    tax(rate)(checkout)

    order = press(checkout, shown).order

    assert order is not None
    assert (order.total_minor, order.lines.get().tax_rate) == (4095, Decimal(rate))


@pytest.mark.parametrize("change", [tax("0.25"), tax("0.05"), new_tax_law("0.25")], ids=["up", "down", "new law"])
def test_another_tax_on_top_changes_the_total_and_is_told(change: Change) -> None:
    checkout = make_checkout(make_shop(inclusive=False), make_offer(stock=5), quantity=2)
    shown = pay_request(checkout)
    change(checkout)

    with pytest.raises(TotalChanged):
        press(checkout, shown)

    assert_nothing_happened(checkout)


@pytest.mark.parametrize(
    ("minor", "currency"),
    [(1, "EUR"), (0, "EUR"), (-4095, "EUR"), (4094, "EUR"), (4095, "JPY"), (4095, "usd"), (4095, "")],
)
def test_a_forged_total_is_compared_and_never_charged(checkout: Checkout, minor: int, currency: str) -> None:
    shown = pay_request(checkout)

    with pytest.raises(TotalChanged):
        press(checkout, replace(shown, total_minor=minor, currency=currency))

    assert_nothing_happened(checkout)


def test_a_checkout_without_a_chosen_delivery_is_not_paid(checkout: Checkout) -> None:
    shown = pay_request(checkout)
    Checkout.objects.update(method_code="")

    with pytest.raises(NotReady):
        press(checkout, shown)

    assert_nothing_happened(checkout)


AT_THE_BANK: dict[str, Change] = {
    "price rose": price(9900),
    "price fell": price(1),
    "tax": tax("0.05"),
    "delivery dearer": rates(2000),
    "delivery switched off": delivery(is_active=False),
    "another way of delivery": another_method,
    "postcode excluded": excluded,
    "product withdrawn": goods(Product, status="draft", title="Something else"),
    "offer off": goods(Offer, is_active=False),
    "product deleted": lambda checkout: Product.objects.all().delete(),
    "currency switched": to_pounds,
    "market switched off": lambda checkout: Market.objects.update(is_active=False),
    "others buy the rest": sold(3),
    "more of it in another tab": in_another_tab(5),
    "another thing in another tab": one_more_thing,
}


@pytest.mark.parametrize("change", AT_THE_BANK.values(), ids=AT_THE_BANK.keys())
def test_once_the_button_was_pressed_what_was_agreed_is_charged_and_ordered(checkout: Checkout, change: Change) -> None:
    progress = saga.pay(checkout_id=checkout.public_id, request=pay_request(checkout, "three_d_secure"), at=NOON)
    assert progress.state == "action"
    change(checkout)
    forget_all()

    Sandbox().confirm_action(SandboxCharge.objects.get().provider_id, approve=True)
    done = saga.drive(checkout_id=checkout.public_id, at=LATER)

    assert done.state == "placed"
    order = Order.objects.get()
    line = order.lines.get()
    assert order.total == Money(4095, "EUR")
    assert SandboxCharge.objects.get().captured_minor == Payment.objects.get().captured_minor == 4095
    assert (line.quantity, line.unit_minor, line.title[:3], line.tax_rate) == (2, 1800, "Mug", Decimal("0.21"))
    assert (order.delivery["code"], order.shipping_address["country"]) == ("standard", "NL")


def test_what_goes_into_the_basket_while_the_bank_is_asked_is_there_afterwards(checkout: Checkout) -> None:
    saga.pay(checkout_id=checkout.public_id, request=pay_request(checkout, "three_d_secure"), at=NOON)
    one_more_thing(checkout)
    in_another_tab(3)(checkout)
    Sandbox().confirm_action(SandboxCharge.objects.get().provider_id, approve=True)

    saga.drive(checkout_id=checkout.public_id, at=LATER)

    left = CartLine.objects.filter(cart__status="open", cart__token=checkout.cart.token)
    assert sorted(left.values_list("quantity", "seen_minor")) == [(1, 200), (1, 1800)]


def test_sold_out_at_the_very_last_moment_takes_nothing(checkout: Checkout) -> None:
    """The basket was fine when it was read; the last units went between reading and taking."""
    shown = pay_request(checkout)
    Bucket.objects.update(taken=4)

    with pytest.raises((OutOfStock, NotReady)):
        press(checkout, shown)

    Bucket.objects.update(taken=0)
    assert_nothing_happened(checkout)


def test_fields_typed_after_pressing_do_not_change_the_order(checkout: Checkout) -> None:
    saga.pay(checkout_id=checkout.public_id, request=pay_request(checkout, "three_d_secure"), at=NOON)

    with pytest.raises(ShopError):
        operations.keep_typed(checkout=read_again(checkout.public_id), typed={"line1": "Elsewhere 9"})
    with pytest.raises(ShopError):
        operations.choose_delivery(checkout=read_again(checkout.public_id), method_code="standard", at=NOON)

    Sandbox().confirm_action(SandboxCharge.objects.get().provider_id, approve=True)
    saga.drive(checkout_id=checkout.public_id, at=LATER)
    assert Order.objects.get().shipping_address["line1"] == "Keizersgracht 1"
