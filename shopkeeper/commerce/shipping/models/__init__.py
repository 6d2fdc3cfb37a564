"""Zones and methods; promises and what became of them."""

from shopkeeper.commerce.shipping.models.collecting import Collection, PickupPoint, SharedBox
from shopkeeper.commerce.shipping.models.labels import Label, SimulatedParcel, TrackingEvent
from shopkeeper.commerce.shipping.models.policy import CarriageRule, ShippingMethod, ShippingZone
from shopkeeper.commerce.shipping.models.promises import DeliveryPromise, LearnedRanges, RemedyRule, RemedyStep

__all__ = [
    "CarriageRule",
    "Collection",
    "DeliveryPromise",
    "Label",
    "LearnedRanges",
    "PickupPoint",
    "RemedyRule",
    "RemedyStep",
    "SharedBox",
    "ShippingMethod",
    "ShippingZone",
    "SimulatedParcel",
    "TrackingEvent",
]
