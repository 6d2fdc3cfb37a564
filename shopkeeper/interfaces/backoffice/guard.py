"""Who may come into the office, and how far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

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
# Set in the session by the sign-in, to the person's key, once the second proof was given.
SECOND_FACTOR = "office_second_factor"


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
    user = request.user
    if not isinstance(user, User) or not user.is_active or not user.is_staff or not _proved(request):
        return None
    return Staff(user.pk, user.name, user.email, user.role, rights_of(user))


def staff(
    right: str = "",
) -> Callable[
    [Callable[Concatenate[HttpRequest, Staff, P], R]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]
]:
    """Let only staff with ``right`` (any staff without one) into a view, which is told who they are.

    Strangers are sent to sign in and come back; customers see nothing here; staff without the right are told so.
    A refusal the view does not handle becomes a page of the office.
    """
    if right:
        RIGHTS[right]

    def decorate(view: Callable[Concatenate[HttpRequest, Staff, P], R]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            user = request.user
            if not user.is_authenticated or (getattr(user, "is_staff", False) and not _proved(request)):
                return HttpResponseRedirect(f"{SIGN_IN}?next={quote(request.get_full_path())}")
            who = staff_of(request)
            try:
                if who is None:
                    raise NotFound("There is nothing here.")
                if not who.may(right):
                    raise NotAllowed(f"Your role does not include this: {RIGHTS[right].lower()}. Ask the shop's owner.")
                return private(view(request, who, *args, **kwargs))
            except ShopError as refusal:
                return render.refused(request, who, refusal.message, status=status_of(refusal))

        wrapped.right = right  # type: ignore[attr-defined]
        return wrapped

    return decorate


def may_watch(request: HttpRequest, topic: str) -> bool:
    """For live pages: staff who see orders."""
    who = staff_of(request)
    return who is not None and who.may("orders.view")


def scope_of(request: HttpRequest, *args: Any) -> str:
    """Whose idempotency keys these are."""
    return f"office:{request.user.pk}:{request.path}"


def _proved(request: HttpRequest) -> bool:
    return bool(settings.DEMO or request.session.get(SECOND_FACTOR) == request.user.pk)
