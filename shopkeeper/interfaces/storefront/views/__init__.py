"""The storefront's doors: each loads, checks, parses, asks or does one thing, and renders."""
