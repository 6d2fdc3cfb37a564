"""How allauth is told about this shop. Its pages are not used; its tables and its cryptography are."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by proving an address with a code, nowhere else."""
        return False


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the shop's public host, whatever a request calls itself (never to an IP address)."""
        host = urlsplit(settings.PUBLIC_URL).hostname or ""
        return {"id": "localhost" if host in ("127.0.0.1", "::1", "") else host, "name": settings.SHOP_NAME}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return {**entity, "name": user.email, "display_name": user.name or user.email}
