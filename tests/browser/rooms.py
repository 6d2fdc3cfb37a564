"""How to reach the rooms of the office that staff edit the catalogue and the policies in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.browser.shop import Shop, goods, sign_in_at_the_office

Reach = Callable[[Any, Shop], object]


def at_desk(find: Callable[[Shop], str]) -> Reach:
    """A room of the office, as the shop's owner."""

    def reach(page: Any, shop: Shop) -> None:
        page.context.add_cookies(_owner(page, shop))
        page.goto(shop.url + find(shop))

    return reach


_desk: list[dict[str, Any]] = []


def _owner(page: Any, shop: Shop) -> list[dict[str, Any]]:
    """The session of the demo's owner, signed in once."""
    if not _desk:
        other = page.context.browser.new_context()
        sign_in_at_the_office(other.new_page(), shop)
        _desk.extend(other.cookies())
        other.close()
    return [one for one in _desk if one["name"] == "session"]


def room(path: str) -> Reach:
    return at_desk(lambda shop: f"/office/{path}")


def collection(slug: str, tail: str = "") -> Reach:
    find = "SELECT id FROM catalogue_collection WHERE slug = ?"
    return at_desk(lambda shop: f"/office/collections/{shop.rows(find, slug)[0][0]}/{tail}")


def kind_of_product(shop: Shop) -> str:
    found = shop.rows("SELECT product_type_id, id FROM catalogue_attributedefinition WHERE kind = 'number' ORDER BY id")
    return "/office/products/kinds/{}/attributes/{}/".format(*found[0])


def picture(shop: Shop) -> str:
    found = shop.rows("SELECT product_id, id FROM catalogue_productmedia ORDER BY product_id, position")
    return "/office/products/{}/pictures/{}/".format(*found[0])


def product_at_desk(shop: Shop) -> str:
    return f"/office/products/{shop.rows('SELECT MIN(product_id) FROM catalogue_productmedia')[0][0]}/"


def rule_with_errors(page: Any, shop: Shop) -> None:
    collection("under-25")(page, shop)
    page.fill("#rule-c0-to", "cheap")
    page.click("button:has-text('Save the rule')")
    page.wait_for_selector("[data-summary]")


def pictures_refused(page: Any, shop: Shop) -> None:
    at_desk(product_at_desk)(page, shop)
    page.set_input_files("#upload-pictures", {"name": "evil.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"})
    page.click("button:has-text('Add them')")
    page.wait_for_selector("[data-summary]")


def preview(page: Any, shop: Shop) -> None:
    """A product taken back to a draft for a moment."""
    slug = goods(shop, 9)[8]
    ((number,),) = shop.rows("SELECT id FROM catalogue_product WHERE slug = ?", slug)
    shop.change("UPDATE catalogue_product SET status = 'draft' WHERE id = ?", number)
    try:
        at_desk(lambda _shop: f"/office/products/{number}/")(page, shop)
        page.click("a:has-text('Preview it')")
        page.wait_for_selector(".notice:has-text('Preview')")
    finally:
        shop.change("UPDATE catalogue_product SET status = 'live' WHERE id = ?", number)


ROOMS: dict[str, Reach] = {
    "preview": preview,
    "office mail preview": room("mail/preview/"),
    "office products": room("products/"),
    "office product": at_desk(product_at_desk),
    "office product, pictures refused": pictures_refused,
    "office picture": at_desk(picture),
    "office kinds": room("products/kinds/"),
    "office kind": at_desk(lambda shop: kind_of_product(shop).split("attributes")[0]),
    "office attribute": at_desk(kind_of_product),
    "office collections": room("collections/"),
    "office collection by hand": collection("last-pieces", "?find=mug"),
    "office collection by rule": collection("made-in-portugal"),
    "office rule with errors": rule_with_errors,
    "office promises": room("promises/"),
    "office policies": room("policies/"),
    "office rates": room("policies/rates"),
    "office carriage": room("policies/carriage"),
    "office pickup points": room("policies/pickup"),
    "office money": room("money/"),
    "office terms of bank transfers": room("policies/payments/transfer/"),
    "office zone": room("policies/zones/2/"),
    "office new zone": room("policies/zones/new"),
    "office way of delivery": room("policies/methods/1/"),
    "office returns": room("returns/"),
    "office credit": room("credit/"),
    "office markets": room("markets/"),
    "office market": room("markets/1/"),
    "office new market": room("markets/new"),
    "office who sells": room("markets/seller"),
    "office exemptions": room("markets/exemptions"),
    "office new way of delivery": room("policies/zones/1/methods/new"),
}
