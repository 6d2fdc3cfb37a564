"""Headers, caching, compression, refusals, health: the middleware as a whole."""

from __future__ import annotations

import gzip
import json

import brotli
import pytest
from django.test import Client

from shopkeeper.foundation.accounts.sessions import SessionStore
from shopkeeper.foundation.http import health
from shopkeeper.foundation.http.compression import choose

pytestmark = [pytest.mark.django_db, pytest.mark.urls("shopkeeper.foundation.http.tests.urls")]


def test_every_answer_carries_the_security_headers(client: Client) -> None:
    for path in ("/page", "/refuse", "/nowhere", "/livez"):
        headers = client.get(path).headers
        policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
        assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == "'none'"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert "camera=()" in headers["Permissions-Policy"]


def test_a_page_that_used_the_nonce_has_it_in_its_policy(client: Client) -> None:
    first, second = client.get("/with_nonce"), client.get("/with_nonce")
    nonce = first.content.decode().split()[1]

    assert f"'nonce-{nonce}'" in first.headers["Content-Security-Policy"]
    assert nonce not in second.headers["Content-Security-Policy"]
    assert "nonce" not in client.get("/page").headers["Content-Security-Policy"]


def test_a_page_for_everyone_may_be_shared(client: Client) -> None:
    headers = client.get("/page").headers

    assert headers["Cache-Control"] == "public, max-age=60, stale-while-revalidate=60"
    assert "Cookie" not in headers.get("Vary", "")


@pytest.mark.parametrize("path", ["/mine", "/careless", "/setting_a_cookie"])
def test_what_depends_on_a_cookie_is_never_shared(client: Client, path: str) -> None:
    session = SessionStore()
    session["name"] = "Ann"
    session.save()
    client.cookies["session"] = session.session_key or ""

    headers = client.get(path).headers

    assert headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in headers["Vary"]


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("br, gzip", "br"),
        ("gzip;q=1, br;q=0", "gzip"),
        ("", ""),
        ("identity", ""),
        ("GZIP", "gzip"),
        ("*", ""),
    ],
)
def test_the_best_encoding_a_browser_takes_is_chosen(accepted: str, encoding: str) -> None:
    assert choose(accepted) == encoding


def test_pages_are_compressed_and_say_so(client: Client) -> None:
    plain = client.get("/page").content
    small = client.get("/page", headers={"Accept-Encoding": "br, gzip"})
    zipped = client.get("/page", headers={"Accept-Encoding": "gzip"})

    assert brotli.decompress(small.content) == gzip.decompress(zipped.content) == plain
    assert small.headers["Content-Encoding"] == "br"
    assert int(small.headers["Content-Length"]) == len(small.content) < len(plain) / 10
    assert "Accept-Encoding" in small.headers["Vary"]


def test_secrets_and_small_answers_are_not_compressed(client: Client) -> None:
    for path in ("/secret", "/mine"):
        assert "Content-Encoding" not in client.get(path, headers={"Accept-Encoding": "br"}).headers


def test_a_refusal_no_door_has_answered_becomes_a_page_with_its_status(client: Client) -> None:
    refused = client.get("/refuse")
    limited = client.get("/too_many", headers={"Accept": "application/json"})

    assert refused.status_code == 409
    assert b"Somebody &lt;else&gt; was faster." in refused.content
    assert (limited.status_code, limited.headers["Retry-After"]) == (429, "7")
    assert limited.json() == {"code": "too_many_requests", "message": "That was a lot."}


def test_a_request_keeps_a_good_id_and_gets_one_instead_of_a_bad_one(client: Client) -> None:
    assert client.get("/page", headers={"X-Request-ID": "abcdef-12"}).headers["X-Request-ID"] == "abcdef-12"
    assert client.get("/page", headers={"X-Request-ID": "a b\n"}).headers["X-Request-ID"] != "a b\n"


def test_being_alive_takes_no_database(client: Client, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(0):
        assert client.get("/livez").content == b"ok"


def test_being_ready_takes_a_database_a_schema_a_queue_and_a_disk(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/readyz").json()["ready"]

    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 10**18)
    response = client.get("/readyz")

    assert response.status_code == 503
    assert json.loads(response.content)["checks"] == {
        "database": True,
        "migrations": True,
        "queue": True,
        "disk": False,
    }
