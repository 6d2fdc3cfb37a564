"""The front page: what the shop wrote for it, and what can be said without a word from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from shopkeeper.commerce.catalogue.pictures import Picture
from shopkeeper.commerce.content.models import ReturnPolicy
from shopkeeper.commerce.shelf.summaries import Summary
from shopkeeper.interfaces.storefront import pages
from shopkeeper.interfaces.storefront.present.pictures import shown
from shopkeeper.interfaces.storefront.present.promises import return_cost


def hero(written: Mapping[str, Any], favourites: Sequence[Summary], about: str) -> pages.Hero | None:
    """The opening as written (``eyebrow, title, text, label, url, picture``), or the best seller's picture."""
    if written.get("title"):
        return pages.Hero(
            eyebrow=str(written.get("eyebrow", "")),
            title=str(written["title"]),
            text=str(written.get("text", "")),
            link=pages.Link(
                label=str(written.get("label") or _("Look around")), url=str(written.get("url") or "/search/")
            ),
            picture=shown(picture(written.get("picture"))),
        )
    first = next((one for one in favourites if one.pictures), None)
    if first is None:
        return None
    return pages.Hero(
        title=about or first.title,
        text=first.summary,
        link=pages.Link(label=first.title, url=f"/p/{first.slug}/"),
        picture=shown(first.pictures[0], first.title),
    )


def stories(written: object) -> tuple[pages.Story, ...]:
    """Editorial entries as written: ``title, url, text, picture``."""
    rows = [row for row in written if isinstance(row, dict) and row.get("title")] if isinstance(written, list) else []
    return tuple(
        pages.Story(
            title=str(row["title"]),
            url=str(row.get("url") or "/"),
            text=str(row.get("text", "")),
            picture=shown(picture(row.get("picture")), widest=960),
        )
        for row in rows
    )


def department(label: str, url: str, image: Picture | None) -> pages.Story:
    return pages.Story(title=label, url=url, text="", picture=shown(image, label, widest=960))


def picture(told: object) -> Picture | None:
    """A picture as pages keep it: ``{"digest", "alt", "width", "height"}``."""
    if not isinstance(told, dict) or not told.get("digest"):
        return None
    return Picture(str(told["digest"]), str(told.get("alt", "")), int(told["width"]), int(told["height"]))


def row(title: str, cards: Iterable[pages.ProductCard], link: pages.Link | None = None) -> pages.CardRow:
    return pages.CardRow(title=title, cards=tuple(cards), link=link)


def pledges(policy: ReturnPolicy | None, language: str) -> tuple[pages.Pledge, ...]:
    """What the shop promises, from the rules it works by."""
    made = [
        pages.Pledge(
            icon="van",
            title=_("A date, not a guess"),
            text=_("Every product says when it arrives and what that costs."),
        )
    ]
    if policy and policy.is_returnable:
        days = _("%(days)s days to change your mind") % {"days": policy.window_days}
        text = _("Send it back, %(cost)s.") % {"cost": return_cost(policy, language)}
        made.append(pages.Pledge(icon="return", title=days, text=text))
    made.append(
        pages.Pledge(
            icon="lock",
            title=_("No account needed"),
            text=_("Buy as a guest. Your cart stays on this device for 60 days."),
        )
    )
    return tuple(made)
