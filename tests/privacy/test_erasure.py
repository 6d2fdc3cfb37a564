"""Nobody who asked to be forgotten is found again, in any table; the books stay right (CUS-5, invariant 10)."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.test import Client

from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.commerce.checkout.verify import findings
from shopkeeper.commerce.customers import consents, operations, queries
from shopkeeper.commerce.customers.addresses import PostalAddress
from shopkeeper.commerce.customers.models import Consent, Customer
from shopkeeper.commerce.orders.models import Order, OrderWord
from shopkeeper.commerce.payments.models import SavedMethod
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.commerce.returns.makers import deliver
from shopkeeper.foundation import clock
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.audit.models import AuditEntry
from shopkeeper.foundation.audit.operations import SYSTEM
from shopkeeper.foundation.errors import Conflict
from shopkeeper.foundation.events.testing import deliver_all
from shopkeeper.foundation.privacy import operations as privacy
from shopkeeper.foundation.privacy import queries as privacy_queries
from shopkeeper.foundation.privacy.models import Erasure
from shopkeeper.foundation.privacy.ports import Person, holdings
from shopkeeper.insight.messaging.models import Message
from shopkeeper.insight.messaging.operations import send
from shopkeeper.interfaces.backoffice.makers import at_the_desk, make_staff
from shopkeeper.interfaces.storefront.tests.buyers import make_buyer
from shopkeeper.interfaces.storefront.tests.test_account_safety import make_stale, signed_in

pytestmark = pytest.mark.django_db
EMAIL = "augusta.zyx@example.com"
NAME = "Augusta Quillfeather"
STREET = "Wisteriastraat 417"
PHONE = "+31 6 5550 4417"
TRACES = (EMAIL, "Quillfeather", "Wisteriastraat", "5550 4417")

# Tables with columns that could hold a person, and why nobody answers for them.
EXCUSED = {
    "orders_invoice": "tax law wants invoices kept as they were issued; the database refuses to change them",
    "orders_creditnote": "the same law as for invoices",
    "audit_auditentry": "what staff did is evidence; the database refuses to change it",
    "accounts_user_groups": "goes with the user",
    "accounts_user_user_permissions": "goes with the user",
    "auth_group": "roles of the framework, unused",
    "auth_permission": "rights of the framework",
    "tax_shopidentity": "the shop itself",
    "tax_vatcheck": "what a public register said of a company; proof for the tax office",
    "shipping_pickuppoint": "the shop's own places",
    "payments_origin": "keyed hashes, deleted after two days",
    "orders_invoiceseries": "numbers",
    "tasks_task": "numbers of rows; deleted after two weeks",
    "tasks_schedule": "names of tasks",
    "events_delivery": "goes with its event",
    "idempotency_idempotencykey": "answers kept for a day",
    "inventory_movement": "what staff moved on the shelf",
}
PERSONAL = {"email", "to", "customer", "user", "actor", "phone", "line1", "recipient", "comment", "note", "message"}
PERSONAL |= {"typed", "address", "shipping_address", "session_data", "payload", "document", "ip", "email_key"}


@pytest.fixture(autouse=True)
def market() -> Market:
    return make_shop()


def history(market: Market, *, arrived_days_ago: int = 60) -> tuple[Client, Order]:
    """Somebody who bought as a guest, made an account, wrote to the shop and said what they allow."""
    buyer = make_buyer(market, make_offer())
    buyer.go_to_payment(email=EMAIL, name=NAME, line1=STREET, phone=PHONE)
    buyer.press()
    order = Order.objects.get(email=EMAIL)
    deliver(order, at=clock.now() - timedelta(days=arrived_days_ago))
    order.refresh_from_db()
    client = signed_in(email=EMAIL)
    customer = Customer.objects.get(user__email=EMAIL)
    operations.save_address(
        customer=customer,
        address=PostalAddress(
            name=NAME, line1=STREET, postal_code="1013 JM", city="Amsterdam", country="NL", phone=PHONE
        ),
    )
    client.post("/account/profile", {"name": NAME, "language": "en"})
    client.post("/account/privacy/consent", {"answer": "marketing:email:yes"})
    client.post("/contact/", {"email": EMAIL, "message": f"Hello, I am {NAME}", "order_number": order.number})
    deliver_all()
    return client, order


def erase(client: Client) -> None:
    answer = client.post("/account/privacy/delete", {"sure": "yes"})
    assert answer.status_code == 303, answer.content.decode()[:3000]
    deliver_all()
    for one in Message.objects.filter(kind="data_erased"):
        send(message_id=one.pk, at=clock.now())


def cells() -> Iterator[tuple[str, str, str]]:
    """Every text, JSON and binary value of the database: table, column, value."""
    for model in apps.get_models(include_auto_created=True):
        kinds = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
        names = [one.name for one in model._meta.concrete_fields if isinstance(one, kinds)]
        for row in model._default_manager.values_list(*names) if names else ():
            for name, value in zip(names, row, strict=True):
                if isinstance(value, dict | list):
                    value = json.dumps(value, ensure_ascii=False)
                if isinstance(value, bytes | memoryview):
                    value = bytes(value).decode(errors="replace")
                yield model._meta.db_table, name, str(value)


def traces() -> set[tuple[str, str, str]]:
    return {
        (table, column, trace)
        for table, column, value in cells()
        for trace in TRACES
        if trace.casefold() in value.casefold()
    }


def test_the_scan_finds_somebody_who_was_not_forgotten(market: Market) -> None:
    history(market)
    found = {table for table, _, _ in traces()}
    assert {"orders_order", "customers_address", "accounts_user", "messaging_message", "checkout_checkout"} <= found


def test_a_kept_card_is_told_and_forgotten_with_the_account(market: Market) -> None:
    client, _ = history(market)
    owner = Customer.objects.get(user__email=EMAIL)
    SavedMethod.objects.create(
        public_id="sm_1", customer=owner, provider="sandbox", token="tok_1", brand="visa", last4="4242",
        agreed_at=clock.now(),
    )  # fmt: skip
    cards = next(one for one in holdings() if one.name == "saved ways to pay")
    person = Person(email=EMAIL, pseudonym="erased-1", user_id=owner.user_id)
    assert "4242" in str(cards.export(person))
    assert "tok_1" not in str(cards.export(person))

    erase(client)

    assert not SavedMethod.objects.exists()


def test_after_erasure_no_table_knows_the_person(market: Market) -> None:
    client, order = history(market)
    total = order.total_minor
    erase(client)

    assert {one for one in traces() if one[0] not in EXCUSED} == set()
    assert [found for _, found in findings() if found] == []
    order.refresh_from_db()
    assert (order.total_minor, order.country, order.shipping_address["country"]) == (total, "NL", "NL")
    assert order.email.startswith("erased-")
    assert order.shipping_address["name"] == order.email, "one pseudonym, everywhere the same"
    assert OrderWord.objects.filter(order=order, word=order.email).exists()
    assert not User.objects.filter(email=EMAIL).exists()
    assert AuditEntry.objects.filter(action="customers.erase").count() == 1


def test_the_session_ends_and_the_account_is_gone(market: Market) -> None:
    client, _ = history(market)
    erase(client)
    assert client.get("/account/").headers["Location"].startswith("/account/sign-in/")


def test_the_last_mail_says_so_and_is_not_kept(market: Market, settings, mailoutbox) -> None:
    settings.SENDS_MAIL = True
    client, _ = history(market)
    mailoutbox.clear()
    erase(client)
    last = [one for one in mailoutbox if one.to == [EMAIL]][-1]
    assert "deleted" in last.subject
    assert not Message.objects.filter(to=EMAIL).exists()


def test_an_order_under_way_is_in_the_way_and_says_so(market: Market) -> None:
    client, order = history(market)
    Order.objects.filter(pk=order.pk).update(stage=Order.Stage.TO_SHIP)
    answer = client.post("/account/privacy/delete", {"sure": "yes"})
    assert answer.status_code == 409
    assert f"Still under way: order {order.number}." in answer.content.decode()
    assert User.objects.filter(email=EMAIL).exists()


def test_what_may_still_come_back_keeps_its_name_until_it_may_not(market: Market) -> None:
    client, order = history(market, arrived_days_ago=2)
    erase(client)
    order.refresh_from_db()
    row = Erasure.objects.get()
    assert order.email == EMAIL
    assert (row.order_ids, row.done_at) == ([order.pk], None)
    assert not User.objects.filter(email=EMAIL).exists(), "the account goes at once"

    assert privacy_queries.due_erasures(today=row.until) == []
    later = clock.now() + timedelta(days=(row.until - clock.now().date()).days + 1)
    assert privacy_queries.due_erasures(today=later.date()) == [row.pk]
    privacy.erase_due(erasure_id=row.pk, at=later)
    privacy.erase_due(erasure_id=row.pk, at=later)

    assert {one for one in traces() if one[0] not in EXCUSED} == set()
    row.refresh_from_db()
    assert row.done_at is not None


def test_erasing_needs_a_fresh_proof(market: Market) -> None:
    client, _ = history(market)
    make_stale(client)
    for url in ("/account/privacy/delete", "/account/privacy/my-data.zip"):
        assert client.get(url).headers["Location"].startswith("/account/prove")
    client.post("/account/privacy/delete", {"sure": "yes"})
    assert User.objects.filter(email=EMAIL).exists()


def test_somebody_elses_data_is_not_touched(market: Market) -> None:
    client, _ = history(market)
    other = make_buyer(market, make_offer())
    other.go_to_payment(email="grace@example.com", name="Grace", line1="Elsewhere 2")
    other.press()
    erase(client)
    assert Order.objects.get(email="grace@example.com").shipping_address["line1"] == "Elsewhere 2"


def test_the_export_holds_everything_and_no_secret(market: Market) -> None:
    client, order = history(market)
    answer = client.get("/account/privacy/my-data.zip")
    assert answer.headers["Content-Type"] == "application/zip"
    files = zipfile.ZipFile(BytesIO(answer.content))
    told = json.loads(files.read("my-data.json"))["data"]
    assert told["account"]["account"]["email"] == EMAIL
    assert told["account"]["sessions"]
    assert told["customer"]["addresses"][0]["line1"] == STREET
    assert told["customer"]["consents"][0]["is_given"] is True
    assert told["orders"]["orders"][0]["number"] == order.number
    assert len(told["orders"]["orders"][0]["lines"]) == 1
    assert told["orders"]["payments"][0]["amount_minor"] == order.total_minor
    assert told["contact"]["contact_messages"][0]["message"].endswith(NAME)
    assert {one["kind"] for one in told["messages"]["messages"]} >= {"order_placed"}
    readable = files.read("my-data.html").decode()
    assert STREET in readable
    assert User.objects.get(email=EMAIL).password not in json.dumps(told)
    for code in Message.objects.filter(kind__endswith="_code").values_list("text", flat=True):
        assert code[:6] not in readable


def test_every_table_about_people_is_answered_for_or_excused() -> None:
    claimed = {table for one in holdings() for table in one.tables}
    about_people = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if PERSONAL & {one.name for one in model._meta.concrete_fields}
    }
    assert about_people - claimed - EXCUSED.keys() == set()
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert (claimed | EXCUSED.keys()) - tables == set()
    assert claimed & EXCUSED.keys() == set()


def test_consent_is_never_rewritten_and_the_latest_counts() -> None:
    asked = consents.question("marketing:email")
    assert asked is not None
    told = {"email": EMAIL, "question": asked, "source": "/checkout/", "by": "guest"}
    allowed = lambda: queries.allows(email=EMAIL.upper(), purpose="marketing", channel="email")  # noqa: E731
    assert not allowed(), "no answer is a no"
    operations.answer(**told, is_given=True, at=clock.now())
    assert allowed()
    operations.answer(**told, is_given=False, at=clock.now())
    assert not allowed(), "at once"
    assert list(Consent.objects.order_by("pk").values_list("is_given", "version")) == [(True, 1), (False, 1)]
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.update(is_given=True)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM customers_consent")


def test_withdrawing_in_the_account_ends_what_a_guest_allowed(market: Market) -> None:
    asked = consents.question("marketing:email")
    assert asked is not None
    operations.answer(email=EMAIL, question=asked, is_given=True, source="/checkout/", by="guest", at=clock.now())
    client = signed_in(email=EMAIL)
    assert "Switch off" in client.get("/account/privacy").content.decode()
    client.post("/account/privacy/consent", {"answer": "marketing:email:no"})
    assert not queries.allows(email=EMAIL, purpose="marketing", channel="email")


def test_staff_delete_a_customer_who_asked_them_and_give_a_reason(market: Market) -> None:
    _, order = history(market)
    desk = at_the_desk(make_staff("support"))
    url = f"/office/orders/{order.number}/forget"
    assert url in desk.get(f"/office/orders/{order.number}/").content.decode()
    assert EMAIL in desk.get(url).content.decode()
    assert desk.post(url, {"reason": " "}).status_code == 422
    assert User.objects.filter(email=EMAIL).exists()
    assert desk.post(url, {"reason": "They wrote on 3 November"}).status_code == 302
    deliver_all()
    for one in Message.objects.filter(kind="data_erased"):
        send(message_id=one.pk, at=clock.now())
    assert {one for one in traces() if one[0] not in EXCUSED} == set()
    entry = AuditEntry.objects.get(action="customers.erase")
    assert (entry.actor_kind, entry.reason) == ("user", "They wrote on 3 November")


def test_staff_are_not_offered_what_a_guest_must_do_first(market: Market) -> None:
    buyer = make_buyer(market, make_offer())
    buyer.go_to_payment(email=EMAIL, name=NAME)
    buyer.press()
    order = Order.objects.get(email=EMAIL)
    desk = at_the_desk(make_staff("support"))
    assert "/forget" not in desk.get(f"/office/orders/{order.number}/").content.decode()
    answer = desk.get(f"/office/orders/{order.number}/forget", follow=True).content.decode()
    assert "Once they sign in with its address" in answer


def test_who_works_here_is_not_deleted_from_a_page(market: Market) -> None:
    history(market)
    User.objects.filter(email=EMAIL).update(is_staff=True)
    with pytest.raises(Conflict, match="works here"):
        privacy.erase(user_id=User.objects.get(email=EMAIL).pk, actor=SYSTEM, language="en", at=clock.now())
