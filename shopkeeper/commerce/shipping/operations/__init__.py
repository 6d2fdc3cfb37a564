"""The only code that writes what shipping keeps about packages; the policy is written by ``desk``."""

from shopkeeper.commerce.shipping.operations.promises import learn_again, measure, note_promises, void_promises
from shopkeeper.commerce.shipping.operations.remedies import detect_broken, settle_step

__all__ = [
    "detect_broken",
    "learn_again",
    "measure",
    "note_promises",
    "settle_step",
    "void_promises",
]
