"""How fast a journey is inferred: ``python benchmarks/speed_journey.py [--world FILE.rsn]``.

Journeys of 10 to 80 sightings along the way between two stations, every third place a kilometre off the track and
every time an hour wide, with goals looked for among all towns and facilities: processor seconds, the first time and
warm (other times of day, so that nothing but the network's searches is kept), and the most memory. Every journey has a
process of its own, which has opened the network, found the way and read the list of towns before: the first time is
that of the first journey inferred in a process. Beside it, where it is installed, leuvenmapmatching on the same
positions (it knows no times), given only the network within 30 km of the way as its map, in a process of its own too:
the sightings it matches and the share of the way's length that it finds. One JSON object last.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from bisect import bisect_left
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise
from typing import Any

from railsight.api.world import possible_goals
from railsight.datasets import data_path
from railsight.geo import approx_m
from railsight.inference import infer
from railsight.model import Candidate, Path, Place, Sighting
from railsight.network import Network, open_network
from railsight.routing import profile, shortest_path
from railsight.times import Interval

START = datetime(2024, 5, 1, tzinfo=UTC)
BUNDLED = ((130.645, 42.43), (37.66, 55.776))  # Khasan, Moscow
WORLD = (((2.355, 48.877), (13.369, 52.525)), ((19.04, 47.5), (30.36, 59.93)))  # Paris-Berlin, Budapest-St Petersburg
Ends = Sequence[tuple[float, float]]  # lon, lat of the first and the last station


def spot_of(network: Network, lonlat: tuple[float, float]) -> Any:
    return network.spots_near(Place("x", "x", "position", *lonlat), count=1)[0][0]


def sightings_along(path: Path, count: int, *, shift_h: float = 0.0) -> list[Sighting]:
    """Sightings at points of a path, equally far apart, at 55 km/h."""
    km = [0.0, *accumulate(approx_m(*a, *b) / 1000 for a, b in pairwise(path.geometry))]
    out = []
    for i in range(count):
        wanted = km[-1] * i / (count - 1)
        lon, lat = path.geometry[min(bisect_left(km, wanted - 1e-6), len(km) - 1)]
        at = START + timedelta(hours=path.km * i / (count - 1) / 55.0 + shift_h)
        off = 0.01 if i % 3 == 1 else 0.0
        place = Place(f"p{i}", f"p{i}", "position", lon + off, lat + off)
        interval = Interval(at, at + timedelta(hours=1))
        out.append(Sighting(f"s{i}", (Candidate(place, 1.0),), "seen", "reported", interval))
    return out


def measured(network: Network, path: Path, count: int, *, runs: int = 7) -> dict[str, float]:
    """Processor seconds of a journey: first time, warm (median of several), and warm with all that is deferred."""
    train, goals = profile("armoured"), possible_goals()
    spent, everything = [], []
    for i in range(runs):
        known = sightings_along(path, count, shift_h=0.37 * i)
        begun = time.process_time()
        journey = infer(known, network, train, places=goals)
        spent.append(time.process_time() - begun)
        assert len(journey.history) + len(journey.positions) + len(journey.explanation) > 0
        everything.append(time.process_time() - begun)
    assert journey.path is not None
    return {
        "sightings": count,
        "km": round(path.km),
        "first_s": round(spent[0], 3),
        "warm_s": round(statistics.median(spent[1:]), 3),
        "warm_with_history_and_slider_s": round(statistics.median(everything[1:]), 3),
        "km_off": round(journey.path.km - path.km, 1),
    }


def peer(network: Network, path: Path, count: int) -> dict[str, Any]:
    """leuvenmapmatching on the same positions; the map is cut out for it."""
    try:
        from leuvenmapmatching.map.inmem import InMemMap
        from leuvenmapmatching.matcher.distance import DistanceMatcher
    except ImportError as error:
        return {"not_run": str(error)}
    on_way = [network.section_ends(step.section) for step in path.steps]
    spread = [network.point_lonlat(a) for a, _ in on_way[:: max(1, len(on_way) // 80)]]
    near = {n for lonlat in spread for _, n in network.nodes_within(*lonlat, 30_000)} | {n for ab in on_way for n in ab}
    cutout = InMemMap("cutout", use_latlon=True, use_rtree=True, index_edges=True)
    for node in sorted(near):
        lon, lat = network.point_lonlat(node)
        cutout.add_node(node, (lat, lon))
    for node in sorted(near):
        for other, _, _ in network.adjacent(node):
            if other in near:
                cutout.add_edge(node, other)
    track = [(s.place.lat, s.place.lon) for s in sightings_along(path, count)]
    begun = time.process_time()
    matcher = DistanceMatcher(cutout, max_dist=5_000, obs_noise=1_000, obs_noise_ne=20_000, non_emitting_states=True)
    _, matched = matcher.match(track)
    spent = time.process_time() - begun
    nodes = set(matcher.path_pred_onlynodes) if matcher.lattice_best else set()
    steps = zip(path.steps, on_way, strict=True)
    found = sum(abs(step.to_m - step.from_m) for step, ab in steps if nodes.issuperset(ab))
    return {
        "nodes": len(near),
        "s": round(spent, 3),
        "matched_sightings": int(matched) + 1 if nodes else 0,
        "share_of_way_found": round(found / path.length_m, 3),
    }


def most_memory_mb() -> int:
    """The most memory that this process has held so far."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def alone(file: str, ends: Ends, count: int, *, of_peer: bool = False) -> dict[str, Any]:
    """A journey of so many sightings on a network, or what the peer makes of its positions: all that a process does."""
    network = open_network(file)
    path = shortest_path(network, *(spot_of(network, e) for e in ends))
    if of_peer:
        return peer(network, path, count)
    return {**measured(network, path, count), "most_memory_mb": most_memory_mb()}


def apart(*asked: object, **options: object) -> dict[str, Any]:
    """What ``alone`` gives, by a process of its own."""
    command = [sys.executable, __file__, "--alone", json.dumps([asked, options])]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def on_network(file: str, ends: Ends, counts: Sequence[int]) -> dict[str, Any]:
    return {
        "nodes": open_network(file).node_count,
        "journeys": [apart(file, ends, n) for n in counts],
        "leuvenmapmatching": apart(file, ends, 20, of_peer=True),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--world", default=None, help="a world network: `railsight network build world -o FILE.rsn`")
    parser.add_argument("--alone", default=None, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.alone:
        asked, options = json.loads(wanted.alone)
        print(json.dumps(alone(*asked, **options)))
        return
    result: dict[str, Any] = {"bundled": on_network(str(data_path("network.rsn")), BUNDLED, (10, 20, 40, 80))}
    if wanted.world:
        result["world"] = [on_network(wanted.world, ends, (20,)) for ends in WORLD]
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
