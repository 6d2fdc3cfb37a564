"""From cart to order, once: what was typed, the price agreed, the money, the order; recoverable at every step."""
