"""The root URLs: each door under its own prefix."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("shopkeeper.foundation.http.urls")),
    path("office/", include("shopkeeper.interfaces.backoffice.urls_office")),
]
