"""What speed and spread the legs of journeys in one country speak for: the log-likelihood of each pair, as a table.

``python -m benchmarks.speeds COUNTRY FOLDER... [--branch SHARE] [--profile NAME]``

The legs are those of ``backtest.seen_legs``; waits are those of the profile. ``--branch`` is the speed on branch lines
as a share of that on main lines (timetables: 0.71 in Russia); without it both are alike. Printed last, as one JSON
object: the best pair, and mean and standard deviation of the speed over the whole table.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Sequence
from pathlib import Path

from benchmarks import backtest
from railsight.datasets import data_path
from railsight.files import read_case
from railsight.gazetteer import open_gazetteer
from railsight.network import open_network
from railsight.routing import profile as named_profile

SPEEDS_KMH = tuple(range(40, 71))
SPREADS = (0.02, 0.04, 0.06, 0.08, 0.10, 0.12, 0.14, 0.16, 0.20, 0.25, 0.30)


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("country")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--branch", type=float, default=1.0)
    parser.add_argument("--profile", default="armoured")
    options = parser.parse_args(argv)
    network, gazetteer = open_network(data_path("network.rsn")), open_gazetteer(data_path("gazetteer.sqlite"))
    world = backtest.World(network, gazetteer, options.profile)
    files = [file for folder in options.folders for file in sorted(folder.glob("*.yaml"))]
    legs = [
        leg for file in files for leg in backtest.seen_legs(world, read_case(file)) if leg.country == options.country
    ]
    profile = named_profile(options.profile)

    def told(speed_kmh: float, spread: float) -> float:
        return sum(
            backtest.log_likelihood(leg, speed_kmh, profile, branch_share=options.branch, spread=spread) for leg in legs
        )

    grid = {(v, s): told(float(v), s) for v in SPEEDS_KMH for s in SPREADS}
    print("km/h  " + "  ".join(f"{s:6.2f}" for s in SPREADS))
    for v in SPEEDS_KMH:
        print(f"{v:4}  " + "  ".join(f"{grid[v, s]:6.1f}" for s in SPREADS))
    best = max(grid, key=lambda pair: grid[pair])
    weights = {pair: math.exp(value - grid[best]) for pair, value in grid.items()}
    mean = sum(v * w for (v, _), w in weights.items()) / sum(weights.values())
    deviation = math.sqrt(sum((v - mean) ** 2 * w for (v, _), w in weights.items()) / sum(weights.values()))
    result = {
        "legs": len(legs),
        "best": {"kmh": best[0], "spread": best[1], "log_likelihood": round(grid[best], 2)},
        "kmh_mean": round(mean, 1),
        "kmh_deviation": round(deviation, 1),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
