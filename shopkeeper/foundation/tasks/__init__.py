"""Work for later: queued in the caller's transaction, run by workers, retried, never lost.

Owns the queue, the schedule and the worker. Tasks are declared with Django's Tasks API
(``from django_tasks import task``); what they do belongs to the app that declares them.
"""

from shopkeeper.foundation.tasks.options import TransientError, in_order, once
from shopkeeper.foundation.tasks.schedule import daily, every

__all__ = ["TransientError", "daily", "every", "in_order", "once"]
