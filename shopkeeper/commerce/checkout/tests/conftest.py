"""The unruly provider of the payments' own tests stands beside the sandbox here, too."""

from shopkeeper.commerce.payments.tests.conftest import _unruly

__all__ = ["_unruly"]
