"""The outbox: what happened, written with the facts it tells of, and delivered after commit.

Owns published events, their delivery to subscribers (at least once, in order per aggregate) and the
feed that followers in a process read. What an event means belongs to the app that declares it.
"""

from shopkeeper.foundation.events.event import Event
from shopkeeper.foundation.events.publishing import publish
from shopkeeper.foundation.events.subscriptions import subscribe

__all__ = ["Event", "publish", "subscribe"]
