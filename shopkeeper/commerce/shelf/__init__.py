"""How goods stand on the shelf: catalogue, price, stock, delivery and returns put together for a market.

Reads only. Product cards and product pages come from here, for the shop front, search and every other door.
"""
