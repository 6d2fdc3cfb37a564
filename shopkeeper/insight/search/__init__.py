"""Finding things: lists with filters, search by words, suggestions. Answers come from an index in the process.

The index is a cache: any process can build it from the shelf, and each follows the outbox so that a change is
found within a second.
"""
