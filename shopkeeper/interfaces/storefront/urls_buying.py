"""Addresses of everything between the cart and the parcel, and of the account."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from shopkeeper.interfaces.storefront.views import checkout, orders, payment, sandbox_bank, webhooks

urlpatterns: list[URLPattern | URLResolver] = [
    path("checkout/", checkout.open_checkout),
    path("checkout/<str:checkout_id>/details", checkout.details),
    path("checkout/<str:checkout_id>/delivery", checkout.delivery),
    path("checkout/<str:checkout_id>/payment", payment.payment),
    path("checkout/<str:checkout_id>/autosave", checkout.autosave),
    path("checkout/<str:checkout_id>/confirming", payment.confirming),
    path("checkout/<str:checkout_id>/return", payment.come_back),
    path("checkout/<str:checkout_id>/other-payment", payment.other_payment),
    path("checkout/<str:checkout_id>/thanks", orders.thanks),
    path("orders/find/", orders.find),
    path("orders/s/<str:token>/", orders.status),
    path("orders/s/<str:token>/cancel", orders.cancel),
    path("orders/s/<str:token>/invoice", orders.invoice),
    path("pay/sandbox/<str:provider_id>", sandbox_bank.sandbox_bank),
    path("webhooks/payments/<slug:provider>", webhooks.payment_webhook),
]
