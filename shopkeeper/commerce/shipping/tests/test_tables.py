"""Tables by weight, value, units and volume; goods that some ways do not take, and the sentence about them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from shopkeeper.commerce.catalogue.models import Offer, Product, ProductType
from shopkeeper.commerce.checkout import operations as checkouts
from shopkeeper.commerce.checkout import queries as checkout
from shopkeeper.commerce.checkout.makers import DETAILS, NOON, make_cart, make_offer, make_shop
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.commerce.shipping import queries, rate_desk, rates
from shopkeeper.commerce.shipping.models import CarriageRule, ShippingMethod
from shopkeeper.commerce.shipping.queries import DeliveryOption, Destination
from shopkeeper.commerce.shipping.rate_desk import RuleTold
from shopkeeper.commerce.shipping.rates import Goods
from shopkeeper.foundation.audit.models import AuditEntry
from shopkeeper.foundation.audit.operations import Actor
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.remember import forget_all
from shopkeeper.interfaces.backoffice.makers import at_the_desk, make_staff
from shopkeeper.interfaces.storefront.present.checkout import Showing, delivery_cards

pytestmark = pytest.mark.django_db
MARIT = Actor(kind="user", id="1", label="Marit")
BOX = {"width_cm": 40, "depth_cm": 50, "height_cm": 60}
HEADER = "zone,method,currency,by,up_to,amount\n"


@pytest.fixture
def market() -> Market:
    return make_shop()


def options(market: Market, *contents: Goods, value: int = 1800, country: str = "NL") -> list[DeliveryOption]:
    forget_all()
    return queries.delivery_options(
        destination=Destination(country),
        market=market,
        goods=Money(value, "EUR"),
        weight_grams=400,
        handling_days=0,
        at=NOON,
        contents=contents,
    )


def table(basis: str, *steps: tuple[int | None, int]) -> None:
    ShippingMethod.objects.update(basis=basis, rates=rates.steps(basis, steps), free_from_minor=None)


@pytest.mark.parametrize(
    ("basis", "contents", "value", "minor", "reason"),
    [
        ("weight", Goods("Vase"), 1800, 100, "By weight and destination"),
        ("value", Goods("Vase"), 399, 100, "By value and destination"),
        ("value", Goods("Vase"), 401, 200, "By value and destination"),
        ("units", Goods("Vase", units=400), 1800, 100, "By number and destination"),
        ("units", Goods("Vase", units=401), 1800, 200, "By number and destination"),
        ("volume", Goods("Chair", facts={"width_cm": 4, "depth_cm": 10, "height_cm": 10}), 1800, 100, "By size and"),
        ("volume", Goods("Chair", facts=BOX), 1800, 200, "By size and destination"),
    ],
)
def test_a_table_goes_by_what_it_says(
    market: Market, basis: str, contents: Goods, value: int, minor: int, reason: str
) -> None:
    table(basis, (400, 100), (None, 200))

    (option,) = options(market, contents, value=value)

    assert option.amount.minor == minor
    assert option.charge.reason.startswith(reason)


def test_what_is_larger_than_the_table_does_not_go(market: Market) -> None:
    table("volume", (100_000, 500))

    assert options(market, Goods("Chair", facts=BOX)) == []


def test_two_of_a_box_take_twice_the_room() -> None:
    assert Goods("Chair", units=2, facts=BOX).volume_cm3 == 2 * 120_000


@pytest.mark.parametrize("facts", [{}, {"width_cm": "wide", "depth_cm": 1, "height_cm": 2}, {"diameter_cm": 9}])
def test_goods_that_do_not_say_how_large_they_are_take_no_room(facts: dict[str, Any]) -> None:
    assert rates.volume_cm3(facts) == 0


def refuse(**told: Any) -> CarriageRule:
    defaults = {"reason": "is too large for the post", "advice": "Choose freight."}
    return rate_desk.add_rule(told=RuleTold(**{**defaults, **told}), actor=MARIT)


def test_goods_too_large_for_the_post_go_by_freight_alone(market: Market) -> None:
    zone = ShippingMethod.objects.get().zone
    ShippingMethod.objects.create(
        zone=zone,
        code="freight",
        name="Freight",
        carrier="Van",
        currency="EUR",
        rates=rates.steps("weight", [(None, 4900)]),
    )
    refuse(tag="too-large", methods=("standard",))

    assert [one.code for one in options(market, Goods("Table", tags=("too-large",)))] == ["freight"]
    assert [one.code for one in options(market, Goods("Cup"))] == ["standard", "freight"]


def test_dangerous_goods_stay_in_the_country_and_say_so(market: Market) -> None:
    refuse(tag="dangerous", abroad_only=True, reason="may not cross a border", advice="Take it out of the cart.")
    lamp = Goods("Lamp oil", tags=("dangerous",))

    assert options(market, lamp)
    assert options(market, lamp, country="DE") == []
    assert (
        queries.not_taken(destination=Destination("DE"), market=market, contents=[Goods("Cup"), lamp])
        == "“Lamp oil” may not cross a border. Take it out of the cart."
    )


def test_a_product_type_can_be_refused(market: Market) -> None:
    ProductType.objects.create(slug="sofa", name="Sofa")
    refuse(product_type="sofa")

    assert options(market, Goods("Dune", product_type="sofa")) == []
    assert options(market, Goods("Dune", product_type="chair"))


def test_a_cart_names_the_item_that_cannot_go_and_what_to_do(market: Market) -> None:
    offer = make_offer()
    Product.objects.filter(pk=offer.variant.product_id).update(title="Oak table", tags=["too-large"])
    refuse(tag="too-large")
    forget_all()

    priced = checkout.price_cart(
        make_cart(market, offer), market=market, destination=Destination("NL"), method_code="", language="en", at=NOON
    )

    assert not priced.ready
    assert priced.undeliverable == "“Oak table” is too large for the post. Choose freight."


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"tag": "", "product_type": ""}, "tag"),
        ({"tag": "a", "product_type": "b"}, "tag"),
        ({"product_type": "unheard-of"}, "product_type"),
        ({"tag": "a", "reason": " "}, "reason"),
        ({"tag": "a", "methods": ("by-swan",)}, "methods"),
    ],
)
def test_a_rule_that_says_nothing_is_refused(market: Market, told: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        refuse(**told)

    assert field in refusal.value.fields
    assert not CarriageRule.objects.exists()


def test_a_table_is_taken_over_as_it_is_written_out(market: Market) -> None:
    text = rate_desk.current_table()

    assert text == HEADER + "Home,standard,EUR,weight,10000,4.95\nHome,standard,EUR,weight,,12.95\n"
    assert rate_desk.import_table(text=text, actor=MARIT) == 0
    assert not AuditEntry.objects.filter(action="shipping.import_rates").exists()


def test_a_table_with_semicolons_and_commas_is_read_too(market: Market) -> None:
    text = "zone;method;currency;by;up_to;amount\nHome;standard;EUR;volume;2,5;4,95\nHome;standard;EUR;volume;;9,95\n"

    assert rate_desk.import_table(text=text, actor=MARIT) == 1

    method = ShippingMethod.objects.get()
    assert method.basis == "volume"
    assert method.rates == [{"up_to": 2500, "amount_minor": 495}, {"up_to": None, "amount_minor": 995}]
    assert "Home,standard,EUR,volume,2.5,4.95" in rate_desk.current_table()
    assert AuditEntry.objects.filter(action="shipping.import_rates").count() == 1


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("Home,standard,EUR,weight,10", "Line 2: it has 5 columns"),
        ("Home,standard,EUR,colour,10,4.95", "“colour” is none of"),
        ("Home,standard,EUR,weight,ten,4.95", "is no number"),
        ("Home,standard,EUR,weight,10,-4.95", "0 or more"),
        ("Home,standard,EUR,weight,,4.95\nHome,standard,EUR,weight,10,5", "write the least first"),
        ("Home,standard,EUR,weight,10,4.95\nHome,standard,EUR,value,,5", "goes by two things"),
        ("Moon,standard,EUR,weight,10,4.95", "no way of delivery “standard” in EUR to the zone “Moon”"),
    ],
)
def test_a_wrong_table_is_refused_whole_with_the_line_that_is_wrong(market: Market, rows: str, said: str) -> None:
    before = ShippingMethod.objects.get().rates

    with pytest.raises(InvalidInput) as refusal:
        rate_desk.import_table(text=f"{HEADER}{rows}\n", actor=MARIT)

    assert said in refusal.value.fields["table"]
    assert ShippingMethod.objects.get().rates == before


def test_the_office_edits_tables_and_rules(market: Market) -> None:
    office: Client = at_the_desk(make_staff())

    wrong = office.post("/office/policies/rates", {"table": "nonsense"})
    office.post(
        "/office/policies/rates", {"table": f"{HEADER}Home,standard,EUR,value,50,6\nHome,standard,EUR,value,,0"}
    )
    office.post("/office/policies/carriage", {"tag": "heavy", "reason": "is too heavy", "way-standard": "yes"})

    assert wrong.status_code == 422
    assert "Begin with the line" in wrong.content.decode()
    assert "up to €50.00" in office.get("/office/policies/").content.decode()
    (rule,) = CarriageRule.objects.all()
    assert rule.methods == ["standard"]
    assert "is too heavy" in office.get("/office/policies/carriage").content.decode()
    office.post(f"/office/policies/carriage/{rule.pk}/remove")
    assert not CarriageRule.objects.exists()


def test_the_form_of_a_method_leaves_a_table_by_value_alone(market: Market) -> None:
    table("value", (5000, 600), (None, 0))
    method = ShippingMethod.objects.get()
    office = at_the_desk(make_staff())

    page = office.get(f"/office/policies/methods/{method.pk}/").content.decode()
    office.post(
        f"/office/policies/methods/{method.pk}/",
        {"name": "By value", "carrier": "Post", "cutoff_hour": "14", "transit_days_min": "1", "transit_days_max": "2"},
    )

    method.refresh_from_db()
    assert "Edit it as a table" in page
    assert method.name == "By value"
    assert method.rates == [{"up_to": 5000, "amount_minor": 600}, {"up_to": None, "amount_minor": 0}]


def test_a_way_that_does_not_take_the_goods_stays_in_sight_and_says_why(market: Market) -> None:
    offer = make_offer()
    Product.objects.filter(pk=offer.variant.product_id).update(title="Oak table", tags=["too-large"])
    zone = ShippingMethod.objects.get().zone
    steps = rates.steps("weight", [(None, 4900)])
    ShippingMethod.objects.create(zone=zone, code="van", name="Van", carrier="Van", currency="EUR", rates=steps)
    refuse(tag="too-large", methods=("standard",))
    forget_all()

    priced = checkout.priced_checkout(make_checkout_by("van", market, offer), at=NOON)
    cards = delivery_cards(Showing(make_checkout_by("van", market, offer), priced, "en"))

    assert [option.code for option in priced.options] == ["van"]
    assert [(card.value, card.disabled_reason) for card in cards] == [
        ("van", ""),
        ("standard", "“Oak table” is too large for the post. Choose freight."),
    ]


def make_checkout_by(code: str, market: Market, offer: Offer) -> Checkout:
    opened = checkouts.open_for(cart=make_cart(market, offer), language="en", at=NOON)
    checkouts.keep_typed(checkout=opened, typed=DETAILS)
    return checkouts.choose_delivery(checkout=opened, method_code=code, at=NOON)
