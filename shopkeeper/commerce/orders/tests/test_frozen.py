"""What was agreed stays agreed, whatever becomes of the goods, the prices, the tax or the customer afterwards."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from shopkeeper.commerce.catalogue.models import Offer, Product, Variant
from shopkeeper.commerce.checkout.makers import NOON, make_offer, make_shop
from shopkeeper.commerce.customers.addresses import PostalAddress
from shopkeeper.commerce.customers.models import Address
from shopkeeper.commerce.customers.operations import customer_of, save_address
from shopkeeper.commerce.orders import operations, queries
from shopkeeper.commerce.orders.draft import OrderDraft
from shopkeeper.commerce.orders.models import Order, OrderLine, Package
from shopkeeper.commerce.orders.tests.made import SAM, hold, make_draft, make_order
from shopkeeper.commerce.pricing import operations as pricing
from shopkeeper.commerce.pricing.models import Market, TaxRate
from shopkeeper.commerce.pricing.operations import NewPrice
from shopkeeper.commerce.shipping.models import ShippingMethod
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.remember import forget_all

pytestmark = pytest.mark.django_db


def reprice(offer: Offer) -> None:
    pricing.set_prices(prices=[NewPrice(offer.pk, Money(9900, "EUR"))], at=NOON)


def retell(offer: Offer) -> None:
    Product.objects.update(
        title="Another thing", slug="another", tax_class="reduced", translations={"en": {"title": "X"}}
    )
    Variant.objects.update(sku="OTHER", options={"Size": "L"}, weight_grams=9)
    Offer.objects.update(seller_id="vendor-9", handling_days=30)


def retax(offer: Offer) -> None:
    TaxRate.objects.update(rate=Decimal("0.05"), name="Other", valid_from=date(2020, 1, 2))


def reroute(offer: Offer) -> None:
    ShippingMethod.objects.update(name="Slow", carrier="Mule", rates=[], transit_days_min=20, transit_days_max=40)


def rename_market(offer: Offer) -> None:
    Market.objects.update(currency="USD", tax_display="exclusive", is_active=False)


def delete_goods(offer: Offer) -> None:
    Product.objects.all().delete()


@pytest.mark.parametrize("change", [reprice, retell, retax, reroute, rename_market, delete_goods])
def test_no_later_change_reaches_an_order(change: object) -> None:
    offer = make_offer()
    order = make_order(make_shop(), offer, quantity=2)
    before = [list(model.objects.values()) for model in (Order, OrderLine, Package)]

    change(offer)  # type: ignore[operator]
    forget_all()

    assert [list(model.objects.values()) for model in (Order, OrderLine, Package)] == before
    found = queries.detail(Order.objects.get(pk=order.pk))
    assert (found.order.total, found.lines[0].unit_minor) == (Money(4095, "EUR"), 1800)
    assert found.lines[0].title.startswith("Mug")


def test_a_draft_written_down_and_read_again_makes_the_same_order() -> None:
    """Between agreeing and ordering the draft lies in the database, perhaps for half an hour at the bank."""
    draft = make_draft(make_shop(), make_offer(), make_offer(price="7.35"))
    reprice(Offer.objects.first())  # type: ignore[arg-type]

    order = operations.place(draft=OrderDraft.from_json(draft.as_json()), holds=hold(draft), at=NOON)

    assert order.quote == draft.quote
    assert order.total_minor == draft.quote["total_minor"] == 1800 + 735 + 495
    assert [line.unit_minor for line in order.lines.all()] == [1800, 735]


def test_an_address_in_the_customers_book_may_change_and_the_parcel_still_goes_where_it_was_sent() -> None:
    customer = customer_of(User.objects.create_user("ada@example.com"))
    save_address(customer=customer, address=PostalAddress("Ada", "Keizersgracht 1", "NL", "Amsterdam", "1015 CJ"))
    order = make_order(make_shop(), make_offer())
    Order.objects.update(customer=customer)

    Address.objects.update(line1="Elsewhere 9", country="DE")
    customer.user.delete()

    order.refresh_from_db()
    assert (order.shipping_address["line1"], order.shipping_address["country"]) == ("Keizersgracht 1", "NL")
    assert (order.email, order.customer) == ("ada@example.com", None)


def test_the_promised_days_are_those_that_were_shown() -> None:
    order = make_order(make_shop(), make_offer())
    package = order.packages.get()

    reroute(make_offer())

    package.refresh_from_db()
    assert (package.promised_from, package.promised_to) == (
        date.fromisoformat(order.delivery["promised_from"]),
        date.fromisoformat(order.delivery["promised_to"]),
    )


def test_lines_of_two_sellers_go_into_two_packages_and_sum_to_the_order() -> None:
    ours, theirs = make_offer(), make_offer(price="7.35")
    Offer.objects.filter(pk=theirs.pk).update(seller_id="vendor-7")
    order = make_order(make_shop(), ours, theirs, quantity=3)

    goods = {
        package.seller_id: sum(line.total_minor for line in package.lines.all()) for package in order.packages.all()
    }

    assert goods == {"house": 5400, "vendor-7": 2205}
    assert sum(goods.values()) + order.shipping_minor == order.total_minor


@pytest.mark.parametrize(
    ("currency", "price", "total"), [("EUR", "18.00", 4095), ("JPY", "1800", 4095), ("KWD", "1.800", 4095)]
)
@pytest.mark.parametrize("inclusive", [True, False])
def test_the_invoice_says_what_the_order_says_in_any_currency(
    currency: str, price: str, total: int, inclusive: bool
) -> None:
    market = make_shop(currency, inclusive=inclusive)
    order = make_order(market, make_offer(price=price, currency=currency), quantity=2)

    invoice = operations.issue_invoice(order=order, at=NOON + timedelta(days=1))

    tax = sum(int(row["tax_minor"]) for row in order.quote["tax_rows"])
    assert (invoice.total_minor, invoice.tax_minor) == (order.total_minor, order.tax_minor)
    assert order.total_minor == total + (0 if inclusive else tax)
    assert order.tax_minor == tax
    operations.pack(package=order.packages.get(), actor=SAM, at=NOON)
