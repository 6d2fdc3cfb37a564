"""Where a request comes from."""

from __future__ import annotations

from ipaddress import IPv4Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The caller's IP address, for limits and the audit record.

    ``settings.PROXIES`` says how many proxies of our own stand in front (0 by default). Each adds
    the address it saw to the end of X-Forwarded-For; what stands before those was written by the
    caller and is not believed.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    told = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    hops = [hop.strip() for hop in told.split(",") if hop.strip()]
    if settings.PROXIES and len(hops) >= settings.PROXIES:
        return hops[-settings.PROXIES]
    return direct


def client_network(request: HttpRequest) -> str:
    """What one household or machine can call its own, for counting: an IPv4 address, or the /64 network of an IPv6
    address, in which anybody has 2⁶⁴ addresses to themselves (RFC 6177)."""
    told = client_address(request)
    try:
        address = ip_address(told)
    except ValueError:
        return told
    if isinstance(address, IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
