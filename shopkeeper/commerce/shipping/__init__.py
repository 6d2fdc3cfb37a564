"""Getting it there: zones, methods, what they cost, and the date we promise."""
