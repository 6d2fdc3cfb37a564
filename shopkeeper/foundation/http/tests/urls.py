"""Views of an imaginary door."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from shopkeeper.foundation.errors import Conflict, TooManyRequests
from shopkeeper.foundation.http.caching import private, shared, unkept
from shopkeeper.foundation.http.origin import signed_by_sender


def page(request: HttpRequest) -> HttpResponse:
    return shared(HttpResponse("<p>hello</p>" * 200), seconds=60)


def mine(request: HttpRequest) -> HttpResponse:
    return private(HttpResponse("mine"))


def secret(request: HttpRequest) -> HttpResponse:
    return unkept(HttpResponse("secret " * 200))


def careless(request: HttpRequest) -> HttpResponse:
    return shared(HttpResponse(f"hello {request.session.get('name')}"), seconds=60)


def setting_a_cookie(request: HttpRequest) -> HttpResponse:
    response = shared(HttpResponse("hello"), seconds=60)
    response.set_cookie("a", "b")
    return response


def with_nonce(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"nonce {request.csp_nonce}")  # type: ignore[attr-defined]


def refuse(request: HttpRequest) -> HttpResponse:
    raise Conflict("Somebody <else> was faster.")


def too_many(request: HttpRequest) -> HttpResponse:
    raise TooManyRequests("That was a lot.", 7)


@csrf_protect
def protected(request: HttpRequest) -> HttpResponse:
    return HttpResponse("changed")


@csrf_exempt
def exempt_for_django(request: HttpRequest) -> HttpResponse:
    return HttpResponse("changed")


@signed_by_sender
def webhook(request: HttpRequest) -> HttpResponse:
    return HttpResponse("taken")


urlpatterns = [
    path("", include("shopkeeper.foundation.http.urls")),
    *(
        path(view.__name__, view)
        for view in (page, mine, secret, careless, setting_a_cookie, with_nonce, refuse, too_many)
    ),
    *(path(view.__name__, view) for view in (protected, exempt_for_django, webhook)),
]
