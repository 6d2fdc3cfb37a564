"""Learned arrival ranges on a real marketplace's orders. The data set is read where it lies."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from shopkeeper.interfaces.cli.main import main

# The folder that holds the data sets, each in a folder of its own name.
DATA = Path(os.environ.get("SHOPKEEPER_DATA_SETS", "")) / "marketplace-olist"


@pytest.mark.skipif(not (DATA / "orders.csv.gz").is_file(), reason="SHOPKEEPER_DATA_SETS names no folder with Olist")
def test_ranges_hold_as_stated_on_the_last_quarter_of_a_marketplace_and_are_narrower_than_its_own(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    plot = tmp_path / "plot.svg"

    assert main(["evaluate", "delivery", "--data", str(DATA), "--plot", str(plot)]) == 0

    result = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert result["orders"] > 2000
    assert result["covered"] == pytest.approx(0.9, abs=0.03)
    assert result["covered_80"] == pytest.approx(0.8, abs=0.03)
    assert result["mean_width_days"] < result["shop_mean_width_days"]
    assert result["late"] < result["shop_late"]
    assert plot.read_text().count("<circle") == 6


def test_a_folder_without_the_data_is_named_in_one_sentence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["evaluate", "delivery", "--data", str(tmp_path)]) == 1

    assert f"no orders.csv.gz in {tmp_path}" in capsys.readouterr().err
