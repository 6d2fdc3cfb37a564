"""Stripe, by its own library: card data is typed on Stripe's page and never comes near this shop.

The token ``hosted`` opens a Checkout page at Stripe and sends the customer there; it works without script and needs
none of Stripe's on our pages. Any other token is a payment method (``pm_…``), or a kept one with its customer
(``cus_…/pm_…``), and is charged at once; the bank may still want it confirmed. Money is always authorised first and
captured afterwards.

Our key goes with each creating call as Stripe's idempotency key and stands in the object's metadata. Stripe replays the
first answer to a key for a day, errors too, so what can be asked again for longer (capture, void, refund) looks at how
things stand first.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any, TypeVar

import stripe
import structlog
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from shopkeeper.commerce.payments.backends.stripe_amounts import charged_units, units
from shopkeeper.commerce.payments.backends.stripe_answers import (
    PAGE_PREFIX,
    answer_of_intent,
    answer_of_page,
    declined,
    dispute_of_event,
)
from shopkeeper.commerce.payments.models import Payment, SavedMethod
from shopkeeper.commerce.payments.ports import (
    Answer,
    BadSignature,
    Charge,
    DisputeNews,
    Notice,
    Outcome,
    ProviderUnavailable,
)
from shopkeeper.commerce.payments.ways import Way
from shopkeeper.foundation import clock
from shopkeeper.foundation.errors import Conflict, InvalidInput, ShopError
from shopkeeper.foundation.money import Money

log = structlog.get_logger(__name__)
T = TypeVar("T")

HOSTED = "hosted"
KEY, SHOP = "shopkeeper_key", "shopkeeper_shop"
# Connecting and answering, in seconds. The checkout gives up on an attempt nobody has heard of after 40.
TIME_LIMIT = (3.05, 12.0)
TOLERANCE_SECONDS = 300
# Stripe's own shortest life of a page.
PAGE_LIFE = timedelta(minutes=31)
# An attempt whose answer was lost is looked for among those made around the same time.
LOOK_BEFORE, LOOK_AFTER = timedelta(minutes=2), timedelta(minutes=15)
MOST_LOOKED_AT = 2000
_INTENT = ["latest_charge", "payment_method"]
_PAGE = ["payment_intent", "payment_intent.latest_charge", "payment_intent.payment_method"]


class NotSetUp(ShopError):
    """Stripe does not accept the shop's keys, or what the account is asked for."""

    code = "payment_not_set_up"


