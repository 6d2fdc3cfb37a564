"""The office's room for collections: by hand in an order, by rule with a look at what it finds."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from shopkeeper.commerce.catalogue.makers import make_brand, make_product
from shopkeeper.commerce.catalogue.models import Collection, CollectionItem, Product, SlugRedirect
from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.foundation import clock
from shopkeeper.foundation.audit.models import AuditEntry
from shopkeeper.foundation.events.testing import published
from shopkeeper.interfaces.backoffice.makers import at_the_desk, make_staff

pytestmark = pytest.mark.django_db
BEFORE = clock.now() - timedelta(days=40)
BRAND = {"match": "all", "c0-about": "brand", "c0-how": "any_of", "do": "save"}


@pytest.fixture
def office() -> Client:
    make_shop()
    return at_the_desk(make_staff(name="Marit"))


def stock(title: str, brand: str = "Tide", *, price: str = "18.00") -> Product:
    product = make_product(title, brand=make_brand(brand))
    make_offer(product=product, price=price, at=BEFORE)
    return product


def by_rule() -> Collection:
    return Collection.objects.create(slug="tide", name="Tide", kind="rule")


def filled(*products: Product) -> Collection:
    made = Collection.objects.create(slug="chosen", name="Chosen")
    for place, product in enumerate(products):
        CollectionItem.objects.create(collection=made, product=product, position=place)
    return made


def titles(collection: Collection) -> list[str]:
    return list(collection.items.order_by("position").values_list("product__title", flat=True))


def items_of(collection: Collection) -> dict[str, int]:
    return dict(collection.items.values_list("product__title", "pk"))


def test_a_new_collection_has_an_address_made_from_its_name_and_stands_on_the_record(office: Client) -> None:
    for _ in range(2):
        answer = office.post("/office/collections/new", {"name": "Für die Küche", "kind": "rule"})

    assert list(Collection.objects.values_list("slug", flat=True)) == ["fur-die-kuche", "fur-die-kuche-2"]
    assert answer.headers["Location"] == f"/office/collections/{Collection.objects.latest('pk').pk}/"
    assert AuditEntry.objects.filter(action="catalogue.make_collection").count() == 2
    assert published()[-1].name == "catalogue.TaxonomyChanged"


def test_a_collection_without_a_name_is_refused(office: Client) -> None:
    answer = office.post("/office/collections/new", {"name": " ", "kind": "sometimes"})

    assert answer.status_code == 422
    assert "Give the collection a name." in answer.content.decode()
    assert "Choose how it is filled." in answer.content.decode()
    assert not Collection.objects.exists()


def test_a_saved_rule_fills_the_collection_in_the_shop_at_once(office: Client) -> None:
    stock("Mug")
    stock("Pan", "Fern")
    made = by_rule()

    office.post(f"/office/collections/{made.pk}/rule", {**BRAND, "c0-values": ["tide"]})

    shop = office.get("/collections/tide/").content.decode()
    assert "Mug" in shop
    assert "Pan" not in shop
    assert AuditEntry.objects.get(action="catalogue.set_rule").changes["rule"][1]["conditions"] == [
        {"field": "brand", "any_of": ["tide"]}
    ]
    assert "1 product in Home" in office.get(f"/office/collections/{made.pk}/").content.decode()


def test_looking_at_what_a_rule_finds_saves_nothing(office: Client) -> None:
    stock("Mug")
    made = by_rule()

    page = office.post(f"/office/collections/{made.pk}/rule", {**BRAND, "c0-values": "Tide", "do": "preview"})

    assert "1 product in Home" in page.content.decode()
    made.refresh_from_db()
    assert made.rule == {}
    assert not AuditEntry.objects.exists()


def test_a_condition_is_added_and_taken_away_without_script(office: Client) -> None:
    made = by_rule()
    url = f"/office/collections/{made.pk}/rule"

    added = office.post(url, {"match": "all", "do": "add", "adding": "price"}).content.decode()
    typed = {"match": "all", "c0-about": "price", "c0-currency": "EUR", "c0-to": "25,00", "do": "add", "adding": "new"}
    both = office.post(url, typed).content.decode()
    one = office.post(url, {**typed, "do": "", "c1-about": "new", "remove": "0"}).content.decode()

    assert 'name="c0-currency"' in added
    assert 'value="25,00"' in both
    assert 'name="c1-days"' in both
    assert 'name="c0-days"' in one
    assert 'name="c1-' not in one


def test_what_is_wrong_in_a_rule_is_said_at_its_condition_and_nothing_is_saved(office: Client) -> None:
    stock("Mug")
    made = by_rule()
    typed = {
        **BRAND,
        "c0-values": "Tied",
        "c1-about": "price",
        "c1-currency": "EUR",
        "c1-from": "cheap",
        "c2-about": "new",
        "c2-days": "x",
    }

    money = office.post(f"/office/collections/{made.pk}/rule", typed)
    days = office.post(f"/office/collections/{made.pk}/rule", {**typed, "c1-from": "1.00"})
    brand = office.post(f"/office/collections/{made.pk}/rule", {**typed, "c1-from": "1.00", "c2-days": "9"})

    assert [answer.status_code for answer in (money, days, brand)] == [422] * 3
    assert re.search(r'id="rule-c1-from"[^>]*aria-invalid="true"', money.content.decode())
    assert "Write a number of days from 1 to 3,650." in days.content.decode()
    assert "There is no brand “Tied”. Did you mean “tide”?" in brand.content.decode()
    made.refresh_from_db()
    assert made.rule == {}


def test_a_rule_that_cannot_be_read_opens_with_the_reason(office: Client) -> None:
    made = by_rule()
    for broken in ([], {"conditions": [{"field": "price", "currency": "EUR", "from": "9"}]}, {"match": 7}):
        Collection.objects.filter(pk=made.pk).update(rule=broken)

        page = office.get(f"/office/collections/{made.pk}/")
        rooms = office.get("/office/collections/")

        assert (page.status_code, rooms.status_code) == (200, 200)
        assert "Rule needs mending" in rooms.content.decode()
        assert office.get("/collections/tide/").status_code == 200


def test_products_are_found_and_put_in_once(office: Client) -> None:
    mug = stock("Aster mug")
    made = filled(stock("Pan"))
    url = f"/office/collections/{made.pk}/"

    found = office.get(url, {"find": "aster"}).content.decode()
    first = office.post(f"{url}add", {"product": str(mug.pk), "find": "aster"})
    again = office.post(f"{url}add", {"product": str(mug.pk), "find": "aster"})

    assert "Put in" in found
    assert titles(made) == ["Pan", "Aster mug"]
    assert (first.status_code, again.status_code) == (302, 422)
    assert "It is in this collection already." in again.content.decode()


def test_products_move_by_number_and_by_button_and_leave(office: Client) -> None:
    made = filled(*(stock(title) for title in "ABCD"))
    url, pk = f"/office/collections/{made.pk}/items", items_of(made)

    office.post(url, {"up": str(pk["B"])})
    assert titles(made) == ["B", "A", "C", "D"]
    office.post(url, {"down": str(pk["B"])})
    assert titles(made) == ["A", "B", "C", "D"]
    office.post(url, {**{f"place-{pk[title]}": str(n) for n, title in enumerate("ABCD", 1)}, f"place-{pk['A']}": "3"})
    assert titles(made) == ["B", "C", "A", "D"]
    office.post(url, {f"remove-{pk['C']}": "yes"})

    assert titles(made) == ["B", "A", "D"]
    assert list(made.items.order_by("position").values_list("position", flat=True)) == [0, 1, 2]
    assert AuditEntry.objects.filter(action="catalogue.arrange_collection").count() == 4


def test_the_shop_calls_an_order_by_hand_its_own(office: Client) -> None:
    filled(stock("Mug"))

    assert "Our order" in office.get("/collections/chosen/").content.decode()


def test_saving_the_same_order_is_no_news(office: Client) -> None:
    made = filled(stock("A"), stock("B"))
    news = len(published())

    typed = {f"place-{pk}": str(place) for place, pk in enumerate(items_of(made).values(), 1)}
    office.post(f"/office/collections/{made.pk}/items", typed)

    assert len(published()) == news
    assert not AuditEntry.objects.exists()


def test_a_large_collection_is_paged_and_moves_across_pages(
    office: Client, django_assert_max_num_queries: object
) -> None:
    products = Product.objects.bulk_create(Product(slug=f"p-{n}", title=f"Mug {n:03}") for n in range(150))
    made = filled(*products)
    pk = items_of(made)

    with django_assert_max_num_queries(14):  # type: ignore[operator]
        page = office.get(f"/office/collections/{made.pk}/", {"start": "100"}).content.decode()
    office.post(f"/office/collections/{made.pk}/items", {"start": "100", f"place-{pk['Mug 120']}": "1"})

    assert "Mug 149" in page
    assert "Mug 099" not in page
    assert titles(made)[:2] == ["Mug 120", "Mug 000"]


def test_a_moved_collection_leaves_a_redirect_and_a_taken_address_is_refused(office: Client) -> None:
    made, _other = filled(), Collection.objects.create(slug="taken", name="Taken")

    refused = office.post(f"/office/collections/{made.pk}/address", {"slug": "taken"})
    office.post(f"/office/collections/{made.pk}/address", {"slug": "picked"})

    assert refused.status_code == 422
    assert SlugRedirect.objects.get().new_path == "/collections/picked/"
    assert office.get("/collections/chosen/").headers["Location"] == "/collections/picked/"


def test_turning_a_collection_to_a_rule_and_back_keeps_both(office: Client) -> None:
    made = filled(stock("Mug"))
    url = f"/office/collections/{made.pk}/texts"

    office.post(url, {"name": "Chosen", "description": "", "kind": "rule"})
    assert b"No condition yet" in office.get(f"/office/collections/{made.pk}/").content
    assert b"Mug" not in office.get("/collections/chosen/").content.split(b"<main")[1].split(b"Favourites")[0]
    office.post(url, {"name": "Chosen", "description": "", "kind": "manual"})

    assert titles(made) == ["Mug"]


def test_a_deleted_collection_takes_no_product_with_it(office: Client) -> None:
    made = filled(stock("Mug"))

    office.post(f"/office/collections/{made.pk}/delete")

    assert not Collection.objects.exists()
    assert Product.objects.count() == 1
    assert office.get("/collections/chosen/").status_code == 404
    assert AuditEntry.objects.get().changes["name"] == ["Chosen", None]


def test_an_editor_without_the_right_reads_and_is_offered_no_button() -> None:
    make_shop()
    made = filled(stock("Mug"))

    page = at_the_desk(make_staff("fulfilment")).get(f"/office/collections/{made.pk}/").content.decode()

    assert "Mug" in page
    assert "Save" not in page
    assert "Put a product in" not in page
