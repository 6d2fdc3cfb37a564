"""Where the money is: double entry, append-only.

Owns the chart of accounts, journals and their entries, balances as sums of entries, the trial balance and its export.
What a business event means in accounts is said by the app the event belongs to; this one only keeps it and adds it up.
"""
