"""The first page: what waits, and how the shop is doing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from shopkeeper.commerce.orders.board import Takings, same_days_before
from shopkeeper.commerce.payments.board import MoneyTrouble
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.tasks.queries import Backlog
from shopkeeper.interfaces.backoffice.present import words
from shopkeeper.interfaces.backoffice.present.orders import OrderRow


@dataclass(frozen=True)
class Tile:
    """One figure and what stands behind it. ``tone`` is empty, ``warm`` (work to do) or ``bad`` (late, broken)."""

    label: str
    figure: str
    url: str
    more: str = ""
    tone: str = ""


@dataclass(frozen=True)
class TodayPage:
    greeting: str
    work: tuple[Tile, ...]
    sales: tuple[Tile, ...]
    behind: tuple[Tile, ...]
    troubles: tuple[tuple[str, str, str, str], ...]
    latest: tuple[OrderRow, ...]


def periods(at: datetime) -> dict[str, tuple[datetime, datetime, datetime, datetime]]:
    """Today and the last seven days up to now, each with the same stretch a week before."""
    midnight = datetime.combine(at.date(), time(), at.tzinfo)
    week = midnight - timedelta(days=6)
    return {
        "Today": (midnight, at, midnight - timedelta(days=7), at - timedelta(days=7)),
        "7 days": (week, at, *same_days_before(week, at)),
    }


def work_tiles(counts: Mapping[str, int], late: int, troubled: int = 0) -> tuple[Tile, ...]:
    """``troubled`` parcels have a tile only when there are some."""
    trouble = Tile("Parcels in trouble", f"{troubled:,}", "/office/promises/", "say their carriers", "bad")
    return (
        Tile("To pack", f"{counts['to_pack']:,}", "/office/orders/?view=to_pack", tone=_tone(counts["to_pack"])),
        Tile("To ship", f"{counts['to_ship']:,}", "/office/orders/?view=to_ship", tone=_tone(counts["to_ship"])),
        Tile(
            "Late promises",
            f"{late:,}",
            "/office/orders/?view=all&late=1",
            "promised, still here" if late else "none: well done",
            "bad" if late else "",
        ),
        Tile("On the way", f"{counts['on_the_way']:,}", "/office/orders/?view=on_the_way"),
        *((trouble,) if troubled else ()),
    )


def sales_tiles(
    label: str, url: str, now: Mapping[str, Takings], then: Mapping[str, Takings], home: str
) -> tuple[Tile, ...]:
    """A tile for each currency sold in, the home currency first and always there."""
    codes = dict.fromkeys((home, *sorted(now.keys() | then.keys())))
    return tuple(_sales(label, url, code, now.get(code), then.get(code)) for code in codes if code)


def _sales(label: str, url: str, code: str, now: Takings | None, then: Takings | None) -> Tile:
    total, before = now.total if now else Money(0, code), then.total if then else Money(0, code)
    return Tile(
        f"{label}, {code}",
        total.display(),
        url,
        f"{words.plural(now.orders if now else 0, 'order')}. A week before: {before.display()}{_change(total, before)}",
    )


def _change(now: Money, before: Money) -> str:
    if not before:
        return ""
    percent = (now.minor - before.minor) * 100 // before.minor
    return f" ({'+' if percent >= 0 else '−'}{abs(percent)}\u00a0%)"


def behind_tiles(backlog: Backlog | None, low: int | None) -> tuple[Tile, ...]:
    tiles = []
    if low is not None:
        tiles.append(Tile("Low stock", f"{low:,}", "/office/stock/?low=1", "three or fewer left", _tone(low)))
    if backlog is not None:
        dead = backlog.dead_deliveries + backlog.dead_tasks
        lag = backlog.lag_seconds
        tiles.append(
            Tile(
                "Background work",
                f"{lag:.0f} s",
                "/office/system/",
                f"behind, {dead} given up" if dead else f"behind, {backlog.deliveries + backlog.tasks} waiting",
                "bad" if dead or lag > 300 else "",
            )
        )
    return tuple(tiles)


def trouble_rows(found: Sequence[MoneyTrouble], numbers: Mapping[str, str]) -> tuple[tuple[str, str, str, str], ...]:
    """Amount, what is wrong, since when, and the order's address when there is one."""
    return tuple(
        (
            one.amount.display(),
            one.what,
            words.when(one.since),
            f"/office/orders/{numbers[one.reference]}/" if one.reference in numbers else "",
        )
        for one in found
    )


def _tone(count: int) -> str:
    return "warm" if count else ""
