"""Who may enter which room of the office."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from shopkeeper.foundation.accounts import roles
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.errors import NotFound
from shopkeeper.foundation.http.caching import unkept

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
PROVED = "office_second_factor"


def require_right(right: str) -> Callable[[View[P]], View[P]]:
    """Only for staff with ``right`` who have shown a second proof. Strangers are led to the sign-in page; for staff
    without the right the page does not exist."""
    if right not in roles.RIGHTS:
        raise KeyError(f"“{right}” is not one of the rights in accounts/roles.py.")

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def entered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            user = staff_of(request)
            if user is None or not is_proved(request, user):
                return see_other(f"/office/sign-in?next={quote(request.path)}")
            if not roles.may(user, right):
                raise NotFound("This page does not exist (any more).")
            return unkept(view(request, *args, **kwargs))

        return entered

    return decorate


def staff_of(request: HttpRequest) -> User | None:
    """The signed-in member of staff. No query without a session cookie."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    user = request.user
    return user if isinstance(user, User) and user.is_staff and user.is_active else None


def is_proved(request: HttpRequest, user: User) -> bool:
    """Whether this session has shown the second proof; a demo shop does without."""
    return settings.DEMO or request.session.get(PROVED) == user.pk


def see_other(url: str) -> HttpResponse:
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response
