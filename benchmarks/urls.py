"""The shop's addresses and the floor: the least a Django page with one indexed read can cost on this server."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from shopkeeper.commerce.catalogue.models import Product
from shopkeeper.config.urls import urlpatterns as shop


def floor(request: HttpRequest) -> HttpResponse:
    """One indexed select, no template, through the shop's own middleware."""
    title = Product.objects.filter(slug=request.GET["slug"]).values_list("title", flat=True).first()
    return HttpResponse(title or "")


urlpatterns = [path("floor/", floor), *shop]
