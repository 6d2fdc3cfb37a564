"""The rooms of the office."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from shopkeeper.interfaces.backoffice.views import (
    audit,
    order,
    orders,
    policies,
    product,
    products,
    search,
    stock,
    system,
    today,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", today.today),
    path("search/", search.search),
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
    path("stock/", stock.stock),
    path("stock/<int:offer_id>/", stock.item),
    path("stock/<int:offer_id>/count", stock.count),
    path("products/", products.products),
    path("products/<int:product_id>/", product.product),
    path("products/<int:product_id>/texts", product.texts),
    path("products/<int:product_id>/publication", product.publication),
    path("products/<int:product_id>/address", product.address),
    path("products/<int:product_id>/variants", product.variants),
    path("products/<int:product_id>/prices", product.regular),
    path("products/<int:product_id>/reduction", product.reduce),
    path("products/<int:product_id>/end-reductions", product.end_reductions),
    path("products/<int:product_id>/upload", product.upload),
    path("products/<int:product_id>/pictures", product.pictures),
    path("policies/", policies.policies),
    path("policies/methods/<int:method_id>/", policies.method),
    path("policies/returns/<int:policy_id>/", policies.returns),
    path("audit/", audit.audit),
    path("system/", system.system),
    path("system/verify", system.verified),
    path("system/tasks/<int:task_id>/retry", system.retry_task),
    path("system/deliveries/<int:delivery_id>/retry", system.retry_delivery),
]
