"""The only code that writes what shipping keeps about packages; the policy is written by ``desk``."""

from shopkeeper.commerce.shipping.operations.labels import (
    LABELLED,
    NoLabel,
    label_bought,
    label_must_wait,
    label_refused,
    label_voided,
    record_events,
    settle_trouble,
    want_label,
)
from shopkeeper.commerce.shipping.operations.promises import learn_again, measure, note_promises, void_promises
from shopkeeper.commerce.shipping.operations.remedies import detect_broken, settle_step

__all__ = [
    "LABELLED",
    "NoLabel",
    "detect_broken",
    "label_bought",
    "label_must_wait",
    "label_refused",
    "label_voided",
    "learn_again",
    "measure",
    "note_promises",
    "record_events",
    "settle_step",
    "settle_trouble",
    "void_promises",
    "want_label",
]
