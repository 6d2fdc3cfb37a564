from __future__ import annotations

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("shopkeeper.foundation.http.tests.urls")]
OURS = "http://testserver"


@pytest.fixture
def client() -> Client:
    client = Client(enforce_csrf_checks=True)
    client.cookies["session"] = "somebody"
    return client


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin", "Origin": OURS},
        {"Origin": OURS},
        {"Origin": "http://127.0.0.1:8000"},
        {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-site"},
        {"Referer": f"{OURS}/cart"},
    ],
)
def test_our_own_forms_pass_and_need_no_token(client: Client, headers: dict[str, str]) -> None:
    assert client.post("/protected", headers=headers).content == b"changed"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": ""},
        {"Sec-Fetch-Site": "cross-site", "Referer": f"{OURS}/cart"},
        {"Sec-Fetch-Site": "cross-site", "Origin": OURS},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://testserver"},
        {"Origin": "http://testserver.evil.example"},
        {"Origin": "http://testserver:81"},
        {"Referer": "http://evil.example/http://testserver/"},
        {"Referer": "http://testserver@evil.example/"},
        {},
    ],
)
@pytest.mark.parametrize("path", ["/protected", "/exempt_for_django"])
def test_forms_of_other_sites_are_refused(client: Client, headers: dict[str, str], path: str) -> None:
    response = client.post(path, headers=headers)

    assert response.status_code == 403
    assert b"another site" in response.content


@pytest.mark.parametrize("method", ["put", "patch", "delete", "generic"])
def test_every_method_that_may_change_something_is_guarded(client: Client, method: str) -> None:
    call = getattr(client, method)
    response = call("PURGE", "/protected") if method == "generic" else call("/protected")

    assert response.status_code == 403


def test_looking_is_never_refused(client: Client) -> None:
    assert client.get("/page", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_a_program_without_cookies_passes() -> None:
    assert Client(enforce_csrf_checks=True).post("/protected").status_code == 200


def test_a_webhook_proves_its_sender_itself(client: Client) -> None:
    assert client.post("/webhook", headers={"Origin": "https://pay.example"}).content == b"taken"


def test_on_an_https_shop_a_plain_http_page_of_the_same_host_is_another_site(client: Client, settings) -> None:  # type: ignore[no-untyped-def]
    settings.HTTPS = True

    assert client.post("/protected", headers={"Origin": "http://testserver"}).status_code == 403
    assert client.post("/protected", headers={"Origin": "https://testserver"}).status_code == 200


def test_a_host_that_is_not_ours_is_refused(client: Client) -> None:
    headers = {"Origin": "http://evil.example", "Host": "evil.example"}

    assert client.post("/protected", headers=headers).status_code == 400


def test_programs_are_refused_in_json(client: Client) -> None:
    response = client.post("/protected", headers={"Accept": "application/json", "Origin": "null"})

    assert response.json()["code"] == "cross_origin"
