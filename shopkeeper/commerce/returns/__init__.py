"""Goods coming back: returns, withdrawals, exchanges and claims.

Owns what may come back and why not, what the customer gets for it, and the way from the request to the money or the
other goods. The rules are the shop's policies (``content``) and, above them, the law; the credit note and the journals
are ``orders``' and ``ledger``'s.
"""