class Stripe:
    name = "stripe"

    @cached_property
    def api(self) -> Any:
        """The client. Nothing is tried again inside: whoever asks has a time limit of their own and comes back."""
        base = {"api": settings.STRIPE_API_BASE} if settings.STRIPE_API_BASE else {}
        return stripe.StripeClient(
            settings.STRIPE_SECRET_KEY,
            base_addresses=base,  # type: ignore[arg-type]
            max_network_retries=0,
            http_client=stripe.RequestsClient(timeout=TIME_LIMIT),
        ).v1

    def ways(self, amount: Money, country: str) -> Iterator[Way]:
        """Stripe's page, which offers what the account has switched on, for amounts a card can pay."""
        try:
            charged_units(amount)
        except InvalidInput:
            return
        label, detail = _("Card or another way"), _("You pay on Stripe's secure page and come straight back.")
        yield Way(self.name, HOSTED, label, detail, can_keep=True)

    def card_of(self, token: str) -> str:
        """The card's fingerprint, where there is a card already. On Stripe's page there is none yet."""
        if token == HOSTED:
            return ""
        method = _named(token)[1]
        try:
            found = _told(self._asked(lambda: self.api.payment_methods.retrieve(method)))
        except ProviderUnavailable:
            raise
        except ShopError:
            return ""
        return str((found.get("card") or {}).get("fingerprint") or "")

    def authorise(self, charge: Charge) -> Answer:
        amount = charged_units(charge.amount)
        if charge.token == HOSTED:
            return self._open_page(charge, amount)
        customer, method = _named(charge.token)
        wanted: dict[str, Any] = {
            **self._common(charge, amount),
            "payment_method": method,
            "confirm": True,
            "expand": _INTENT,
            # Ways to pay that send the customer elsewhere are for the page; a card's 3-D Secure is not meant by it.
            "payment_method_types": ["card"],
        }
        if customer:
            wanted["customer"] = customer
        if charge.is_off_session:
            wanted["off_session"] = True
        else:
            wanted["return_url"] = _absolute(charge.return_url)
        try:
            made = self._asked(lambda: self.api.payment_intents.create(wanted, {"idempotency_key": _own(charge.key)}))
        except _Declined as refused:
            return refused.answer
        return answer_of_intent(_told(made))

    def _open_page(self, charge: Charge, amount: int) -> Answer:
        common = self._common(charge, amount)
        currency = common.pop("currency")
        common.pop("amount")
        if charge.keep_for:
            common["setup_future_usage"] = "off_session"
        wanted: dict[str, Any] = {
            "mode": "payment",
            "client_reference_id": charge.key,
            "metadata": metadata_of(charge.key),
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": currency,
                        "unit_amount": amount,
                        "product_data": {"name": f"Order at {settings.SHOP_NAME}"},
                    },
                }
            ],
            "payment_intent_data": common,
            "success_url": _absolute(charge.return_url),
            "cancel_url": _absolute(charge.return_url),
            "expires_at": int((clock.now() + PAGE_LIFE).timestamp()),
            "expand": _PAGE,
        }
        if charge.keep_for:
            known = _customer_of(charge.keep_for)
            wanted |= {"customer": known} if known else {"customer_creation": "always"}
        made = self._asked(lambda: self.api.checkout.sessions.create(wanted, {"idempotency_key": _own(charge.key)}))
        return answer_of_page(_told(made))

    @staticmethod
    def _common(charge: Charge, amount: int) -> dict[str, Any]:
        return {
            "amount": amount,
            "currency": charge.amount.currency.lower(),
            "capture_method": "manual",
            "description": charge.description[:200],
            "metadata": metadata_of(charge.key),
        }

    def capture(self, provider_id: str, amount: Money, key: str) -> Answer:
        standing = self._standing(provider_id)
        if standing.outcome != Outcome.AUTHORISED or standing.amount != amount:
            return standing
        wanted = {"amount_to_capture": units(amount), "expand": _INTENT}
        return self._moved(standing, lambda: self.api.payment_intents.capture(standing.provider_id, wanted))

    def void(self, provider_id: str, key: str) -> Answer:
        standing = self._standing(provider_id)
        if standing.outcome in {Outcome.CAPTURED, Outcome.VOIDED, Outcome.MISSING}:
            return standing
        if standing.provider_id.startswith(PAGE_PREFIX):
            return self._moved(standing, lambda: self.api.checkout.sessions.expire(standing.provider_id, {}))
        wanted = {"expand": _INTENT}
        return self._moved(standing, lambda: self.api.payment_intents.cancel(standing.provider_id, wanted))

    def _moved(self, standing: Answer, act: Callable[[], Any]) -> Answer:
        """What became of it; when it had moved on meanwhile, how it stands now."""
        try:
            return _answer(_told(self._asked(act)))
        except (_Refused, _Declined):
            return self._standing(standing.provider_id)

    def refund(self, provider_id: str, amount: Money, key: str) -> Answer:
        standing = self._standing(provider_id)
        earlier = self._asked(lambda: self._refunds_of(standing.provider_id))
        mine = next((one for one in earlier if _is_mine(one, key)), None)
        if mine is None:
            wanted = {"payment_intent": standing.provider_id, "amount": units(amount), "metadata": metadata_of(key)}
            mine = _told(self._asked(lambda: self.api.refunds.create(wanted, {"idempotency_key": _own(key)})))
        if mine.get("status") in {"failed", "canceled"}:
            raise Conflict("The bank did not take the refund.")
        return self._standing(standing.provider_id)

    def _refunds_of(self, intent_id: str) -> list[dict[str, Any]]:
        page = self.api.refunds.list({"payment_intent": intent_id, "limit": 100})
        return [_told(one) for one in islice(page.auto_paging_iter(), MOST_LOOKED_AT)]

    def fetch(self, payment_key: str) -> Answer:
        """By Stripe's own name where we were told it. An attempt whose answer was lost is looked for in Stripe's lists,
        which are up to date; its search is not, and asking again with the key might charge."""
        rows = Payment.objects.filter(key=payment_key, provider=self.name)
        known = rows.values("provider_id", "created_at", "method").first()
        if known and known["provider_id"]:
            return self._standing(known["provider_id"])
        around = _around(known["created_at"] if known else clock.now() - LOOK_AFTER)
        found = self._asked(lambda: self._found(payment_key, around, known["method"] if known else ""))
        return _answer(found) if found else Answer(Outcome.MISSING)

    def _found(self, key: str, around: Mapping[str, int], method: str) -> dict[str, Any] | None:
        wanted = {"created": around, "limit": 100}
        pages, intents = self.api.checkout.sessions, self.api.payment_intents
        places = {HOSTED: (pages,), "": (pages, intents)}.get(method, (intents,))
        for place in places:
            for one in islice(place.list(wanted).auto_paging_iter(), MOST_LOOKED_AT):
                if _is_mine(_told(one), key):
                    expand = _PAGE if place is pages else _INTENT
                    return _told(place.retrieve(one.id, {"expand": expand}))
        return None

    def _standing(self, provider_id: str) -> Answer:
        is_page = provider_id.startswith(PAGE_PREFIX)
        place = self.api.checkout.sessions if is_page else self.api.payment_intents
        try:
            found = self._asked(lambda: place.retrieve(provider_id, {"expand": _PAGE if is_page else _INTENT}))
        except _Refused as refused:
            if refused.is_missing:
                return Answer(Outcome.MISSING)
            raise
        return _answer(_told(found))

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> list[Notice]:
        secret = settings.STRIPE_WEBHOOK_SECRET
        if not secret:
            raise BadSignature("No webhook secret is set up.")
        try:
            stripe.WebhookSignature.verify_header(
                body.decode(), headers.get("Stripe-Signature", ""), secret, TOLERANCE_SECONDS
            )
            event = json.loads(body)
            told = event["data"]["object"]
            return [Notice(str(event["id"]), str(event["type"]), _key_of(told), event)]
        except (stripe.SignatureVerificationError, UnicodeDecodeError) as forged:
            raise BadSignature("The signature does not match, or the message is too old.") from forged
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise BadSignature("The message is not a Stripe event.") from None

    def dispute_of(self, payload: Mapping[str, Any]) -> DisputeNews | None:
        return dispute_of_event(payload)

    def forget(self, token: str) -> None:
        """Detach a kept card. One that Stripe no longer knows is forgotten already."""
        method = _named(token)[1]
        try:
            self._asked(lambda: self.api.payment_methods.detach(method))
        except _Refused as refused:
            log.info("card_forgotten_already", code=refused.code)

    def findings(self) -> Iterator[tuple[str, str]]:
        """What is wrong with the keys, for ``shopkeeper doctor``; asks Stripe once."""
        key, is_public = settings.STRIPE_SECRET_KEY, settings.HTTPS
        if is_public and not key.startswith(("sk_live_", "rk_live_")):
            yield "BAD", "Stripe takes no real money: SHOPKEEPER_STRIPE_SECRET_KEY is not a live key."
        if not settings.STRIPE_WEBHOOK_SECRET.startswith("whsec_"):
            yield "BAD", "SHOPKEEPER_STRIPE_WEBHOOK_SECRET is not set: what Stripe tells the shop cannot be believed."
        try:
            self._asked(lambda: self.api.balance.retrieve())
        except ProviderUnavailable:
            yield "WARNING", "Stripe could not be reached. Is this machine allowed to connect to it?"
        except ShopError:
            yield "BAD", "Stripe does not accept SHOPKEEPER_STRIPE_SECRET_KEY. Copy it again from the dashboard."

    def _asked(self, act: Callable[[], T]) -> T:
        with _in_our_words():
            return act()


