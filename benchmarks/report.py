"""The table a person reads."""

from __future__ import annotations

from typing import Any


def print_table(run: dict[str, Any]) -> None:
    """One run, each row beside the floor: how many times its CPU, and what part of its requests."""
    many = "es" if run["processes"] > 1 else ""
    print(f"\n{run['database']}, {run['processes']} server process{many}, 16 connections")
    heads = ("a second", 10), ("p50 ms", 9), ("p95 ms", 9), ("server ms", 11), ("database ms", 13), ("x floor", 9)
    print(" " * 22 + "".join(f"{head:>{width}}" for head, width in (*heads, ("errors", 8))))
    floor = next(row for row in run["rows"] if row["what"] == "floor")
    for row in run["rows"]:
        times = row["server_ms"] / floor["server_ms"] if floor["server_ms"] else 0.0
        print(
            f"{row['what']:22}{row['per_second']:>10,.1f}{row['p50_ms']:>9,.1f}{row['p95_ms']:>9,.1f}"
            f"{row['server_ms']:>11.2f}{row['database_ms']:>13.2f}{times:>9.1f}{row['errors']:>8}"
        )
    print(
        f"cold start to the first page {run['cold_seconds']:.1f} s ({run['cold_cpu_seconds']:.1f} s CPU), "
        f"memory {run['idle_mb']:.0f} MB idle, {run['loaded_mb']:.0f} MB after load"
    )
    for reason in run["skipped"]:
        print(f"left out: {reason}")
