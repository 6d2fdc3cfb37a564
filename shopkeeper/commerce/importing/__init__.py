"""Bringing a catalogue in: JSON lines with a mapping, Shopify's product CSV. Row by row, resumable, repeatable.

A file may be run again at any time: unchanged rows are skipped, changed ones updated, and a row that cannot be used
is reported with what to do, without holding up the others.
"""
