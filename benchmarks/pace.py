"""Whether a train keeps a pace of its own beyond what country and profile say: ``python -m benchmarks.pace FOLDER...``

If it did, its earlier legs would tell how fast it runs on. Each train's speeds are those of its profile times one
unknown factor, whose logarithm is normal about 0; what is left to chance on each leg is a share of the profile's
spread. The table holds the log-likelihood of all legs (those of ``backtest.seen_legs``) for each pair of the two, the
factor of each journey integrated out; 0 is the model as it is, without a pace. Printed last, as one JSON object: the
best pair and the model as it is.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import backtest
from railsight.datasets import data_path
from railsight.files import read_case
from railsight.gazetteer import open_gazetteer
from railsight.model import Profile
from railsight.network import open_network

PACES = (0.0, 0.05, 0.10, 0.15, 0.20, 0.30)  # standard deviation of the logarithm of the factor
LEFT_SHARES = (1.0, 0.8, 0.6, 0.4)  # of the profile's spread, leg by leg
LOG_FACTORS = np.linspace(-0.6, 0.6, 41)


def by_factor(legs: Sequence[backtest.SeenLeg], profile: Profile, left_share: float) -> Any:
    """Log-likelihood of a journey's legs together for each factor, of shape (41,)."""

    def told(leg: backtest.SeenLeg, log_factor: float) -> float:
        slower = replace(leg, leg=replace(leg.leg, run_sigma=leg.leg.run_sigma * left_share))
        speed_kmh = profile.speed(leg.country).median_kmh * math.exp(log_factor)
        return backtest.log_likelihood(slower, speed_kmh, profile)

    return np.array([sum(told(leg, float(f)) for leg in legs) for f in LOG_FACTORS])


def marginal(likelihood: Any, pace: float) -> float:
    """The log-likelihood of a journey with its factor integrated out."""
    prior = np.exp(-0.5 * (LOG_FACTORS / pace) ** 2) if pace else (np.abs(LOG_FACTORS) < 1e-9).astype(float)
    top = float(likelihood.max())
    return top + math.log(float((np.exp(likelihood - top) * prior / prior.sum()).sum()))


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folders", nargs="+", type=Path)
    options = parser.parse_args(argv)
    network, gazetteer = open_network(data_path("network.rsn")), open_gazetteer(data_path("gazetteer.sqlite"))
    world = backtest.World(network, gazetteer, None)
    cases = [read_case(file) for folder in options.folders for file in sorted(folder.glob("*.yaml"))]
    journeys = [(world.profile_of(case), legs) for case in cases if (legs := backtest.seen_legs(world, case))]
    grid: dict[tuple[float, float], float] = {}
    for share in LEFT_SHARES:
        told = [by_factor(legs, profile, share) for profile, legs in journeys]
        grid.update({(share, pace): sum(marginal(one, pace) for one in told) for pace in PACES})
    print("left  " + "  ".join(f"{pace:7.2f}" for pace in PACES))
    for share in LEFT_SHARES:
        print(f"{share:4}  " + "  ".join(f"{grid[share, pace]:7.1f}" for pace in PACES))
    best = max(grid, key=lambda pair: grid[pair])
    result = {
        "journeys": len(journeys),
        "legs": sum(len(legs) for _, legs in journeys),
        "as_it_is": round(grid[1.0, 0.0], 2),
        "best": {"left_share": best[0], "pace": best[1], "log_likelihood": round(grid[best], 2)},
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
