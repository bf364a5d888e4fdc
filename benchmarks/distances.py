"""Rail distances against published ones: ``python benchmarks/distances.py PAIRS.csv [NETWORK.rsn]``.

Columns of PAIRS.csv: ``id, from, from_lat, from_lon, to, to_lat, to_lon, km, unambiguous_only_line``. Tables for the
coarse network of the whole world lie beside this script: ``world_distances.csv``, and ``world_distances_kept.csv`` with
pairs that nothing was mended by.
An end is looked up by name in the gazetteer, near its coordinate when it has one, and must lie within 15 km of it; when
the name is not known the coordinate itself is put on the network. An end called "Beijing via Ulaanbaatar" asks for that
way. Distances are those of the ``passenger`` profile, as the command line gives them: no needless break of gauge.
A row without a published length in km (a number with a point) is left out and listed under ``skipped``.
Prints a line a pair and one JSON object last.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from railsight.datasets import data_path
from railsight.errors import DataError, NoAnswerError
from railsight.gazetteer import Gazetteer, open_gazetteer
from railsight.geo import approx_m
from railsight.model import Place, Spot
from railsight.network import Network, open_network
from railsight.routing import profile, shortest_path, snap

NEAR_M = 15_000.0
COLUMNS = ("id", "from", "from_lat", "from_lon", "to", "to_lat", "to_lon", "km", "unambiguous_only_line")


def spot_for(network: Network, gazetteer: Gazetteer | None, name: str, lat: str, lon: str) -> Spot:
    """Where an end of a pair is on the network. Raises NoAnswerError when it is nowhere."""
    at = (float(lon), float(lat)) if lat and lon else None
    places: list[Place] = []
    if gazetteer is not None:
        places = [c.place for c in gazetteer.find(name, near=at, fuzzy=at is not None)]
    for place in places:
        on_network = network.node_of(place.id) is not None
        if on_network and (at is None or approx_m(place.lon, place.lat, *at) <= NEAR_M):
            return snap(network, place)[0]
    if at is None and places:
        return snap(network, places[0])[0]
    if at is None:
        raise NoAnswerError(f"{name}: not a station of the network and no coordinate given")
    return snap(network, Place(id="", name=name, kind="station", lon=at[0], lat=at[1]), limit_m=NEAR_M)[0]


def measure(network: Network, gazetteer: Gazetteer | None, row: dict[str, str]) -> dict[str, Any]:
    """The tool's km for one pair and its error, or why there is none."""
    result: dict[str, Any] = {"id": row["id"], "from": row["from"], "to": row["to"], "km": float(row["km"])}
    result["unambiguous"] = row["unambiguous_only_line"] == "yes"
    try:
        a = spot_for(network, gazetteer, row["from"], row["from_lat"], row["from_lon"])
        name, _, via = row["to"].partition(" via ")
        b = spot_for(network, gazetteer, name, row["to_lat"], row["to_lon"])
        stops = [spot_for(network, gazetteer, via, "", "")] if via else []
        path = shortest_path(network, a, b, via=stops, profile=profile("passenger"))
    except NoAnswerError as error:
        return {**result, "why": error.message}
    off = 100 * (path.km - result["km"]) / result["km"]
    return {**result, "rail_km": round(path.km, 1), "pct": round(off, 2), "ends": [a.name, b.name]}


def summary(results: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Counts and errors over some pairs; errors in percent, None when nothing was answered."""
    signed = [r["pct"] for r in results if "pct" in r]
    errors = sorted(map(abs, signed))

    def share(part: float) -> float | None:
        return float(round(errors[min(len(errors) - 1, int(part * len(errors)))], 3)) if errors else None

    def within(pct: float) -> float | None:
        return round(sum(e <= pct for e in errors) / len(errors), 3) if errors else None

    return {
        "n": len(results),
        "answered": len(errors),
        "median_pct": round(statistics.median(signed), 3) if signed else None,
        "median_abs_pct": round(statistics.median(errors), 3) if errors else None,
        "p90_abs_pct": share(0.9),
        "p95_abs_pct": share(0.95),
        "within_2pct": within(2),
        "within_1_5pct": within(1.5),
    }


def read_pairs(path: Path) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The rows of a table that can be measured, and the others with the reason. Raises OSError, ValueError."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        table = csv.DictReader(stream)
        lacking = [name for name in COLUMNS if name not in (table.fieldnames or ())]
        if lacking:
            raise ValueError(f"no column {', '.join(lacking)}")
        rows = [{name: value or "" for name, value in row.items() if name} for row in table]
    good, skipped = [], []
    for row in rows:
        try:
            why = "" if 0 < float(row["km"]) < math.inf else "no length"
        except ValueError:
            why = f"{row['km']!r} is no number of km" if row["km"] else "no length"
        if why:
            skipped.append({"id": row["id"], "from": row["from"], "to": row["to"], "why": why})
        else:
            good.append(row)
    return good, skipped


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every pair of the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path, metavar="PAIRS.csv")
    parser.add_argument("network", nargs="?", default=data_path("network.rsn"), metavar="NETWORK.rsn")
    options = parser.parse_args(arguments)
    try:
        rows, skipped = read_pairs(options.pairs)
        network = open_network(options.network)
    except (OSError, ValueError) as error:  # a network that is none is a ValueError too
        print(f"distances.py: {options.pairs}: {error}", file=sys.stderr)
        return 2
    try:
        gazetteer = open_gazetteer(data_path("gazetteer.sqlite"))
    except DataError:
        gazetteer = None
    results = [measure(network, gazetteer, row) for row in rows]
    for row in skipped:
        print(f"{row['id']:>4} {row['from']} - {row['to']}: left out, {row['why']}")
    for r in results:
        found = f"{r['rail_km']:9.1f} km {r['pct']:+7.2f} %" if "pct" in r else f"no answer: {r['why']}"
        print(f"{r['id']:>4} {r['from']} - {r['to']}: {r['km']:g} km; {found}")
    only = [r for r in results if r["unambiguous"]]
    told = {"all": summary(results), "unambiguous": summary(only), "pairs": results, "skipped": skipped}
    print(json.dumps(told, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
