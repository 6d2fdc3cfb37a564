"""Django's Tasks API on our table: enqueueing is an INSERT in the caller's transaction."""

from __future__ import annotations

from typing import Any, ParamSpec, TypeVar

from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.utils import normalize_json

from shopkeeper.foundation import clock, wakeup
from shopkeeper.foundation.tasks.models import QueuedTask
from shopkeeper.foundation.tasks.options import LeasedTask

P = ParamSpec("P")
T = TypeVar("T")
_STATUS = {
    "ready": TaskResultStatus.READY,
    "running": TaskResultStatus.RUNNING,
    "done": TaskResultStatus.SUCCESSFUL,
    "dead": TaskResultStatus.FAILED,
}


class LeaseBackend(BaseTaskBackend):
    """Stores tasks in ``tasks_task``; see worker.py for how they are run."""

    task_class = LeasedTask
    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task[P, T], args: Any, kwargs: Any) -> TaskResult[T]:
        """Queue one call. Arguments are JSON: ids and plain values. One query, two with a dedup key."""
        self.validate_task(task)
        assert isinstance(task, LeasedTask)
        now = clock.now()
        row = QueuedTask(
            path=task.module_path,
            arguments=normalize_json({"args": list(args), "kwargs": kwargs}),
            queue=task.queue_name,
            priority=task.priority,
            key=task.key,
            dedup_key=task.dedup_key,
            max_attempts=task.max_attempts,
            run_after=task.run_after or now,
            enqueued_at=now,
        )
        if task.dedup_key:
            QueuedTask.objects.bulk_create([row], ignore_conflicts=True)
            row = QueuedTask.objects.get(dedup_key=task.dedup_key)
        else:
            row.save(force_insert=True)
        wakeup.tap_on_commit()
        return result_of(row, task)

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """The result with this id. Raises TaskResultDoesNotExist. One query."""
        row = QueuedTask.objects.filter(pk=int(result_id)).first() if result_id.isdigit() else None
        if row is None:
            raise TaskResultDoesNotExist(result_id)
        return result_of(row, load_task(row.path))


def load_task(path: str) -> Task[Any, Any]:
    """The declared task at ``path``. ImportError when its code is gone."""
    found = import_string(path)
    if not isinstance(found, Task):
        raise ImportError(f"{path} is not a task.")
    return found


def result_of(row: QueuedTask, task: Task[P, T]) -> TaskResult[T]:
    """The row as Django's TaskResult."""
    result: TaskResult[T] = TaskResult(
        task=task,
        id=str(row.pk),
        status=_STATUS[row.status],
        enqueued_at=row.enqueued_at,
        started_at=row.started_at,
        last_attempted_at=row.started_at,
        finished_at=row.finished_at,
        args=row.arguments["args"],
        kwargs=row.arguments["kwargs"],
        backend=task.backend,
        errors=[TaskError(exception_class_path="builtins.Exception", traceback=row.last_error)]
        if row.last_error
        else [],
        worker_ids=[row.lease_owner or "-"] * row.attempts,
    )
    object.__setattr__(result, "_return_value", row.result)
    return result
