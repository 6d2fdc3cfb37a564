"""Who buys: customers with an account, and their addresses. Guests are only an e-mail address on an order."""
