"""What was agreed, frozen: orders, lines, packages, their timeline and invoices."""
