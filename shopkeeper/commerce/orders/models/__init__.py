"""The tables of orders, one noun a file."""

from shopkeeper.commerce.orders.models.invoices import CreditNote, Invoice, InvoiceSeries
from shopkeeper.commerce.orders.models.orders import PICKUP, Order, OrderEvent, OrderLine, OrderWord, Package

__all__ = [
    "PICKUP",
    "CreditNote",
    "Invoice",
    "InvoiceSeries",
    "Order",
    "OrderEvent",
    "OrderLine",
    "OrderWord",
    "Package",
]
