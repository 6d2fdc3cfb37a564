"""The shop's addresses."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from shopkeeper.interfaces.storefront.render import View, in_own_language
from shopkeeper.interfaces.storefront.views import (
    cart,
    contact,
    content,
    home,
    lists,
    market,
    media,
    preview,
    product,
    search,
    seo,
)


def _page(route: str, view: View[...], name: str) -> URLPattern:
    return path(route, in_own_language(view), name=name)


urlpatterns = [
    _page("", home.home, "home"),
    _page("c/<path:path>/", lists.category, "category"),
    _page("collections/<slug:slug>/", lists.collection, "collection"),
    _page("search/", search.results, "search"),
    _page("search/suggest", search.suggest, "suggest"),
    _page("p/<slug:slug>/", product.product, "product"),
    _page("preview/<str:token>/", preview.preview, "preview"),
    _page("cart/", cart.cart, "cart"),
    _page("cart/add", cart.add, "cart-add"),
    _page("cart/fix", cart.fix, "cart-fix"),
    _page("cart/lines/<int:offer_id>", cart.line, "cart-line"),
    _page("cart/lines/<int:offer_id>/remove", cart.remove, "cart-remove"),
    _page("market/", market.market, "market"),
    _page("shipping/", content.shipping_policy, "shipping"),
    _page("returns/", content.returns_policy, "returns"),
    _page("pages/<slug:slug>/", content.words, "page"),
    _page("contact/", contact.contact, "contact"),
    _page("design/", content.design, "design"),
    path("sitemap.xml", seo.sitemap_index, name="sitemap"),
    path("sitemap-pages.xml", seo.sitemap_pages, name="sitemap-pages"),
    path("sitemap-products-<int:number>.xml", seo.sitemap_products, name="sitemap-products"),
    path("robots.txt", seo.robots, name="robots"),
    path("speculation-rules.json", seo.speculation_rules, name="speculation-rules"),
    re_path(
        r"^media/(?P<folder>[0-9a-f]{2})/(?P<digest>[0-9a-f]{64})-(?P<width>[0-9]{1,5})\.(?P<suffix>avif|jpg)$",
        media.picture,
        name="picture",
    ),
    re_path(
        r"^media/(?P<folder>[0-9a-f]{2})/(?P<digest>[0-9a-f]{64})-(?P<shape>[0-9]{1,2}x[0-9]{1,2})"
        r"-(?P<x>[0-9]{1,3})-(?P<y>[0-9]{1,3})\.jpg$",
        media.shape,
        name="shape",
    ),
]
