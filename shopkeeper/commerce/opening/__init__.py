"""Opening a shop: from an empty database to one market that can sell and deliver.

Owns the starting values for a country and writes them once, through the apps they belong to. Everything it sets is
edited in the office afterwards; it keeps nothing of its own.
"""
