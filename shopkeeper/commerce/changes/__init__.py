"""Changing an order before it is packed: its items, its address, how it is paid.

Owns changes from preview to confirmation and what they cost: the difference is charged or given back, the stock
follows, and the order is rewritten, all or nothing. Cancelling is ``orders``'; what comes back after it was sent is
``returns``'.
"""
