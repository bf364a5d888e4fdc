"""The journeys kept apart for checking: every file reads as a case, and what is predicted of them stays as right."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import pytest

from benchmarks import backtest
from railsight.datasets import data_path
from railsight.files import read_case
from railsight.gazetteer import open_gazetteer
from railsight.network import open_network

FOLDER = Path(__file__).parents[1] / "benchmarks"
FILES = sorted((FOLDER / "journeys").glob("*.yaml"))
GUARDED = sorted((FOLDER / "journeys_guarded").glob("*.yaml"))


def test_there_are_journeys() -> None:
    assert len(FILES) == 7
    assert len(GUARDED) == 7


@pytest.mark.parametrize("file", [*FILES, *GUARDED], ids=lambda f: f.stem)
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