class _Refused(ShopError):
    """Stripe understood and will not do it; nothing happened."""

    code = "payment_refused"

    def __init__(self, told: stripe.InvalidRequestError) -> None:
        super().__init__("The payment provider would not do this.")
        self.is_missing = told.http_status == 404
        log.warning("stripe_refused", code=told.code, message=told.user_message)


class _Declined(ShopError):
    code = "card_declined"

    def __init__(self, told: stripe.CardError) -> None:
        self.answer = declined(told)
        super().__init__(self.answer.message)


@contextmanager
def _in_our_words() -> Iterator[None]:
    """Stripe's errors as ours. A key that was used with other values has acted before: how it ended must be asked."""
    try:
        yield
    except stripe.CardError as told:
        raise _Declined(told) from told
    except stripe.InvalidRequestError as told:
        raise _Refused(told) from told
    except (stripe.AuthenticationError, stripe.PermissionError) as told:
        log.error("stripe_not_set_up", message=told.user_message)
        raise NotSetUp("Card payments are not available right now. Please choose another way to pay.") from told
    except stripe.StripeError as lost:
        raise ProviderUnavailable("Stripe did not answer.") from lost


def _told(found: Any) -> dict[str, Any]:
    """An object of the library as plain JSON."""
    plain: dict[str, Any] = json.loads(str(found))
    return plain


