"""What every attack needs."""

from tests.security.support import victim

__all__ = ["victim"]
