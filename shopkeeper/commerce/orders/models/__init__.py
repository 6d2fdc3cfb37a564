"""The tables of orders, one noun a file."""

from shopkeeper.commerce.orders.models.invoices import Invoice, InvoiceSeries
from shopkeeper.commerce.orders.models.orders import Order, OrderEvent, OrderHold, OrderLine, OrderWord, Package

__all__ = ["Invoice", "InvoiceSeries", "Order", "OrderEvent", "OrderHold", "OrderLine", "OrderWord", "Package"]