def _answer(told: Mapping[str, Any]) -> Answer:
    return answer_of_page(told) if str(told["id"]).startswith(PAGE_PREFIX) else answer_of_intent(told)


def _named(token: str) -> tuple[str, str]:
    """The customer, when there is one, and the payment method."""
    customer, slash, method = token.partition("/")
    return (customer, method) if slash else ("", token)


def _own(key: str) -> str:
    """Our key as Stripe is told it: several shops, or a shop and its rehearsal, may share one account."""
    return f"{_shop()}:{key}"


def metadata_of(key: str) -> dict[str, str]:
    return {KEY: key, SHOP: _shop()}


def _is_mine(told: Mapping[str, Any], key: str) -> bool:
    metadata = told.get("metadata") or {}
    return metadata.get(KEY) == key and metadata.get(SHOP) == _shop()


@lru_cache(maxsize=4)
def _mark_of(secret: str) -> str:
    return salted_hmac("shopkeeper.payments.stripe.shop", "shop", secret=secret).hexdigest()[:12]


def _shop() -> str:
    return _mark_of(settings.SECRET_KEY)


def _customer_of(customer_id: str) -> str:
    """Whom Stripe knows a customer as, from a card they keep already; empty the first time."""
    kept = SavedMethod.objects.filter(provider=Stripe.name, customer=int(customer_id)).order_by("-pk")
    token = kept.values_list("token", flat=True).first() or ""
    return _named(token)[0]


def _around(at: datetime) -> dict[str, int]:
    at = at.astimezone(UTC)
    return {"gte": int((at - LOOK_BEFORE).timestamp()), "lte": int((at + LOOK_AFTER).timestamp())}


def _absolute(url: str) -> str:
    return f"{settings.PUBLIC_URL}{url}" if url.startswith("/") else url


def _key_of(told: Mapping[str, Any]) -> str:
    """Our key for what an event is about; disputes and refunds name the payment they belong to."""
    metadata = told.get("metadata") or {}
    if told.get("object") in {"payment_intent", "checkout.session"}:
        return str(metadata.get(KEY, "")) if metadata.get(SHOP) == _shop() else ""
    intent = told.get("payment_intent") or ""
    found = Payment.objects.filter(provider=Stripe.name, provider_id=str(intent)) if intent else None
    return (found.values_list("key", flat=True).first() or "") if found is not None else ""
