"""The journeys kept apart for checking: every file reads as a case, and what is predicted of them stays as right."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest

from benchmarks import backtest
from railsight.datasets import data_path
from railsight.files import read_case
from railsight.gazetteer import open_gazetteer
from railsight.network import open_network
from railsight.routing import profile as named_profile

FOLDER = Path(__file__).parents[1] / "benchmarks"
FILES = sorted((FOLDER / "journeys").glob("*.yaml"))
GUARDED = sorted((FOLDER / "journeys_guarded").glob("*.yaml"))
RUSSIA = sorted((FOLDER / "journeys_russia").glob("*.yaml"))


def test_there_are_journeys() -> None:
    assert len(FILES) == 7
    assert len(GUARDED) == 7
    assert len(RUSSIA) == 6


@pytest.mark.parametrize("file", [*FILES, *GUARDED, *RUSSIA], ids=lambda f: f.stem)
def test_every_sighting_has_a_page_and_a_time(file: Path) -> None:
    case = read_case(file)
    assert case.name == file.stem
    assert len(case.sightings) >= 2
    for sighting in case.sightings:
        assert (sighting.source or "").startswith("http"), sighting.id
        assert sighting.interval is not None, sighting.id


def test_forecasts_and_interpolations_keep_what_docs_accuracy_says() -> None:
    """Medians over 35 and 28 predictions, in shares of the hours since the last sighting; the margins are a quarter."""
    network = open_network(data_path("network.rsn"))
    world = backtest.World(network, open_gazetteer(data_path("gazetteer.sqlite")), None)
    missed: list[str] = []
    rows = [row for file in FILES for row in backtest.case_rows(world, read_case(file), missed)]
    forecasts, between = ([r for r in rows if r.kind == kind] for kind in ("forecast", "interpolation"))
    assert (len(forecasts), len(between), missed) == (35, 28, [])
    assert median(r.share for r in forecasts) < 0.36
    assert median(r.share for r in between) < 0.16
    assert 0.7 <= sum(r.inside for r in rows) / len(rows) <= 0.9
    assert median(r.width_h for r in rows) < 8.0


def test_journeys_in_russia_speak_for_the_speed_of_the_profile() -> None:
    """What docs/accuracy says of these legs alone: the profile's speed and spread are within a log-likelihood of 1."""
    command = [sys.executable, "-m", "benchmarks.speeds", "RU", str(FOLDER / "journeys_russia")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=FOLDER.parent)
    *table, last = done.stdout.splitlines()
    told = json.loads(last)
    law = named_profile("armoured").speed("RU")
    spreads = [float(s) for s in table[0].split()[1:]]
    row = next(line.split() for line in table[1:] if line.split()[0] == f"{law.median_kmh:.0f}")
    assert told["legs"] == 10
    assert float(row[1 + spreads.index(law.sigma_log)]) > told["best"]["log_likelihood"] - 1.0
    assert float(row[1 + spreads.index(0.04)]) < told["best"]["log_likelihood"] - 4.0


def test_every_published_forecast_of_the_cases_is_compared_or_left_out_for_a_reason(shared: Path) -> None:
    with (FOLDER / "published_forecasts.csv").open(encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    files = (shared / "cases").glob("*.yaml")
    named = {(file.stem, said["src"]) for file in files for said in backtest.truth_of(file)["published_forecasts"]}
    assert {(row["case"], row["src"]) for row in rows} == named
    assert all(row["actual"] or row["note"].startswith("left out: ") for row in rows)
