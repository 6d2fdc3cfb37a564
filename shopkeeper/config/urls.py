"""The root URLs: each door under its own prefix, and the pages for what cannot be shown."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("shopkeeper.foundation.http.urls")),
    path("", include("shopkeeper.interfaces.storefront.urls")),
    path("", include("shopkeeper.interfaces.storefront.urls_buying")),
    path("", include("shopkeeper.interfaces.backoffice.urls")),
    path("office/", include("shopkeeper.interfaces.backoffice.urls_office")),
]

_errors = "shopkeeper.interfaces.storefront.views.errors"
handler400 = f"{_errors}.bad_request"
handler403 = f"{_errors}.forbidden"
handler404 = f"{_errors}.not_found"
handler500 = f"{_errors}.server_error"
