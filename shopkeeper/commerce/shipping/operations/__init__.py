"""The only code that writes what shipping keeps about packages; the policy is written by ``desk``."""

from shopkeeper.commerce.shipping.operations.collecting import (
    hand_over,
    note_collection,
    note_shared_box,
    packed_for_pickup,
    tell_box_mates,
    unpacked_from_pickup,
)
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
    "hand_over",
    "label_bought",
    "label_must_wait",
    "label_refused",
    "label_voided",
    "learn_again",
    "measure",
    "note_collection",
    "note_promises",
    "note_shared_box",
    "packed_for_pickup",
    "record_events",
    "settle_step",
    "settle_trouble",
    "tell_box_mates",
    "unpacked_from_pickup",
    "void_promises",
    "want_label",
]
