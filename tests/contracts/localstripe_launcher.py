"""Runs localstripe on the loopback interface only, with what it lacks of the documented API that the shop relies on:
idempotency keys, ``created`` when listing, redirects for 3-D Secure, refusal of too large refunds, and Checkout pages.

Executed by the Python of localstripe's own environment, never by the shop's: ``python localstripe_launcher.py PORT``.
A time-out that came after it had acted is played by ``POST /_config/lose {"path": …}``: the next call there is carried
out, and its answer is lost.
"""

import sys
import time
from types import MethodType

from aiohttp import web
from localstripe import resources, server
from localstripe.errors import UserError

PORT = int(sys.argv[1])
HERE = f"http://127.0.0.1:{PORT}"
answered: dict[tuple[str, str], tuple[str, int, str]] = {}
lost: list[str] = []
pages: dict[str, dict] = {}
return_urls: dict[str, str] = {}


@web.middleware
async def idempotency(request, handler):
    """The first answer to a key is the answer for good; the same key with other values is an error."""
    key = request.headers.get("Idempotency-Key")
    if request.method != "POST" or not key:
        return await carried_out(request, handler)
    sent = (await request.read()).decode()
    standing = answered.get((request.path, key))
    if standing is None:
        return await carried_out(request, handler, key, sent)
    if standing[0] != sent:
        error = {"error": {"type": "idempotency_error", "message": "This key was used with other parameters."}}
        return web.json_response(error, status=400)
    return web.Response(text=standing[2], status=standing[1], content_type="application/json")


async def carried_out(request, handler, key="", sent=""):
    try:
        response = await handler(request)
    except UserError as refused:
        response = refused.to_response()
    if key:
        answered[(request.path, key)] = (sent, response.status, response.text)
    if request.path in lost:
        lost.remove(request.path)
        request.transport.close()
    return response


async def forget(request):
    """A new test begins."""
    resources.store.clear()
    for kept in (answered, pages, return_urls, lost):
        kept.clear()
    return web.Response()


async def lose(request):
    lost.append((await request.json())["path"])
    return web.Response()


def listed(cls, own):
    """``created`` and ``limit`` when listing, newest first, as the API documents it."""

    def list_all(url, created=None, limit=None, starting_after=None, **kwargs):
        found = own(url, limit=limit, starting_after=starting_after, **kwargs)
        rows = sorted(found._list, key=lambda one: one.created, reverse=True)
        bounds = {name: int(value) for name, value in (created or {}).items()}
        found._list = [one for one in rows if bounds.get("gte", 0) <= one.created <= bounds.get("lte", 10**12)]
        return found

    cls._api_list_all = staticmethod(list_all)


def created(cls, confirm=None, off_session=None, return_url=None, description=None, setup_future_usage=None, **data):
    """3-D Secure sends the customer to a page; without one nobody can confirm, and that is a refusal."""
    intent = own_create(confirm=None, off_session=None, **data)
    if str(confirm).lower() != "true":
        return intent
    return_urls[intent.id] = return_url or ""
    method = resources.PaymentMethod._api_retrieve(intent.payment_method)
    if off_session and method._requires_authentication():
        intent._authentication_failed, intent.payment_method = True, None
        raise UserError(402, "Authentication required.", {"code": "authentication_required", "type": "card_error"})
    try:
        intent._confirm(on_failure_now=intent._report_failure)
    except UserError as refused:
        refused.body["error"] |= {"type": "card_error", "payment_intent": {"id": intent.id}}
        raise
    if intent.next_action:
        url = f"{HERE}/_config/bank/{intent.id}"
        intent.next_action = {"type": "redirect_to_url", "redirect_to_url": {"url": url, "return_url": return_url}}
    return intent


async def bank(request):
    """What the customer decides at the bank: ``approve`` is 1 or 0."""
    intent = resources.PaymentIntent._api_retrieve(request.match_info["id"])
    approve = (await request.post()).get("approve") == "1"
    resources.PaymentIntent._api_authenticate(intent.id, client_secret=intent.client_secret, success=approve)
    raise web.HTTPSeeOther(return_urls[intent.id] or HERE)


def refunded(cls, amount=None, payment_intent=None, **data):
    intent = resources.PaymentIntent._api_retrieve(payment_intent)
    charge = intent.latest_charge
    if not charge or not charge.captured or charge.amount_refunded + int(amount) > charge.amount:
        raise UserError(400, "Refund amount is greater than unrefunded amount on charge.")
    return own_refund(amount=amount, payment_intent=payment_intent, **data)


def captured(cls, id, amount_to_capture=None, **kwargs):
    if resources.PaymentIntent._api_retrieve(id).status != "requires_capture":
        raise UserError(400, "Unexpected state.", {"code": "payment_intent_unexpected_state"})
    return own_capture(id, amount_to_capture=amount_to_capture, **kwargs)


