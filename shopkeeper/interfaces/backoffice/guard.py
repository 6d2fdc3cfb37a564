"""Who may come into the office, and how far: the only way in for every room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from shopkeeper.foundation.accounts import proofs
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.accounts.roles import RIGHTS, rights_of
from shopkeeper.foundation.audit.operations import Actor
from shopkeeper.foundation.errors import NotFound, ShopError
from shopkeeper.foundation.http.caching import private
from shopkeeper.foundation.http.refusals import status_of
from shopkeeper.interfaces.backoffice import render

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)
SIGN_IN = "/office/sign-in"


class NotAllowed(ShopError):
    code = "not_allowed"


@dataclass(frozen=True)
class Staff:
    """The person at the desk. ``actor`` is how the record knows them."""

    id: int
    name: str
    email: str
    role: str
    rights: frozenset[str]

    def may(self, right: str) -> bool:
        return not right or right in self.rights

    @property
    def actor(self) -> Actor:
        return Actor(kind="user", id=str(self.id), label=self.name or self.email)


def staff_of(request: HttpRequest) -> Staff | None:
    """Who is signed in, if they work here and have given their second proof."""
    user = person(request)
    if user is None or not proofs.gave_second_proof(request.session, user=user):
        return None
    return Staff(user.pk, user.name, user.email, user.role, rights_of(user))


def person(request: HttpRequest) -> User | None:
    """The signed-in member of staff, whatever they have proved in this session."""
    user = request.user
    return user if isinstance(user, User) and user.is_active and user.is_staff else None


def staff(
    right: str = "",
) -> Callable[
    [Callable[Concatenate[HttpRequest, Staff, P], R]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]
]:
    """Let only staff with ``right`` (any staff without one) into a view, which is told who they are.

    Strangers, and staff who have not given their second proof, are sent to sign in and come back; customers see
    nothing here (404). Staff without the right are told which one they lack (403), before anything is looked up: so
    the answer is the same whether the thing exists or not. A refusal the view does not handle becomes a page of the
    office.
    """
    if right:
        RIGHTS[right]

    def decorate(view: Callable[Concatenate[HttpRequest, Staff, P], R]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            who = staff_of(request)
            if who is None and (not request.user.is_authenticated or person(request)):
                return see_other(f"{SIGN_IN}?next={quote(request.get_full_path())}")
            try:
                if who is None:
                    raise NotFound("There is nothing here.")
                if not who.may(right):
                    raise NotAllowed(f"Your role does not include this: {RIGHTS[right].lower()}. Ask the shop's owner.")
                return _kept_by_few(view(request, who, *args, **kwargs))
            except ShopError as refusal:
                return render.refused(request, who, refusal.message, status=status_of(refusal))

        wrapped.right = right  # type: ignore[attr-defined]
        return wrapped

    return decorate


def _kept_by_few(response: R) -> R:
    """Private, unless the view has said that nobody may keep it."""
    return response if "no-store" in response.headers.get("Cache-Control", "") else private(response)


def see_other(url: str) -> HttpResponse:
    """Go on with a GET (303)."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def may_watch(request: HttpRequest, topic: str) -> bool:
    """For live pages: staff who see orders."""
    who = staff_of(request)
    return who is not None and who.may("orders.view")


def scope_of(request: HttpRequest, *args: Any) -> str:
    """Whose idempotency keys these are."""
    return f"office:{request.user.pk}:{request.path}"
