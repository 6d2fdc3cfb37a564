"""What every page of every door needs: safety of requests, headers, limits, logs, health. No shop words.

Owns the middleware and the rate limits' buckets. What a page says, and who may see it, belongs to the doors.
"""
