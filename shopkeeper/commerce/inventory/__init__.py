"""Capacity: how much of anything sellable there is, and who has set some of it aside.

Units at a location today; nights of a room type and places in a kitchen's slot are rows of the same table.
"""