def page_told(page):
    intent = resources.PaymentIntent._api_retrieve(page["_intent"])._export() if page["_intent"] else None
    if intent and intent["payment_method"]:
        intent["payment_method"] = resources.PaymentMethod._api_retrieve(intent["payment_method"])._export()
    return {name: value for name, value in page.items() if not name.startswith("_")} | {"payment_intent": intent}


async def page_create(request):
    data = await server.get_post_data(request)
    item = data["line_items"][0]
    number = f"cs_test_{len(pages) + 1:06d}{int(time.time())}"
    pages[number] = {
        "id": number,
        "object": "checkout.session",
        "created": int(time.time()),
        "status": "open",
        "url": f"{HERE}/_config/pages/{number}",
        "currency": item["price_data"]["currency"],
        "amount_total": int(item["price_data"]["unit_amount"]) * int(item["quantity"]),
        "client_reference_id": data["client_reference_id"],
        "metadata": data["metadata"],
        "success_url": data["success_url"],
        "_intent": "",
        "_data": data,
    }
    return web.json_response(page_told(pages[number]))


def found_page(request):
    page = pages.get(request.match_info["id"])
    if page is None:
        raise UserError(404, "No such checkout session.")
    return page


async def page_get(request):
    return web.json_response(page_told(found_page(request)))


async def page_list(request):
    told = server.unflatten_data(request.query)
    bounds = {name: int(value) for name, value in told.get("created", {}).items()}
    rows = [one for one in pages.values() if bounds.get("gte", 0) <= one["created"] <= bounds.get("lte", 10**12)]
    return web.json_response(
        {"object": "list", "url": request.path, "has_more": False, "data": [page_told(one) for one in rows]}
    )


async def page_expire(request):
    page = found_page(request)
    if page["status"] != "open":
        raise UserError(400, "Only open sessions can be expired.")
    page["status"] = "expired"
    return web.json_response(page_told(page))


async def page_pay(request):
    """The customer types a card on the page. A refused one leaves the page open for another."""
    page = found_page(request)
    number = (await request.post())["number"]
    card = {"number": number, "exp_month": 12, "exp_year": 2031, "cvc": "123"}
    method = resources.PaymentMethod(type="card", card=card)
    data = page["_data"]["payment_intent_data"]
    customer = page["_data"].get("customer")
    if "customer_creation" in page["_data"]:
        customer = resources.Customer(email="guest@example.com").id
    try:
        intent = resources.PaymentIntent._api_create(
            amount=page["amount_total"],
            currency=page["currency"],
            payment_method=method.id,
            capture_method=data["capture_method"],
            metadata=data["metadata"],
            confirm="true",
            return_url=page["success_url"],
            **({"customer": customer} if customer else {}),
        )
    except UserError:
        return web.Response(text="Declined.", status=402)
    if customer and "setup_future_usage" in data:
        method.customer = customer
    if intent.next_action:
        # The page itself shows the bank's question; here the customer confirms.
        secret = intent.client_secret
        resources.PaymentIntent._api_authenticate(intent.id, client_secret=secret, success=True)
    page["_intent"], page["status"] = intent.id, "complete"
    raise web.HTTPSeeOther(page["success_url"])


own_create = resources.PaymentIntent._api_create
own_capture = resources.PaymentIntent._api_capture
own_refund = resources.Refund._api_create
resources.PaymentIntent._api_create = MethodType(created, resources.PaymentIntent)
resources.PaymentIntent._api_capture = MethodType(captured, resources.PaymentIntent)
resources.Refund._api_create = MethodType(refunded, resources.Refund)
listed(resources.PaymentIntent, resources.PaymentIntent._api_list_all)
# Nothing is kept on disk between two runs.
resources.store.dump_to_disk = lambda: None

app = server.app
# Routes are read in order; the capture of payment intents was bound before it was replaced.
fresh = web.Application(middlewares=[server.error_middleware, server.auth_middleware, idempotency])
fresh.router.add_post("/v1/checkout/sessions", page_create)
fresh.router.add_get("/v1/checkout/sessions", page_list)
fresh.router.add_get("/v1/checkout/sessions/{id}", page_get)
fresh.router.add_post("/v1/checkout/sessions/{id}/expire", page_expire)
fresh.router.add_post("/_config/pages/{id}", page_pay)
fresh.router.add_post("/_config/bank/{id}", bank)
fresh.router.add_post("/_config/lose", lose)
fresh.router.add_delete("/_config/data", forget)
fresh.router.add_post("/v1/payment_intents/{id}/capture", server.api_extra(resources.PaymentIntent._api_capture, ""))
for route in app.router.routes():
    if route.method != "HEAD":
        fresh.router.add_route(route.method, route.resource.canonical, route.handler)

if __name__ == "__main__":
    web.run_app(fresh, host="127.0.0.1", port=PORT, print=None)
