"""Packing many orders: the preview with its picking list, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shopkeeper.commerce.orders.board import BoardOrder
from shopkeeper.commerce.orders.desk import BulkResult
from shopkeeper.interfaces.backoffice.present import words
from shopkeeper.interfaces.backoffice.present.orders import OrderRow, row


@dataclass(frozen=True)
class Pick:
    sku: str
    title: str
    units: int
    orders: str


@dataclass(frozen=True)
class BulkPage:
    ready: tuple[OrderRow, ...]
    left_out: tuple[tuple[str, str], ...]
    picks: tuple[Pick, ...]
    question: str


@dataclass(frozen=True)
class BulkDonePage:
    done: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    order_ids: tuple[int, ...]
    headline: str


def bulk_page(orders: Sequence[BoardOrder], at: datetime) -> BulkPage:
    ready = [order for order in orders if order.stage == "to_pack"]
    picks: dict[str, list[tuple[str, int, str]]] = {}
    for order in ready:
        for line in order.lines:
            name = f"{line.title} {line.variant_title}".strip()
            picks.setdefault(line.sku, []).append((name, line.quantity, order.number))
    return BulkPage(
        ready=tuple(row(order, at) for order in ready),
        left_out=tuple(
            (order.number, words.STAGES[order.stage].lower()) for order in orders if order.stage != "to_pack"
        ),
        picks=tuple(
            Pick(sku, wants[0][0], sum(units for _, units, _ in wants), ", ".join(number for *_, number in wants))
            for sku, wants in sorted(picks.items())
        ),
        question=f"Pack {words.plural(len(ready), 'order')}?",
    )


def bulk_done_page(result: BulkResult, order_ids: Sequence[int]) -> BulkDonePage:
    return BulkDonePage(
        result.done, result.refused, tuple(order_ids), f"{words.plural(len(result.done), 'order')} packed"
    )
