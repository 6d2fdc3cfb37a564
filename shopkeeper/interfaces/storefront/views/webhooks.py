"""What payment providers and carriers tell the shop. Stored and answered at once."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from shopkeeper.commerce.payments import operations
from shopkeeper.commerce.payments.ports import BadSignature
from shopkeeper.commerce.shipping import carriers
from shopkeeper.commerce.shipping import ports as shipping
from shopkeeper.foundation import clock
from shopkeeper.foundation.http.origin import signed_by_sender

LARGEST_BYTES = 256 * 1024


@signed_by_sender
@require_POST
def payment_webhook(request: HttpRequest, provider: str) -> HttpResponse:
    if provider not in settings.PAYMENT_PROVIDERS:
        return HttpResponse("Unknown provider.", status=404, content_type="text/plain")
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BYTES:
        return HttpResponse("Too large.", status=413, content_type="text/plain")
    try:
        operations.receive_webhook(provider_name=provider, headers=request.headers, body=request.body, at=clock.now())
    except BadSignature as refused:
        return HttpResponse(refused.message, status=400, content_type="text/plain")
    return HttpResponse("Received.", content_type="text/plain")


@signed_by_sender
@require_POST
def carrier_webhook(request: HttpRequest, name: str) -> HttpResponse:
    if name not in settings.CARRIERS:
        return HttpResponse("Unknown carrier.", status=404, content_type="text/plain")
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BYTES:
        return HttpResponse("Too large.", status=413, content_type="text/plain")
    try:
        carriers.receive_webhook(name=name, headers=request.headers, body=request.body, at=clock.now())
    except shipping.BadSignature as refused:
        return HttpResponse(refused.message, status=400, content_type="text/plain")
    return HttpResponse("Received.", content_type="text/plain")
