"""Which tax an order bears, and why: by who sells, where it goes, who buys.

Owns the seller's legal identity, certificates of exemption, what registers said of VAT numbers, and the answers of a
tax service. Rates themselves are pricing's; amounts are worked out by the quote.
"""
