"""Zones and methods; promises and what became of them."""

from shopkeeper.commerce.shipping.models.labels import Label, SimulatedParcel, TrackingEvent
from shopkeeper.commerce.shipping.models.policy import CarriageRule, ShippingMethod, ShippingZone
from shopkeeper.commerce.shipping.models.promises import DeliveryPromise, LearnedRanges, RemedyRule, RemedyStep

__all__ = [
    "CarriageRule",
    "DeliveryPromise",
    "Label",
    "LearnedRanges",
    "RemedyRule",
    "RemedyStep",
    "ShippingMethod",
    "ShippingZone",
    "SimulatedParcel",
    "TrackingEvent",
]
