"""Requests of a real benchmark's customers lead to the records they must lead to. The data is read where it lies."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

# The folder that holds the data sets, each in a folder of its own name.
DATA = Path(os.environ.get("SHOPKEEPER_DATA_SETS", "")) / "service-retail"
needs_data = pytest.mark.skipif(
    not (DATA / "orders.json").is_file(), reason="SHOPKEEPER_DATA_SETS names no folder with service-retail"
)


def evaluate(folder: Path, tasks: Path) -> tuple[int, list[str], str]:
    """In a process of its own, for it makes a shop of its own."""
    command = [sys.executable, "-m", "shopkeeper.interfaces.cli.main", "evaluate", "service"]
    done = subprocess.run(
        [*command, "--data", str(folder), "--tasks", str(tasks)], capture_output=True, text=True, timeout=300
    )
    return done.returncode, done.stdout.splitlines(), done.stderr


def tasks_of(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text().splitlines()]


@needs_data
def test_every_request_made_by_hand_leads_to_the_records_it_must_lead_to() -> None:
    code, told, _ = evaluate(DATA, DATA / "tasks_dev.jsonl")

    assert code == 0
    assert json.loads(told[-1]) == {"tasks": 20, "equal": 20, "clean": 20, "clean_equal": 20, "refused": 0}


@needs_data
def test_what_breaks_a_rule_is_refused_with_a_reason_and_changes_nothing(tmp_path: Path) -> None:
    rows = tasks_of("tasks_train.jsonl")
    unclean = [row for row in rows if not row["clean"]]
    chosen = tmp_path / "tasks.jsonl"
    chosen.write_text("\n".join(json.dumps(row) for row in [*unclean, *[row for row in rows if row["clean"]][:20]]))

    code, told, _ = evaluate(DATA, chosen)
    result = json.loads(told[-1])

    assert code == 0
    assert result["equal"] == result["tasks"]
    assert result["refused"] == sum(len(row["refused_actions"]) for row in unclean)
    assert not [line for line in told if "UNEXPECTED" in line]


@needs_data
def test_another_record_than_there_must_be_is_found(tmp_path: Path) -> None:
    row = tasks_of("tasks_dev.jsonl")[0]
    row["expected_changes"][0]["changes"]["payment_history.appended"][1][0]["amount"] += 0.01
    tasks = tmp_path / "tasks.jsonl"
    tasks.write_text(json.dumps(row))

    code, told, stderr = evaluate(DATA, tasks)

    assert (code, json.loads(told[-1])["equal"]) == (1, 0)
    assert "payment_history.appended: must be" in stderr


def test_files_that_cannot_be_read_are_named_in_one_sentence(tmp_path: Path) -> None:
    code, _, stderr = evaluate(tmp_path, tmp_path / "none.jsonl")

    assert code == 1
    assert "users.json cannot be read" in stderr
    assert "Traceback" not in stderr
