"""What the customer agrees to, as a frozen draft of the order. Pure."""

from __future__ import annotations

from shopkeeper.commerce.checkout.details import Details
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.checkout.queries import PricedCart
from shopkeeper.commerce.orders.draft import DraftLine, OrderDraft


def draft_of(checkout: Checkout, form: Details, priced: PricedCart) -> OrderDraft:
    """Everything the order will say, copied now, so that later edits of the catalogue cannot reach it."""
    delivery = priced.delivery
    if delivery is None:
        raise ValueError("A cart that cannot be delivered is not agreed to.")
    return OrderDraft(
        checkout_id=checkout.public_id,
        email=form.email,
        market_code=priced.cart.market.code,
        language=checkout.language,
        quote=priced.quote.as_json(),
        lines=tuple(
            DraftLine(
                key=line.key,
                offer_id=line.offer_id,
                product_id=line.product_id,
                product_slug=line.product_slug,
                sku=line.sku,
                title=line.title,
                variant_title=line.variant_title,
                image_digest=line.picture.digest if line.picture else "",
                seller_id=line.seller_id,
            )
            for line in priced.cart.priced
        ),
        shipping_address=form.shipping.as_json(),
        billing_address=form.billing.as_json(),
        delivery={
            "code": delivery.code,
            "name": delivery.name,
            "carrier": delivery.carrier,
            "promised_from": delivery.promise.earliest.isoformat(),
            "promised_to": delivery.promise.latest.isoformat(),
        },
        note=form.note,
        customer_id=checkout.cart.customer_id,
        tax={
            "provider": priced.terms.provider,
            "flags": list(priced.terms.flags),
            "vat_number": form.vat_number,
        },
    )
