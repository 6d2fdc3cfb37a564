"""Who did what in the office, and why: an append-only record of what staff and agents change.

Owns the record. What an action means, and who may take it, belongs to the operation that records it.
"""
