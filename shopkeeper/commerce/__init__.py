"""The trade itself: goods, stock, prices, carts, payments, orders. Each package imports only from below it."""
