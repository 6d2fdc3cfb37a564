"""The office's addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from shopkeeper.interfaces.backoffice.views import mail, mail_preview, sign_in

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/sign-in", sign_in.sign_in),
    path("office/second-proof", sign_in.second_proof),
    path("office/second-proof/passkey", sign_in.passkey_proof),
    path("office/second-proof/passkey/options", sign_in.passkey_options),
    path("office/sign-out", sign_in.sign_out),
    path("office/mail/", mail.office_mail),
    path("office/mail/<int:message_id>", mail.office_letter),
    path("office/mail/preview/", mail_preview.preview),
    path("office/mail/preview/<str:kind>/<str:language>", mail_preview.letter),
    path("demo/mail/", mail.demo_mail),
    path("demo/mail/<int:message_id>", mail.demo_letter),
]
