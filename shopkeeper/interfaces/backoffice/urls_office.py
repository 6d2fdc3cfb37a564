"""The rooms of the office."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from shopkeeper.interfaces.backoffice.views import order, orders

urlpatterns: list[URLPattern | URLResolver] = [
    path("orders/", orders.orders),
    path("orders/export.csv", orders.export),
    path("orders/pack/preview", orders.pack_preview),
    path("orders/pack", orders.pack_many),
    path("orders/unpack", orders.unpack_many),
    path("orders/<str:number>/", order.order),
    path("orders/<str:number>/packages/<int:package_id>/pack", order.pack),
    path("orders/<str:number>/packages/<int:package_id>/unpack", order.unpack),
    path("orders/<str:number>/packages/<int:package_id>/ship", order.ship),
    path("orders/<str:number>/packages/<int:package_id>/deliver", order.deliver),
    path("orders/<str:number>/cancel", order.cancel),
    path("orders/<str:number>/notes", order.note),
    path("orders/<str:number>/slip", order.slip),
    path("orders/<str:number>/invoice", order.invoice),
]
