"""Delivery edited in the office: checked, on the record, and said by every page at once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from shopkeeper.commerce.catalogue.models import Product
from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.commerce.content.models import ReturnPolicy
from shopkeeper.commerce.shipping.models import ShippingMethod, ShippingZone
from shopkeeper.foundation import clock
from shopkeeper.foundation.audit.models import AuditEntry
from shopkeeper.foundation.events.testing import published
from shopkeeper.insight.search.follow import shop_index
from shopkeeper.interfaces.backoffice.makers import at_the_desk, make_staff
from shopkeeper.interfaces.storefront.makers import structured_data

pytestmark = pytest.mark.django_db
METHOD = {
    "name": "Standard",
    "carrier": "Post",
    "free_from": "80",
    "cutoff_hour": "14",
    "transit_days_min": "2",
    "transit_days_max": "3",
    "origin_country": "NL",
    "time_zone": "Europe/Amsterdam",
    "is_active": "yes",
    "grams-0": "2000",
    "amount-0": "3,25",
    "grams-1": "",
    "amount-1": "9.00",
}
ZONE = {"name": "Islands", "countries": "Malta\nCyprus", "excluded": "", "excluded_reason": ""}


@pytest.fixture
def office() -> Client:
    make_shop()
    return at_the_desk(make_staff(name="Marit"))


@pytest.fixture
def method(office: Client) -> ShippingMethod:
    return ShippingMethod.objects.get()


def product() -> Product:
    return make_offer(at=clock.now() - timedelta(days=40)).variant.product


def test_a_changed_rate_is_said_by_product_policy_and_machines_at_once(office: Client, method: ShippingMethod) -> None:
    slug = product().slug
    before = office.get(f"/p/{slug}/").content.decode()

    office.post(f"/office/policies/methods/{method.pk}/", METHOD)

    after, policy = office.get(f"/p/{slug}/").content.decode(), office.get("/shipping/").content.decode()
    assert ("€4.95" in before, "€3.25" in before) == (True, False)
    assert "€3.25" in after
    assert "free from €80.00" in after
    assert "€3.25 up to 2 kg" in policy
    assert "2 to 3 working days" in policy
    assert "orders before 14:00" in policy
    offer = structured_data(after)[0]["offers"]
    assert offer["shippingDetails"]["shippingRate"]["value"] == "3.25"
    assert offer["shippingDetails"]["deliveryTime"]["cutoffTime"].startswith("14:00")


def test_other_processes_hear_of_it_by_the_outbox(office: Client, method: ShippingMethod) -> None:
    from shopkeeper.foundation.remember import times_forgotten

    shop_index.current()

    office.post(f"/office/policies/methods/{method.pk}/", METHOD)
    policy = ReturnPolicy.objects.create(name="General")
    typed = {"is_returnable": "yes", "window_days": "60", "fees": "free", "refund_days": "5", "reason": ""}
    office.post(f"/office/policies/returns/{policy.pk}/", typed)

    names = [one.name for one in published()]
    assert names.count("shipping.DeliveryChanged") == 1
    assert names.count("content.PoliciesChanged") == 1
    times = times_forgotten()
    shop_index.current()
    assert times_forgotten() == times + 2


def test_a_new_zone_is_reached_once_it_has_a_way(office: Client) -> None:
    answer = office.post("/office/policies/zones/new", ZONE)
    zone = ShippingZone.objects.get(name="Islands")
    form = office.get(answer.headers["Location"]).content.decode()
    made = office.post(f"/office/policies/zones/{zone.pk}/methods/new", {**METHOD, "currency": "EUR"})

    assert zone.countries == ["MT", "CY"]
    assert 'value="Europe/Amsterdam"' in form
    assert made.status_code == 302
    method = ShippingMethod.objects.get(zone=zone)
    assert (method.code, method.currency, method.free_from_minor) == ("standard", "EUR", 8000)
    assert method.rates == [{"up_to_grams": 2000, "amount_minor": 325}, {"up_to_grams": None, "amount_minor": 900}]
    assert "Cyprus and Malta" in office.get("/shipping/").content.decode()
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "shipping.make_zone",
        "shipping.make_method",
    ]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": " "}, "Give the zone a name"),
        ({"name": "Home"}, "Another zone has this name."),
        ({"countries": ""}, "Write at least one country."),
        ({"countries": "Malte"}, "“Malte” is no country we know. Did you mean Malta?"),
        ({"countries": "Malta\nGermany"}, "Germany is in the zone “Home” already."),
        ({"excluded": "9*", "excluded_reason": "Too far"}, "is no beginning of a postcode"),
        ({"excluded": "VCT", "excluded_reason": ""}, "Say to customers why not there."),
    ],
)
def test_a_zone_that_cannot_be_is_refused_and_nothing_typed_is_lost(
    office: Client, typed: dict[str, str], words: str
) -> None:
    answer = office.post("/office/policies/zones/new", {**ZONE, "excluded_reason": "Kept words", **typed})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert typed.get("countries", "Cyprus") in answer.content.decode()
    assert ShippingZone.objects.count() == 1
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "Give it the name customers see"),
        ({"carrier": "x" * 61}, "Say who carries it"),
        ({"cutoff_hour": "24"}, "an hour from 0 to 23"),
        ({"cutoff_hour": "noon"}, "Write an hour"),
        ({"transit_days_max": "1"}, "The longest cannot be shorter"),
        ({"transit_days_max": "100000"}, "Write at most 60 days."),
        ({"time_zone": "Europe/Leiden"}, "Write a time zone such as"),
        ({"origin_country": "XX"}, "Write the two letters"),
        ({"grams-0": "3000", "grams-1": "2000"}, "Write the lightest first"),
        ({"amount-0": "", "amount-1": ""}, "Write what this weight costs."),
        ({"amount-0": "-1"}, "Use 0.00 or more."),
        ({"amount-0": "free"}, "amount"),
        ({"free_from": "1.234"}, "decimal"),
    ],
)
def test_a_method_that_cannot_be_is_refused_and_nothing_changes(
    office: Client, method: ShippingMethod, typed: dict[str, str], words: str
) -> None:
    answer = office.post(f"/office/policies/methods/{method.pk}/", {**METHOD, **typed})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    method.refresh_from_db()
    assert (method.transit_days_max, method.cutoff_hour) == (2, 15)
    assert not AuditEntry.objects.exists()


def test_a_saved_form_offers_two_rows_more(office: Client, method: ShippingMethod) -> None:
    rows = {f"grams-{n}": str((n + 1) * 1000) for n in range(6)} | {f"amount-{n}": str(n + 1) for n in range(6)}

    office.post(f"/office/policies/methods/{method.pk}/", {**METHOD, **rows})
    wrong = office.post(f"/office/policies/methods/{method.pk}/", {**METHOD, **rows, "name": ""}).content.decode()

    assert 'name="amount-7"' in office.get(f"/office/policies/methods/{method.pk}/").content.decode()
    assert re.search(r'name="amount-5"[^>]*value="6"', wrong)


def test_postcodes_left_out_are_told_with_their_reason(office: Client) -> None:
    zone = ShippingZone.objects.get()
    typed = {"name": "Home", "countries": "NL, DE", "excluded": "de 27498", "excluded_reason": "No boat goes there."}

    office.post(f"/office/policies/zones/{zone.pk}/", typed)

    zone.refresh_from_db()
    assert zone.excluded_postcodes == ["DE 27498"]
    assert "No boat goes there." in office.get("/shipping/").content.decode()


def test_a_country_sold_to_and_not_delivered_to_is_pointed_out(office: Client) -> None:
    ShippingZone.objects.update(countries=["NL"])

    page = office.get("/office/policies/").content.decode()

    assert "Sold to, and not delivered to." in page
    assert "Home: Germany" in page


def test_a_deleted_way_and_zone_are_gone_from_the_shop_with_a_record(office: Client, method: ShippingMethod) -> None:
    slug = product().slug
    office.get(f"/p/{slug}/")

    office.post(f"/office/policies/methods/{method.pk}/delete")
    assert not ShippingMethod.objects.exists()
    office.post(f"/office/policies/zones/{method.zone_id}/delete")

    assert "We do not deliver to this country yet." in office.get(f"/p/{slug}/").content.decode()
    assert AuditEntry.objects.filter(action__in=["shipping.delete_method", "shipping.delete_zone"]).count() == 2


def test_a_refund_cannot_take_for_ever(office: Client) -> None:
    policy = ReturnPolicy.objects.create(name="General")
    typed = {"is_returnable": "yes", "window_days": "30", "fees": "free", "refund_days": "40000", "reason": ""}

    answer = office.post(f"/office/policies/returns/{policy.pk}/", typed)

    assert answer.status_code == 422
    assert "Write at most 90 days" in answer.content.decode()
