"""Addresses of everything between the cart and the parcel, and of the account."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from shopkeeper.interfaces.storefront.views import (
    account,
    addresses,
    checkout,
    orders,
    payment,
    sandbox_bank,
    sign_in,
    webhooks,
)

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
    path("checkout/<str:checkout_id>/account", sign_in.account_from_order),
    path("orders/find/", orders.find),
    path("orders/s/<str:token>/", orders.status),
    path("orders/s/<str:token>/cancel", orders.cancel),
    path("orders/s/<str:token>/invoice", orders.invoice),
    path("account/", account.overview),
    path("account/orders/", account.order_list),
    path("account/orders/<str:number>/", account.order),
    path("account/orders/<str:number>/cancel", account.cancel),
    path("account/orders/<str:number>/invoice", account.invoice),
    path("account/addresses/", addresses.address_list),
    path("account/addresses/new", addresses.address),
    path("account/addresses/<int:address_id>", addresses.address),
    path("account/addresses/<int:address_id>/remove", addresses.remove),
    path("account/profile", account.profile),
    path("account/password", account.password),
    path("account/prove", account.prove),
    path("account/passkeys", account.passkey_add),
    path("account/passkeys/options", account.passkey_creation),
    path("account/passkeys/remove", account.passkey_remove),
    path("account/sign-out-elsewhere", account.sign_out_elsewhere),
    path("account/sign-out", sign_in.sign_out),
    path("account/sign-in/", sign_in.sign_in),
    path("account/sign-in/code", sign_in.code),
    path("account/sign-in/password", sign_in.password),
    path("account/sign-in/passkey", sign_in.passkey_sign_in),
    path("account/sign-in/passkey/options", sign_in.passkey_options),
    path("pay/sandbox/<str:provider_id>", sandbox_bank.sandbox_bank),
    path("webhooks/payments/<slug:provider>", webhooks.payment_webhook),
]
