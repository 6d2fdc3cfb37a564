"""Nobody sees or changes what is somebody else's: every address, every kind of stranger (X4)."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.core import signing

from shopkeeper.commerce.checkout.makers import DETAILS
from shopkeeper.commerce.orders.queries import status_token
from shopkeeper.foundation.accounts.models import User
from shopkeeper.interfaces.storefront.makers import browser
from tests.security.support import (
    ATTACKERS,
    DOORS,
    METHODS,
    OFFICE,
    OWNED,
    PICTURE,
    PUBLIC,
    Victim,
    attacker,
    body,
    filled,
    routes,
)

pytestmark = pytest.mark.django_db


def test_every_address_is_public_owned_or_the_offices() -> None:
    known = {*PUBLIC, *OWNED, *DOORS, *OFFICE}

    assert set(routes()) - known == set(), "Say in PUBLIC or OWNED whose these are, and the attacks will try them."
    assert known - set(routes()) - {PICTURE} == set(), "These are gone."


@pytest.mark.parametrize("kind", ATTACKERS)
def test_nobody_sees_or_changes_what_is_somebody_elses(victim: Victim, kind: str) -> None:
    client, before = attacker(kind), victim.state()
    typed = {
        **DETAILS,
        "name": "Mallory",
        "delivery": "standard",
        "method": "sandbox:sandbox_approve",
        "total_minor": "1",
    }
    wrong = []

    for route, path in OWNED.items():
        for method in METHODS:
            url = path.format(**victim.words)
            answer = getattr(client, method)(url, **({"data": typed} if method == "post" else {}))
            seen = body(answer) + answer.headers.get("Location", "")
            told = [secret for secret in victim.secrets if secret in seen and secret not in url]
            if answer.status_code >= 500 or told:
                wrong.append((method, route, answer.status_code, told))
            objects = "<" in route
            if objects and answer.status_code == 200:
                wrong.append((method, route, "200"))

    assert not wrong
    assert victim.state() == before


@pytest.mark.parametrize("kind", ATTACKERS)
def test_the_office_is_closed_to_those_without_a_right(victim: Victim, kind: str) -> None:
    client, before = attacker(kind), victim.state()
    wrong = []

    for route in OFFICE:
        for method in METHODS:
            answer = getattr(client, method)(filled(route, victim.words))
            told = [secret for secret in victim.secrets if secret in body(answer)]
            # Staff whose role opens nothing may still see an empty office, never anybody's data.
            if answer.status_code >= 500 or told or (answer.status_code == 200 and kind != "staff without right"):
                wrong.append((method, route, answer.status_code, told))

    assert OFFICE
    assert not wrong
    assert victim.state() == before


def test_each_role_reaches_only_the_rooms_of_its_rights(victim: Victim) -> None:
    editor = User.objects.create_user("ed@example.com", "a long password", is_staff=True, role="editor")
    client = browser()
    client.force_login(editor)
    session = client.session
    session["office_second_factor"] = editor.pk
    session.save()

    for route in OFFICE:
        answer = client.get(filled(route, victim.words))
        assert not [one for one in victim.secrets if one in body(answer)], route


def test_a_link_for_one_order_opens_no_other(victim: Victim) -> None:
    own = status_token(victim.order)
    forged = [own[:-1] + ("A" if own[-1] != "A" else "B"), own.upper(), own + "x", own.split(":")[0], "1", "MQ:1:1"]
    forged += [signing.dumps(victim.order.pk), signing.dumps({"pk": victim.order.pk}, salt="shopkeeper.orders")]

    for token in forged:
        for tail in ("", "cancel", "invoice", "invoice.pdf", "invoice.xml"):
            assert browser().get(f"/orders/s/{quote(token, safe='')}/{tail}").status_code == 404, token


def test_headers_make_nobody_somebody(victim: Victim) -> None:
    claims = {
        "HTTP_X_USER_ID": str(victim.user.pk),
        "HTTP_REMOTE_USER": victim.user.email,
        "HTTP_X_FORWARDED_USER": victim.user.email,
        "HTTP_X_ORIGINAL_URL": "/office/mail/",
        "HTTP_X_REWRITE_URL": "/office/mail/",
        "HTTP_X_HTTP_METHOD_OVERRIDE": "POST",
        "HTTP_AUTHORIZATION": "Basic YTpi",
        "HTTP_FORWARDED": "for=127.0.0.1;host=evil.example",
        "HTTP_X_FORWARDED_HOST": "evil.example",
    }

    for path in ("/account/", "/office/mail/", "/", f"/account/orders/{victim.order.number}/"):
        answer = browser().get(path, **claims)
        assert not [one for one in victim.secrets if one in body(answer)], path
        assert "evil.example" not in body(answer), path
