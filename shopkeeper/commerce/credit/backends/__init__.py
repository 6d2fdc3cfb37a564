"""Credit as others see it."""
