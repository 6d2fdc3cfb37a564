"""From domain values to what pages print: pure functions, no questions to anyone."""
