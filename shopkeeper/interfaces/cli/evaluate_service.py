"""``shopkeeper evaluate service``: requests of customers, carried out and compared with the records they must lead to.

A throw-away shop is filled from the data; for each task its database is put back to that state, the task's actions are
performed by the shop's own operations, and what changed is compared with what must have changed, field by field.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shopkeeper.interfaces.cli.service.data import ServiceData, Task
    from shopkeeper.interfaces.cli.service.filling import Filled

SHOWN = 20


@dataclass(frozen=True)
class Result:
    """What came of a task: whether the records are as they must be, what differs, and which actions were refused."""

    task: Task
    equal: bool
    differs: Sequence[str]
    refused: Mapping[int, str]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tasks", type=Path, required=True, metavar="FILE", help="the tasks, one JSON object a line")


def run(chosen: argparse.Namespace) -> int:
    with _shop_of_its_own():
        from shopkeeper.interfaces.cli.migrate_command import migrate
        from shopkeeper.interfaces.cli.service.data import read_data, read_tasks

        data, tasks = read_data(chosen.data), read_tasks(chosen.tasks)
        migrate()
        from shopkeeper.interfaces.cli.service.filling import fill

        users = dict.fromkeys(user for task in tasks for user in _users(task, data))
        filled = fill(data, users)
        results = [_evaluated(task, data, filled) for task in _each_from_the_start(tasks)]
    _tell(results)
    figures = {"tasks": len(results), "equal": sum(one.equal for one in results)}
    clean = [one for one in results if one.task.clean]
    figures |= {"clean": len(clean), "clean_equal": sum(one.equal for one in clean)}
    figures |= {"refused": sum(len(one.refused) for one in results)}
    print(json.dumps(figures))
    return 0 if all(one.equal for one in clean) else 1


@contextmanager
def _shop_of_its_own() -> Iterator[Path]:
    """An empty shop in a folder that is thrown away; nothing of the shop that is configured here is touched."""
    with tempfile.TemporaryDirectory(prefix="shopkeeper-evaluate-") as folder:
        for name in ("SHOPKEEPER_DATABASE_URL", "SHOPKEEPER_CACHE_URL"):
            os.environ.pop(name, None)
        os.environ["SHOPKEEPER_HOME"] = folder
        os.environ["SHOPKEEPER_LOG_LEVEL"] = "CRITICAL"
        yield Path(folder)


def _users(task: Task, data: ServiceData) -> Iterable[str]:
    """Whose records a task touches."""
    yield task.user_id
    for action in task.actions:
        order = data.orders.get(action.get("arguments", {}).get("order_id", ""))
        if order:
            yield order["user_id"]


def _each_from_the_start(tasks: Sequence[Task]) -> Iterator[Task]:
    """The tasks, each with the database as it was after filling."""
    from django.db import connection

    from shopkeeper.foundation.remember import forget_all

    path = Path(connection.settings_dict["NAME"])
    kept = path.with_suffix(".kept")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    shutil.copyfile(path, kept)
    for task in tasks:
        connection.close()
        for name in (path.name + "-wal", path.name + "-shm"):
            path.with_name(name).unlink(missing_ok=True)
        shutil.copyfile(kept, path)
        forget_all()
        yield task
    connection.close()


def _evaluated(task: Task, data: ServiceData, filled: Filled) -> Result:
    from shopkeeper.foundation.errors import ShopError
    from shopkeeper.interfaces.cli.service.filling import NOW
    from shopkeeper.interfaces.cli.service.performing import Performer

    before = _records(task, data, filled)
    performer = Performer(task.user_id, filled)
    refused = {}
    for index, action in enumerate(task.actions):
        try:
            performer.perform(action["name"], action.get("arguments", {}), NOW + timedelta(minutes=index))
        except ShopError as refusal:
            refused[index] = " ".join([refusal.message, *getattr(refusal, "fields", {}).values()])
    differs = _differences(task, before, _records(task, data, filled))
    return Result(task, not differs, differs, refused)


def _records(task: Task, data: ServiceData, filled: Filled) -> dict[tuple[str, str], dict[str, Any]]:
    """Every order and customer the task could touch, in the data's words."""
    from shopkeeper.interfaces.cli.service.records import order_record, user_record

    users = dict.fromkeys(_users(task, data))
    records = {
        ("user", user): user_record(user, filled, data.users[user]["payment_methods"])
        for user in users
        if user in data.users
    }
    for order_id in filled.orders:
        if data.orders[order_id]["user_id"] in users:
            records["order", order_id] = order_record(order_id, filled)
    return records


def _differences(task: Task, before: Mapping[tuple[str, str], Any], after: Mapping[tuple[str, str], Any]) -> list[str]:
    """What changed and should not have, and what should have and did not."""
    from shopkeeper.interfaces.cli.service.records import changes_between

    changed = {key: found for key in before if (found := changes_between(before[key], after[key]))}
    expected = {(one["entity"], one["id"]): one["changes"] for one in task.expected}
    return [
        f"{key[1]} {name}: must be {want.get(name)}, is {got.get(name)}"
        for key in dict.fromkeys([*expected, *changed])
        for want, got in [(expected.get(key, {}), changed.get(key, {}))]
        for name in dict.fromkeys([*want, *got])
        if want.get(name) != got.get(name)
    ]


def _tell(results: Sequence[Result]) -> None:
    for one in results:
        for index, why in sorted(one.refused.items()):
            mark = "as it must be" if index in one.task.refused else "UNEXPECTED"
            print(f"{one.task.id}: refused {one.task.actions[index]['name']} ({mark}): {why}")
    unequal = [one for one in results if not one.equal]
    for one in unequal[:SHOWN]:
        print(f"{one.task.id}{'' if one.task.clean else ' (not clean)'}: {len(one.differs)} differ", file=sys.stderr)
        for told in one.differs[:5]:
            print(f"    {told}", file=sys.stderr)
    counted: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for one in results:
        for action in one.task.actions:
            counted[action["name"]] += 1
            right[action["name"]] += one.equal
    print(f"{'action':36}{'times':>8}{'in equal tasks':>18}")
    for name in sorted(counted):
        print(f"{name:36}{counted[name]:>8}{right[name]:>18}")
