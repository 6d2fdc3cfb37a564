"""Health, at the root of the site: ``path("", include("shopkeeper.foundation.http.urls"))``."""

from __future__ import annotations

from django.urls import path

from shopkeeper.foundation.http import health

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
]
