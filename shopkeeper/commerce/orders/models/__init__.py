"""The tables of orders, one noun a file."""

from shopkeeper.commerce.orders.models.invoices import CreditNote, Invoice, InvoiceSeries
from shopkeeper.commerce.orders.models.orders import (
    PICKUP,
    Order,
    OrderEvent,
    OrderHold,
    OrderLine,
    OrderWord,
    Package,
)

__all__ = [
    "PICKUP",
    "CreditNote",
    "Invoice",
    "InvoiceSeries",
    "Order",
    "OrderEvent",
    "OrderHold",
    "OrderLine",
    "OrderWord",
    "Package",
]
