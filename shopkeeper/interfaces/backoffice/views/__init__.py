"""The office's doors: each loads, checks a right, parses, asks or does one thing, and renders."""
