"""Who may do what in the office, for every address there is. A new address without an entry here fails."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import URLPattern

from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.accounts.roles import ROLES
from shopkeeper.interfaces.backoffice.makers import at_the_desk, make_staff
from shopkeeper.interfaces.backoffice.urls_office import urlpatterns

pytestmark = pytest.mark.django_db

# The right that opens each address; empty: any staff.
WANTED = {
    "": "",
    "search/": "",
    "orders/": "orders.view",
    "orders/export.csv": "orders.view",
    "orders/pack/preview": "orders.fulfil",
    "orders/pack": "orders.fulfil",
    "orders/unpack": "orders.fulfil",
    "orders/slips.pdf": "orders.view",
    "orders/picks.pdf": "orders.view",
    "orders/labels.pdf": "orders.fulfil",
    "orders/labels": "orders.fulfil",
    "orders/<str:number>/": "orders.view",
    "orders/<str:number>/slip.pdf": "orders.view",
    "orders/<str:number>/packages/<int:package_id>/label": "orders.fulfil",
    "orders/<str:number>/packages/<int:package_id>/hand-over": "orders.fulfil",
    "orders/<str:number>/packages/<int:package_id>/split": "orders.fulfil",
    "orders/<str:number>/labels/<int:label_id>.pdf": "orders.fulfil",
    "orders/<str:number>/labels/<int:label_id>/void": "orders.fulfil",
    "orders/<str:number>/labels/<int:label_id>/settle": "orders.fulfil",
    "orders/<str:number>/packages/<int:package_id>/pack": "orders.fulfil",
    "orders/<str:number>/packages/<int:package_id>/unpack": "orders.fulfil",
    "orders/<str:number>/packages/<int:package_id>/ship": "orders.fulfil",
    "orders/<str:number>/packages/<int:package_id>/deliver": "orders.fulfil",
    "orders/<str:number>/cancel": "orders.cancel",
    "orders/<str:number>/forget": "customers.edit",
    "orders/<str:number>/notes": "orders.view",
    "orders/<str:number>/slip": "orders.view",
    "orders/<str:number>/invoice": "orders.view",
    "orders/<str:number>/release": "orders.cancel",
    "orders/<str:number>/evidence": "orders.view",
    "money/": "orders.view",
    "money/promises/<int:promise_id>/": "orders.view",
    "money/promises/<int:promise_id>/received": "orders.refund",
    "money/promises/<int:promise_id>/given-up": "orders.refund",
    "money/promises/<int:promise_id>/sent-back": "orders.refund",
    "money/lines/<int:line_id>/explained": "ledger.view",
    "policies/payments/<slug:name>/": "settings.edit",
    "orders/<str:number>/invoice.pdf": "orders.view",
    "orders/<str:number>/invoice.xml": "orders.view",
    "stock/": "catalogue.view",
    "stock/<int:offer_id>/": "catalogue.view",
    "stock/<int:offer_id>/count": "stock.edit",
    "products/": "catalogue.view",
    "products/<int:product_id>/": "catalogue.view",
    "products/kinds/": "catalogue.view",
    "products/kinds/new": "catalogue.edit",
    "products/kinds/<int:type_id>/": "catalogue.view",
    "products/kinds/<int:type_id>/name": "catalogue.edit",
    "products/kinds/<int:type_id>/attributes": "catalogue.edit",
    "products/kinds/<int:type_id>/order": "catalogue.edit",
    "products/kinds/<int:type_id>/attributes/<int:attribute_id>/": "catalogue.edit",
    "products/<int:product_id>/texts": "catalogue.edit",
    "products/<int:product_id>/facts": "catalogue.edit",
    "products/<int:product_id>/publication": "catalogue.edit",
    "products/<int:product_id>/address": "catalogue.edit",
    "products/<int:product_id>/variants": "catalogue.edit",
    "products/<int:product_id>/prices": "prices.edit",
    "products/<int:product_id>/reduction": "prices.edit",
    "products/<int:product_id>/end-reductions": "prices.edit",
    "products/<int:product_id>/upload": "catalogue.edit",
    "products/<int:product_id>/pictures": "catalogue.edit",
    "products/<int:product_id>/pictures/<int:media_id>/": "catalogue.edit",
    "collections/": "catalogue.view",
    "collections/new": "catalogue.edit",
    "collections/<int:collection_id>/": "catalogue.view",
    "collections/<int:collection_id>/texts": "catalogue.edit",
    "collections/<int:collection_id>/address": "catalogue.edit",
    "collections/<int:collection_id>/rule": "catalogue.edit",
    "collections/<int:collection_id>/items": "catalogue.edit",
    "collections/<int:collection_id>/add": "catalogue.edit",
    "collections/<int:collection_id>/delete": "catalogue.edit",
    "policies/": "orders.view",
    "policies/rates": "settings.edit",
    "policies/carriage": "settings.edit",
    "policies/carriage/<int:rule_id>/remove": "settings.edit",
    "policies/pickup": "settings.edit",
    "policies/pickup/<int:point_id>/": "settings.edit",
    "policies/zones/new": "settings.edit",
    "policies/zones/<int:zone_id>/": "settings.edit",
    "policies/zones/<int:zone_id>/delete": "settings.edit",
    "policies/zones/<int:zone_id>/methods/new": "settings.edit",
    "policies/methods/<int:method_id>/": "settings.edit",
    "policies/methods/<int:method_id>/delete": "settings.edit",
    "policies/returns/<int:policy_id>/": "settings.edit",
    "promises/": "orders.view",
    "promises/rules": "settings.edit",
    "promises/remedies/<int:step_id>/given": "orders.refund",
    "markets/": "settings.edit",
    "markets/opening": "settings.edit",
    "markets/new": "settings.edit",
    "markets/<int:market_id>/": "settings.edit",
    "markets/seller": "settings.edit",
    "markets/exemptions": "settings.edit",
    "markets/exemptions/<int:exemption_id>/withdraw": "settings.edit",
    "markets/rates": "settings.edit",
    "markets/rates/<int:rate_id>/remove": "settings.edit",
    "returns/": "orders.view",
    "returns/<str:number>/": "orders.view",
    "returns/<str:number>/receive": "orders.fulfil",
    "credit/": "customers.view",
    "credit/give": "orders.refund",
    "credit/<slug:token>/": "customers.view",
    "credit/<slug:token>/block": "orders.refund",
    "credit/<slug:token>/unblock": "orders.refund",
    "ledger/": "ledger.view",
    "ledger/ledger.csv": "ledger.view",
    "ledger/ledger.journal": "ledger.view",
    "ledger/<slug:name>/": "ledger.view",
    "audit/": "audit.view",
    "system/": "audit.view",
    "system/verify": "audit.view",
    "system/tasks/<int:task_id>/retry": "settings.edit",
    "system/deliveries/<int:delivery_id>/retry": "settings.edit",
}
POSTED = (
    "withdraw",
    "pack",
    "preview",
    "unpack",
    "ship",
    "deliver",
    "notes",
    "count",
    "retry",
    "given",
    *("label", "labels", "void", "settle", "hand-over", "split"),
    *("release", "received", "given-up", "sent-back", "explained"),
    "opening",
    *(["receive", "give", "block", "unblock"]),
    "rates",
    "rules",
    "remove",
    *(["texts", "publication", "address", "variants", "prices", "reduction", "end-reductions", "upload", "pictures"]),
    *(["new", "rule", "items", "add", "delete", "facts", "name", "attributes", "order"]),
)


def _routes() -> list[str]:
    return [str(one.pattern) for one in urlpatterns if isinstance(one, URLPattern)]


def _address(route: str) -> str:
    words = (
        route.replace("<str:number>", "7K2M-9QPD").replace("<slug:name>", "bank").replace("<slug:token>", "crd_nobody")
    )
    return "/office/" + re.sub(r"<int:\w+>", "999", words)


def _ask(client: Client, route: str) -> int:
    send = client.post if route.rstrip("/").rsplit("/", 1)[-1] in POSTED else client.get
    return send(_address(route)).status_code


def test_every_address_of_the_office_has_its_right_written_down_here() -> None:
    assert sorted(_routes()) == sorted(WANTED)


@pytest.mark.parametrize("route", _routes())
def test_strangers_are_sent_to_sign_in_and_back(route: str) -> None:
    client = Client()

    send = client.post if route.rstrip("/").rsplit("/", 1)[-1] in POSTED else client.get
    answer = send(_address(route))

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/office/sign-in?next={_address(route)}"


@pytest.mark.parametrize("route", _routes())
def test_customers_find_nothing_here(route: str) -> None:
    client = at_the_desk(User.objects.create_user("ada@example.com", "x" * 12))

    assert _ask(client, route) == 404


@pytest.mark.parametrize("route", _routes())
def test_staff_without_the_second_proof_are_sent_to_give_it(route: str) -> None:
    assert _ask(at_the_desk(make_staff(), proved=False), route) == 303


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize("route", _routes())
def test_each_role_is_let_in_where_its_rights_say_and_nowhere_else(route: str, role: str) -> None:
    status = _ask(at_the_desk(make_staff(role)), route)

    right = WANTED[route]
    if right and right not in ROLES[role]:
        assert status == 403
    else:
        assert status in {200, 302, 404, 422}


def test_the_first_page_shows_each_role_only_what_it_may_see() -> None:
    page = at_the_desk(make_staff("editor")).get("/office/").content.decode()

    assert "Low stock" in page
    assert "To pack" not in page
    assert "Sales" not in page
