"""Stock, products, policies, system: edited with a record, refused without losing what was typed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from shopkeeper.commerce.catalogue.models import Offer, Product, SlugRedirect
from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.commerce.content.models import ReturnPolicy
from shopkeeper.commerce.inventory.models import Bucket, Movement
from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.commerce.pricing.models import Price
from shopkeeper.commerce.shipping.models import ShippingMethod
from shopkeeper.foundation import clock
from shopkeeper.foundation.audit.models import AuditEntry
from shopkeeper.foundation.events.testing import published
from shopkeeper.foundation.remember import forget_all
from shopkeeper.foundation.tasks.models import QueuedTask
from shopkeeper.interfaces.backoffice.makers import at_the_desk, make_staff

pytestmark = pytest.mark.django_db
EVENING = clock.now() - timedelta(days=40)


@pytest.fixture
def client_of_owner() -> Client:
    return at_the_desk(make_staff(name="Marit"))


@pytest.fixture
def offer() -> Offer:
    make_shop()
    return make_offer(at=EVENING)


def _product(offer: Offer) -> Product:
    return Product.objects.get(variants__offers=offer)


def test_a_count_changes_stock_with_its_movement_and_its_record(offer: Offer, client_of_owner: Client) -> None:
    typed = {"location": "main", "on_hand": "7", "seen": "10", "reason": "damaged", "remark": "Fell off the shelf"}

    client_of_owner.post(f"/office/stock/{offer.pk}/count", typed)

    assert Bucket.objects.get().total == 7
    movement = Movement.objects.latest("pk")
    assert (movement.delta, movement.reason, movement.actor) == (-3, "damaged", "Marit")
    assert AuditEntry.objects.get().reason == "Damaged: Fell off the shelf"


def test_a_count_typed_while_stock_moved_is_refused_and_kept_on_the_page(offer: Offer, client_of_owner: Client) -> None:
    typed = {"location": "main", "on_hand": "7", "seen": "12", "reason": "count", "remark": "Shelf 4"}

    answer = client_of_owner.post(f"/office/stock/{offer.pk}/count", typed)

    assert answer.status_code == 409
    assert "it was 12 and is 10 now" in answer.content.decode()
    assert 'value="Shelf 4"' in answer.content.decode()
    assert Bucket.objects.get().total == 10
    assert not AuditEntry.objects.exists()


def test_product_texts_are_cleaned_announced_and_on_the_record(offer: Offer, client_of_owner: Client) -> None:
    product = _product(offer)
    html = '<p onclick="x()">Good <strong>mug</strong><script>alert(1)</script><a href="javascript:x">a</a></p>'

    client_of_owner.post(
        f"/office/products/{product.pk}/texts", {"title": "Mug", "summary": "A mug", "description_html": html}
    )

    product.refresh_from_db()
    assert product.title == "Mug"
    assert product.description_html == '<p>Good <strong>mug</strong><a rel="noopener noreferrer">a</a></p>'
    assert AuditEntry.objects.get().changes["title"][1] == "Mug"
    assert published()[-1].name == "catalogue.ProductsChanged"


def test_a_product_without_a_title_is_refused_and_nothing_typed_is_lost(offer: Offer, client_of_owner: Client) -> None:
    product = _product(offer)

    answer = client_of_owner.post(
        f"/office/products/{product.pk}/texts", {"title": " ", "summary": "Kept words", "description_html": ""}
    )

    assert answer.status_code == 422
    assert "Kept words" in answer.content.decode()
    assert "Give the product a name." in answer.content.decode()
    product.refresh_from_db()
    assert product.summary == ""


def test_a_moved_product_leaves_a_redirect(offer: Offer, client_of_owner: Client) -> None:
    product = _product(offer)
    old = product.slug

    client_of_owner.post(f"/office/products/{product.pk}/address", {"slug": "blue-mug"})

    assert SlugRedirect.objects.get().old_path == f"/p/{old}/"
    assert AuditEntry.objects.get(action="catalogue.rename").changes == {"slug": [old, "blue-mug"]}


def test_a_product_can_be_scheduled(offer: Offer, client_of_owner: Client) -> None:
    product = _product(offer)

    client_of_owner.post(
        f"/office/products/{product.pk}/publication", {"status": "live", "publish_at": "2099-01-02T09:00"}
    )

    product.refresh_from_db()
    assert not product.is_live(clock.now())
    assert "From 2 Jan 2099, 09:00" in client_of_owner.get(f"/office/products/{product.pk}/").content.decode()


def test_a_new_price_is_in_force_and_on_the_record(offer: Offer, client_of_owner: Client) -> None:
    product = _product(offer)

    client_of_owner.post(f"/office/products/{product.pk}/prices", {"currency": "EUR", f"price-{offer.pk}": "19,50"})

    market = pricing.markets()[0]
    assert pricing.prices_in_force([offer.pk], market=market, at=clock.now())[offer.pk].amount_minor == 1950
    assert AuditEntry.objects.get().action == "pricing.set_regular"


def test_a_price_that_is_none_is_refused_and_stays_in_its_field(offer: Offer, client_of_owner: Client) -> None:
    product = _product(offer)

    answer = client_of_owner.post(
        f"/office/products/{product.pk}/prices", {"currency": "EUR", f"price-{offer.pk}": "19.505"}
    )

    assert answer.status_code == 422
    assert 'value="19.505"' in answer.content.decode()
    assert Price.objects.get().amount_minor == 1800


def test_a_planned_reduction_shows_the_lowest_price_before_it(offer: Offer, client_of_owner: Client) -> None:
    product = _product(offer)

    client_of_owner.post(f"/office/products/{product.pk}/reduction", {"currency": "EUR", "percent": "25"})

    page = client_of_owner.get(f"/office/products/{product.pk}/").content.decode()
    assert "€13.50" in page
    assert "Reduced" in page
    assert "€18.00" in page
    client_of_owner.post(f"/office/products/{product.pk}/end-reductions", {"currency": "EUR"})
    assert Price.objects.filter(starts_at__isnull=False).count() == 0


def test_one_wrong_variant_changes_none(offer: Offer, client_of_owner: Client) -> None:
    variant = offer.variant
    typed = {f"gtin-{variant.pk}": "123", f"weight-{variant.pk}": "5", f"position-{variant.pk}": "0"}

    answer = client_of_owner.post(f"/office/products/{variant.product_id}/variants", typed)

    assert answer.status_code == 422
    variant.refresh_from_db()
    assert (variant.weight_grams, variant.is_active) == (400, True)


def test_rates_are_saved_lightest_first_or_not_at_all(offer: Offer, client_of_owner: Client) -> None:
    method = ShippingMethod.objects.get()
    typed = {
        "name": "Standard",
        "carrier": "Post",
        "free_from": "",
        "cutoff_hour": "14",
        "transit_days_min": "1",
        "transit_days_max": "2",
        "is_active": "yes",
        "grams-0": "2000",
        "amount-0": "5.50",
        "grams-1": "1000",
        "amount-1": "7.00",
    }

    wrong = client_of_owner.post(f"/office/policies/methods/{method.pk}/", typed)
    right = client_of_owner.post(f"/office/policies/methods/{method.pk}/", {**typed, "grams-1": ""})

    method.refresh_from_db()
    assert (wrong.status_code, right.status_code) == (422, 302)
    assert method.rates == [
        {"up_to_grams": 2000, "amount_minor": 550},
        {"up_to_grams": None, "amount_minor": 700},
    ]
    assert AuditEntry.objects.get().action == "shipping.edit_method"


def test_a_changed_returns_policy_is_the_next_version(client_of_owner: Client) -> None:
    policy = ReturnPolicy.objects.create(name="General")
    typed = {"is_returnable": "yes", "window_days": "60", "fees": "free", "refund_days": "5", "reason": ""}

    for _ in range(2):
        client_of_owner.post(f"/office/policies/returns/{policy.pk}/", typed)

    policy.refresh_from_db()
    assert (policy.window_days, policy.version) == (60, 2)
    forget_all()
    assert "Return within 60 days." in client_of_owner.get("/office/policies/").content.decode()


def test_a_dead_task_is_tried_again_with_a_record(client_of_owner: Client) -> None:
    at = clock.now()
    task = QueuedTask.objects.create(
        path="a.b", arguments={}, status="dead", max_attempts=1, run_after=at, enqueued_at=at, last_error="Boom"
    )

    assert "Boom" in client_of_owner.get("/office/system/").content.decode()
    client_of_owner.post(f"/office/system/tasks/{task.pk}/retry")

    task.refresh_from_db()
    assert task.status == "ready"
    assert AuditEntry.objects.get().action == "tasks.retry"


def test_the_record_is_read_by_person_and_by_target(offer: Offer, client_of_owner: Client) -> None:
    client_of_owner.post(f"/office/products/{_product(offer).pk}/address", {"slug": "blue-mug"})

    for query in ({"target": f"product:{_product(offer).pk}"}, {"person": str(AuditEntry.objects.get().actor_id)}):
        assert "catalogue.rename" in client_of_owner.get("/office/audit/", query).content.decode()
    assert (
        "Nobody has touched this yet" in client_of_owner.get("/office/audit/", {"target": "order:1"}).content.decode()
    )


def test_every_room_opens_empty_with_a_word_on_what_to_do(client_of_owner: Client) -> None:
    for room in ("", "search/", "orders/", "stock/", "products/", "policies/", "audit/", "system/", "system/verify"):
        answer = client_of_owner.get(f"/office/{room}")
        assert answer.status_code == 200, room
